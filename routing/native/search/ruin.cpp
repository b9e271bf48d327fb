#include "ruin.hpp"

#include <algorithm>
#include <numeric>

namespace chaland {
namespace {

constexpr std::size_t kNear = 100;   // neighbours kept of each node
constexpr double kMeanRemoved = 10;  // services a ruin takes on average
constexpr std::size_t kLongestString = 10;
constexpr double kSplit = 0.5;       // strings that keep a part in their middle
constexpr double kKeepLonger = 0.5;  // chance that the kept part stops growing

constexpr double kStretches = 0.1;  // ruins that cut one long stretch instead
constexpr std::size_t kLongestStretch = 40;

}  // namespace

Ruin::Ruin(const Problem& problem)
    : near_(problem.shipments.size() * 2),
      marked_(problem.shipments.size(), 0),
      ruined_(problem.shifts.size(), 0) {
    const auto nodes = static_cast<std::int32_t>(near_.size());
    std::vector<std::int32_t> all(near_.size());
    std::vector<Time> gap(near_.size());
    for (std::int32_t node = 0; node < nodes; ++node) {
        const std::int32_t spot = problem.task(node).spot;
        for (std::int32_t other = 0; other < nodes; ++other) {
            const std::int32_t there = problem.task(other).spot;
            gap[static_cast<std::size_t>(other)] =
                problem.arc(0, spot, there).distance + problem.arc(0, there, spot).distance;
        }
        std::iota(all.begin(), all.end(), 0);
        const auto kept = std::min(all.size(), kNear);
        std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept), all.end(),
                          [&](auto a, auto b) {
                              return std::pair(gap[static_cast<std::size_t>(a)], a) <
                                     std::pair(gap[static_cast<std::size_t>(b)], b);
                          });
        near_[static_cast<std::size_t>(node)].assign(
            all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept));
    }
}

void Ruin::operator()(State& state, Random& random) {
    if (random.unit() < kStretches)
        cut_stretch(state, random);
    else
        around(state, random, random.below(near_.size()));
}

void Ruin::around(State& state, Random& random, std::size_t seed) {
    std::size_t services = 0, used = 0;
    for (const Route& route : state.routes())
        if (!route.empty()) services += route.size() - 2, ++used;
    if (used == 0) return;
    const double mean_size = static_cast<double>(services) / static_cast<double>(used);
    const double longest = std::min<double>(static_cast<double>(kLongestString), mean_size);
    const double most_strings = 4 * kMeanRemoved / (1 + longest) - 1;
    const auto strings = static_cast<std::size_t>(random.unit() * most_strings + 1);

    std::fill(ruined_.begin(), ruined_.end(), 0);
    std::size_t cut = 0;
    for (const std::int32_t node : near_[seed]) {
        if (cut == strings) break;
        const std::int32_t shift = state.carrier(node >> 1);
        if (shift < 0 || ruined_[static_cast<std::size_t>(shift)] != 0) continue;
        const auto size = static_cast<double>(state.route(shift).size() - 2);
        const auto length = static_cast<std::size_t>(random.unit() * std::min(longest, size) + 1);
        cut_string(state, random, shift, node, length);
        ruined_[static_cast<std::size_t>(shift)] = 1;
        ++cut;
    }
}

void Ruin::cut_string(State& state, Random& random, std::int32_t shift, std::int32_t node,
                      std::size_t length) {
    const auto& steps = state.route(shift).steps();
    const std::size_t last = steps.size() - 2;
    std::size_t at = 1;
    while (steps[at].node != node) ++at;
    std::size_t kept = 0;
    if (length > 1 && length < last && random.unit() < kSplit) {
        kept = 1;
        while (length + kept < last && random.unit() > kKeepLonger) ++kept;
    }
    const std::size_t span = std::min(length + kept, last);
    const std::size_t lowest = at + 1 > span ? at + 1 - span : 1;
    const std::size_t highest = std::min(at, last - span + 1);
    const std::size_t from = lowest + random.below(highest - lowest + 1);
    const std::size_t keep_from = kept == 0 ? span : 1 + random.below(span - kept);
    for (std::size_t k = 0; k < span; ++k)
        if (k < keep_from || k >= keep_from + kept)
            marked_[static_cast<std::size_t>(steps[from + k].node >> 1)] = 1;
    state.remove(shift, marked_);
    std::fill(marked_.begin(), marked_.end(), 0);
}

void Ruin::cut_stretch(State& state, Random& random) {
    std::vector<std::int32_t> used;
    for (const Route& route : state.routes())
        if (!route.empty()) used.push_back(route.shift());
    if (used.empty()) return;
    const std::int32_t shift = used[random.below(used.size())];
    const auto& steps = state.route(shift).steps();
    const std::size_t last = steps.size() - 2;
    const std::size_t length = 1 + random.below(std::min(last, kLongestStretch));
    const std::size_t from = 1 + random.below(last - length + 1);
    for (std::size_t k = from; k < from + length; ++k)
        marked_[static_cast<std::size_t>(steps[k].node >> 1)] = 1;
    state.remove(shift, marked_);
    std::fill(marked_.begin(), marked_.end(), 0);
}

}  // namespace chaland
