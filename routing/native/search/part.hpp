// A part of a problem as a problem of its own: some shipments, some shifts, only their arcs.
#pragma once

#include <cstdint>
#include <vector>

#include "problem.hpp"

namespace chaland {

struct Part {
    Problem problem;
    std::vector<std::int32_t> shipments, shifts;  // by number in the part: number in the whole
};

Part part_of(const Problem& whole, std::vector<std::int32_t> shipments,
             std::vector<std::int32_t> shifts);

// A sequence of the whole's nodes as the part numbers them, and back.
std::vector<std::int32_t> into_part(const Part& part, const std::vector<std::int32_t>& nodes);
std::vector<std::int32_t> out_of_part(const Part& part, const std::vector<std::int32_t>& nodes);

}  // namespace chaland
