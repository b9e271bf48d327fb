// Which nodes lie near to which: computed once, read by all threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "part.hpp"
#include "problem.hpp"

namespace chaland {

class Neighbours {
 public:
    // On so many threads.
    Neighbours(const Problem& problem, unsigned threads);

    // Of a part: what its nodes have near in the whole, as far as it is in the part.
    Neighbours(const Part& part, const Neighbours& whole);

    // Nearest first, the node itself among them.
    std::span<const std::int32_t> of(std::int32_t node) const {
        const std::size_t from = first_[static_cast<std::size_t>(node)];
        return {near_.data() + from, first_[static_cast<std::size_t>(node) + 1] - from};
    }

 private:
    std::vector<std::int32_t> near_;  // node by node
    std::vector<std::size_t> first_;  // by node: where its neighbours begin
};

}  // namespace chaland
