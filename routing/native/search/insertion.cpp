#include "insertion.hpp"

#include <algorithm>
#include <utility>

#include "exact.hpp"

namespace chaland {
namespace {

class Trial {
 public:
    Trial(const Problem& problem, const Route& route, std::int32_t shipment, Cost worth,
          bool thorough)
        : problem_(problem),
          route_(route),
          steps_(route.steps()),
          shift_(problem.shift(route.shift())),
          shipment_(problem.shipment(shipment)),
          pickup_(shipment_.tasks[0]),
          delivery_(shipment_.tasks[1]),
          number_(shipment),
          way_(arc(pickup_.spot, delivery_.spot)),
          taken_(taken_legs()),
          base_(shift_.fixed + shift_.per_time * route.busy() +
                shift_.per_distance * route.distance() - route.cost()),
          intricate_(route.intricate() || shipment_.intricate()),
          thorough_(thorough) {
        best_.delta = worth;
        if (intricate_) nodes_ = route.nodes();
    }

    Insertion run() {
        const Cost worth = best_.delta;
        measure();
        // The most promising pairs first: what they cost spares most others.
        for (std::size_t leg = 0; leg < legs_.size(); ++leg)
            if (const Cost cost = at_least(leg); cost < best_.delta) order_.push_back({cost, leg});
        std::ranges::sort(order_);
        for (const auto& [cost, leg] : order_) {
            if (cost >= best_.delta) break;
            place_pickup(leg);
        }
        if (!(best_.delta < worth)) best_.delta = kUnpayable;
        return best_;
    }

 private:
    // What a task on a leg adds to it, at least.
    struct Detour {
        Time time;
        Time distance;
        Cost cost;  // kUnpayable: it cannot be done there
        Arc there{}, onward{};
    };
    struct Leg {
        Detour pickup, delivery;
        Cost later;                // least cost of a delivery on a leg further on
        Time delivery_alone = -1;  // not known yet
    };

    const Arc& arc(std::int32_t from, std::int32_t to) const {
        return problem_.arc(shift_.profile, from, to);
    }
    bool too_heavy(std::size_t step) const {
        if (shipment_.on_board) return false;
        const Load& load = steps_[step].load;
        for (std::size_t d = 0; d < kDimensions; ++d)
            if (load[d] + shipment_.load[d] > shift_.capacity[d]) return true;
        return false;
    }
    // On how many legs from the start nothing may be put: they lead to what is on board.
    std::size_t taken_legs() const {
        std::size_t legs = 0;
        while (steps_[legs + 1].node >= 0 && (steps_[legs + 1].node & 1) == 0 &&
               problem_.shipment(steps_[legs + 1].node >> 1).on_board)
            ++legs;
        return legs;
    }

    Detour detour(std::size_t leg, const Task& task) const {
        const Step &here = steps_[leg], &next = steps_[leg + 1];
        const Arc &there = arc(here.spot, task.spot), &onward = arc(task.spot, next.spot);
        const Time arrival = std::max(here.soonest_end + there.time, task.windows.front().start);
        if (arrival > task.windows.back().end || arrival + task.service + onward.time > next.latest)
            return {0, 0, kUnpayable};
        const Time time = there.time + task.service + onward.time - next.leg.time;
        const Time distance = there.distance + onward.distance - next.leg.distance;
        return {time, distance, shift_.per_time * time + shift_.per_distance * distance, there,
                onward};
    }

