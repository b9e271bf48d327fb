// Room made for one more shipment: some of those near it leave their routes and return elsewhere,
// until nobody is left out.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "insertion.hpp"
#include "random.hpp"
#include "route.hpp"

namespace chaland {

// The cheapest places of shipments in routes, by their contents: one for the routes as they are
// promised, which a quote finds again in the next, and one for those of the moment.
class Memory {
 public:
    const Insertion& cheapest(const Problem& problem, const Route& route, bool promised,
                              std::int32_t shipment);
    // The shipment is another one now.
    void forget(const Problem& problem, std::int32_t shipment);

 private:
    struct Entry {
        std::uint64_t content = ~std::uint64_t{0};
        Insertion insertion;
    };
    std::vector<std::array<Entry, 2>> entries_;  // by shipment and shift
};

class Reshuffle {
 public:
    using Clock = std::chrono::steady_clock;

    // `guest` is in none of the routes.
    Reshuffle(const Problem& problem, const std::vector<Route>& routes, std::int32_t guest,
              std::uint64_t seed, Memory& memory);

    // The cheapest routes found that carry everybody; nothing when there are none.
    std::optional<std::vector<Route>> run(std::uint64_t iterations, Clock::time_point deadline);

 private:
    void find_near();
    void ruin();
    void cut(std::int32_t shift, std::int32_t node);
    void recreate();
    void step();
    void replace(std::int32_t shift, Route route);
    void take_back();
    std::int32_t carrier(std::int32_t shipment) const {
        return carrier_[static_cast<std::size_t>(shipment)];
    }
    bool stays(std::int32_t shipment) const {
        return stays_[static_cast<std::size_t>(shipment)] != 0;
    }
    double absent_sum() const;

    const Problem& problem_;
    const std::int32_t guest_;
    Random random_;
    const std::vector<Route>& promised_;
    std::vector<Route> routes_;
    std::vector<std::int32_t> carrier_;  // by shipment; -1: in no route
    std::vector<char> stays_;            // by shipment: before a position that is promised
    std::vector<std::int32_t> absent_;
    Cost cost_ = 0;
    std::vector<std::int32_t> near_;  // nodes, nearest to the guest first
    std::vector<double> failures_;    // by shipment
    std::vector<char> marked_;        // by shipment
    Memory& memory_;

    std::vector<std::pair<std::int32_t, Route>> journal_;
    std::vector<std::int32_t> absent_before_;
    Cost cost_before_ = 0;
};

}  // namespace chaland
