// A route of the textbook's problem: every service with its earliest and its latest start.
//
// With one window a task and a cost that is distance alone, a change is priced by the arcs it cuts
// and allowed when nobody is pushed past his latest start.
#pragma once

#include <cstdint>
#include <vector>

#include "plain_problem.hpp"

namespace chaland {

struct PlainInsertion {
    Cost delta = kUnpayable;  // what the route costs more
    std::int32_t pickup_leg = 0, delivery_leg = 0;

    bool found() const { return delta < kUnpayable; }
};

class PlainRoute {
 public:
    using Problem = PlainProblem;

    // Measured (docs/explanation/search.md). Ruins that cut one long stretch are of no use where a
    // route costs its way alone; of many who are absent, few come home where vehicles are few.
    static constexpr double kStretches = 0, kHotOfLong = 8;
    static constexpr std::size_t kMostAbsent = 3;

    // All that is read of a service when an insertion passes it.
    struct Stop {
        std::int32_t node;
        std::int32_t spot;
        Short open, close;
        Short service;
        Short change;  // of the load
        Short early, late;
        Short load;            // on board afterwards
        Short time, distance;  // of the leg that leads here
    };

    PlainRoute() = default;
    PlainRoute(const PlainProblem& problem, std::int32_t shift);

    std::int32_t shift() const { return shift_; }
    bool empty() const { return stops_.size() == 2; }
    std::size_t services() const { return stops_.size() - 2; }
    std::int32_t node(std::size_t service) const { return stops_[service + 1].node; }
    const std::vector<Stop>& stops() const { return stops_; }
    Cost cost() const { return cost_; }
    // Whether it can be ridden. Where the way past somebody is longer than the way by him, or there
    // is none, it may not be without him: then it is dear, and nothing finds room in it.
    bool sound() const { return cost_ < kUnpayable; }
    std::uint64_t content() const { return content_; }

    void insert(const PlainProblem& problem, std::int32_t shipment, const PlainInsertion& where,
                std::uint64_t content);
    void remove(const PlainProblem& problem, const std::vector<char>& marked,
                std::uint64_t content);
    // Takes over a whole sequence of nodes. False when it breaks a rule.
    bool assign(const PlainProblem& problem, const std::vector<std::int32_t>& nodes,
                std::uint64_t content);

 private:
    static Stop stop_of(const PlainProblem& problem, std::int32_t node);
    void put(const PlainProblem& problem, std::int32_t node, std::size_t leg);
    // Makes legs, times, loads and cost anew, all but those of the first `kept` stops.
    void refresh(const PlainProblem& problem, std::size_t kept);

    std::int32_t shift_ = -1;
    std::vector<Stop> stops_;  // start, services, end
    Cost cost_ = 0;
    std::uint64_t content_ = 0;
};

// The cheapest pair of positions that costs less than `worth`.
PlainInsertion cheapest_insertion(const PlainProblem& problem, const PlainRoute& route,
                                  std::int32_t shipment, Cost worth);

}  // namespace chaland
