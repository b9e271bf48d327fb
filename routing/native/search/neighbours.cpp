#include "neighbours.hpp"

#include <algorithm>
#include <thread>

namespace chaland {
namespace {

constexpr std::size_t kNear = 100;       // neighbours kept of each node
constexpr std::int32_t kParallel = 500;  // nodes from which on threads are worth their start

}  // namespace

Neighbours::Neighbours(const Problem& problem, unsigned threads)
    : kept_(std::min(problem.shipments.size() * 2, kNear)),
      near_(problem.shipments.size() * 2 * kept_) {
    const std::int32_t nodes = problem.shipment_count() * 2;
    const auto some = [&](std::int32_t first, std::int32_t step) {
        std::vector<std::int64_t> keys(static_cast<std::size_t>(nodes));
        for (std::int32_t node = first; node < nodes; node += step) rank(problem, node, keys);
    };
    const std::int32_t hands = nodes < kParallel ? 1 : static_cast<std::int32_t>(threads);
    std::vector<std::jthread> others;
    for (std::int32_t hand = 1; hand < hands; ++hand) others.emplace_back(some, hand, hands);
    some(0, hands);
}

void Neighbours::rank(const Problem& problem, std::int32_t node, std::vector<std::int64_t>& keys) {
    // Distance there and back, and in the last bits the node: ties go to the lower number.
    const std::int32_t spot = problem.task(node).spot;
    for (std::int32_t other = 0; other < problem.shipment_count() * 2; ++other) {
        const std::int32_t there = problem.task(other).spot;
        const Time way =
            problem.arc(0, spot, there).distance + problem.arc(0, there, spot).distance;
        keys[static_cast<std::size_t>(other)] = way << 20 | other;
    }
    const auto end = keys.begin() + static_cast<std::ptrdiff_t>(kept_);
    std::nth_element(keys.begin(), end - 1, keys.end());
    std::sort(keys.begin(), end);
    std::transform(
        keys.begin(), end,
        near_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(node) * kept_),
        [](std::int64_t key) { return static_cast<std::int32_t>(key & 0xfffff); });
}

}  // namespace chaland
