// The orders in which the absent return: by load, by way, by window, at random.
#pragma once

#include <cstdint>
#include <vector>

#include "problem.hpp"
#include "random.hpp"

namespace chaland {

class Orders {
 public:
    explicit Orders(const Problem& problem);

    // Sorts shipments by a criterion drawn by its weight.
    void sort(std::vector<std::int32_t>& shipments, Random& random);
    // Farthest from the start first.
    void sort_farthest(std::vector<std::int32_t>& shipments) const;

 private:
    enum Criterion : std::size_t { kLoad, kFar, kNear, kNarrow, kEarly, kLate, kRandom };

    static void sort_by(std::vector<std::int32_t>& shipments,
                        const std::vector<std::int64_t>& keys);

    std::vector<std::vector<std::int64_t>> keys_;  // by criterion: key by shipment
};

}  // namespace chaland
