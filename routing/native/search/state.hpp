// A plan under search: the routes, who is absent, and a journal that takes the last step back.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "insertion.hpp"
#include "problem.hpp"
#include "route.hpp"

namespace chaland {

class State {
 public:
    explicit State(const Problem& problem);

    const Problem& problem() const { return *problem_; }
    const std::vector<Route>& routes() const { return routes_; }
    const Route& route(std::int32_t shift) const {
        return routes_[static_cast<std::size_t>(shift)];
    }
    // Shift that carries a shipment; -1 when absent.
    std::int32_t carrier(std::int32_t shipment) const {
        return carrier_[static_cast<std::size_t>(shipment)];
    }
    const std::vector<std::int32_t>& absent() const { return absent_; }
    Cost cost() const { return cost_; }

    void insert(std::int32_t shipment, std::int32_t shift, const Insertion& where);
    // Takes the marked shipments out of one route.
    void remove(std::int32_t shift, const std::vector<char>& marked);
    // Takes over given sequences of nodes, by shift, as far as they can be kept.
    void adopt(const std::vector<std::vector<std::int32_t>>& sequences);

    // Each rides what the other rode. False, and nothing is changed, when one of them cannot.
    bool exchange(std::int32_t one, std::int32_t other);

    // Since the last `begin`: keep, or take back.
    void begin();
    void roll_back();

 private:
    void touch(std::int32_t shift);
    void replace(std::int32_t shift, Route route);

    const Problem* problem_;
    std::vector<Route> routes_;
    std::vector<std::int32_t> carrier_;
    std::vector<std::int32_t> absent_;
    Cost cost_ = 0;

    std::vector<std::pair<std::int32_t, Route>> journal_;
    std::vector<char> touched_;
    std::vector<std::int32_t> absent_before_;
    Cost cost_before_ = 0;
};

}  // namespace chaland
