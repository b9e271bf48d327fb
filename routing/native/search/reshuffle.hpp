// Room made for one more shipment: some of those near it leave their routes and return elsewhere,
// until nobody is left out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "insertion.hpp"
#include "random.hpp"
#include "route.hpp"

namespace chaland {

class Reshuffle {
 public:
    using Clock = std::chrono::steady_clock;

    // `guest` is in none of the routes.
    Reshuffle(const Problem& problem, const std::vector<Route>& routes, std::int32_t guest,
              std::uint64_t seed);

    // The cheapest routes found that carry everybody; nothing when there are none.
    std::optional<std::vector<Route>> run(std::uint64_t iterations, Clock::time_point deadline);

 private:
    struct Remembered {
        std::uint64_t content = ~std::uint64_t{0};
        Insertion insertion;
    };

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
    double absent_sum() const;
    const Insertion& cheapest(std::int32_t shipment, std::int32_t shift);

    const Problem& problem_;
    const std::int32_t guest_;
    Random random_;
    std::vector<Route> routes_;
    std::vector<std::int32_t> carrier_;  // by shipment; -1: in no route
    std::vector<std::int32_t> absent_;
    Cost cost_ = 0;
    std::vector<std::int32_t> near_;  // nodes, nearest to the guest first
    std::vector<double> failures_;    // by shipment
    std::vector<char> marked_;        // by shipment
    std::vector<Remembered> memory_;  // by shipment and shift

    std::vector<std::pair<std::int32_t, Route>> journal_;
    std::vector<std::int32_t> absent_before_;
    Cost cost_before_ = 0;
};

}  // namespace chaland
