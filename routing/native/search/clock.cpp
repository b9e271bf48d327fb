#include "clock.hpp"

#include <algorithm>
#include <compare>
#include <utility>

#include "network.hpp"
#include "route.hpp"
#include "trips.hpp"

namespace chaland {
namespace {

// A break in its place, and those before it in theirs: 0 is before the route, then each leg, the
// last is after the route. In the order in which they are taken.
using Taken = std::vector<std::pair<std::size_t, std::uint8_t>>;

// What is made small: the cost, then the duration.
struct Value {
    Cost cost;
    Time duration;

    auto operator<=>(const Value&) const = default;
};

// What is to be done: goods on board were picked up long ago.
std::vector<std::int32_t> services_of(const Problem& problem,
                                      const std::vector<std::int32_t>& nodes) {
    std::vector<std::int32_t> services = nodes;
    std::erase_if(services, [&](std::int32_t node) {
        return (node & 1) == 0 && problem.shipment(node >> 1).on_board;
    });
    return services;
}

class Clock {
 public:
    Clock(const Problem& problem, std::int32_t shift, const std::vector<std::int32_t>& nodes)
        : problem_(problem),
          shift_(problem.shift(shift)),
          nodes_(services_of(problem, nodes)),
          end_(nodes_.size() + 1),
          duty_{shift_.window} {
        services_.push_back(0);
        for (const std::int32_t node : nodes_) services_.push_back(problem.task(node).service);
        for (std::size_t leg = 0; leg < end_; ++leg)
            legs_.push_back(problem.arc(shift_.profile, spot(leg), spot(leg + 1)));
        for (const Break& pause : shift_.breaks) pause_spans_.push_back({pause.window});
        limit_on_board();
        for (std::size_t event = 1; event < end_; ++event)
            if (task(event).due < kNever) lates_.push_back(event);
    }

    std::optional<Times> run() {
        if (shift_.reload)
            ride_reloading();
        else
            ride();
        if (!best_) return {};
        const Cost lateness = best_->cost - price(shift_, best_->duration, best_distance_);
        return Times{best_->duration, best_distance_, lateness};
    }

 private:
    struct Limit {
        std::size_t pickup, delivery;
        Time most;  // from start to start
    };

    const Task& task(std::size_t event) const { return problem_.task(nodes_[event - 1]); }
    std::int32_t spot(std::size_t event) const {
        if (event == 0) return shift_.start_spot;
        return event < end_ ? task(event).spot : shift_.end_spot;
    }

    void limit_on_board() {
        std::vector<std::pair<std::int32_t, std::size_t>> picked;
        for (std::size_t event = 1; event < end_; ++event) {
            const std::int32_t node = nodes_[event - 1];
            const Shipment& shipment = problem_.shipments[static_cast<std::size_t>(node >> 1)];
            if (shipment.longest_on_board >= kNever) continue;
            if ((node & 1) == 0) {
                picked.emplace_back(node >> 1, event);
                continue;
            }
            for (const auto& [number, pickup] : picked)
                if (number == node >> 1)
                    limits_.push_back(
                        {pickup, event, shipment.longest_on_board + services_[pickup]});
        }
    }

    // With each choice of reloads that may be the best.
    void ride_reloading() {
        const auto direct = legs_;
        const auto halts = possible_halts();
        Cost least = shift_.fixed;
        for (const Time service : services_) least += shift_.per_time * service;
        Trips trips(shift_, direct, halts);
        while (const auto reloads = trips.next()) {
            if (best_ && least + reloads->cost > best_->cost) return;
            legs_ = direct;
            for (const std::size_t leg : reloads->legs) legs_[leg] = halts[leg]->leg;
            ride();
        }
    }

    // By leg; none where the vehicle is not empty, or where there is no path.
    std::vector<std::optional<Halt>> possible_halts() const {
        const Reload& reload = *shift_.reload;
        std::vector<std::optional<Halt>> halts(legs_.size());
        std::int32_t aboard = shift_.shipments_aboard;
        for (std::size_t leg = 0; leg < end_; ++leg) {
            if (leg > 0) aboard += (nodes_[leg - 1] & 1) == 0 ? 1 : -1;
            if (aboard != 0) continue;
            const Arc& there = problem_.arc(shift_.profile, spot(leg), reload.spot);
            const Arc& onward = problem_.arc(shift_.profile, reload.spot, spot(leg + 1));
            if (there.time >= kFar || onward.time >= kFar) continue;
            halts[leg] = {{there.time + reload.duration + onward.time,
                           there.distance + onward.distance},
                          there.distance,
                          onward.distance};
        }
        return halts;
    }

