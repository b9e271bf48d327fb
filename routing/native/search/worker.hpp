// What one thread searches with: its chance, its ruin, its recreate.
#pragma once

#include <cmath>

#include "pace.hpp"
#include "recreate.hpp"
#include "ruin.hpp"

namespace chaland {

template <class R>
struct Worker {
    using Problem = typename R::Problem;

    Worker(const Problem& given, const Neighbours& near, std::uint64_t seed, const Recipe& with = {},
           const Pace* pace = nullptr)
        : problem(given),
          recipe(with),
          random(seed),
          ruin(given, near, with),
          recreate(given, near, with, pace),
          pace_(pace) {}

    // Whether there is no time to finish a step.
    bool ended() const { return pace_ != nullptr && pace_->ended(); }

    // A step's chance to be kept: how much worse it may get at this temperature.
    double may_be_worse(double temperature) {
        return -temperature * std::log(random.unit() + 1e-300);
    }
    // A node near to a shipment, or the shipment's own.
    std::int32_t node_near(std::int32_t shipment, std::size_t nearest) {
        const std::int32_t own = shipment * 2 + static_cast<std::int32_t>(random.below(2));
        const auto near = ruin.near().of(own);
        return near[random.below(std::min(near.size(), nearest))];
    }

    const Problem& problem;
    const Recipe recipe;
    Random random;
    Ruin<R> ruin;
    Recreate<R> recreate;
    bool fewest_routes = false;  // whether vehicles come first

 private:
    const Pace* pace_;
};

}  // namespace chaland
