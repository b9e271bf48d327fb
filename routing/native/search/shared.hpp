// What the threads share: the best plan so far. One lock, taken when a plan is better.
#pragma once

#include <atomic>
#include <limits>
#include <mutex>
#include <optional>

#include "best.hpp"
#include "pace.hpp"
#include "state.hpp"

namespace chaland {

template <class R>
class Shared : public Best {
 public:
    // `pace`: to be told of every better plan; none, where better is not yet the best of all.
    explicit Shared(Pace* pace = nullptr) : pace_(pace) {}

    void offer(const State<R>& state) {
        if (state.cost() >= cost_ || !take(state)) return;
        if (pace_ != nullptr)
            pace_->improve();  // without the lock: whose clock it is may wait for who looks at the best
    }
    State<R> best() const {
        const std::scoped_lock lock(mutex_);
        return *best_;
    }
    Cost cost() const override { return cost_; }
    Sequences sequences() const override { return best().sequences(); }

 private:
    bool take(const State<R>& state) {
        const std::scoped_lock lock(mutex_);
        if (state.cost() >= cost_) return false;
        if (best_)
            best_->copy(state);
        else
            best_ = state;
        cost_ = state.cost();
        return true;
    }

    Pace* pace_;
    mutable std::mutex mutex_;
    std::optional<State<R>> best_;
    std::atomic<Cost> cost_ = std::numeric_limits<Cost>::max();
};

}  // namespace chaland
