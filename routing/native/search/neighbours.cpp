#include "neighbours.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "../threads.hpp"

namespace chaland {
namespace {

constexpr std::size_t kNear = 100;      // neighbours kept of each node
constexpr std::size_t kParallel = 500;  // doors from which on threads are worth their start

// The spots of all tasks, each once, with the nodes there: what is done at one door is equally
// near.
class Doors {
 public:
    explicit Doors(const Problem& problem) : problem_(problem) {
        constexpr auto kNew = std::numeric_limits<std::size_t>::max();
        std::vector<std::size_t> door(static_cast<std::size_t>(problem.spots), kNew);
        for (std::int32_t node = 0; node < problem.shipment_count() * 2; ++node) {
            auto& found = door[static_cast<std::size_t>(problem.task(node).spot)];
            if (found == kNew) {
                found = spots_.size();
                spots_.push_back(problem.task(node).spot);
                nodes_.emplace_back();
            }
            nodes_[found].push_back(node);
        }
    }

    std::size_t count() const { return spots_.size(); }
    const std::vector<std::int32_t>& nodes(std::size_t door) const { return nodes_[door]; }

    // So many nodes, by the way there and back; ties go to the door that came first.
    void find_nearest(std::size_t door, std::size_t kept,
                      std::vector<std::int32_t>& nearest) const {
        thread_local std::vector<std::pair<Time, std::size_t>> ways;
        ways.clear();
        for (std::size_t other = 0; other < spots_.size(); ++other)
            ways.emplace_back(problem_.way(spots_[door], spots_[other]) +
                                  problem_.way(spots_[other], spots_[door]),
                              other);
        const auto looked = std::min(kept, ways.size());
        std::partial_sort(ways.begin(), ways.begin() + static_cast<std::ptrdiff_t>(looked),
                          ways.end());
        nearest.clear();
        for (const auto& [way, other] : ways)
            for (const std::int32_t node : nodes_[other]) {
                if (nearest.size() == kept) return;
                nearest.push_back(node);
            }
    }

 private:
    const Problem& problem_;
    std::vector<std::int32_t> spots_;
    std::vector<std::vector<std::int32_t>> nodes_;
};

}  // namespace

Neighbours::Neighbours(const Problem& problem, unsigned threads)
    : first_(problem.shipments.size() * 2 + 1) {
    const std::size_t kept = std::min(problem.shipments.size() * 2, kNear);
    for (std::size_t node = 0; node < first_.size(); ++node) first_[node] = node * kept;
    near_.resize(first_.back());
    const Doors doors(problem);
    const std::size_t hands = doors.count() < kParallel ? 1 : threads;
    const auto some = [&](std::size_t first) {
        std::vector<std::int32_t> nearest;
        for (std::size_t door = first; door < doors.count(); door += hands) {
            doors.find_nearest(door, kept, nearest);
            for (const std::int32_t node : doors.nodes(door)) {
                const auto list = std::ranges::copy(
                    nearest, near_.begin() + static_cast<std::ptrdiff_t>(
                                                 first_[static_cast<std::size_t>(node)]));
                // More may be done at one door than is kept.
                const auto begin = list.out - static_cast<std::ptrdiff_t>(nearest.size());
                if (std::find(begin, list.out, node) == list.out) *begin = node;
            }
        }
    };
    Threads others;
    for (std::size_t hand = 1; hand < hands; ++hand) others.start([&some, hand] { some(hand); });
    some(0);
    others.wait();
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
