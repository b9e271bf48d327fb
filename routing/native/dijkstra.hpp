// Shortest paths from places to places: E. W. Dijkstra, "A note on two problems in connexion with
// graphs", Numerische Mathematik 1 (1959), doi:10.1007/BF01386390.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "graph.hpp"

namespace chaland {

// A place on the graph: the vertices next to it, each with the weight of the way between them.
// A side that is closed has no_vertex.
struct Place {
    std::array<Vertex, 2> vertices;
    std::array<Weight, 2> weights;
};

struct Path {
    Weight weight;
    Vertex first;
    Vertex last;
    std::vector<std::size_t> arcs;
};

// Least weights, row by row, to row_count x column_count cells; no_path where there is none.
// Rows are shared out to `threads` threads, at least one; the result does not depend on their number.
void many_to_many(const Graph& graph, std::span<const Place> origins,
                  std::span<const Place> destinations, unsigned threads, Weight* cells);

// A path of least weight, always the same one among equals. Throws std::domain_error where there
// is none.
Path shortest_path(const Graph& graph, const Place& origin, const Place& destination);

}  // namespace chaland
