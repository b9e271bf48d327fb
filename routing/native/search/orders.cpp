#include "orders.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace chaland {

Orders::Orders(const Problem& problem)
    : keys_(kRandom + 1, std::vector<std::int64_t>(problem.shipments.size())) {
    const Shift& shift = problem.shifts.front();
    Load capacity{1, 1, 1};
    for (const Shift& s : problem.shifts)
        for (std::size_t d = 0; d < kDimensions; ++d)
            capacity[d] = std::max(capacity[d], s.capacity[d]);
    for (std::size_t r = 0; r < problem.shipments.size(); ++r) {
        const Shipment& shipment = problem.shipments[r];
        double share = 0;
        for (std::size_t d = 0; d < kDimensions; ++d)
            share = std::max(
                share, static_cast<double>(shipment.load[d]) / static_cast<double>(capacity[d]));
        const auto& [pickup, delivery] = shipment.tasks;
        const Time way = problem.way(shift.start_spot, pickup.spot) +
                         problem.way(shift.start_spot, delivery.spot);
        const Time open = delivery.windows.back().end - delivery.windows.front().start;
        keys_[kLoad][r] = -static_cast<std::int64_t>(share * 1e9);
        keys_[kFar][r] = -way;
        keys_[kNear][r] = way;
        keys_[kNarrow][r] = open;
        keys_[kEarly][r] = delivery.windows.front().start;
        keys_[kLate][r] = -delivery.windows.back().end;
    }
}

void Orders::sort(std::vector<std::int32_t>& shipments, Random& random) {
    // Criteria and weights were measured (docs/explanation/search.md).
    static constexpr std::array<Criterion, 17> kWheel{
        kRandom, kRandom, kRandom, kRandom, kLoad,  kLoad,  kLoad, kLoad, kFar,
        kFar,    kNear,   kNarrow, kNarrow, kEarly, kEarly, kLate, kLate};
    const Criterion criterion = kWheel[random.below(kWheel.size())];
    if (criterion == kRandom)
        for (const std::int32_t shipment : shipments)
            keys_[kRandom][static_cast<std::size_t>(shipment)] =
                static_cast<std::int64_t>(random.next() >> 1);
    sort_by(shipments, keys_[criterion]);
}

void Orders::sort_farthest(std::vector<std::int32_t>& shipments) const {
    sort_by(shipments, keys_[kFar]);
}

void Orders::sort_by(std::vector<std::int32_t>& shipments, const std::vector<std::int64_t>& keys) {
    std::sort(shipments.begin(), shipments.end(), [&](auto a, auto b) {
        return std::pair(keys[static_cast<std::size_t>(a)], a) <
               std::pair(keys[static_cast<std::size_t>(b)], b);
    });
}

}  // namespace chaland
