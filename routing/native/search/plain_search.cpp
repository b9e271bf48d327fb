#include "plain_route.hpp"
#include "variant.hpp"

namespace chaland {

std::unique_ptr<RunningSearch> plain_search(const Problem& problem, const Order& order,
                                            Pace& pace) {
    return std::make_unique<Variant<PlainRoute>>(problem, order, pace);
}

}  // namespace chaland
