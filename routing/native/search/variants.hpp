// The search compiled for each kind of route: who asks for less pays for less.
#pragma once

#include <memory>

#include "best.hpp"
#include "pace.hpp"
#include "problem.hpp"
#include "recipe.hpp"

namespace chaland {

// What is asked of a search.
struct Order {
    const Sequences& start;
    std::uint64_t seed;
    bool fewest_routes;
    unsigned threads;
    Recipe recipe;
};

class RunningSearch {
 public:
    virtual ~RunningSearch() = default;
    virtual void run() = 0;
    virtual const Best& best() const = 0;
};

// One window a task, one load, distance alone.
std::unique_ptr<RunningSearch> plain_search(const Problem& problem, const Order& order, Pace& pace);
// Every rule of a day.
std::unique_ptr<RunningSearch> town_search(const Problem& problem, const Order& order, Pace& pace);

}  // namespace chaland
