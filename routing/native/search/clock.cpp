#include "clock.hpp"

#include <algorithm>
#include <utility>

namespace chaland {
namespace {

// `after` comes at least `ticks` later than `before`; a negative gap is a longest delay.
struct Gap {
    std::size_t before, after;
    Time ticks;
};

using Schedule = std::vector<Time>;

// Rules over events 0 (the start), 1, ...; `end` is the event to be reached soon.
struct Network {
    std::vector<const std::vector<Window>*> spans;  // when each event may be
    std::vector<Gap> gaps;
    std::size_t end = 0;
    Time shortest = 0;         // from start to end when nobody ever waits
    bool only_onward = false;  // gaps stand in the order of the events: one sweep settles all

    // Moves an event to its first instant from `soonest` on, or to its last up to `last`.
    bool raise(Schedule& schedule, std::size_t event, Time soonest) const {
        for (const Window& span : *spans[event])
            if (soonest <= span.end) {
                schedule[event] = std::max(soonest, span.start);
                return true;
            }
        return false;
    }
    bool lower(Schedule& schedule, std::size_t event, Time last) const {
        for (auto span = spans[event]->rbegin(); span != spans[event]->rend(); ++span)
            if (last >= span->start) {
                schedule[event] = std::min(last, span->end);
                return true;
            }
        return false;
    }

    // Every event at its soonest, when the start is at `floor` or later.
    bool earliest(Time floor, Schedule& schedule) const {
        schedule.resize(spans.size());
        for (std::size_t event = 0; event < spans.size(); ++event) {
            if (spans[event]->empty()) return false;
            schedule[event] = spans[event]->front().start;
        }
        if (!raise(schedule, 0, floor)) return false;
        for (bool settled = false; !settled;) {
            settled = true;
            for (const auto& [before, after, ticks] : gaps) {
                if (schedule[after] >= schedule[before] + ticks) continue;
                if (!raise(schedule, after, schedule[before] + ticks)) return false;
                settled = only_onward;
            }
        }
        return true;
    }

    // Every event at its latest, when the end is at `ceiling` or sooner.
    bool latest(Time ceiling, Schedule& schedule) const {
        schedule.resize(spans.size());
        for (std::size_t event = 0; event < spans.size(); ++event)
            schedule[event] = spans[event]->back().end;
        if (!lower(schedule, end, ceiling)) return false;
        for (bool settled = false; !settled;) {
            settled = true;
            for (auto gap = gaps.rbegin(); gap != gaps.rend(); ++gap) {
                if (schedule[gap->before] <= schedule[gap->after] - gap->ticks) continue;
                if (!lower(schedule, gap->before, schedule[gap->after] - gap->ticks)) return false;
                settled = only_onward;
            }
        }
        return true;
    }
};

// A break in its place, and those before it in theirs: 0 is before the route, then each leg, the
// last is after the route. In the order in which they are taken.
using Taken = std::vector<std::pair<std::size_t, std::uint8_t>>;

class Clock {
 public:
    Clock(const Problem& problem, std::int32_t shift, const std::vector<std::int32_t>& nodes)
        : problem_(problem),
          shift_(problem.shifts[static_cast<std::size_t>(shift)]),
          nodes_(nodes),
          end_(nodes.size() + 1),
          duty_{shift_.window} {
        std::int32_t here = shift_.start_spot;
        const auto ride = [&](std::int32_t there) {
            const Arc& arc = problem.arc(shift_.profile, here, there);
            hops_.push_back(arc.time);
            distance_ += arc.distance;
            here = there;
        };
        services_.push_back(0);
        for (const std::int32_t node : nodes) {
            ride(problem.task(node).spot);
            services_.push_back(problem.task(node).service);
        }
        ride(shift_.end_spot);
        for (const Break& pause : shift_.breaks) pause_spans_.push_back({pause.window});
        limit_on_board();
    }

    std::optional<Times> run() {
        if (too_long_on_board({})) return {};
        set_network({}, rules_);
        if (const auto duration = shortest(rules_)) {
            if (shift_.breaks.empty())
                best_ = duration;
            else
                place_all(*duration);
        }
        if (!best_) return {};
        return Times{*best_, distance_};
    }

