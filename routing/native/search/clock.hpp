// The best times of a fixed sequence, exactly: what routing/solve/timing.py finds, fast enough to
// be asked for while a customer waits.
//
// Windows and longest delays make a lattice of schedules, whose earliest and latest member are
// found by pushing every event only as far as its rules demand (Dechter, Meiri, Pearl 1991, doi
// 10.1016/0004-3702(91)90006-6; Jeavons, Cooper 1995, doi 10.1016/0004-3702(95)00107-7). Only
// breaks are searched: the leg in which each is taken, or before or after the route.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "problem.hpp"

namespace chaland {

struct Times {
    Time duration = 0;  // the shortest
    Time distance = 0;
};

// Nothing when no times keep the rules. Pairs, loads and equipment are not looked at.
std::optional<Times> best_times(const Problem& problem, std::int32_t shift,
                                const std::vector<std::int32_t>& nodes);

}  // namespace chaland
