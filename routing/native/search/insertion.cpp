#include "insertion.hpp"

#include <algorithm>
#include <utility>

#include "exact.hpp"

namespace chaland {
namespace {

// What a task on a leg adds to it, at least.
struct Detour {
    Time time;
    Time distance;
    Cost cost;  // kUnpayable: it cannot be done there
};

struct Leg {
    Detour pickup, delivery;
    Cost later;           // least cost of a delivery on a leg further on
    Time delivery_alone;  // -1: not known yet
};

constexpr Detour kNowhere{0, 0, kUnpayable};

// What a trial writes on; kept from one to the next.
struct Paper {
    std::vector<Leg> legs;
    std::vector<std::pair<Cost, std::size_t>> order;  // legs for the pickup, by least cost
};

Paper& paper() {
    static thread_local Paper own;
    return own;
}

class Trial {
 public:
    Trial(const Problem& problem, const Route& route, std::int32_t shipment, Cost worth,
          bool thorough)
        : problem_(problem),
          route_(route),
          steps_(route.steps()),
          shift_(problem.shift(route.shift())),
          shipment_(problem.shipment(shipment)),
          pickup_(problem.arcs[static_cast<std::size_t>(shift_.profile)], shipment_.tasks[0]),
          delivery_(problem.arcs[static_cast<std::size_t>(shift_.profile)], shipment_.tasks[1]),
          number_(shipment),
          way_(pickup_.onward[delivery_.task.spot]),
          taken_(taken_legs()),
          base_(shift_.fixed + shift_.per_time * route.busy() +
                shift_.per_distance * route.distance() - route.cost()),
          intricate_(route.intricate() || shipment_.intricate()),
          thorough_(thorough),
          legs_(paper().legs),
          order_(paper().order) {
        best_.delta = worth;
        if (intricate_) nodes_ = route.nodes();
    }

    Insertion run() {
        const Cost worth = best_.delta;
        measure();
        // The most promising pairs first: what they cost spares most others.
        std::ranges::sort(order_);
        for (const auto& [cost, leg] : order_) {
            if (cost >= best_.delta) break;
            place_pickup(leg);
        }
        if (!(best_.delta < worth)) best_.delta = kUnpayable;
        return best_;
    }

 private:
    // A task with its arcs, to it and from it.
    struct Guest {
        Guest(const Arcs& arcs, const Task& its_task)
            : task(its_task), there(arcs.to(task.spot)), onward(arcs.from(task.spot)) {}

        Time opens() const { return task.windows.front().start; }
        Time closes() const { return task.windows.back().end; }

        const Task& task;
        const Arc *there, *onward;
    };

    bool too_heavy(std::size_t step) const {
        if (shipment_.on_board) return false;
        const Load& load = steps_[step].load;
        for (std::size_t d = 0; d < kDimensions; ++d)
            if (load[d] + shipment_.load[d] > shift_.capacity[d]) return true;
        return false;
    }
    // On how many legs from the start nothing may be put: they lead to what is on board, or to a
    // delivery that keeps its position at any price.
    std::size_t taken_legs() const {
        std::size_t legs = 0;
        if (shift_.shipments_aboard != 0)
            while (steps_[legs + 1].node >= 0 && (steps_[legs + 1].node & 1) == 0 &&
                   problem_.shipment(steps_[legs + 1].node >> 1).on_board)
                ++legs;
        return std::max(legs, route_.firm_legs());
    }

    // The first leg whose end may still be begun after a task.
    std::size_t first_leg(const Guest& guest) const {
        const Time over = guest.opens() + guest.task.service;
        const auto found =
            std::partition_point(steps_.begin() + 1, steps_.end(),
                                 [&](const Step& step) { return step.latest < over; });
        return static_cast<std::size_t>(found - steps_.begin()) - 1;
    }
    // One more than the last leg whose start is left before the task closes.
    std::size_t end_of_legs(const Guest& guest) const {
        const auto found = std::partition_point(
            steps_.begin(), steps_.end() - 1,
            [&](const Step& step) { return step.soonest_end <= guest.closes(); });
        return static_cast<std::size_t>(found - steps_.begin());
    }

    Detour detour(std::size_t leg, const Guest& guest) const {
        const Step &here = steps_[leg], &next = steps_[leg + 1];
        const Arc &there = guest.there[here.spot], &onward = guest.onward[next.spot];
        const Time arrival = std::max(here.soonest_end + there.time, guest.opens());
        const Time service = guest.task.service;
        if (arrival > guest.closes() || arrival + service + onward.time > next.latest)
            return kNowhere;
        const Time time = there.time + service + onward.time - next.leg.time;
        const Time distance = there.distance + onward.distance - next.leg.distance;
        return {time, distance, shift_.per_time * time + shift_.per_distance * distance};
    }

