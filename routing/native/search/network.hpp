// The schedules that differences and windows allow: the native twin of routing/solve/instants.py.
//
// Windows and longest delays make a lattice of schedules, whose earliest and latest member are
// found by pushing every event only as far as its rules demand (Dechter, Meiri, Pearl 1991, doi
// 10.1016/0004-3702(91)90006-6; Jeavons, Cooper 1995, doi 10.1016/0004-3702(95)00107-7).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "problem.hpp"

namespace chaland {

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
    std::vector<Time> ridden;  // from the start to each event up to the end when nobody ever waits
    bool only_onward = false;  // gaps stand in the order of the events: one sweep settles all

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

    // Every event at its latest in the windows that it has in an earliest schedule; which is there,
    // so no event is ever lowered below its window.
    void latest_like(const Schedule& soon, Schedule& schedule) const {
        schedule.resize(spans.size());
        for (std::size_t event = 0; event < spans.size(); ++event)
            for (const Window& span : *spans[event])
                if (soon[event] <= span.end) {
                    schedule[event] = span.end;
                    break;
                }
        for (bool settled = false; !settled;) {
            settled = true;
            for (auto gap = gaps.rbegin(); gap != gaps.rend(); ++gap) {
                const Time last = schedule[gap->after] - gap->ticks;
                if (schedule[gap->before] <= last) continue;
                schedule[gap->before] = last;
                settled = only_onward;
            }
        }
    }

 private:
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
};

}  // namespace chaland
