// Whether a sequence of nodes does each pickup once, and its delivery once and after it.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

namespace chaland {

inline bool pairs_whole(const std::vector<std::int32_t>& nodes) {
    std::unordered_set<std::int32_t> on_board, done;
    for (const std::int32_t node : nodes) {
        const std::int32_t shipment = node >> 1;
        if ((node & 1) == 0) {
            if (done.contains(shipment) || !on_board.insert(shipment).second) return false;
        } else {
            if (on_board.erase(shipment) == 0) return false;
            done.insert(shipment);
        }
    }
    return on_board.empty();
}

}  // namespace chaland
