// How much it weighs that a shipment is absent: more for those who are often left over. Where the
// search may leave some out for a while, that has a price.
#pragma once

#include <cmath>
#include <vector>

#include "state.hpp"

namespace chaland {

class Absence {
 public:
    // Of those whose weight is 1, and how much of it a place may cost before one is left out.
    double price = 0;
    static constexpr double kBearable = 0.5;

    explicit Absence(std::size_t shipments) : weights_(shipments, 1.0) {}

    // What a place in a route may cost.
    Cost worth(std::int32_t shipment) const {
        const double worth = kBearable * price * weights_[static_cast<std::size_t>(shipment)];
        return worth < static_cast<double>(kUnpayable) ? static_cast<Cost>(worth) : kUnpayable;
    }

    double& operator[](std::int32_t shipment) {
        return weights_[static_cast<std::size_t>(shipment)];
    }
    double sum(const std::vector<std::int32_t>& absent) const {
        double sum = 0;
        for (const std::int32_t shipment : absent)
            sum += weights_[static_cast<std::size_t>(shipment)];
        return sum;
    }
    template <class R>
    double sum_of_route(const R& route) const {
        double sum = 0;
        for (std::size_t k = 0; k < route.services(); ++k)
            sum += weights_[static_cast<std::size_t>(route.node(k) >> 1)] / 2;
        return sum;
    }
    void grow(const std::vector<std::int32_t>& absent, double factor) {
        for (const std::int32_t shipment : absent)
            weights_[static_cast<std::size_t>(shipment)] *= factor;
    }
    // All somewhat nearer to 1.
    void fade(double share) {
        for (double& weight : weights_) weight += (1 - weight) * share;
    }
    void flatten(double power) {
        for (double& weight : weights_) weight = std::pow(weight, power);
    }

 private:
    std::vector<double> weights_;
};

}  // namespace chaland
