// The cheapest way to put one shipment into one route.
#pragma once

#include "route.hpp"

namespace chaland {

struct Insertion {
    Cost delta = kUnpayable;  // what the route costs more
    std::size_t pickup_leg = 0, delivery_leg = 0;
    Step pickup{}, delivery{};
    std::int32_t variant = -1;       // of the route, counted from 0
    std::uint32_t empty_choice = 0;  // of an empty route: where its pauses lie

    bool found() const { return delta < kUnpayable; }
};

// Every pair of positions and windows is tried; a partial route that is late ends its line of
// trials, a way that alone costs more than `worth` is not looked at further.
Insertion cheapest_insertion(const Problem& problem, const Route& route, std::int32_t shipment,
                             Cost worth);

}  // namespace chaland
