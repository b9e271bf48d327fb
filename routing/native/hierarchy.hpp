// A graph in which shortest paths first climb and then descend: a contraction hierarchy.
//
// Vertices are taken out one by one, the least important first; where a shortest path led through
// one, an arc that weighs the same (a shortcut) joins its neighbours. So every shortest path has a
// twin that climbs to its most important vertex and descends from there, and a search need only
// look upwards, from both ends: R. Geisberger, P. Sanders, D. Schultes, C. Vetter, "Exact routing
// in large road networks using contraction hierarchies", Transportation Science 46 (2012),
// doi:10.1287/trsc.1110.0401.
#pragma once

#include <span>
#include <vector>

#include "graph.hpp"

namespace chaland {

// An arc between a vertex and a more important one, seen from the less important.
struct Climb {
    Vertex above;
    Vertex middle;  // the vertex that a shortcut spares; no_vertex where it is an arc of the graph
    Weight weight;
};

// Which way arcs are ridden: from a vertex up, or from above down to it.
enum class Way { kUp, kDown };

class Hierarchy {
 public:
    explicit Hierarchy(const Graph& graph);

    std::size_t vertex_count() const { return ranks_.size(); }
    std::size_t arc_count() const { return up_.size() + down_.size(); }
    std::size_t shortcut_count() const { return shortcuts_; }

    // Inside, a vertex is known by its rank: 0 is the least important.
    Vertex rank(Vertex vertex) const { return ranks_[static_cast<std::size_t>(vertex)]; }
    Vertex vertex(Vertex rank) const { return vertices_[static_cast<std::size_t>(rank)]; }
    std::span<const Climb> climbs(Way way, Vertex rank) const {
        const auto row = static_cast<std::size_t>(rank);
        return way == Way::kUp
                   ? std::span(up_).subspan(up_offsets_[row],
                                            up_offsets_[row + 1] - up_offsets_[row])
                   : std::span(down_).subspan(down_offsets_[row],
                                              down_offsets_[row + 1] - down_offsets_[row]);
    }

 private:
    std::vector<Vertex> ranks_, vertices_;
    std::vector<std::size_t> up_offsets_, down_offsets_;
    std::vector<Climb> up_, down_;
    std::size_t shortcuts_ = 0;
};

}  // namespace chaland
