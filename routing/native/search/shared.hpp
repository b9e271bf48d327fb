// What the workers of a search share: the best plan so far. One lock, taken when a plan gets better
// and at the end of a slice.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

#include "state.hpp"

namespace chaland {

class Shared {
 public:
    void offer(const State& state) {
        if (state.cost() >= cost_) return;
        const std::scoped_lock lock(mutex_);
        if (best_ && state.cost() >= best_->cost()) return;
        best_ = state;
        cost_ = state.cost();
    }
    std::optional<State> best() const {
        const std::scoped_lock lock(mutex_);
        return best_;
    }
    Cost cost() const { return cost_; }
    std::uint64_t iterations() const { return iterations_; }
    void step() { iterations_.fetch_add(1, std::memory_order_relaxed); }

 private:
    mutable std::mutex mutex_;
    std::optional<State> best_;
    std::atomic<Cost> cost_ = std::numeric_limits<Cost>::max();
    std::atomic<std::uint64_t> iterations_ = 0;
};

}  // namespace chaland
