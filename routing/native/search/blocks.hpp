// Which routes lie together: a plan of many routes cut into blocks of neighbouring ones.
#pragma once

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "neighbours.hpp"
#include "random.hpp"
#include "state.hpp"

namespace chaland {

struct Block {
    std::vector<std::int32_t> shipments, shifts;
};

// Blocks of about so many shipments, at least `fewest`. Absent shipments and unused shifts are dealt
// out among them; who fits one shift only is where that is.
template <class R>
std::vector<Block> blocks(const State<R>& state, const Neighbours& near, std::size_t shipments,
                          std::size_t fewest, Random& random) {
    constexpr std::size_t kLooked = 20;  // neighbours of a node that tell which routes are near
    const auto count = state.routes().size();
    std::vector<std::int32_t> order, block_of(count, -1);
    for (const R& route : state.routes())
        if (!route.empty()) order.push_back(route.shift());
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random.below(k)]);
    const std::size_t served = state.problem().shipments.size() - state.absent().size();
    const std::size_t wanted =
        std::max(fewest, (served + shipments / 2) / std::max<std::size_t>(1, shipments));
    const std::size_t target = (served + wanted - 1) / wanted;

    std::vector<Block> made;
    std::vector<std::size_t> pull(count, 0);  // how near a free route is to the block being made
    const auto join = [&](std::int32_t shift) {
        const auto number = static_cast<std::int32_t>(made.size()) - 1;
        block_of[static_cast<std::size_t>(shift)] = number;
        made.back().shifts.push_back(shift);
        const R& route = state.route(shift);
        for (std::size_t k = 0; k < route.services(); ++k) {
            if ((route.node(k) & 1) != 0) made.back().shipments.push_back(route.node(k) >> 1);
            const auto list = near.of(route.node(k));
            for (const std::int32_t other : list.first(std::min(kLooked, list.size())))
                if (const std::int32_t carrier = state.carrier(other >> 1); carrier >= 0)
                    ++pull[static_cast<std::size_t>(carrier)];
        }
    };
    const auto nearest_free = [&] {
        std::int32_t best = -1;
        for (const std::int32_t shift : order) {
            if (block_of[static_cast<std::size_t>(shift)] >= 0) continue;
            if (best < 0 ||
                pull[static_cast<std::size_t>(shift)] > pull[static_cast<std::size_t>(best)])
                best = shift;
        }
        return best;
    };
    for (std::int32_t next = nearest_free(); next >= 0; next = nearest_free()) {
        if (made.empty() || made.back().shipments.size() >= target) {
            std::fill(pull.begin(), pull.end(), 0);
            made.emplace_back();
        }
        join(next);
    }
    if (made.empty()) return made;
    // One unused shift of a kind for each block, as far as they go.
    std::unordered_map<std::int32_t, std::size_t> turn;
    for (const R& route : state.routes()) {
        if (!route.empty()) continue;
        std::size_t& block =
            turn[state.problem().shifts[static_cast<std::size_t>(route.shift())].kind];
        if (block == made.size()) continue;
        block_of[static_cast<std::size_t>(route.shift())] = static_cast<std::int32_t>(block);
        made[block++].shifts.push_back(route.shift());
    }
    const auto home_of = [&](std::int32_t shipment) {
        const auto& goods = state.problem().shipments[static_cast<std::size_t>(shipment)];
        if (const std::int32_t own = goods.only_shift(); own >= 0)
            return block_of[static_cast<std::size_t>(own)];
        for (const std::int32_t other : near.of(shipment * 2 + 1))
            if (const std::int32_t carrier = state.carrier(other >> 1); carrier >= 0)
                return block_of[static_cast<std::size_t>(carrier)];
        return std::int32_t{0};
    };
    for (const std::int32_t shipment : state.absent())
        made[static_cast<std::size_t>(std::max(0, home_of(shipment)))].shipments.push_back(
            shipment);
    return made;
}

}  // namespace chaland
