// Shortest paths in a hierarchy, from places to places.
#pragma once

#include <span>
#include <vector>

#include "climbing.hpp"
#include "hierarchy.hpp"

namespace chaland {

// Places one after the other: place p has the seeds offsets[p] .. offsets[p + 1].
struct Places {
    std::vector<std::size_t> offsets;
    std::vector<Seed> seeds;

    std::size_t size() const { return offsets.size() - 1; }
    std::span<const Seed> of(std::size_t place) const {
        return std::span(seeds).subspan(offsets[place], offsets[place + 1] - offsets[place]);
    }
};

// Least weights, row by row, to origins x destinations cells; no_path where there is none. Each
// destination leaves what it weighs to come down to it in a bucket at every vertex above; an origin
// looks into the buckets that it climbs to: S. Knopp, P. Sanders, D. Schultes, F. Schulz, D.
// Wagner, "Computing many-to-many shortest paths using highway hierarchies", ALENEX 2007,
// doi:10.1137/1.9781611972870.4. Work is shared out to `threads` threads, at least one; the result
// does not depend on their number.
void many_to_many(const Hierarchy& hierarchy, const Places& origins, const Places& destinations,
                  unsigned threads, Weight* cells);

struct Path {
    Weight weight;
    std::vector<Vertex> vertices;  // from a seed of the origin to one of the destination
};

// A path of least weight, always the same one among equals. Throws std::domain_error where there
// is none.
Path shortest_path(const Hierarchy& hierarchy, std::span<const Seed> origin,
                   std::span<const Seed> destination);

}  // namespace chaland