    // The best times on these legs, when they are better than the best so far.
    void ride() {
        distance_ = 0;
        for (const Arc& leg : legs_) distance_ += leg.distance;
        if (too_long_on_board({})) return;
        set_network({}, rules_);
        const auto found = best_start(rules_);
        if (!found) return;
        if (shift_.breaks.empty())
            offer(*found);
        else
            place_all(*found);
    }

    void offer(const Value& found) {
        if (best_ && *best_ <= found) return;
        best_ = found;
        best_distance_ = distance_;
    }

    void set_network(const Taken& taken, Network& made) const {
        made.end = end_;
        made.ridden.assign(1, 0);
        made.spans.clear();
        made.gaps.clear();
        made.spans.push_back(&duty_);
        for (const std::int32_t node : nodes_) made.spans.push_back(&problem_.task(node).windows);
        made.spans.push_back(&duty_);
        std::vector<Gap> delays;
        for (const Limit& limit : limits_)
            delays.push_back({limit.delivery, limit.pickup, -limit.most});
        auto next = taken.begin();
        for (std::size_t slot = 0; slot < end_ + 2; ++slot) {
            // Between event `slot - 1` and event `slot`.
            const bool leaves = slot > 0, arrives = slot <= end_;
            const bool rides = leaves && arrives;
            const Time leg = rides ? services_[slot - 1] + legs_[slot - 1].time : 0;
            Time paused = 0;
            if (next != taken.end() && next->first == slot) {
                bool anything = leaves;
                std::size_t previous = slot - 1;
                Time wait = rides ? services_[slot - 1] : 0;
                for (; next != taken.end() && next->first == slot; ++next) {
                    const std::size_t event = made.spans.size();
                    made.spans.push_back(&pause_spans_[next->second]);
                    if (anything) made.gaps.push_back({previous, event, wait});
                    // On the way to the end place nobody waits: a break begins before the arrival.
                    if (slot == end_) delays.push_back({event, slot - 1, -(leg + paused - 1)});
                    anything = true;
                    previous = event;
                    wait = shift_.breaks[next->second].duration;
                    paused += wait;
                }
                if (arrives) made.gaps.push_back({previous, slot, wait});
            }
            if (!rides) continue;
            made.gaps.push_back({slot - 1, slot, leg + paused});
            made.ridden.push_back(made.ridden.back() + leg + paused);
        }
        made.only_onward = delays.empty();
        made.gaps.insert(made.gaps.end(), delays.begin(), delays.end());
    }

    // Whether a parcel is too long on board even when nobody waits.
    bool too_long_on_board(const Taken& taken) const {
        return std::ranges::any_of(limits_, [&](const Limit& limit) {
            Time way = 0;
            for (std::size_t leg = limit.pickup; leg < limit.delivery; ++leg)
                way += services_[leg] + legs_[leg].time;
            for (const auto& [slot, number] : taken)
                if (slot > limit.pickup && slot <= limit.delivery)
                    way += shift_.breaks[number].duration;
            return way > limit.most;
        });
    }

    std::optional<Value> best_start(const Network& rules) {
        return lates_.empty() ? shortest(rules) : cheapest(rules);
    }

    // For the soonest end, the latest start gives the shortest schedule. A shorter one must start
    // later; then some event misses the window whose end holds the start back, so there are at most
    // as many rounds as windows.
    std::optional<Value> shortest(const Network& rules) {
        std::optional<Time> best;
        for (Time floor = shift_.window.start;;) {
            if (!rules.earliest(floor, soon_) || !rules.latest(soon_[end_], late_)) break;
            const Time found = soon_[end_] - late_[0];
            best = std::min(found, best.value_or(found));
            if (*best <= rules.ridden[end_]) break;
            floor = late_[0] + 1;
        }
        if (!best) return {};
        return Value{price(shift_, *best, distance_), *best};
    }

    // With lateness the soonest end is not enough. As long as the start moves no event into another
    // window, each comes at its soonest or when the start pushes it there; so the cost is convex in
    // the start, and least where it bends. Once nobody waits, no later start is better.
    std::optional<Value> cheapest(const Network& rules) {
        std::optional<Value> best;
        for (Time floor = shift_.window.start;;) {
            if (!rules.earliest(floor, soon_)) return best;
            rules.latest_like(soon_, late_);
            for (const Time bend : bends(rules)) {
                const Time start = std::clamp(bend, soon_[0], late_[0]);
                const Value found = value(rules, start);
                best = std::min(found, best.value_or(found));
            }
            if (best->duration <= rules.ridden[end_]) return best;
            floor = late_[0] + 1;
        }
    }

