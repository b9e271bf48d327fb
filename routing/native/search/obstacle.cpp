// What stands in the way of an order: it asks again as twins that fewer rules bind, and the first
// rule with which there is no place any more is the obstacle.
#include <algorithm>

#include "live.hpp"

namespace chaland {
namespace {

bool fits_capacity(const Load& load, const Load& capacity) {
    for (std::size_t d = 0; d < kDimensions; ++d)
        if (load[d] > capacity[d]) return false;
    return true;
}

}  // namespace

Window Live::duty() const {
    Window all = problem_.shifts.front().window;
    for (const Shift& shift : problem_.shifts) {
        all.start = std::min(all.start, shift.window.start);
        all.end = std::max(all.end, shift.window.end);
    }
    return all;
}

void Live::dress(const Enquiry& enquiry, const Slot& slot, const Twin& twin) {
    Shipment& guest = problem_.shipments[static_cast<std::size_t>(seat())];
    guest = enquiry.shipment;
    Task &pickup = guest.tasks[0], &delivery = guest.tasks[1];
    delivery = {delivery.spot, delivery.service, slot.windows, slot.due, slot.late};
    if (!twin.slot) delivery = {delivery.spot, delivery.service, {duty()}};
    if (!twin.pickup) pickup = {pickup.spot, pickup.service, {duty()}};
    if (!twin.load) guest.load = {};
    if (!twin.on_board) guest.longest_on_board = kNever;
    guest.fits_shift.resize(problem_.shifts.size());
    for (std::size_t s = 0; s < problem_.shifts.size(); ++s)
        guest.fits_shift[s] = (!twin.equipment || enquiry.equipped[s]) &&
                              fits_capacity(guest.load, problem_.shifts[s].capacity);
}

bool Live::fits(const std::vector<Route>& routes, std::int32_t shipment) const {
    return any_route(routes, [&](const Route& route) {
        return cheapest_insertion(problem_, route, shipment, kUnpayable, true).found();
    });
}

bool Live::fits_at_any_range(const std::vector<Route>& routes, std::int32_t shipment) {
    if (!ranged_) return fits(routes, shipment);
    auto shifts = problem_.shifts;
    for (Shift& shift : shifts) shift.reload.reset();
    const Exchange endless(problem_.shifts, shifts);
    return fits(routes, shipment);
}

bool Live::has_way(const Enquiry& enquiry) const {
    const auto& [pickup, delivery] = enquiry.shipment.tasks;
    return std::ranges::any_of(problem_.shifts, [&](const Shift& shift) {
        const auto far = [&](std::int32_t from, std::int32_t to) {
            return problem_.arc(shift.profile, from, to).time >= kFar;
        };
        return !far(shift.start_spot, pickup.spot) && !far(pickup.spot, delivery.spot) &&
               !far(delivery.spot, shift.end_spot);
    });
}

Obstacle Live::obstacle_alone(const Enquiry& enquiry, const Slot& slot, std::int32_t guest) {
    constexpr std::pair<Twin, Obstacle> kChain[] = {
        {{true, false, false, false, false}, Obstacle::kEquipment},
        {{true, true, false, false, false}, Obstacle::kCapacity},
        {{true, true, true, false, false}, Obstacle::kSlot},
        {{true, true, true, true, false}, Obstacle::kPickup},
        {{true, true, true, true, true}, Obstacle::kOnBoard},
    };
    const Exchange unladen(problem_.shifts, unladen_);
    dress(enquiry, slot, kWhole);
    if (fits(idle_, guest)) return Obstacle::kNone;
    dress(enquiry, slot, {false, false, false, false, false});
    if (!fits_at_any_range(idle_, guest))
        return has_way(enquiry) ? Obstacle::kSlot : Obstacle::kWay;
    if (ranged_ && !fits(idle_, guest)) return Obstacle::kRange;
    for (const auto& [twin, obstacle] : kChain) {
        dress(enquiry, slot, twin);
        if (!fits(idle_, guest)) return obstacle;
    }
    return Obstacle::kNone;
}

Obstacle Live::obstacle_now(const Enquiry& enquiry, const Slot& slot, std::int32_t guest) {
    constexpr std::pair<Twin, Obstacle> kChain[] = {
        {{true, false, true, true, false}, Obstacle::kEquipmentBusy},
        {{true, true, true, true, false}, Obstacle::kFull},
    };
    dress(enquiry, slot, {false, false, true, true, false});
    if (!fits_at_any_range(routes_, guest)) return Obstacle::kTime;
    if (ranged_ && !fits(routes_, guest)) return Obstacle::kRangeUsed;
    for (const auto& [twin, obstacle] : kChain) {
        dress(enquiry, slot, twin);
        if (!fits(routes_, guest)) return obstacle;
    }
    // Without a limit nothing is too long: its place is one where breaks find none.
    return enquiry.shipment.longest_on_board < kNever ? Obstacle::kOnBoardBusy : Obstacle::kTime;
}

}  // namespace chaland
