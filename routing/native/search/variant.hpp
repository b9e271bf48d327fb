// A search of one variant.
#pragma once

#include "plan_search.hpp"
#include "variants.hpp"

namespace chaland {

template <class R>
class Variant : public RunningSearch {
 public:
    Variant(const Problem& problem, const Order& order, Pace& pace)
        : order_(order), problem_(problem), search_(problem_, order, pace) {}

    void run() override { search_.run(order_.fewest_routes); }
    const Best& best() const override { return search_.shared(); }

 private:
    const Order order_;
    ReadProblem<R> problem_;
    PlanSearch<R> search_;
};

}  // namespace chaland
