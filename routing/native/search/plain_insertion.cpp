// The cheapest insertion into a plain route.
//
// What the delivery would cost on each leg is worked out first, as if nothing came later for the
// pickup, with the least of all legs from each on: a pickup position whose detour plus that least
// is too dear is passed over unseen. Behind the others the delay is carried on from stop to stop,
// and where a stop's waiting has swallowed it the least of the rest is the answer.
#include <algorithm>
#include <array>
#include <limits>

#include "plain_route.hpp"

namespace chaland {
namespace {

constexpr Short kNo = kShortNever;  // a delta that no leg offers

using Stop = PlainRoute::Stop;

class PlainTrial {
 public:
    PlainTrial(const PlainProblem& problem, const PlainRoute& route, std::int32_t shipment,
               Short worth)
        : stops_(route.stops().data()),
          last_leg_(static_cast<std::int32_t>(route.stops().size()) - 2),
          pickup_(problem.tasks[static_cast<std::size_t>(shipment) * 2]),
          delivery_(problem.tasks[static_cast<std::size_t>(shipment) * 2 + 1]),
          best_(worth) {
        const PlainShift& shift = problem.plain_shifts[static_cast<std::size_t>(route.shift())];
        room_ = shift.capacity - pickup_.load;
        to_pickup_ = problem.to(shift.profile, pickup_.spot);
        from_pickup_ = problem.from(shift.profile, pickup_.spot);
        to_delivery_ = problem.to(shift.profile, delivery_.spot);
        from_delivery_ = problem.from(shift.profile, delivery_.spot);
        const auto legs = static_cast<std::size_t>(last_leg_) + 3;
        if (legs > kUsual) heap_.resize(2 * legs);
        delta_ = legs > kUsual ? heap_.data() : stack_.data();
        least_ = delta_ + std::max(legs, kUsual);
    }

    // What the way gets longer by; kNo when no pair of legs is worth it.
    Short run() {
        const std::int32_t first = first_leg(pickup_);
        const std::int32_t delivery_last = last_leg(delivery_);
        const std::int32_t last = std::min(delivery_last, last_leg(pickup_));
        if (first > last) return kNo;
        price_deliveries(first + 1, delivery_last);
        for (std::int32_t leg = first; leg <= last; ++leg) try_pickup(leg, delivery_last);
        return pickup_leg < 0 ? kNo : best_;
    }

    std::int32_t pickup_leg = -1, delivery_leg = -1;

 private:
    static Short leaves(const Stop& stop) { return stop.early + stop.service; }

    // The first leg whose follower may still start after the task, and the last whose start is left
    // before the task closes.
    std::int32_t first_leg(const PlainTask& task) const {
        const Stop* begin = stops_ + 1;
        const Stop* found = std::partition_point(
            begin, stops_ + last_leg_ + 2,
            [&](const Stop& stop) { return stop.late < task.open + task.service; });
        return static_cast<std::int32_t>(found - begin);
    }
    std::int32_t last_leg(const PlainTask& task) const {
        const Stop* found =
            std::partition_point(stops_, stops_ + last_leg_ + 1,
                                 [&](const Stop& stop) { return leaves(stop) <= task.close; });
        return static_cast<std::int32_t>(found - stops_) - 1;
    }

    void price_deliveries(std::int32_t from, std::int32_t to) {
        Short least = kNo;
        least_[static_cast<std::size_t>(std::max(to, from - 1)) + 1] = kNo;
        for (std::int32_t leg = to; leg >= from; --leg) {
            const Stop& here = stops_[leg];
            const Stop& next = stops_[leg + 1];
            const PlainArc& there = to_delivery_[here.spot];
            const PlainArc& onward = from_delivery_[next.spot];
            const Short start = std::max(delivery_.open, leaves(here) + there.time);
            const bool in_time =
                start <= delivery_.close && start + delivery_.service + onward.time <= next.late;
            const Short delta = in_time ? there.distance + onward.distance - next.distance : kNo;
            delta_[static_cast<std::size_t>(leg)] = delta;
            least = here.load > room_ ? kNo : std::min(least, delta);
            least_[static_cast<std::size_t>(leg)] = least;
        }
    }

