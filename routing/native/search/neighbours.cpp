#include "neighbours.hpp"

#include <algorithm>
#include <thread>

namespace chaland {
namespace {

constexpr std::size_t kNear = 100;       // neighbours kept of each node
constexpr std::int32_t kParallel = 500;  // nodes from which on threads are worth their start

}  // namespace

Neighbours::Neighbours(const Problem& problem, unsigned threads)
    : first_(problem.shipments.size() * 2 + 1) {
    const std::int32_t nodes = problem.shipment_count() * 2;
    const std::size_t kept = std::min(problem.shipments.size() * 2, kNear);
    for (std::size_t node = 0; node < first_.size(); ++node) first_[node] = node * kept;
    near_.resize(first_.back());
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
    const auto from = static_cast<std::ptrdiff_t>(first_[static_cast<std::size_t>(node)]);
    const auto to = static_cast<std::ptrdiff_t>(first_[static_cast<std::size_t>(node) + 1]);
    const auto end = keys.begin() + (to - from);
    std::nth_element(keys.begin(), end - 1, keys.end());
    std::sort(keys.begin(), end);
    std::transform(keys.begin(), end, near_.begin() + from,
                   [](std::int64_t key) { return static_cast<std::int32_t>(key & 0xfffff); });
}

Neighbours::Neighbours(const Part& part, const Neighbours& whole) : first_{0} {
    // By number in the whole: the number in the part.
    std::vector<std::int32_t> own(whole.first_.size() / 2, -1);
    for (std::size_t k = 0; k < part.shipments.size(); ++k)
        own[static_cast<std::size_t>(part.shipments[k])] = static_cast<std::int32_t>(k);
    for (const std::int32_t shipment : part.shipments)
        for (const int half : {0, 1}) {
            for (const std::int32_t node : whole.of(shipment * 2 + half))
                if (const std::int32_t found = own[static_cast<std::size_t>(node >> 1)]; found >= 0)
                    near_.push_back(found * 2 + (node & 1));
            first_.push_back(near_.size());
        }
}

}  // namespace chaland
