// Which nodes lie near to which: computed once, read by all threads.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "problem.hpp"

namespace chaland {

class Neighbours {
 public:
    // On so many threads.
    Neighbours(const Problem& problem, unsigned threads);

    // Nearest first, the node itself among them.
    std::span<const std::int32_t> of(std::int32_t node) const {
        return {near_.data() + static_cast<std::size_t>(node) * kept_, kept_};
    }

 private:
    void rank(const Problem& problem, std::int32_t node, std::vector<std::int64_t>& keys);

    std::size_t kept_;
    std::vector<std::int32_t> near_;  // node by node
};

}  // namespace chaland
