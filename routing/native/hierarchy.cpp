#include "hierarchy.hpp"

#include <algorithm>

#include "contraction.hpp"

namespace chaland {
namespace {

void append(const Joints& joints, const std::vector<Vertex>& ranks, std::vector<Climb>& climbs,
            std::vector<std::size_t>& offsets, std::size_t& shortcuts) {
    const auto first = static_cast<std::ptrdiff_t>(climbs.size());
    for (const Joint& joint : joints) {
        const bool is_shortcut = joint.middle != no_vertex;
        shortcuts += is_shortcut ? 1 : 0;
        climbs.push_back({ranks[static_cast<std::size_t>(joint.other)],
                          is_shortcut ? ranks[static_cast<std::size_t>(joint.middle)] : no_vertex,
                          joint.weight});
    }
    std::ranges::sort(climbs.begin() + first, climbs.end(), {}, &Climb::above);
    offsets.push_back(climbs.size());
}

}  // namespace

Hierarchy::Hierarchy(const Graph& graph) : up_offsets_{0}, down_offsets_{0} {
    Contraction contraction = contracted(graph);
    vertices_ = std::move(contraction.order);
    ranks_.resize(vertices_.size());
    for (std::size_t rank = 0; rank < vertices_.size(); ++rank)
        ranks_[static_cast<std::size_t>(vertices_[rank])] = static_cast<Vertex>(rank);
    for (const Vertex vertex : vertices_) {
        const auto row = static_cast<std::size_t>(vertex);
        append(contraction.outs[row], ranks_, up_, up_offsets_, shortcuts_);
        append(contraction.ins[row], ranks_, down_, down_offsets_, shortcuts_);
    }
}

}  // namespace chaland
