// Takes the vertices out of a graph, the least important first, and tells with which arcs each
// left.
#pragma once

#include <cstdint>
#include <vector>

#include "graph.hpp"

namespace chaland {

// An arc of what is left of the graph, seen from one of its ends.
struct Joint {
    Vertex other;
    Vertex middle;       // of a shortcut; else no_vertex
    std::uint32_t hops;  // arcs of the graph that it stands for
    Weight weight;
};

using Joints = std::vector<Joint>;

struct Contraction {
    std::vector<Vertex> order;      // the least important first
    std::vector<Joints> outs, ins;  // by vertex: its arcs when it left, to and from those above
};

Contraction contracted(const Graph& graph);

}  // namespace chaland
