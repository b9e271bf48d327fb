// Simulated annealing over ruin and recreate.
#pragma once

#include "pace.hpp"
#include "recreate.hpp"
#include "ruin.hpp"
#include "shared.hpp"

namespace chaland {

// Temperatures in the mean cost of a service: what a worse step may cost to be taken now and then.
struct Cooling {
    double hot;
    double cold;
};

// Cools down until so large a share of the search is over. Returns the best plan. With `company`
// the worker whose plan is worse goes on from the better one, in the second half.
State anneal(State start, Random& random, Ruin& ruin, Recreate& recreate, Pace& pace, double until,
             const Cooling& cooling, bool company, Shared& shared);

}  // namespace chaland
