// The whole search: construct, leave nobody out, fewer routes where that comes first, then make the
// routes cheap.
#pragma once

#include <cstdint>
#include <functional>

#include "best.hpp"
#include "pace.hpp"
#include "problem.hpp"
#include "recipe.hpp"

namespace chaland {

struct Outcome {
    Sequences best;
    std::uint64_t iterations;
};

// `start` gives nodes in order, by shift. `watch` is called by the calling thread about fifty times
// a second; true ends the search.
Outcome search(const Problem& problem, const Sequences& start, std::uint64_t seed,
               bool fewest_routes, const Recipe& recipe, const Limits& limits,
               const std::function<bool(const Best&)>& watch);

}  // namespace chaland