    // What each leg would cost, and which are worth a closer look for the pickup.
    void measure() {
        order_.clear();
        const std::size_t end = end_of_legs(delivery_);
        const std::size_t pickups = shipment_.on_board ? 1 : std::min(end, end_of_legs(pickup_));
        const std::size_t first = shipment_.on_board ? 0 : std::max(taken_, first_leg(pickup_));
        const std::size_t deliveries = std::max(taken_, first_leg(delivery_));
        if (legs_.size() < steps_.size()) legs_.resize(2 * steps_.size());
        Cost later = kUnpayable;
        for (std::size_t leg = end; leg-- > first;) {
            Leg& here = legs_[leg];
            const bool heavy = too_heavy(leg);
            if (heavy) later = kUnpayable;
            here.later = later;
            here.delivery_alone = -1;
            here.delivery = heavy || leg < deliveries ? kNowhere : detour(leg, delivery_);
            later = std::min(later, here.delivery.cost);
            if (leg >= pickups || (heavy && !shipment_.on_board)) continue;
            here.pickup = shipment_.on_board ? Detour{0, 0, 0} : detour(leg, pickup_);
            if (const Cost cost = at_least(leg); cost < best_.delta) order_.push_back({cost, leg});
        }
    }

    // What so much more riding and service costs at least: waiting may be used up by it.
    Cost at_least(Time time, Time distance) const {
        const Time duration = std::max(route_.duration(), route_.busy() + time);
        return price(shift_, duration, route_.distance() + distance) - route_.cost();
    }
    // The same for a pickup on a leg and its best delivery.
    Cost at_least(std::size_t leg) const {
        const Leg& here = legs_[leg];
        if (here.pickup.cost == kUnpayable) return kUnpayable;
        const Detour at_once = straight(leg);
        return base_ + std::min(here.pickup.cost + here.later, at_once.cost);
    }
    // Pickup and delivery on one leg.
    Detour straight(std::size_t leg) const {
        if (legs_[leg].delivery.cost == kUnpayable) return kNowhere;
        const Step& next = steps_[leg + 1];
        const Arc &there = pickup_.there[steps_[leg].spot],
                  &onward = delivery_.onward[next.spot];
        const Time time = there.time + pickup_.task.service + way_.time + delivery_.task.service +
                          onward.time - next.leg.time;
        const Time distance =
            there.distance + way_.distance + onward.distance - next.leg.distance;
        return {time, distance, shift_.per_time * time + shift_.per_distance * distance};
    }

    // All deliveries for one position of the pickup.
    void place_pickup(std::size_t leg) {
        Stretches buffers[2];
        Stretches *head = &buffers[0], *longer = &buffers[1];
        append(shift_, route_.before(leg), pickup_.there[steps_[leg].spot].time, pickup_.task,
               *head);
        if (head->empty()) return;
        // Doing less is never harder: what the pickup takes alone, it takes with its delivery.
        const Detour& pickup = legs_[leg].pickup;
        Time onward = pickup_.onward[steps_[leg + 1].spot].time;
        const Time alone = least_duration(shift_, head->all(), onward, route_.after(leg + 1));
        if (alone == kNever) return;
        if (const Detour both = straight(leg); both.cost < kUnpayable)
            place_delivery(leg, leg, head->all(), way_.time, both);
        const std::size_t last = last_delivery(leg, alone);
        for (std::size_t at = leg + 1; at <= last; ++at) {
            if (base_ + pickup.cost + legs_[at - 1].later >= best_.delta) return;
            append(shift_, head->all(), onward, problem_.task(steps_[at].node), *longer);
            if (longer->empty()) return;
            std::swap(head, longer);
            const Detour& delivery = legs_[at].delivery;
            if (delivery.cost < kUnpayable)
                place_delivery(leg, at, head->all(), delivery_.there[steps_[at].spot].time,
                               {pickup.time + delivery.time, pickup.distance + delivery.distance,
                                pickup.cost + delivery.cost});
            onward = steps_[at + 1].leg.time;
        }
    }

