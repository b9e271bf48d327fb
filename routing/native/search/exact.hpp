// What a sequence of services costs at least, under the rules that stretches do not know: lateness,
// time on board, reloads, promised positions. Slower than joining stretches, so only sequences that
// have such a rule, and would be cheap enough without it, are looked at so.
#pragma once

#include <optional>
#include <vector>

#include "problem.hpp"

namespace chaland {

// Nothing when the sequence cannot be ridden. A service in a wrong position costs more than leaving
// its shipment out, so that the search finds its way and still never prefers it; of a firm shipment
// it is no way at all.
std::optional<Cost> exact_cost(const Problem& problem, std::int32_t shift,
                               const std::vector<std::int32_t>& nodes);

}  // namespace chaland
