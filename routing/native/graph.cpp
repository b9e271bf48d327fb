#include "graph.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace chaland {

Graph::Graph(std::vector<std::size_t> offsets_, std::vector<Vertex> heads_,
             std::vector<Weight> weights_)
    : offsets(std::move(offsets_)), heads(std::move(heads_)), weights(std::move(weights_)) {
    if (offsets.empty() || offsets.front() != 0 || offsets.back() != heads.size() ||
        !std::is_sorted(offsets.begin(), offsets.end()))
        throw std::invalid_argument("offsets must rise from 0 to the number of arcs");
    if (vertex_count() > static_cast<std::size_t>(std::numeric_limits<Vertex>::max()))
        throw std::invalid_argument("too many vertices");
    if (weights.size() != heads.size())
        throw std::invalid_argument("every arc must have one head and one weight");
    const auto is_vertex = [&](Vertex v) {
        return v >= 0 && static_cast<std::size_t>(v) < vertex_count();
    };
    if (!std::all_of(heads.begin(), heads.end(), is_vertex))
        throw std::invalid_argument("every head must be a vertex");
    if (std::any_of(weights.begin(), weights.end(), [](Weight w) { return w < 0; }))
        throw std::invalid_argument("no weight may be negative");
}

}  // namespace chaland