    // The starts where the cost may be least.
    std::vector<Time> bends(const Network& rules) const {
        std::vector<Time> starts{soon_[0], late_[0], soon_[end_] - rules.ridden[end_],
                                 soon_[end_] - shift_.minimum_paid};
        for (const std::size_t event : lates_)
            starts.push_back(std::max(soon_[event], task(event).due) - rules.ridden[event]);
        return starts;
    }

    // From a start that keeps the windows of the earliest schedule.
    Value value(const Network& rules, Time start) const {
        const Time duration = std::max(soon_[end_] - start, rules.ridden[end_]);
        Cost cost = price(shift_, duration, distance_);
        for (const std::size_t event : lates_) {
            const Time at = std::max(soon_[event], start + rules.ridden[event]);
            cost += task(event).late * std::max<Time>(at - task(event).due, 0);
        }
        return {cost, duration};
    }

    // Nothing is better than the route without breaks, nor shorter than all that must be done in
    // it: with the breaks that cannot lie outside.
    void place_all(const Value& without_breaks) {
        Schedule soon, late;
        rules_.earliest(shift_.window.start, soon);
        rules_.latest(shift_.window.end, late);
        Time inside = rules_.ridden[end_];
        for (const Break& pause : shift_.breaks) {
            const bool before = late[0] >= pause.window.start + pause.duration;
            const bool after = soon[end_] <= pause.window.end;
            if (!before && !after) inside += pause.duration;
        }
        enough_ = std::max(without_breaks, Value{price(shift_, inside, distance_), inside});
        place(without_breaks, {}, 0, soon, late);
    }

    // Takes the breaks from `number` on, wherever that may be better than the best so far.
    void place(const Value& so_far, const Taken& taken, std::size_t number, const Schedule& soon,
               const Schedule& late) {
        if (number == shift_.breaks.size()) return offer(so_far);
        const Break& pause = shift_.breaks[number];
        const std::size_t last = end_ + 1;
        const auto try_slot = [&](std::size_t slot) {
            const Time opens = slot == 0 ? pause.window.start : soon[slot - 1];
            const Time closes = slot == last ? pause.window.end + pause.duration : late[slot];
            if (opens > pause.window.end || pause.window.start + pause.duration > closes) return;
            for (std::size_t at = 0; at <= taken.size(); ++at) {
                if (best_ && (so_far >= *best_ || *best_ <= enough_)) return;
                const bool here = (at == 0 || taken[at - 1].first <= slot) &&
                                  (at == taken.size() || taken[at].first >= slot);
                if (!here) continue;
                Taken more = taken;
                more.insert(more.begin() + static_cast<std::ptrdiff_t>(at),
                            {slot, static_cast<std::uint8_t>(number)});
                try_taken(more, number);
            }
        };
        try_slot(0);
        try_slot(last);
        for (std::size_t slot = 1; slot < last; ++slot) try_slot(slot);
    }

    void try_taken(const Taken& taken, std::size_t number) {
        // A break at the end place comes after the route.
        const bool at_end = legs_.back().time == 0 && taken.back().first >= end_ &&
                            std::ranges::any_of(taken, [&](auto& at) { return at.first == end_; });
        if (at_end || too_long_on_board(taken)) return;
        set_network(taken, trial_);
        const auto found = best_start(trial_);
        if (!found) return;
        Schedule soon, late;
        if (number + 1 < shift_.breaks.size()) {
            trial_.earliest(shift_.window.start, soon);
            trial_.latest(shift_.window.end, late);
        }
        place(*found, taken, number + 1, soon, late);
    }

    const Problem& problem_;
    const Shift& shift_;
    const std::vector<std::int32_t> nodes_;
    const std::size_t end_;
    const std::vector<Window> duty_;
    std::vector<std::vector<Window>> pause_spans_;
    std::vector<Arc> legs_;       // from the end of a service to the next one's start
    std::vector<Time> services_;  // by event
    std::vector<Limit> limits_;
    std::vector<std::size_t> lates_;  // events that may be late at a price
    Time distance_ = 0;
    std::optional<Value> best_;
    Time best_distance_ = 0;
    Value enough_{};  // what cannot be beaten
    Network rules_, trial_;
    Schedule soon_, late_;
};

}  // namespace

std::optional<Times> best_times(const Problem& problem, std::int32_t shift,
                                const std::vector<std::int32_t>& nodes) {
    return Clock(problem, shift, nodes).run();
}

}  // namespace chaland
