#include "clock.hpp"

#include <algorithm>
#include <tuple>
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
    Time shortest = 0;  // from start to end when nobody ever waits

    // Moves an event to its first instant at or after `soonest`, or to its last at or before
    // `last`.
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
                settled = false;
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
                settled = false;
            }
        }
        return true;
    }
};

struct Span {
    Time duration, start;

    bool operator<(const Span& other) const {
        return std::tie(duration, start) < std::tie(other.duration, other.start);
    }
};

// Breaks in the order in which they are taken: before the route, on each leg, after the route.
using Taken = std::vector<std::vector<std::uint8_t>>;

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

    std::optional<Timetable> run() {
        Taken nothing(end_ + 2);
        const auto without_breaks = timed(nothing);
        if (!without_breaks) return {};
        if (shift_.breaks.empty())
            best_ = std::pair(*without_breaks, nothing);
        else
            place(*without_breaks, nothing, 0);
        if (!best_) return {};
        return told(best_->first, best_->second);
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

    Network network(const Taken& taken) const {
        Network made;
        made.end = end_;
        made.spans.push_back(&duty_);
        for (const std::int32_t node : nodes_) made.spans.push_back(&problem_.task(node).windows);
        made.spans.push_back(&duty_);
        std::vector<Gap> delays;
        for (const Limit& limit : limits_)
            delays.push_back({limit.delivery, limit.pickup, -limit.most});
        for (std::size_t slot = 0; slot < taken.size(); ++slot) {
            // Between event `slot - 1` and event `slot`.
            const bool leaves = slot > 0, arrives = slot <= end_;
            const bool rides = leaves && arrives;
            const Time leg = rides ? services_[slot - 1] + hops_[slot - 1] : 0;
            bool anything = leaves;
            std::size_t previous = slot - 1;
            Time wait = rides ? services_[slot - 1] : 0, paused = 0;
            for (const std::uint8_t number : taken[slot]) {
                const Time lasts = shift_.breaks[number].duration;
                const std::size_t event = made.spans.size();
                made.spans.push_back(&pause_spans_[number]);
                if (anything) made.gaps.push_back({previous, event, wait});
                // On the way to the end place nobody waits: a break begins before the arrival.
                if (slot == end_) delays.push_back({event, slot - 1, -(leg + paused - 1)});
                anything = true;
                previous = event;
                wait = lasts;
                paused += lasts;
            }
            if (!taken[slot].empty() && arrives) made.gaps.push_back({previous, slot, wait});
            if (!rides) continue;
            made.gaps.push_back({slot - 1, slot, leg + paused});
            made.shortest += leg + paused;
        }
        made.gaps.insert(made.gaps.end(), delays.begin(), delays.end());
        return made;
    }

    // Whether a parcel is too long on board even when nobody waits.
    bool too_long_on_board(const Taken& taken) const {
        return std::ranges::any_of(limits_, [&](const Limit& limit) {
            Time way = 0;
            for (std::size_t leg = limit.pickup; leg < limit.delivery; ++leg) {
                way += services_[leg] + hops_[leg];
                for (const std::uint8_t number : taken[leg + 1])
                    way += shift_.breaks[number].duration;
            }
            return way > limit.most;
        });
    }

    // For the soonest end, the latest start gives the shortest schedule. A shorter one must start
    // later; then some event misses the window whose end holds the start back, so there are at most
    // as many rounds as windows.
    std::optional<Span> timed(const Taken& taken) {
        if (too_long_on_board(taken) || (!taken[end_].empty() && hops_.back() == 0)) return {};
        const Network rules = network(taken);
        std::optional<Span> best;
        for (Time floor = shift_.window.start;;) {
            if (!rules.earliest(floor, soon_) || !rules.latest(soon_[end_], late_)) return best;
            const Span found{soon_[end_] - late_[0], late_[0]};
            if (!best || found < *best) best = found;
            if (best->duration <= rules.shortest) return best;
            floor = late_[0] + 1;
        }
    }

    // Takes the breaks from `number` on, wherever that may be better than the best so far.
    void place(const Span& so_far, const Taken& taken, std::size_t number) {
        if (number == shift_.breaks.size()) {
            if (!best_ || so_far < best_->first) best_ = std::pair(so_far, taken);
            return;
        }
        const Break& pause = shift_.breaks[number];
        const Network rules = network(taken);
        Schedule soon, late;
        if (!rules.earliest(shift_.window.start, soon) || !rules.latest(shift_.window.end, late))
            return;
        const std::size_t last = taken.size() - 1;
        const auto try_slot = [&](std::size_t slot) {
            const Time opens = slot == 0 ? pause.window.start : soon[slot - 1];
            const Time closes = slot == last ? pause.window.end + pause.duration : late[slot];
            if (opens > pause.window.end || pause.window.start + pause.duration > closes) return;
            for (std::size_t position = 0; position <= taken[slot].size(); ++position) {
                if (best_ && !(so_far < best_->first)) return;
                Taken more = taken;
                more[slot].insert(more[slot].begin() + static_cast<std::ptrdiff_t>(position),
                                  static_cast<std::uint8_t>(number));
                if (const auto found = timed(more)) place(*found, more, number + 1);
            }
        };
        try_slot(0);
        try_slot(last);
        for (std::size_t slot = 1; slot < last; ++slot) try_slot(slot);
    }

    std::optional<Timetable> told(const Span& span, const Taken& taken) {
        if (!network(taken).earliest(span.start, soon_)) return {};
        Timetable table{span.duration, span.start, distance_, {}, {}};
        for (std::size_t event = 1; event < end_; ++event)
            for (const Window& window : problem_.task(nodes_[event - 1]).windows)
                if (window.start <= soon_[event] && soon_[event] <= window.end)
                    table.windows.push_back(window);
        for (const auto& here : taken) {
            std::uint8_t bits = 0;
            for (const std::uint8_t number : here) bits |= static_cast<std::uint8_t>(1U << number);
            table.breaks.push_back(bits);
        }
        return table;
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
    std::optional<std::pair<Span, Taken>> best_;
    Schedule soon_, late_;
};

}  // namespace

std::optional<Timetable> best_times(const Problem& problem, std::int32_t shift,
                                    const std::vector<std::int32_t>& nodes) {
    return Clock(problem, shift, nodes).run();
}

}  // namespace chaland
