#include "search.hpp"

#include <atomic>
#include <chrono>
#include <thread>

#include "../threads.hpp"
#include "plain_problem.hpp"
#include "variants.hpp"

namespace chaland {
namespace {

using namespace std::chrono_literals;

constexpr auto kWatch = 20ms;

// Tells that something is over, however it ends.
struct Over {
    std::atomic<bool>& told;
    ~Over() { told = true; }
};

// Runs the search in a thread of its own and watches it from the caller's.
Outcome watched(RunningSearch& running, Pace& pace, const std::function<bool(const Best&)>& watch) {
    std::atomic<bool> over = false;
    Threads thread;
    thread.start([&] {
        const Over end{over};
        running.run();
    });
    try {
        for (auto waited = 0ms; !over; waited += 1ms) {
            std::this_thread::sleep_for(1ms);
            pace.look();
            if (waited % kWatch == 0ms && !pace.cancelled() && watch(running.best())) pace.cancel();
        }
    } catch (...) {  // the thread is joined on the way out: tell it to end
        pace.cancel();
        throw;
    }
    thread.wait();
    return {running.best().sequences(), pace.steps()};
}

}  // namespace

Outcome search(const Problem& problem, const Sequences& start, std::uint64_t seed,
               bool fewest_routes, const Recipe& recipe, const Limits& limits,
               const std::function<bool(const Best&)>& watch) {
    Pace pace(limits);
    const Order order{start, seed, fewest_routes, limits.threads, recipe};
    const auto running =
        is_plain(problem) ? plain_search(problem, order, pace) : town_search(problem, order, pace);
    return watched(*running, pace, watch);
}

}  // namespace chaland
