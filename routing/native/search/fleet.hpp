// Nobody left out, then fewer routes: the absent are squeezed into routes that seem full.
#pragma once

#include "pace.hpp"
#include "recreate.hpp"
#include "ruin.hpp"
#include "shared.hpp"

namespace chaland {

// Squeezes the absent in, as far as it can before so large a share of the search is over.
State fewer_absent(State start, Random& random, Ruin& ruin, Recreate& recreate, Pace& pace,
                   double until, Shared& shared);

// Takes routes away as long as it can. Returns the best plan: nobody more absent than in `start`.
State fewer_routes(State start, Random& random, Ruin& ruin, Recreate& recreate, Pace& pace,
                   double until, Shared& shared);

}  // namespace chaland
