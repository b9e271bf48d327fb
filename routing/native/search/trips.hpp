// Where a ride may reload, the most promising choice first: the native twin of
// routing/solve/reloads.py.
//
// A reload lies on a leg on which the vehicle is empty. Each choice of such legs is a path from the
// start over reloads to the end whose arcs are no longer than the range; paths come in the order of
// what they cost when nobody waits, by best-first search with the exact cost to go (Hart, Nilsson,
// Raphael 1968, doi 10.1109/TSSC.1968.300136). A reload that can be left out without breaking the
// range is no choice, unless the way over it is the shorter one.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "problem.hpp"

namespace chaland {

// A leg over a reload.
struct Halt {
    Arc leg;              // all of it, the reload's duration included
    Time toward, onward;  // distance to the reload, and from there
};

// A choice of legs on which to reload, and what all ways then cost at least.
struct Reloads {
    Cost cost;
    std::vector<std::size_t> legs;
};

class Trips {
 public:
    // `halts` by leg; none where the vehicle is not empty. The shift has a reload.
    Trips(const Shift& shift, const std::vector<Arc>& legs,
          const std::vector<std::optional<Halt>>& halts);

    // The next choice, a cheap one first; nothing when there are no more.
    std::optional<Reloads> next();

 private:
    // Stations are the start (0), a reload on leg `s - 1` (s), the end (one more than all legs).
    struct Path {
        Cost cost;  // at least, up to the end
        std::vector<std::size_t> stations;
    };

    const Halt* halt(std::size_t station) const;
    // Nothing where there is no path.
    std::optional<Time> distance(std::size_t here, std::size_t there) const;
    // Of a trip from one station to the next; nothing when that is too far.
    std::optional<Cost> cost(std::size_t here, std::size_t there) const;
    void measure_to_go();
    bool needless(std::size_t before, std::size_t here, std::size_t after) const;
    void push(Path path);
    Path pop();

    const Shift& shift_;
    const std::vector<Arc>& legs_;
    const std::vector<std::optional<Halt>>& halts_;
    const std::size_t end_;
    std::vector<Time> time_, far_;   // of all legs before each
    std::vector<std::size_t> gaps_;  // legs without a path before each
    std::vector<std::size_t> stations_;
    std::vector<std::optional<Cost>> to_go_;  // by station
    std::vector<Path> heap_;
};

}  // namespace chaland
