// The whole search: construct, leave nobody out, fewer routes where that comes first, then make the
// routes cheap; one worker a thread.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "pace.hpp"
#include "shared.hpp"

namespace chaland {

struct Outcome {
    State best;
    std::uint64_t iterations;
};

// `start` gives nodes in order, by shift. `watch` is called by the calling thread about fifty times
// a second; true ends the search.
Outcome search(const Problem& problem, const std::vector<std::vector<std::int32_t>>& start,
               std::uint64_t seed, bool fewest_routes, const Limits& limits,
               const std::function<bool(const Shared&)>& watch);

}  // namespace chaland
