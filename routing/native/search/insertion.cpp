#include "insertion.hpp"

namespace chaland {
namespace {

class Trial {
 public:
    Trial(const Problem& problem, const Route& route, std::int32_t shipment, Cost worth)
        : problem_(problem),
          route_(route),
          shift_(problem.shifts[static_cast<std::size_t>(route.shift())]),
          shipment_(problem.shipments[static_cast<std::size_t>(shipment)]),
          node_(shipment * 2),
          busy_(route.busy()) {
        best_.delta = worth;
    }

    Insertion run() {
        const Cost worth = best_.delta;
        for (const Window& pickup : shipment_.tasks[0].windows)
            for (const Window& delivery : shipment_.tasks[1].windows) place(pickup, delivery);
        if (!(best_.delta < worth)) best_.delta = kUnpayable;
        return best_;
    }

 private:
    Step step(int kind, const Window& window, std::uint8_t breaks) const {
        const Task& task = shipment_.tasks[static_cast<std::size_t>(kind)];
        return {node_ + kind, task.spot, window, task.service, breaks};
    }
    const Arc& arc(std::int32_t from, std::int32_t to) const {
        return problem_.arc(shift_.profile, from, to);
    }
    bool too_heavy(std::size_t step) const {
        const Load& load = route_.load(step);
        for (std::size_t d = 0; d < kDimensions; ++d)
            if (load[d] + shipment_.load[d] > shift_.capacity[d]) return true;
        return false;
    }

    // All pickup positions; on a leg with pauses, before and after them.
    void place(const Window& pickup_window, const Window& delivery_window) {
        const auto& steps = route_.steps();
        find_least(delivery_window);
        for (std::size_t leg = 0; leg + 1 < steps.size(); ++leg) {
            if (route_.before(leg).earliest_end() > pickup_window.end) break;
            if (too_heavy(leg)) continue;
            const std::uint8_t pauses = steps[leg + 1].breaks;
            place_pickup(leg, step(0, pickup_window, 0), delivery_window);
            if (pauses != 0) place_pickup(leg, step(0, pickup_window, pauses), delivery_window);
        }
    }

    // What a delivery on a leg or a later one adds at least, were there no pickup to wait for.
    void find_least(const Window& window) {
        const auto& steps = route_.steps();
        const Task& task = shipment_.tasks[1];
        least_.resize(steps.size());
        Arc least{kNever, kNever};
        least_[steps.size() - 1] = least;
        for (std::size_t leg = steps.size() - 1; leg-- > 0;) {
            const Arc& there = arc(steps[leg].spot, task.spot);
            const Arc& onward = arc(task.spot, steps[leg + 1].spot);
            const Time soonest =
                std::max(route_.before(leg).earliest_end() + there.time, window.start);
            if (soonest <= window.end &&
                soonest + task.service + onward.time <= route_.after(leg + 1).latest) {
                const Arc& direct = arc(steps[leg].spot, steps[leg + 1].spot);
                least.time =
                    std::min(least.time, there.time + task.service + onward.time - direct.time);
                least.distance =
                    std::min(least.distance, there.distance + onward.distance - direct.distance);
            }
            least_[leg] = least;
        }
    }
    bool worth_it(const Arc& detour, std::size_t leg) const {
        const Arc& least = least_[leg];
        return least.time < kNever &&
               at_least({detour.time + least.time, detour.distance + least.distance}) < best_.delta;
    }

    void place_pickup(std::size_t leg, const Step& pickup, const Window& delivery_window) {
        const auto& steps = route_.steps();
        const Step& next = steps[leg + 1];
        const Arc& there = arc(steps[leg].spot, pickup.spot);
        Segment head;
        if (!join_leg(shift_, pickup.breaks, route_.before(leg), there.time, pickup.alone(), head))
            return;
        const Arc detour_there = replaced(steps[leg].spot, next.spot, there, pickup.service);
        const auto rest = static_cast<std::uint8_t>(next.breaks & ~pickup.breaks);
        try_delivery(leg, leg, pickup, head, pickup.spot, rest, detour_there, delivery_window);

        const Arc& onward = arc(pickup.spot, next.spot);
        const Arc detour{detour_there.time + onward.time, detour_there.distance + onward.distance};
        if (!worth_it(detour, leg + 1)) return;
        Segment whole;
        if (!join_leg(shift_, rest, head, onward.time, route_.after(leg + 1), whole)) return;
        if (!join_leg(shift_, rest, head, onward.time, next.alone(), head)) return;
        for (std::size_t at = leg + 1; at + 1 < steps.size(); ++at) {
            if (too_heavy(at) || head.earliest_end() > delivery_window.end) return;
            if (!worth_it(detour, at)) return;
            const Step& follower = steps[at + 1];
            const Arc& skipped = arc(steps[at].spot, follower.spot);
            try_delivery(leg, at, pickup, head, steps[at].spot, follower.breaks,
                         {detour.time - skipped.time, detour.distance - skipped.distance},
                         delivery_window);
            if (!join_leg(shift_, follower.breaks, head, skipped.time, follower.alone(), head))
                return;
        }
    }

