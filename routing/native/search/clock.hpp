// The best times of a fixed sequence, exactly: what routing/solve/timing.py finds, fast enough to
// be asked for while a customer waits.
//
// For a choice of reloads (trips.hpp) and of the leg in which each break is taken, or before or
// after the route, the best schedule follows without guessing (network.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "problem.hpp"

namespace chaland {

struct Times {
    Time duration = 0;
    Time distance = 0;
    Cost lateness = 0;
};

// The cheapest times, then the shortest. Nothing when no times keep the rules. Pairs, loads,
// equipment and commitments are not looked at.
std::optional<Times> best_times(const Problem& problem, std::int32_t shift,
                                const std::vector<std::int32_t>& nodes);

}  // namespace chaland
