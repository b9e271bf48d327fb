#include "stretch.hpp"

#include <bit>

namespace chaland {
namespace {

const Break& first_of(const Shift& shift, unsigned breaks) {
    return shift.breaks[static_cast<std::size_t>(std::countr_zero(breaks))];
}

// Breaks not had yet that can be had between an end and a start.
Breaks within_reach(const Shift& shift, Breaks had, Time soonest, Time latest) {
    Breaks reach = 0;
    for (unsigned rest = all_breaks(shift) & ~had; rest != 0; rest &= rest - 1) {
        const Break& pause = first_of(shift, rest);
        if (soonest <= pause.window.end && pause.window.start + pause.duration <= latest)
            reach |= static_cast<Breaks>(rest & (~rest + 1));
    }
    return reach;
}

// Whether a break that must have been had before the start cannot have been.
bool too_soon(const Shift& shift, const Stretch& stretch) {
    for (unsigned rest = all_breaks(shift) & ~stretch.breaks; rest != 0; rest &= rest - 1) {
        const Break& pause = first_of(shift, rest);
        if (stretch.segment.latest < pause.window.start + pause.duration) return true;
    }
    return false;
}

}  // namespace

std::vector<Outside> outside_before(const Shift& shift) {
    // For each set of breaks, when they are over at the soonest, one after the other.
    std::vector<Time> over(std::size_t{1} << shift.breaks.size(), kNever);
    over[0] = -kNever;
    std::vector<Outside> outside;
    for (std::size_t set = 0; set < over.size(); ++set) {
        for (std::size_t k = 0; k < shift.breaks.size(); ++k) {
            if ((set >> k & 1) == 0) continue;
            const Break& last = shift.breaks[k];
            const Time start = std::max(over[set & ~(std::size_t{1} << k)], last.window.start);
            if (start <= last.window.end) over[set] = std::min(over[set], start + last.duration);
        }
        const Time soonest = std::max(over[set], shift.window.start);
        if (soonest <= shift.window.end)
            outside.push_back({{soonest, shift.window.end}, static_cast<Breaks>(set)});
    }
    return outside;
}

std::vector<Outside> outside_after(const Shift& shift) {
    // For each set of breaks, when the first must begin at the latest.
    std::vector<Time> begin(std::size_t{1} << shift.breaks.size(), -kNever);
    begin[0] = kNever;
    std::vector<Outside> outside;
    for (std::size_t set = 0; set < begin.size(); ++set) {
        for (std::size_t k = 0; k < shift.breaks.size(); ++k) {
            if ((set >> k & 1) == 0) continue;
            const Break& first = shift.breaks[k];
            const Time start =
                std::min(begin[set & ~(std::size_t{1} << k)] - first.duration, first.window.end);
            if (start >= first.window.start) begin[set] = std::max(begin[set], start);
        }
        const Time latest = std::min(begin[set], shift.window.end);
        if (latest >= shift.window.start)
            outside.push_back({{shift.window.start, latest}, static_cast<Breaks>(set)});
    }
    return outside;
}

bool too_late(const Shift& shift, const Stretch& stretch) {
    for (unsigned rest = all_breaks(shift) & ~stretch.breaks; rest != 0; rest &= rest - 1)
        if (stretch.segment.earliest_end() > first_of(shift, rest).window.end) return true;
    return false;
}

bool join_over(const Shift& shift, Pauses pauses, const Segment& first, Time travel,
               const Segment& second, Segment& joined) {
    // A pause on the way is as good as one after the whole way whose window closes later by the
    // way.
    Segment sum = first;
    Time way = travel;
    Time awake = -kNever;  // when the pauses so far are over at the earliest
    for (unsigned rest = pauses.breaks; rest != 0;) {
        const unsigned next = pauses.reversed ? std::bit_floor(rest) : rest & (~rest + 1);
        const Break& pause = first_of(shift, next);
        rest &= ~next;
        awake = std::max(awake, pause.window.start);
        if (awake > pause.window.end) return false;
        awake += pause.duration;
        const Segment taken =
            single({pause.window.start, pause.window.end + travel}, pause.duration);
        if (!join(sum, way, taken, sum)) return false;
        way = 0;
    }
    return join(sum, 0, second, joined);
}

void append(const Shift& shift, std::span<const Stretch> firsts, Time travel, const Task& task,
            Stretches& longer) {
    longer.clear();
    const Time last = task.windows.back().end;
    const bool one_window = task.windows.size() == 1;
    for (const Stretch& first : firsts) {
        const unsigned reach =
            within_reach(shift, first.breaks, first.segment.earliest_end(), last);
        if (reach == 0 && one_window) {  // nearly always
            Stretch& joined = longer.draft();
            joined.breaks = first.breaks;
            if (join(first.segment, travel, single(task.windows[0], task.service),
                     joined.segment) &&
                !too_late(shift, joined))
                longer.keep();
            continue;
        }
        for (unsigned taken = reach;; taken = (taken - 1) & reach) {
            for (int order = 0; order < Pauses::orders(taken); ++order) {
                const Pauses pauses{static_cast<Breaks>(taken), order == 1};
                for (const Window& window : task.windows) {
                    Stretch& joined = longer.draft();
                    joined.breaks = static_cast<Breaks>(first.breaks | taken);
                    if (!join_leg(shift, pauses, first.segment, travel,
                                  single(window, task.service), joined.segment))
                        continue;
                    // A later window only ends later, unless this one narrows the start.
                    const bool enough = taken == 0 && joined.segment.latest == first.segment.latest;
                    if (!too_late(shift, joined)) longer.keep();
                    if (enough) break;
                }
            }
            if (taken == 0) break;
        }
    }
}

void prepend(const Shift& shift, const Task& task, Time travel, std::span<const Stretch> seconds,
             Stretches& longer) {
    longer.clear();
    const Time soonest = task.windows.front().start + task.service;
    for (const Stretch& second : seconds) {
        const unsigned reach = within_reach(shift, second.breaks, soonest, second.segment.latest);
        for (unsigned taken = reach;; taken = (taken - 1) & reach) {
            for (int order = 0; order < Pauses::orders(taken); ++order) {
                const Pauses pauses{static_cast<Breaks>(taken), order == 1};
                for (const Window& window : task.windows) {
                    Stretch& joined = longer.draft();
                    joined.breaks = static_cast<Breaks>(second.breaks | taken);
                    if (!join_leg(shift, pauses, single(window, task.service), travel,
                                  second.segment, joined.segment))
                        break;  // a later window is no help
                    if (!too_soon(shift, joined)) longer.keep();
                }
            }
            if (taken == 0) break;
        }
    }
}

Time least_duration(const Shift& shift, std::span<const Stretch> firsts, Time travel,
                    std::span<const Stretch> seconds) {
    Time least = kNever;
    Segment whole;
    for (const Stretch& first : firsts)
        for (const Stretch& second : seconds) {
            const auto due =
                static_cast<Breaks>(all_breaks(shift) & ~(first.breaks | second.breaks));
            for (int order = 0; order < Pauses::orders(due); ++order)
                if (join_leg(shift, {due, order == 1}, first.segment, travel, second.segment,
                             whole))
                    least = std::min(least, whole.duration);
        }
    return least;
}

}  // namespace chaland
