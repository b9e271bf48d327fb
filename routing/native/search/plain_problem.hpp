// The textbook's problem: one window a task, one load, no breaks, a cost that is distance alone.
//
// Times and distances are 32 bits wide, so that the four rows of arcs that an insertion reads stay
// in the first cache. Where a file's ticks are too fine for that they are cut by a power of ten,
// times rounded against us: what is in time here is in time there.
#pragma once

#include <cstdint>
#include <vector>

#include "problem.hpp"

namespace chaland {

using Short = std::int32_t;

inline constexpr Short kShortNever = Short{1} << 29;

struct PlainArc {
    Short time;
    Short distance;
};

struct PlainTask {
    std::int32_t spot;
    Short open, close;
    Short service;
    Short load;  // what the vehicle carries more afterwards
};

struct PlainShift {
    std::int32_t start_spot, end_spot;
    std::size_t profile;
    Short open, close;
    Short capacity;
    Cost fixed;
    Cost per_distance;  // of a tick of distance here
};

// Whether a problem asks for nothing that a plain one cannot say.
bool is_plain(const Problem& problem);

struct PlainProblem : Problem {
    explicit PlainProblem(const Problem& problem);

    // From a spot to all, and to a spot from all.
    const PlainArc* from(std::size_t profile, std::int32_t spot) const {
        return row(outward_[profile], spot);
    }
    const PlainArc* to(std::size_t profile, std::int32_t spot) const {
        return row(inward_[profile], spot);
    }

    bool fits(std::int32_t shipment, std::size_t shift) const {
        return fits_everywhere_[static_cast<std::size_t>(shipment)] != 0 ||
               shipments[static_cast<std::size_t>(shipment)].fits_shift[shift];
    }

    std::vector<PlainTask> tasks;  // by node
    std::vector<PlainShift> plain_shifts;

 private:
    std::vector<char> fits_everywhere_;  // by shipment

    const PlainArc* row(const std::vector<PlainArc>& all, std::int32_t spot) const {
        return all.data() + static_cast<std::size_t>(spot) * static_cast<std::size_t>(spots);
    }

    std::vector<std::vector<PlainArc>> outward_, inward_;  // by profile: spots x spots
};

}  // namespace chaland
