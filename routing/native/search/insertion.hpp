// The cheapest way to put one shipment into one route.
#pragma once

#include "route.hpp"

namespace chaland {

struct Insertion {
    Cost delta = kUnpayable;  // what the route costs more
    std::size_t pickup_leg = 0, delivery_leg = 0;

    bool found() const { return delta < kUnpayable; }
};

// Every pair of positions that may cost less than `worth`; unless `thorough`, but for a few of
// which an estimate says that they hardly do.
Insertion cheapest_insertion(const Problem& problem, const Route& route, std::int32_t shipment,
                             Cost worth, bool thorough = false);

}  // namespace chaland
