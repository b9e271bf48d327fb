// Random moves of a plan, each kept, and what the plan says of every route that it changed: tests
// compare that with routes timed anew.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "problem.hpp"

namespace chaland {

struct Moved {
    std::string move;  // insert, remove, strings or exchange
    std::int32_t shift;
    std::vector<std::int32_t> nodes;
    Cost cost;
};

std::vector<Moved> random_moves(const Problem& problem, std::uint64_t seed, std::size_t moves);

}  // namespace chaland
