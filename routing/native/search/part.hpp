// A part of a problem as a problem of its own: some shipments, some shifts, only their arcs.
#pragma once

#include <cstdint>
#include <vector>

#include "best.hpp"
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

// The sequences of a plan's shifts, as the part numbers them, and back.

template <class S>
Sequences sequences_in(const Part& part, const S& whole) {
    Sequences own;
    for (const std::int32_t shift : part.shifts)
        own.push_back(into_part(part, whole.sequence(shift)));
    return own;
}
// By shift of the whole; those that are not in the part stay empty.
template <class S>
Sequences sequences_out_of(const Part& part, const S& own, std::size_t shifts) {
    Sequences all(shifts);
    for (std::size_t k = 0; k < part.shifts.size(); ++k)
        all[static_cast<std::size_t>(part.shifts[k])] =
            out_of_part(part, own.sequence(static_cast<std::int32_t>(k)));
    return all;
}

}  // namespace chaland
