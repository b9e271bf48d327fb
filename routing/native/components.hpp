// Strongly connected components: R. Tarjan, "Depth-first search and linear graph algorithms",
// SIAM Journal on Computing 1 (1972), doi:10.1137/0201010.
#pragma once

#include <vector>

#include "graph.hpp"

namespace chaland {

// The number of its component for every vertex, from 0.
std::vector<std::int32_t> strong_components(const Graph& graph);

}  // namespace chaland
