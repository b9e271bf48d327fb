#include "recreate.hpp"

#include <algorithm>

namespace chaland {
namespace {

constexpr double kBlink = 0.01;
// Steps that serve every other shipment at any price: two that are each too dear alone may be worth
// a route together.
constexpr double kGenerous = 0.1;

}  // namespace

Recreate::Recreate(const Problem& problem)
    : random_keys_(problem.shipments.size()),
      memory_(problem.shipments.size() * problem.shifts.size()),
      shifts_(problem.shifts.size()),
      kind_open_(problem.shifts.size() + 1, 0) {
    // Criteria and weights of solver.md's recipe: load, far, near, narrow window, early, late.
    enum { kLoad, kFar, kNear, kNarrow, kEarly, kLate, kCriteria };
    orders_.assign(kCriteria, std::vector<std::int64_t>(problem.shipments.size()));
    const Shift& shift = problem.shifts.front();
    Load capacity{1, 1, 1};
    for (const Shift& s : problem.shifts)
        for (std::size_t d = 0; d < kDimensions; ++d)
            capacity[d] = std::max(capacity[d], s.capacity[d]);
    for (std::size_t r = 0; r < problem.shipments.size(); ++r) {
        const Shipment& shipment = problem.shipments[r];
        std::int64_t share = 0;
        for (std::size_t d = 0; d < kDimensions; ++d)
            share = std::max(share, shipment.load[d] * 1'000'000 / capacity[d]);
        const auto& [pickup, delivery] = shipment.tasks;
        const Time way = problem.arc(shift.profile, shift.start_spot, pickup.spot).distance +
                         problem.arc(shift.profile, shift.start_spot, delivery.spot).distance;
        const Time open = delivery.windows.back().end - delivery.windows.front().start;
        orders_[kLoad][r] = -share;
        orders_[kFar][r] = -way;
        orders_[kNear][r] = way;
        orders_[kNarrow][r] = open;
        orders_[kEarly][r] = delivery.windows.front().start;
        orders_[kLate][r] = -delivery.windows.back().end;
    }
    wheel_ = {kCriteria, kCriteria, kCriteria, kCriteria, kLoad,  kLoad,  kLoad, kLoad, kFar,
              kFar,      kNear,     kNarrow,   kNarrow,   kEarly, kEarly, kLate, kLate};
}

const std::vector<std::int64_t>& Recreate::keys(Random& random) {
    const std::size_t criterion = wheel_[random.below(wheel_.size())];
    if (criterion < orders_.size()) return orders_[criterion];
    for (auto& key : random_keys_) key = static_cast<std::int64_t>(random.next() >> 1);
    return random_keys_;
}

const Insertion& Recreate::remembered(const State& state, std::int32_t shipment,
                                      std::int32_t shift) {
    const Route& route = state.route(shift);
    Remembered& entry =
        memory_[static_cast<std::size_t>(shipment) * shifts_ + static_cast<std::size_t>(shift)];
    if (entry.content != route.content()) {
        entry.content = route.content();
        entry.insertion = cheapest_insertion(state.problem(), route, shipment, kUnpayable);
    }
    return entry.insertion;
}

void Recreate::operator()(State& state, Random& random, bool open_routes) {
    const auto& key = keys(random);
    std::vector<std::int32_t> waiting = state.absent();
    std::sort(waiting.begin(), waiting.end(), [&](auto a, auto b) {
        return std::pair(key[static_cast<std::size_t>(a)], a) <
               std::pair(key[static_cast<std::size_t>(b)], b);
    });
    const Problem& problem = state.problem();
    const bool generous = random.unit() < kGenerous;
    for (const std::int32_t shipment : waiting) {
        Cost worth =
            generous ? kUnpayable : problem.shipments[static_cast<std::size_t>(shipment)].penalty;
        std::int32_t where = -1;
        const Insertion* best = nullptr;
        std::fill(kind_open_.begin(), kind_open_.end(), 0);
        for (std::int32_t shift = 0; shift < problem.shift_count(); ++shift) {
            if (state.route(shift).empty()) {
                if (!open_routes) continue;
                auto& tried = kind_open_[static_cast<std::size_t>(
                    problem.shifts[static_cast<std::size_t>(shift)].kind)];
                if (tried != 0) continue;
                tried = 1;
            } else if (random.unit() < kBlink) {
                continue;
            }
            const Insertion& found = remembered(state, shipment, shift);
            if (found.delta < worth) {
                worth = found.delta;
                where = shift;
                best = &found;
            }
        }
        if (best != nullptr) state.insert(shipment, where, *best);
    }
}

}  // namespace chaland