    // What a leg becomes when it leads elsewhere first, but for the way onward.
    Arc replaced(std::int32_t from, std::int32_t to, const Arc& there, Time service) const {
        const Arc& direct = arc(from, to);
        return {there.time + service - direct.time, there.distance - direct.distance};
    }
    // What so much more riding and service costs at least: all waiting may be used up by it.
    Cost at_least(const Arc& detour) const {
        return route_.price(problem_, busy_ + detour.time, route_.distance() + detour.distance) -
               route_.cost();
    }

    // `detour` is what the rest of the change adds, the leg that the delivery cuts taken off.
    void try_delivery(std::size_t pickup_leg, std::size_t leg, const Step& pickup,
                      const Segment& head, std::int32_t from, std::uint8_t pauses,
                      const Arc& detour, const Window& window) {
        try_delivery(pickup_leg, leg, pickup, head, from, pauses, detour, step(1, window, 0));
        if (pauses != 0)
            try_delivery(pickup_leg, leg, pickup, head, from, pauses, detour,
                         step(1, window, pauses));
    }

    void try_delivery(std::size_t pickup_leg, std::size_t leg, const Step& pickup,
                      const Segment& head, std::int32_t from, std::uint8_t pauses, Arc detour,
                      const Step& delivery) {
        const Step& next = route_.steps()[leg + 1];
        const Arc& there = arc(from, delivery.spot);
        const Arc& onward = arc(delivery.spot, next.spot);
        detour.time += there.time + delivery.service + onward.time;
        detour.distance += there.distance + onward.distance;
        if (at_least(detour) >= best_.delta) return;
        Segment whole;
        if (!join_leg(shift_, delivery.breaks, head, there.time, delivery.alone(), whole)) return;
        const auto rest = static_cast<std::uint8_t>(pauses & ~delivery.breaks);
        if (!join_leg(shift_, rest, whole, onward.time, route_.after(leg + 1), whole)) return;
        const Cost delta =
            route_.price(problem_, whole.duration, route_.distance() + detour.distance) -
            route_.cost();
        if (delta >= best_.delta) return;
        if (shipment_.longest_on_board < kNever || route_.limited()) {
            Route trial = route_;
            trial.insert(problem_, pickup, pickup_leg, delivery, leg, 0);
            if (!trial.sound() || trial.cost() - route_.cost() >= best_.delta) return;
            best_.delta = trial.cost() - route_.cost();
        } else {
            best_.delta = delta;
        }
        best_.pickup_leg = pickup_leg;
        best_.delivery_leg = leg;
        best_.pickup = pickup;
        best_.delivery = delivery;
    }

    const Problem& problem_;
    const Route& route_;
    const Shift& shift_;
    const Shipment& shipment_;
    const std::int32_t node_;
    const Time busy_;
    std::vector<Arc> least_;  // by leg
    Insertion best_;
};

}  // namespace

Insertion cheapest_insertion(const Problem& problem, const Route& route, std::int32_t shipment,
                             Cost worth) {
    const Shipment& goods = problem.shipments[static_cast<std::size_t>(shipment)];
    if (!goods.fits_shift[static_cast<std::size_t>(route.shift())]) return {};
    Insertion best;
    best.delta = worth;
    if (!route.empty()) {
        best = Trial(problem, route, shipment, worth).run();
        std::int32_t number = 0;
        for (const auto& variant : route.variants()) {
            const Cost extra = variant->cost() - route.cost();
            const Cost least = std::min(best.delta, worth);
            Insertion found = Trial(problem, *variant, shipment, least - extra).run();
            if (found.found()) {
                found.delta += extra;
                found.variant = number;
                best = found;
            }
            ++number;
        }
        return best;
    }
    Route trial = route;
    const Shift& shift = problem.shifts[static_cast<std::size_t>(route.shift())];
    for (std::uint32_t choice = 0; choice < Route::break_choices(shift); ++choice) {
        trial.place_breaks_empty(problem, choice);
        if (!trial.sound()) continue;
        Insertion found = Trial(problem, trial, shipment, best.delta).run();
        if (!found.found()) continue;
        best = found;
        best.empty_choice = choice;
    }
    if (!(best.delta < worth)) best.delta = kUnpayable;
    return best;
}

}  // namespace chaland
