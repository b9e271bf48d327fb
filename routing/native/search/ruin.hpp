// Ruin: strings of neighbouring services leave the routes near a seed (Christiaens and Vanden
// Berghe 2020, doi 10.1287/trsc.2019.0914), both halves of each shipment together.
#pragma once

#include <algorithm>
#include <vector>

#include "neighbours.hpp"
#include "random.hpp"
#include "recipe.hpp"
#include "state.hpp"

namespace chaland {

template <class R>
class Ruin {
 public:
    Ruin(const Problem& problem, const Neighbours& near, const Recipe& recipe = {})
        : near_(near),
          stretches_(recipe.stretches ? R::kStretches : 0),
          marked_(problem.shipments.size(), 0),
          ruined_(problem.shifts.size(), 0) {}

    const Neighbours& near() const { return near_; }

    // `mean_removed` services leave on average.
    void operator()(State<R>& state, Random& random, double mean_removed) {
        if (random.unit() < stretches_)
            cut_stretch(state, random);
        else
            around(state, random, static_cast<std::int32_t>(random.below(marked_.size() * 2)),
                   mean_removed);
    }

    // Around one node.
    void around(State<R>& state, Random& random, std::int32_t seed, double mean_removed) {
        if (state.used_routes() == 0) return;
        const double services = static_cast<double>(2 * (marked_.size() - state.absent().size()));
        const double longest =
            std::min(static_cast<double>(kLongestString), services / state.used_routes());
        const double most_strings = 4 * mean_removed / (1 + longest) - 1;
        const auto strings = static_cast<std::size_t>(random.unit() * most_strings + 1);
        std::fill(ruined_.begin(), ruined_.end(), 0);
        std::size_t cut = 0;
        for (const std::int32_t node : near_.of(seed)) {
            if (cut == strings) break;
            const std::int32_t shift = state.carrier(node >> 1);
            if (shift < 0 || ruined_[static_cast<std::size_t>(shift)] != 0) continue;
            const auto size = static_cast<double>(state.route(shift).services());
            const auto length =
                static_cast<std::size_t>(random.unit() * std::min(longest, size) + 1);
            cut_string(state, random, shift, node, length);
            ruined_[static_cast<std::size_t>(shift)] = 1;
            ++cut;
        }
    }

    // All of one route.
    void empty(State<R>& state, std::int32_t shift) {
        const R& route = state.route(shift);
        for (std::size_t k = 0; k < route.services(); ++k) mark(route.node(k));
        remove_marked(state, shift);
    }

    // One shipment.
    void remove(State<R>& state, std::int32_t shipment) {
        mark(shipment * 2);
        remove_marked(state, state.carrier(shipment));
    }

 private:
    static constexpr std::size_t kLongestString = 10;
    static constexpr double kSplit = 0.5;       // strings that keep a part in their middle
    static constexpr double kKeepLonger = 0.5;  // chance that the kept part stops growing
    static constexpr std::size_t kLongestStretch = 40;

    void mark(std::int32_t node) { marked_[static_cast<std::size_t>(node >> 1)] = 1; }
    void remove_marked(State<R>& state, std::int32_t shift) {
        state.remove(shift, marked_);
        std::fill(marked_.begin(), marked_.end(), 0);
    }

    void cut_string(State<R>& state, Random& random, std::int32_t shift, std::int32_t node,
                    std::size_t length) {
        const R& route = state.route(shift);
        const std::size_t size = route.services();
        std::size_t at = 0;
        while (route.node(at) != node)
            if (++at == size) return;
        std::size_t kept = 0;
        if (length > 1 && length < size && random.unit() < kSplit) {
            kept = 1;
            while (length + kept < size && random.unit() > kKeepLonger) ++kept;
        }
        const std::size_t span = std::min(length + kept, size);
        const std::size_t lowest = at + 1 > span ? at + 1 - span : 0;
        const std::size_t highest = std::min(at, size - span);
        const std::size_t from = lowest + random.below(highest - lowest + 1);
        const std::size_t keep_from = kept == 0 ? span : 1 + random.below(span - kept);
        for (std::size_t k = 0; k < span; ++k)
            if (k < keep_from || k >= keep_from + kept) mark(route.node(from + k));
        remove_marked(state, shift);
    }

    // A long stretch of one route: what a few strings never change is who works when.
    void cut_stretch(State<R>& state, Random& random) {
        const std::int32_t shift = any_used(state, random);
        if (shift < 0) return;
        const R& route = state.route(shift);
        const std::size_t size = route.services();
        const std::size_t length = 1 + random.below(std::min(size, kLongestStretch));
        const std::size_t from = random.below(size - length + 1);
        for (std::size_t k = from; k < from + length; ++k) mark(route.node(k));
        remove_marked(state, shift);
    }

    std::int32_t any_used(const State<R>& state, Random& random) {
        if (state.used_routes() == 0) return -1;
        auto left = random.below(static_cast<std::size_t>(state.used_routes()));
        for (const R& route : state.routes())
            if (!route.empty() && left-- == 0) return route.shift();
        return -1;
    }

    const Neighbours& near_;
    const double stretches_;
    std::vector<char> marked_;
    std::vector<char> ruined_;
};

}  // namespace chaland
