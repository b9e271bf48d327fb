// Recreate: the absent return one by one, each where it costs least, in an order that changes from
// step to step; now and then a route is overlooked ("blinks").
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absence.hpp"
#include "neighbours.hpp"
#include "orders.hpp"
#include "pace.hpp"
#include "random.hpp"
#include "recipe.hpp"
#include "state.hpp"

namespace chaland {

template <class R>
class Recreate {
 public:
    using Insertion = typename State<R>::Insertion;

    // `pace`: by which it ends before everybody is back; none: never.
    Recreate(const Problem& problem, const Neighbours& near, const Recipe& recipe = {},
             const Pace* pace = nullptr)
        : near_(near),
          pace_(pace),
          blink_(recipe.blinks ? kBlink : 0),
          remembers_(recipe.memory),
          orders_(problem),
          memory_(problem.shipments.size()),
          shifts_(problem.shifts.size()),
          stamp_(problem.shifts.size(), 0),
          kind_stamp_(problem.shifts.size() + 1, 0) {}

    // `open_routes`: whether an unused shift may be used. `absence`: what those may cost who must
    // be served; else anything.
    void operator()(State<R>& state, Random& random, bool open_routes = true,
                    const Absence* absence = nullptr) {
        waiting_ = state.absent();
        orders_.sort(waiting_, random);
        find_unused(state);
        // Two shipments that are each too dear alone may be worth a route together.
        const bool generous = random.unit() < kGenerous;
        for (const std::int32_t shipment : waiting_) {
            if (pace_ != nullptr && pace_->ended()) break;
            const Shipment& goods = state.problem().shipments[static_cast<std::size_t>(shipment)];
            Cost worth = generous ? kUnpayable : goods.penalty;
            if (absence != nullptr && goods.required)
                worth = std::min(worth, absence->worth(shipment));
            put(state, shipment, open_routes, worth,
                [&random, this] { return random.unit() < blink_; });
        }
    }

    // Without chance: the farthest first, each where it costs least, until `over`.
    template <class Over>
    void construct(State<R>& state, const Over& over) {
        waiting_ = state.absent();
        orders_.sort_farthest(waiting_);
        find_unused(state);
        // Each looks once at routes that change all the time: nothing is worth remembering.
        const bool remembers = std::exchange(remembers_, false);
        for (const std::int32_t shipment : waiting_)
            if (!over()) put(state, shipment, true, kUnpayable, [] { return false; });
        remembers_ = remembers;
    }

 private:
    static constexpr double kBlink = 0.01;
    static constexpr double kGenerous =
        0.1;  // steps that serve who need not be served at any price
    static constexpr std::int32_t kFew = 24;     // so many routes are all looked at
    static constexpr std::size_t kNearest = 40;  // neighbours whose routes are looked at otherwise

    struct Remembered {
        std::uint64_t content = ~std::uint64_t{0};
        Cost worth = 0;  // nothing that costs less was overlooked
        Insertion insertion;
    };

    template <class Blink>
    void put(State<R>& state, std::int32_t shipment, bool open_routes, Cost worth,
             const Blink& blink) {
        best_ = {};
        best_.delta = worth;
        where_ = -1;
        ++now_;
        if (state.used_routes() > kFew) {
            candidates_.clear();
            for (const int half : {0, 1})
                for (const std::int32_t node : nearest(shipment * 2 + half))
                    if (const std::int32_t shift = state.carrier(node >> 1); shift >= 0 && !blink())
                        add_candidate(shipment, shift);
            look_at_candidates(state, shipment);
        }
        if (where_ < 0) {
            candidates_.clear();
            for (const R& route : state.routes())
                if (!route.empty() && !blink()) add_candidate(shipment, route.shift());
            look_at_candidates(state, shipment);
        }
        if (open_routes)
            for (const std::int32_t shift : unused_) look(state, shipment, shift);
        if (where_ < 0) return;
        const bool opened = state.route(where_).empty();
        state.insert(shipment, where_, best_);
        if (opened) find_unused(state);
    }

    std::span<const std::int32_t> nearest(std::int32_t node) const {
        const auto near = near_.of(node);
        return near.first(std::min(kNearest, near.size()));
    }

    // One unused shift of each kind.
    void find_unused(const State<R>& state) {
        unused_.clear();
        ++now_;
        for (const R& route : state.routes()) {
            if (!route.empty()) continue;
            const auto& shift = state.problem().shifts[static_cast<std::size_t>(route.shift())];
            if (std::exchange(kind_stamp_[static_cast<std::size_t>(shift.kind)], now_) != now_)
                unused_.push_back(route.shift());
        }
    }

    // Candidates are gathered before they are looked at, so that what is remembered of them is on
    // its way from memory.
    void add_candidate(std::int32_t shipment, std::int32_t shift) {
        if (std::exchange(stamp_[static_cast<std::size_t>(shift)], now_) == now_) return;
        candidates_.push_back(shift);
        if (remembers_) __builtin_prefetch(entries(shipment, shift));
    }
    void look_at_candidates(const State<R>& state, std::int32_t shipment) {
        for (const std::int32_t shift : candidates_) look(state, shipment, shift);
    }

    void look(const State<R>& state, std::int32_t shipment, std::int32_t shift) {
        const Remembered& entry = remembered(state, shipment, shift);
        if (entry.insertion.delta < best_.delta) {
            best_ = entry.insertion;
            where_ = shift;
        }
    }

    Remembered* entries(std::int32_t shipment, std::int32_t shift) {
        auto& row = memory_[static_cast<std::size_t>(shipment)];
        if (!row) row = std::make_unique<Remembered[]>(shifts_ * 2);
        return &row[2 * static_cast<std::size_t>(shift)];
    }

    // Two entries for each pair, for a content that stays and for one of this step.
    const Remembered& remembered(const State<R>& state, std::int32_t shipment, std::int32_t shift) {
        const R& route = state.route(shift);
        if (!remembers_) {
            passing_.insertion = cheapest_insertion(state.problem(), route, shipment, best_.delta);
            return passing_;
        }
        Remembered* both = entries(shipment, shift);
        const bool passing = state.touched(shift);
        if (!passing && both[1].content == route.content()) std::swap(both[0], both[1]);
        Remembered& entry = both[passing && both[0].content != route.content() ? 1 : 0];
        if (entry.content == route.content() &&
            (entry.insertion.found() || entry.worth >= best_.delta))
            return entry;
        entry = {route.content(), best_.delta,
                 cheapest_insertion(state.problem(), route, shipment, best_.delta)};
        return entry;
    }

    const Neighbours& near_;
    const Pace* pace_;
    const double blink_;
    bool remembers_;
    Remembered passing_;
    Orders orders_;
    std::vector<std::unique_ptr<Remembered[]>> memory_;  // by shipment: by shift, two each
    std::size_t shifts_;
    std::vector<std::uint64_t> stamp_;       // by shift: when it was looked at
    std::vector<std::uint64_t> kind_stamp_;  // by kind: when an unused one was looked at
    std::uint64_t now_ = 0;
    std::vector<std::int32_t> waiting_, unused_, candidates_;
    Insertion best_;
    std::int32_t where_ = -1;
};

}  // namespace chaland