    // Last leg for the delivery that may pay and can be reached in time after a pickup, as far as
    // soonest and latest times tell; the pickup's own when there is none.
    std::size_t last_delivery(std::size_t leg, Time pickup_alone) {
        const Detour& pickup = legs_[leg].pickup;
        std::size_t last = leg;
        Time end = std::max(steps_[leg].soonest_end + pickup_.there[steps_[leg].spot].time,
                            pickup_.opens()) +
                   pickup_.task.service;
        Time onward = pickup_.onward[steps_[leg + 1].spot].time;
        for (std::size_t at = leg + 1; at + 1 < steps_.size(); ++at) {
            const Cost later = legs_[at - 1].later;
            if (later == kUnpayable || base_ + pickup.cost + later >= best_.delta) break;
            const Step &here = steps_[at], &next = steps_[at + 1];
            const Time start = std::max(end + onward, here.opens);
            if (start > here.latest) break;
            end = start + here.service;
            onward = next.leg.time;
            const Detour& delivery = legs_[at].delivery;
            if (base_ + pickup.cost + delivery.cost >= best_.delta) continue;
            const Time arrival =
                std::max(end + delivery_.there[here.spot].time, delivery_.opens());
            if (arrival <= delivery_.closes() &&
                arrival + delivery_.task.service + delivery_.onward[next.spot].time <=
                    next.latest &&
                (thorough_ ||
                 together(pickup, pickup_alone, delivery, delivery_alone(at)) < best_.delta))
                last = at;
        }
        return last;
    }

    // What both cost at least when each alone makes the route so long: the least duration is the
    // longest of many chains of services and waits, and so supermodular in what is put in (where
    // windows or breaks leave a choice, nearly so).
    Cost together(const Detour& pickup, Time pickup_alone, const Detour& delivery,
                  Time delivery_alone) const {
        if (delivery_alone == kNever) return kUnpayable;
        const Time duration = pickup_alone + delivery_alone - route_.duration();
        return price(shift_, duration, route_.distance() + pickup.distance + delivery.distance) -
               route_.cost();
    }
    // Least duration with the delivery on a leg, and no pickup.
    Time delivery_alone(std::size_t leg) {
        Time& known = legs_[leg].delivery_alone;
        if (known < 0) {
            Stretches there;
            append(shift_, route_.before(leg), delivery_.there[steps_[leg].spot].time,
                   delivery_.task, there);
            known = least_duration(shift_, there.all(),
                                   delivery_.onward[steps_[leg + 1].spot].time,
                                   route_.after(leg + 1));
        }
        return known;
    }

    void place_delivery(std::size_t pickup_leg, std::size_t leg, std::span<const Stretch> head,
                        Time way, const Detour& detour) {
        if (at_least(detour.time, detour.distance) >= best_.delta) return;
        Stretches longer;
        append(shift_, head, way, delivery_.task, longer);
        const Time duration =
            least_duration(shift_, longer.all(), delivery_.onward[steps_[leg + 1].spot].time,
                           route_.after(leg + 1));
        if (duration == kNever) return;
        Cost delta = price(shift_, duration, route_.distance() + detour.distance) - route_.cost();
        if (delta >= best_.delta) return;
        if (intricate_) {
            const auto cost = exact_cost(problem_, route_.shift(), with(pickup_leg, leg));
            if (!cost || *cost - route_.cost() >= best_.delta) return;
            delta = *cost - route_.cost();
        }
        best_ = {delta, pickup_leg, leg};
    }

    // The sequence that the insertion makes.
    std::vector<std::int32_t> with(std::size_t pickup_leg, std::size_t delivery_leg) const {
        auto nodes = nodes_;
        nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(delivery_leg), number_ * 2 + 1);
        nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(pickup_leg), number_ * 2);
        return nodes;
    }

    const Problem& problem_;
    const Route& route_;
    const std::vector<Step>& steps_;
    const Shift& shift_;
    const Shipment& shipment_;
    const Guest pickup_, delivery_;
    const std::int32_t number_;
    const Arc way_;
    const std::size_t taken_;
    const Cost base_;  // of no detour at all, when all waiting can be saved
    const bool intricate_;
    const bool thorough_;
    std::vector<std::int32_t> nodes_;
    std::vector<Leg>& legs_;
    std::vector<std::pair<Cost, std::size_t>>& order_;
    Insertion best_;
};

}  // namespace

Insertion cheapest_insertion(const Problem& problem, const Route& route, std::int32_t shipment,
                             Cost worth, bool thorough) {
    const auto shift = static_cast<std::size_t>(route.shift());
    const Shipment& goods = problem.shipment(shipment);
    if (!route.sound() || !goods.fits_shift[shift] || !goods.startable()) return {};
    return Trial(problem, route, shipment, worth, thorough).run();
}
}  // namespace chaland
