#include "search.hpp"

#include <thread>

#include "anneal.hpp"
#include "fleet.hpp"

namespace chaland {
namespace {

using namespace std::chrono_literals;

constexpr auto kWatch = 20ms;

// Shares of the search at whose end each part is over at the latest.
constexpr double kAbsentUntil = 0.2;
constexpr double kFleetUntil = 0.5;
constexpr double kRaceUntil = 0.4;

// Below so many shipments several plans from scratch race first: which basin the first plan lies in
// decides more than the annealing after it.
constexpr std::size_t kRace = 300;
constexpr int kRunners = 4;

constexpr Cooling kWhole{0.5, 0.005};
constexpr Cooling kRunner{0.5, 0.02};
constexpr Cooling kWinner{0.1, 0.005};

class Worker {
 public:
    Worker(const Problem& problem, std::uint64_t seed, Pace pace, bool company, Shared& shared)
        : problem_(problem),
          random_(seed),
          ruin_(problem),
          recreate_(problem),
          pace_(pace),
          company_(company),
          shared_(shared) {}

    void run(const State& given, bool fewest_routes) {
        if (fewest_routes) {
            State state = complete(given, kAbsentUntil);
            state = fewer_routes(std::move(state), random_, ruin_, recreate_, pace_, kFleetUntil,
                                 shared_);
            finish(std::move(state), kWhole);
        } else if (problem_.shipments.size() < kRace) {
            finish(race(given), kWinner);
        } else {
            finish(complete(given, kAbsentUntil), kWhole);
        }
    }

 private:
    State complete(State state, double until) {
        state.begin();
        recreate_(state, random_);
        shared_.offer(state);
        return fewer_absent(std::move(state), random_, ruin_, recreate_, pace_, until, shared_);
    }
    State race(const State& given) {
        std::optional<State> best;
        for (int runner = 0; runner < kRunners; ++runner) {
            const double from = pace_.done();
            const double until = from + (kRaceUntil - from) / (kRunners - runner);
            State state = complete(given, from + (until - from) / 2);
            state = anneal(std::move(state), random_, ruin_, recreate_, pace_, until, kRunner,
                           false, shared_);
            if (!best || state.cost() < best->cost()) best = std::move(state);
        }
        return std::move(*best);
    }
    void finish(State state, const Cooling& cooling) {
        anneal(std::move(state), random_, ruin_, recreate_, pace_, 1, cooling, company_, shared_);
    }

    const Problem& problem_;
    Random random_;
    Ruin ruin_;
    Recreate recreate_;
    Pace pace_;
    bool company_;
    Shared& shared_;
};

}  // namespace

Outcome search(const Problem& problem, const std::vector<std::vector<std::int32_t>>& start,
               std::uint64_t seed, bool fewest_routes, const Limits& limits,
               const std::function<bool(const Shared&)>& watch) {
    const auto began = Pace::Clock::now();
    Shared shared;
    std::atomic<bool> cancelled = false;
    std::atomic<unsigned> running = limits.threads;
    State given(problem);
    given.adopt(start);
    shared.offer(given);

    std::vector<std::jthread> threads;
    for (unsigned thread = 0; thread < limits.threads; ++thread)
        threads.emplace_back([&, thread] {
            const Pace pace(began, limits, cancelled);
            Worker(problem, seed * 1'000'003 + thread, pace, limits.threads > 1, shared)
                .run(given, fewest_routes);
            --running;
        });
    try {
        while (running > 0) {
            std::this_thread::sleep_for(kWatch);
            if (!cancelled && watch(shared)) cancelled = true;
        }
    } catch (...) {  // the threads are joined on the way out: tell them to end
        cancelled = true;
        throw;
    }
    threads.clear();
    return {*shared.best(), shared.iterations()};
}

}  // namespace chaland
