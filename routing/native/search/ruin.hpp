// Ruin: strings of neighbouring services leave the routes near a seed (Christiaens and Vanden
// Berghe 2020, doi 10.1287/trsc.2019.0914), both halves of each shipment together.
#pragma once

#include <vector>

#include "random.hpp"
#include "state.hpp"

namespace chaland {

class Ruin {
 public:
    explicit Ruin(const Problem& problem);
    void operator()(State& state, Random& random);
    // Around one node.
    void around(State& state, Random& random, std::size_t seed);
    const std::vector<std::int32_t>& near(std::int32_t node) const {
        return near_[static_cast<std::size_t>(node)];
    }

 private:
    // A long stretch of one route: what a few strings never change is who works when.
    void cut_stretch(State& state, Random& random);
    void cut_string(State& state, Random& random, std::int32_t shift, std::int32_t node,
                    std::size_t length);

    std::vector<std::vector<std::int32_t>> near_;  // by node: nodes, nearest first
    std::vector<char> marked_;
    std::vector<char> ruined_;
};

}  // namespace chaland