 private:
    struct Limit {
        std::size_t pickup, delivery;
        Time most;  // from start to start
    };

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

    void set_network(const Taken& taken, Network& made) const {
        made.end = end_;
        made.shortest = 0;
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
            const Time leg = rides ? services_[slot - 1] + hops_[slot - 1] : 0;
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
            made.shortest += leg + paused;
        }
        made.only_onward = delays.empty();
        made.gaps.insert(made.gaps.end(), delays.begin(), delays.end());
    }

    // Whether a parcel is too long on board even when nobody waits.
    bool too_long_on_board(const Taken& taken) const {
        return std::ranges::any_of(limits_, [&](const Limit& limit) {
            Time way = 0;
            for (std::size_t leg = limit.pickup; leg < limit.delivery; ++leg)
                way += services_[leg] + hops_[leg];
            for (const auto& [slot, number] : taken)
                if (slot > limit.pickup && slot <= limit.delivery)
                    way += shift_.breaks[number].duration;
            return way > limit.most;
        });
    }

    // For the soonest end, the latest start gives the shortest schedule. A shorter one must start
    // later; then some event misses the window whose end holds the start back, so there are at most
    // as many rounds as windows.
    std::optional<Time> shortest(const Network& rules) {
        std::optional<Time> best;
        for (Time floor = shift_.window.start;;) {
            if (!rules.earliest(floor, soon_) || !rules.latest(soon_[end_], late_)) return best;
            const Time found = soon_[end_] - late_[0];
            best = std::min(found, best.value_or(found));
            if (*best <= rules.shortest) return best;
            floor = late_[0] + 1;
        }
    }

    // Nothing is shorter than the route without breaks, nor than all that must be done in it: with
    // the breaks that cannot lie outside.
    void place_all(Time without_breaks) {
        Schedule soon, late;
        rules_.earliest(shift_.window.start, soon);
        rules_.latest(shift_.window.end, late);
        Time inside = rules_.shortest;
        for (const Break& pause : shift_.breaks) {
            const bool before = late[0] >= pause.window.start + pause.duration;
            const bool after = soon[end_] <= pause.window.end;
            if (!before && !after) inside += pause.duration;
        }
        enough_ = std::max(without_breaks, inside);
        place(without_breaks, {}, 0, soon, late);
    }

    // Takes the breaks from `number` on, wherever that may be better than the best so far.
    void place(Time so_far, const Taken& taken, std::size_t number, const Schedule& soon,
               const Schedule& late) {
        if (number == shift_.breaks.size()) {
            best_ = std::min(so_far, best_.value_or(so_far));
            return;
        }
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
        const bool at_end = hops_.back() == 0 && taken.back().first >= end_ &&
                            std::ranges::any_of(taken, [&](auto& at) { return at.first == end_; });
        if (at_end || too_long_on_board(taken)) return;
        set_network(taken, trial_);
        const auto duration = shortest(trial_);
        if (!duration) return;
        Schedule soon, late;
        if (number + 1 < shift_.breaks.size()) {
            set_network(taken, trial_);
            trial_.earliest(shift_.window.start, soon);
            trial_.latest(shift_.window.end, late);
        }
        place(*duration, taken, number + 1, soon, late);
    }

    const Problem& problem_;
    const Shift& shift_;
    const std::vector<std::int32_t>& nodes_;
    const std::size_t end_;
    const std::vector<Window> duty_;
    std::vector<std::vector<Window>> pause_spans_;
    std::vector<Time> hops_;      // by leg: from the end of a service to the next one's start
    std::vector<Time> services_;  // by event
    std::vector<Limit> limits_;
    Time distance_ = 0;
    std::optional<Time> best_;  // duration
    Time enough_ = 0;           // a duration that cannot be beaten
    Network rules_, trial_;
    Schedule soon_, late_;
};

}  // namespace

std::optional<Times> best_times(const Problem& problem, std::int32_t shift,
                                const std::vector<std::int32_t>& nodes) {
    return Clock(problem, shift, nodes).run();
}

}  // namespace chaland