    void try_pickup(std::int32_t leg, std::int32_t delivery_last) {
        const Stop& here = stops_[leg];
        const Stop& next = stops_[leg + 1];
        if (here.load > room_) return;
        const PlainArc& there = to_pickup_[here.spot];
        const Short start = std::max(pickup_.open, leaves(here) + there.time);
        if (start > pickup_.close) return;
        const Short left = start + pickup_.service;
        try_both(leg, there, left);
        const PlainArc& onward = from_pickup_[next.spot];
        const Short detour = there.distance + onward.distance - next.distance;
        if (leg + 1 > delivery_last || !promises(leg + 1, detour) || left + onward.time > next.late)
            return;
        try_deliveries(leg, detour, left + onward.time, delivery_last);
    }

    void try_both(std::int32_t leg, const PlainArc& there, Short left) {
        const Stop& next = stops_[leg + 1];
        const PlainArc& between = from_pickup_[delivery_.spot];
        const PlainArc& onward = from_delivery_[next.spot];
        const Short delta = there.distance + between.distance + onward.distance - next.distance;
        if (delta >= best_) return;
        const Short start = std::max(delivery_.open, left + between.time);
        if (start > delivery_.close || start + delivery_.service + onward.time > next.late) return;
        keep(delta, leg, leg);
    }

    // `arrival` is when the stop after the pickup is reached.
    void try_deliveries(std::int32_t pickup, Short detour, Short arrival, std::int32_t last) {
        for (std::int32_t leg = pickup + 1; leg <= last; ++leg) {
            const Stop& here = stops_[leg];
            const auto at = static_cast<std::size_t>(leg);
            if (!promises(leg, detour)) return;
            const Short start = std::max(arrival, here.open);
            if (start <= here.early) {
                keep_least(pickup, detour, leg);
                return;
            }
            const Stop& next = stops_[leg + 1];
            if (delta_[at] < kNo && detour + delta_[at] < best_) {
                const Short begin =
                    std::max(delivery_.open, start + here.service + to_delivery_[here.spot].time);
                if (begin <= delivery_.close &&
                    begin + delivery_.service + from_delivery_[next.spot].time <= next.late)
                    keep(detour + delta_[at], pickup, leg);
            }
            arrival = start + here.service + next.time;
        }
    }

    // Whether a delivery on this leg or later may be better than the best so far.
    bool promises(std::int32_t leg, Short detour) const {
        const Short least = least_[static_cast<std::size_t>(leg)];
        return least < kNo && detour + least < best_;
    }

    void keep_least(std::int32_t pickup, Short detour, std::int32_t from) {
        const Short least = least_[static_cast<std::size_t>(from)];
        std::int32_t leg = from;
        while (delta_[static_cast<std::size_t>(leg)] != least) ++leg;
        keep(detour + least, pickup, leg);
    }

    void keep(Short delta, std::int32_t pickup, std::int32_t delivery) {
        best_ = delta;
        pickup_leg = pickup;
        delivery_leg = delivery;
    }

    const Stop* stops_;
    std::int32_t last_leg_;
    const PlainTask& pickup_;
    const PlainTask& delivery_;
    Short room_;
    const PlainArc *to_pickup_, *from_pickup_, *to_delivery_, *from_delivery_;
    Short best_;
    // Of the delivery, by leg: its price there, and the least from there on.
    static constexpr std::size_t kUsual = 400;  // legs for which the stack has room
    std::array<Short, 2 * kUsual> stack_;
    std::vector<Short> heap_;
    Short *delta_, *least_;
};

// The largest way that costs less than `worth`, and one more.
Short longest_worth(Cost worth, Cost per_distance) {
    if (worth >= kUnpayable || per_distance == 0) return kNo;
    const Cost most = (worth + per_distance - 1) / per_distance;
    return static_cast<Short>(std::clamp<Cost>(most, -kNo, kNo));
}

}  // namespace

PlainInsertion cheapest_insertion(const PlainProblem& problem, const PlainRoute& route,
                                  std::int32_t shipment, Cost worth) {
    const auto shift = static_cast<std::size_t>(route.shift());
    if (!problem.fits(shipment, shift) || !route.sound()) return {};
    const PlainShift& s = problem.plain_shifts[shift];
    // An unused shift also costs its fixed price and its way home.
    const Cost opening = route.empty() ? s.fixed + s.per_distance * route.stops()[1].distance : 0;
    if (opening >= worth) return {};
    PlainTrial trial(problem, route, shipment,
                     worth >= kUnpayable ? kNo : longest_worth(worth - opening, s.per_distance));
    const Short found = trial.run();
    if (found >= kNo) return {};
    return {opening + s.per_distance * found, trial.pickup_leg, trial.delivery_leg};
}

}  // namespace chaland
