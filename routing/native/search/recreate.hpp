// Recreate: the absent return one by one, each where it costs least, in an order that changes from
// step to step; now and then a route is overlooked ("blinks").
#pragma once

#include <cstdint>
#include <vector>

#include "random.hpp"
#include "state.hpp"

namespace chaland {

class Recreate {
 public:
    explicit Recreate(const Problem& problem);
    // `open_routes`: whether an unused shift may be used.
    void operator()(State& state, Random& random, bool open_routes = true);

 private:
    struct Remembered {
        std::uint64_t content = ~std::uint64_t{0};
        Insertion insertion;
    };
    const std::vector<std::int64_t>& keys(Random& random);
    const Insertion& remembered(const State& state, std::int32_t shipment, std::int32_t shift);

    std::vector<std::vector<std::int64_t>> orders_;  // by sort criterion: key by shipment
    std::vector<std::size_t> wheel_;                 // criteria by weight
    std::vector<std::int64_t> random_keys_;
    std::vector<Remembered> memory_;  // by shipment and shift
    std::size_t shifts_;
    std::vector<char> kind_open_;  // an empty route of this kind was already tried
};

}  // namespace chaland
