// A smaller graph with the same distances between some of its vertices.
#pragma once

#include <vector>

#include "graph.hpp"

namespace chaland {

struct Reduced {
    Graph graph;
    // The new number of every old vertex; no_vertex where it is gone.
    std::vector<Vertex> numbers;
};

// Takes out vertices that are not kept, as long as they have three neighbours or fewer, and joins
// these neighbours by arcs that weigh what the way through the vertex did. So dead ends vanish,
// chains become one arc, and the graph never has more arcs than before. This is the first step of a
// contraction hierarchy: R. Geisberger, P. Sanders, D. Schultes, C. Vetter, "Exact routing in large
// road networks using contraction hierarchies", Transportation Science 46 (2012),
// doi:10.1287/trsc.1110.0401.
Reduced reduced(const Graph& graph, const std::vector<bool>& kept);

}  // namespace chaland
