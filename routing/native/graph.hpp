// A directed graph in compressed sparse rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace chaland {

using Vertex = std::int32_t;
using Weight = std::int64_t;

inline constexpr Weight no_path = std::numeric_limits<Weight>::max();
inline constexpr Vertex no_vertex = -1;

// The arcs that leave vertex v are offsets[v] .. offsets[v + 1]; none weighs less than zero.
struct Graph {
    std::vector<std::size_t> offsets;
    std::vector<Vertex> heads;
    std::vector<Weight> weights;

    // Throws std::invalid_argument when the arrays contradict each other.
    Graph(std::vector<std::size_t> offsets, std::vector<Vertex> heads,
          std::vector<Weight> weights);

    std::size_t vertex_count() const { return offsets.size() - 1; }
    std::size_t arc_count() const { return heads.size(); }
};

}  // namespace chaland
