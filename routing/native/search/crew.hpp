// Those who work on one plan: what they know of the problem, and who does which job.
#pragma once

#include <algorithm>
#include <memory>
#include <vector>

#include "../threads.hpp"
#include "shared.hpp"
#include "variants.hpp"
#include "worker.hpp"

namespace chaland {

template <class R>
struct Crew {
    using Problem = typename R::Problem;

    static constexpr std::size_t kWorkers = 2;
    static constexpr std::size_t kLarge = 300;  // shipments from which on plans are cut into blocks

    Crew(const Problem& given, const Order& order, Pace& its_pace)
        : problem(given),
          recipe(order.recipe),
          threads(order.threads),
          near(given, threads),
          random(order.seed),
          pace(its_pace),
          shared(&its_pace) {
        for (std::uint64_t k = 0; k < kWorkers; ++k) {
            workers.push_back(std::make_unique<Worker<R>>(
                problem, near, order.seed * 1'000'003 + k, recipe, &pace));
            workers.back()->fewest_routes = order.fewest_routes;
        }
    }

    std::size_t hands() const { return std::min<std::size_t>(threads, kWorkers); }
    bool is_large() const { return problem.shipments.size() >= kLarge; }

    // Does so many jobs until a share is done: the threads take turns, each job gets an equal part
    // of its thread's time. `job(number, worker, until)`.
    template <class Job>
    void each(std::size_t jobs, double until, const Job& job) {
        const std::size_t hands = this->hands();
        const double from = pace.done();
        until = std::min(until, 1.0);
        const auto work = [&](std::size_t hand) {
            const std::size_t own = (jobs + hands - 1 - hand) / hands;
            for (std::size_t k = 0; k < own; ++k)
                job(hand + k * hands, *workers[hand],
                    from + (until - from) * static_cast<double>(k + 1) / static_cast<double>(own));
        };
        Threads others;
        for (std::size_t hand = 1; hand < std::min(hands, jobs); ++hand)
            others.start([&work, hand] { work(hand); });
        work(0);
        others.wait();
    }

    const Problem& problem;
    const Recipe recipe;
    const unsigned threads;
    const Neighbours near;
    Random random;
    Pace& pace;
    Shared<R> shared;
    std::vector<std::unique_ptr<Worker<R>>> workers;
};

}  // namespace chaland
