// Part of a route, seen from outside: how long it takes at least, and when it may start to take no
// longer. Two segments join in constant time, so a change to a route is priced from the segments
// before and after it (Vidal, Crainic, Gendreau, Prins 2013, doi 10.1016/j.cor.2012.07.018, here
// with hard windows).
#pragma once

#include <algorithm>

#include "problem.hpp"

namespace chaland {

struct Segment {
    Time duration;  // from the first service's start to the last one's end, forced waits included
    Time earliest;  // start of the first service, for the least duration
    Time latest;    // start of the first service, at all

    Time earliest_end() const { return earliest + duration; }
    // Whether it ends no later, whenever the other one may start.
    bool covers(const Segment& other) const {
        return latest >= other.latest && duration <= other.duration &&
               earliest_end() <= other.earliest_end();
    }
};

inline Segment single(const Window& window, Time service) {
    return {service, window.start, window.end};
}

// False when `second` cannot start in time after `first`.
inline bool join(const Segment& first, Time travel, const Segment& second, Segment& joined) {
    const Time offset = first.duration + travel;
    if (first.earliest + offset > second.latest) return false;
    const Time wait = std::max<Time>(second.earliest - offset - first.latest, 0);
    joined = {offset + second.duration + wait,
              std::max(second.earliest - offset, first.earliest) - wait,
              std::min(second.latest - offset, first.latest)};
    return true;
}

}  // namespace chaland
