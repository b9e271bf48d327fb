#include "insertion.hpp"
#include "variant.hpp"

namespace chaland {

std::unique_ptr<RunningSearch> town_search(const Problem& problem, const Order& order, Pace& pace) {
    return std::make_unique<Variant<Route>>(problem, order, pace);
}

}  // namespace chaland
