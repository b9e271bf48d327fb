// The problem as flat arrays: what the search reads millions of times a second.
//
// A *node* is a task (2r picks shipment r up, 2r + 1 delivers it) or an end of a shift. A *spot* is
// what the arcs are kept by: a place, or a place as the start or as the end of a shift. Set-up lies
// in the arc (rule 2: spent on arrival, waived between two tasks of one stop, never spent at the
// end), so that one look-up answers "how long from this service's end to that one's start".
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "arcs.hpp"

namespace chaland {

using Cost = std::int64_t;

inline constexpr Time kNever = Time{1} << 50;
inline constexpr Time kFar = Time{1} << 40;  // of an arc: there is no way
inline constexpr Cost kUnpayable = Cost{1} << 55;
inline constexpr std::size_t kDimensions = 3;

using Load = std::array<std::int64_t, kDimensions>;

struct Window {
    Time start;
    Time end;
};

struct Task {
    std::int32_t spot;
    Time service;
    // Sorted, disjoint, at least one; opening hours already cut in, lateness allowed already added.
    std::vector<Window> windows;
    Time due = kNever;  // a start later than this
    Cost late = 0;      // costs so much a tick
};

struct Shipment {
    std::array<Task, 2> tasks;  // pickup, delivery
    Load load;
    Cost penalty;                  // of leaving it out
    bool required;                 // left out only when nothing else is possible
    Time longest_on_board;         // kNever: no limit
    std::vector<bool> fits_shift;  // equipment, capacity and commitment, by shift
    // On board when the plan begins: its load is in the vehicle from the start, delivered or not,
    // and its pickup is a step of no length before all others, so that few need to know of it.
    bool on_board = false;
    std::int32_t position = -1;  // of the delivery among the services of its route; -1: any
    bool firm = false;           // its position is kept at any price

    // The shift that alone fits; -1 when several do, or none.
    std::int32_t only_shift() const {
        const auto first = std::ranges::find(fits_shift, true);
        if (first == fits_shift.end()) return -1;
        const bool is_only = std::find(first + 1, fits_shift.end(), true) == fits_shift.end();
        return is_only ? static_cast<std::int32_t>(first - fits_shift.begin()) : -1;
    }
    // Whether both tasks have a window at all.
    bool startable() const { return !tasks[0].windows.empty() && !tasks[1].windows.empty(); }
    // Whether rules bind it that stretches do not know.
    bool intricate() const {
        return position >= 0 || tasks[0].due < kNever || tasks[1].due < kNever ||
               (longest_on_board < kNever && !on_board);
    }
};

struct Break {
    Window window;
    Time duration;
};

using Breaks = std::uint8_t;  // one bit for each break of a shift

// Breaks had before the route, and then no start sooner; or after it, and then no end later.
struct Outside {
    Window window;
    Breaks breaks;
};

struct Reload {
    std::int32_t spot;
    Time duration;
    Time range;  // longest distance between two of: start, reloads, end
};

struct Shift {
    std::int32_t start_spot;
    std::int32_t end_spot;
    std::int32_t profile;
    std::int32_t kind;  // shifts of one kind are interchangeable
    Window window;
    Load capacity;
    std::vector<Break> breaks;  // by end of their window; at most 8
    Cost fixed;
    Cost per_time;
    Cost per_distance;
    Time minimum_paid;
    std::optional<Reload> reload = std::nullopt;
    Load aboard = {};  // of the shipments on board when the plan begins
    std::int32_t shipments_aboard = 0;
    std::vector<Outside> before = {}, after = {};  // ways to have breaks outside the route
};

struct Problem {
    std::int32_t spots = 0;
    std::vector<Arcs> arcs;  // by profile
    std::vector<Shipment> shipments;
    std::vector<Shift> shifts;

    std::int32_t shipment_count() const { return static_cast<std::int32_t>(shipments.size()); }
    std::int32_t shift_count() const { return static_cast<std::int32_t>(shifts.size()); }

    const Shipment& shipment(std::int32_t number) const {
        return shipments[static_cast<std::size_t>(number)];
    }
    const Shift& shift(std::int32_t number) const {
        return shifts[static_cast<std::size_t>(number)];
    }
    const Task& task(std::int32_t node) const {
        return shipment(node >> 1).tasks[static_cast<std::size_t>(node & 1)];
    }
    const Arc& arc(std::int32_t profile, std::int32_t from, std::int32_t to) const {
        return arcs[static_cast<std::size_t>(profile)].between(from, to);
    }
    // How far it is for the first profile that has a way at all; kFar: for none.
    Time way(std::int32_t from, std::int32_t to) const {
        for (const Arcs& profile : arcs)
            if (const Arc& arc = profile.between(from, to); arc.time < kFar) return arc.distance;
        return kFar;
    }
};

}  // namespace chaland
