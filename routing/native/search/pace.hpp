// How much of a search is over: the share of the nearest limit, from 0 to 1.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace chaland {

struct Limits {
    double seconds;            // infinity: none
    std::uint64_t iterations;  // of each thread; 0: none
    double stale_seconds;      // without a better plan; infinity: none
    unsigned threads;
};

class Pace {
 public:
    using Clock = std::chrono::steady_clock;

    Pace(Clock::time_point began, const Limits& limits, const std::atomic<bool>& cancelled)
        : began_(began), improved_(began), limits_(limits), cancelled_(cancelled) {}

    // One iteration more.
    void step() {
        if (++steps_ % kLook == 0) look();
    }
    // A better plan: the time without one begins anew.
    void improve() { improved_ = Clock::now(); }
    double done() const { return done_; }
    // Whether so large a share is over, or nobody waits for the rest.
    bool over(double share) const { return done_ >= share || cancelled_; }

 private:
    static constexpr std::uint64_t kLook = 16;  // steps between two looks at the clock

    static double seconds_since(Clock::time_point then) {
        return std::chrono::duration<double>(Clock::now() - then).count();
    }
    void look() {
        done_ = std::max(seconds_since(began_) / limits_.seconds,
                         seconds_since(improved_) / limits_.stale_seconds);
        if (limits_.iterations != 0)
            done_ = std::max(done_,
                             static_cast<double>(steps_) / static_cast<double>(limits_.iterations));
    }

    Clock::time_point began_, improved_;
    const Limits& limits_;
    const std::atomic<bool>& cancelled_;
    std::uint64_t steps_ = 0;
    double done_ = 0;
};

}  // namespace chaland
