// Takes routes away; when that no longer helps, makes the plan cheaper in between.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "../threads.hpp"
#include "cheaper.hpp"
#include "fleet.hpp"

namespace chaland {

// One route less, and one less again: two ways on two threads, or in turns on one. Who succeeds
// hands over the plan.
template <class R>
class RouteSqueeze {
 public:
    RouteSqueeze(Crew<R>& crew, State<R>& state, double least, double most)
        : crew_(crew), state_(state), fewest_(state.used_routes()), least_(least), most_(most) {}

    void run() {
        std::vector<Hand> hands;
        for (std::size_t k = 0; k < Crew<R>::kWorkers; ++k) hands.push_back(hand(k));
        if (crew_.threads > 1) {
            Threads other;
            other.start([&] { work(hands[1]); });
            work(hands[0]);
            other.wait();
            return;
        }
        Lap lap(crew_.pace, most_);
        while (!over(lap) && !(hands[0].stuck && hands[1].stuck))
            for (Hand& hand : hands) advance(hand, lap, kTurn);
    }

 private:
    static constexpr std::size_t kTurn = 256;  // steps of one way before the other's, on one thread

    struct Hand {
        Squeeze<R> squeeze;
        std::int32_t routes;  // of the plan from which one was taken
        bool stuck;           // no route can be taken away
    };

    Hand hand(std::size_t k) {
        const Squeezing way = k == 0 ? Squeezing::kCounters : Squeezing::kAnnealing;
        Hand made{Squeeze<R>(state_, *crew_.workers[k], way), state_.used_routes(), false};
        made.stuck = !made.squeeze.empty_one_route();
        return made;
    }
    bool over(const Lap& lap) const {
        return lap.done() >= most_ || lap.done() >= std::max(least_, 2 * last_);
    }
    void work(Hand& hand) {
        Lap lap(crew_.pace, most_);
        while (!hand.stuck && !over(lap)) advance(hand, lap, 1);
    }

    void advance(Hand& hand, Lap& lap, std::size_t steps) {
        for (std::size_t k = 0; k < steps && !hand.stuck && !over(lap); ++k) {
            if (hand.routes > fewest_) {  // the other was faster
                go_on(hand);
                continue;
            }
            const bool done = hand.squeeze.step(false);
            lap.step();
            if (!done) continue;
            hand_over(hand, lap);
            go_on(hand);
        }
    }
    void hand_over(const Hand& hand, const Lap& lap) {
        const std::scoped_lock lock(mutex_);
        if (hand.squeeze.state().used_routes() >= state_.used_routes()) return;
        state_.copy(hand.squeeze.state());
        fewest_ = state_.used_routes();
        last_ = lap.done();
        crew_.shared.offer(state_);
    }
    // From the best plan, with one route less.
    void go_on(Hand& hand) {
        const std::scoped_lock lock(mutex_);
        hand.squeeze.restart(state_);
        hand.routes = state_.used_routes();
        hand.stuck = !hand.squeeze.empty_one_route();
    }

    Crew<R>& crew_;
    State<R>& state_;
    std::mutex mutex_;
    std::atomic<std::int32_t> fewest_;
    std::atomic<double> last_ = 0;  // share at which a route was last taken away
    const double least_, most_;
};

template <class R>
class FewerRoutes {
 public:
    explicit FewerRoutes(Crew<R>& crew) : crew_(crew) {}

    State<R> operator()(State<R> state) {
        squeeze_routes(state, kFirstFleetUntil, kFleetUntil);
        double between = kAnnealBetween, again = kFleetAgain;
        while (crew_.recipe.alternation && crew_.pace.done() < kFleetUntil &&
               state.used_routes() > 1 && !leaves_required(state)) {
            const double cooled = std::min(kFleetUntil, crew_.pace.done() + between);
            state = Cheaper<R>(crew_)(std::move(state), cooled, {1, 0.1});
            squeeze_routes(state, std::min(kFleetUntil, crew_.pace.done() + again), kFleetUntil);
            between *= kLonger;
            again *= kLonger;
        }
        return state;
    }

 private:
    // Shares of the search: when it ends, at the earliest and at the latest, and the turns between.
    static constexpr double kFleetUntil = 0.5, kFirstFleetUntil = 0.2;
    static constexpr double kAnnealBetween = 0.06, kFleetAgain = 0.12, kLonger = 1.2;

    // Until `least` is done and twice the share of the last success, at most until `most`.
    void squeeze_routes(State<R>& state, double least, double most) {
        if (leaves_required(state)) return;
        RouteSqueeze<R>(crew_, state, least, most).run();
    }

    Crew<R>& crew_;
};

}  // namespace chaland