    void measure() {
        legs_.resize(steps_.size() - 1);
        constexpr Detour kNowhere{0, 0, kUnpayable};
        Cost later = kUnpayable;
        for (std::size_t leg = legs_.size(); leg-- > 0;) {
            Leg& here = legs_[leg];
            here.later = later;
            here.pickup = here.delivery = kNowhere;
            const bool heavy = too_heavy(leg);
            if (heavy) here.later = later = kUnpayable;
            if (shipment_.on_board)
                here.pickup = leg == 0 ? Detour{0, 0, 0} : kNowhere;
            else if (leg >= taken_ && !heavy)
                here.pickup = detour(leg, pickup_);
            if (leg < taken_ || heavy) continue;
            here.delivery = detour(leg, delivery_);
            later = std::min(later, here.delivery.cost);
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
        const auto& [pickup, delivery, later, alone] = legs_[leg];
        if (delivery.cost == kUnpayable) return {0, 0, kUnpayable};
        const Step& next = steps_[leg + 1];
        const Time time = pickup.there.time + pickup_.service + way_.time + delivery_.service +
                          delivery.onward.time - next.leg.time;
        const Time distance =
            pickup.there.distance + way_.distance + delivery.onward.distance - next.leg.distance;
        return {time, distance, shift_.per_time * time + shift_.per_distance * distance};
    }

    // All deliveries for one position of the pickup.
    void place_pickup(std::size_t leg) {
        Stretches buffers[2];
        Stretches *head = &buffers[0], *longer = &buffers[1];
        append(shift_, route_.before(leg), arc(steps_[leg].spot, pickup_.spot).time, pickup_,
               *head);
        if (head->empty()) return;
        // Doing less is never harder: what the pickup takes alone, it takes with its delivery.
        const Detour& pickup = legs_[leg].pickup;
        const Time alone =
            least_duration(shift_, head->all(), arc(pickup_.spot, steps_[leg + 1].spot).time,
                           route_.after(leg + 1));
        if (alone == kNever) return;
        if (const Detour both = straight(leg); both.cost < kUnpayable)
            place_delivery(leg, leg, head->all(), pickup_.spot, both);
        Time onward = arc(pickup_.spot, steps_[leg + 1].spot).time;
        const std::size_t last = last_delivery(leg, alone);
        for (std::size_t at = leg + 1; at <= last; ++at) {
            if (base_ + pickup.cost + legs_[at - 1].later >= best_.delta) return;
            append(shift_, head->all(), onward, problem_.task(steps_[at].node), *longer);
            if (longer->empty()) return;
            std::swap(head, longer);
            const Detour& delivery = legs_[at].delivery;
            if (delivery.cost < kUnpayable)
                place_delivery(leg, at, head->all(), steps_[at].spot,
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
        std::int32_t spot = pickup_.spot;
        Time end = std::max(steps_[leg].soonest_end + arc(steps_[leg].spot, spot).time,
                            pickup_.windows.front().start) +
                   pickup_.service;
        Time onward = arc(spot, steps_[leg + 1].spot).time;
        for (std::size_t at = leg + 1; at < legs_.size(); ++at) {
            const Cost later = legs_[at - 1].later;
            if (later == kUnpayable || base_ + pickup.cost + later >= best_.delta) break;
            const Step &here = steps_[at], &next = steps_[at + 1];
            const Task& task = problem_.task(here.node);
            const Time start = std::max(end + onward, task.windows.front().start);
            if (start > here.latest) break;
            end = start + task.service;
            onward = next.leg.time;
            const Detour& delivery = legs_[at].delivery;
            if (base_ + pickup.cost + delivery.cost >= best_.delta) continue;
            const Time arrival = std::max(end + arc(here.spot, delivery_.spot).time,
                                          delivery_.windows.front().start);
            if (arrival <= delivery_.windows.back().end &&
                arrival + delivery_.service + arc(delivery_.spot, next.spot).time <= next.latest &&
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
            append(shift_, route_.before(leg), arc(steps_[leg].spot, delivery_.spot).time,
                   delivery_, there);
            known =
                least_duration(shift_, there.all(), arc(delivery_.spot, steps_[leg + 1].spot).time,
                               route_.after(leg + 1));
        }
        return known;
    }

    void place_delivery(std::size_t pickup_leg, std::size_t leg, std::span<const Stretch> head,
                        std::int32_t from, const Detour& detour) {
        if (at_least(detour.time, detour.distance) >= best_.delta) return;
        const Step& next = steps_[leg + 1];
        Stretches longer;
        append(shift_, head, arc(from, delivery_.spot).time, delivery_, longer);
        const Time duration = least_duration(
            shift_, longer.all(), arc(delivery_.spot, next.spot).time, route_.after(leg + 1));
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
    const Task& pickup_;
    const Task& delivery_;
    const std::int32_t number_;
    const Arc way_;
    const std::size_t taken_;
    const Cost base_;  // of no detour at all, when all waiting can be saved
    const bool intricate_;
    const bool thorough_;
    std::vector<std::int32_t> nodes_;
    std::vector<Leg> legs_;
    std::vector<std::pair<Cost, std::size_t>> order_;  // legs for the pickup, by least cost
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
