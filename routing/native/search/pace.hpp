// How much of a search is over: the share of the nearest limit, from 0 to 1. One for all threads;
// each reads it through a lap of its own, for one part of the search.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>

namespace chaland {

struct Limits {
    double seconds;            // infinity: none
    std::uint64_t iterations;  // 0: none
    double stale_seconds;      // without a better plan; infinity: none
    unsigned threads;
    std::function<double()> clock = {};  // seconds since the beginning; none: the machine's
};

class Pace {
 public:
    using Clock = std::chrono::steady_clock;

    explicit Pace(const Limits& limits) : limits_(limits) {}

    void cancel() { cancelled_ = true; }
    bool cancelled() const { return cancelled_; }
    // Looks at the clock for those whose steps are long; by whom the search is watched.
    void look() {
        if (seconds() >= limits_.seconds) time_is_up_ = true;
    }
    // Whether the search is over, as far as anybody has looked.
    bool ended() const {
        return cancelled_.load(std::memory_order_relaxed) ||
               time_is_up_.load(std::memory_order_relaxed);
    }
    // Whether time is up for what may be finished when it is not long.
    bool overdue() const { return cancelled() || seconds() >= limits_.seconds + kOverdue; }
    // A better plan: the time without one begins anew.
    void improve() { improved_ = seconds(); }
    // Whether it is known from the beginning when the search is over at the latest.
    bool ends() const { return limits_.iterations != 0 || std::isfinite(limits_.seconds); }
    void add(std::uint64_t steps) { steps_ += steps; }
    std::uint64_t steps() const { return steps_; }
    // Steps between two looks: every one when they are what is limited.
    std::uint64_t look_every() const { return limits_.iterations != 0 ? 1 : 16; }

    double done() const {
        if (cancelled_) return 1;
        double share = limits_.iterations == 0 ? 0
                                               : static_cast<double>(steps_.load()) /
                                                     static_cast<double>(limits_.iterations);
        const double now = seconds();
        share = std::max(share, now / limits_.seconds);
        return std::max(share, (now - improved_) / limits_.stale_seconds);
    }

 private:
    static constexpr double kOverdue = 0.05;  // seconds

    double seconds() const {
        if (limits_.clock) return limits_.clock();
        return std::chrono::duration<double>(Clock::now() - began_).count();
    }

    const Limits limits_;
    const Clock::time_point began_ = Clock::now();
    std::atomic<bool> cancelled_ = false, time_is_up_ = false;
    std::atomic<double> improved_ = 0;
    std::atomic<std::uint64_t> steps_ = 0;
};

// One thread's way through one part of the search, which is over when so large a share is done.
// Where a better plan starts the time anew, the share falls back; progress never does.
class Lap {
 public:
    Lap(Pace& pace, double until)
        : pace_(pace),
          from_(pace.done()),
          until_(std::min(until, 1.0)),
          done_(from_),
          reached_(from_),
          every_(pace.look_every()) {}
    ~Lap() { pace_.add(steps_); }
    Lap(const Lap&) = delete;
    Lap& operator=(const Lap&) = delete;

    // One step more.
    void step() {
        if (++steps_ < every_) return;
        pace_.add(steps_);
        steps_ = 0;
        done_ = pace_.done();
        reached_ = std::max(reached_, done_);
    }
    bool over() const { return done_ >= until_ || pace_.ended(); }
    // Of the whole search.
    double done() const { return done_; }
    // Of this part, from 0 to 1.
    double progress() const {
        return until_ > from_ ? std::min(1.0, (reached_ - from_) / (until_ - from_)) : 1.0;
    }
    Pace& pace() { return pace_; }

 private:
    Pace& pace_;
    const double from_, until_;
    double done_, reached_;
    const std::uint64_t every_;
    std::uint64_t steps_ = 0;
};

}  // namespace chaland
