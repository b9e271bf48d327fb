// Takes routes away; when that no longer helps, makes the plan cheaper in between.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>

#include "cheaper.hpp"
#include "fleet.hpp"

namespace chaland {

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
        std::mutex mutex;
        std::atomic<std::int32_t> fewest = state.used_routes();
        std::atomic<double> last = 0;
        const auto over = [&](double done) {
            return done >= most || done >= std::max(least, 2 * last);
        };
        struct Hand {
            Squeeze<R> squeeze;
            std::int32_t routes;
            bool stuck;
        };
        const auto begin = [&](std::size_t k) {
            Hand hand{Squeeze<R>(state, *crew_.workers[k],
                                 k == 0 ? Squeezing::kCounters : Squeezing::kAnnealing),
                      state.used_routes(), false};
            return hand;
        };
        const auto advance = [&](Hand& hand, Lap& lap, std::size_t steps) {
            for (std::size_t k = 0; k < steps && !hand.stuck && !over(lap.done()); ++k) {
                if (hand.routes > fewest) {  // the other was faster
                    const std::scoped_lock lock(mutex);
                    hand.squeeze.restart(state);
                    hand.routes = state.used_routes();
                    hand.stuck = !hand.squeeze.empty_one_route();
                    continue;
                }
                const bool done = hand.squeeze.step(false);
                lap.step();
                if (!done) continue;
                const std::scoped_lock lock(mutex);
                if (hand.squeeze.state().used_routes() < state.used_routes()) {
                    state.copy(hand.squeeze.state());
                    fewest = state.used_routes();
                    last = lap.done();
                    crew_.shared.offer(state);
                }
                hand.squeeze.restart(state);
                hand.routes = state.used_routes();
                hand.stuck = !hand.squeeze.empty_one_route();
            }
        };
        const auto work = [&](std::size_t k) {
            Hand hand = [&] {
                const std::scoped_lock lock(mutex);
                return begin(k);
            }();
            hand.stuck = !hand.squeeze.empty_one_route();
            Lap lap(crew_.pace, most);
            while (!hand.stuck && !over(lap.done())) advance(hand, lap, 16);
        };
        if (crew_.threads > 1) {
            const std::jthread other(work, 1);
            work(0);
        } else {
            std::vector<Hand> hands;
            for (std::size_t k = 0; k < Crew<R>::kWorkers; ++k) {
                hands.push_back(begin(k));
                hands.back().stuck = !hands.back().squeeze.empty_one_route();
            }
            Lap lap(crew_.pace, most);
            while (!over(lap.done()) && !(hands[0].stuck && hands[1].stuck))
                for (Hand& hand : hands) advance(hand, lap, 256);
        }
    }

    Crew<R>& crew_;
};

}  // namespace chaland
