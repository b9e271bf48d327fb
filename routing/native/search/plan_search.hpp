// The order of the parts of a search.
#pragma once

#include <algorithm>
#include <vector>

#include "basins.hpp"
#include "cheaper.hpp"
#include "fewer_routes.hpp"

namespace chaland {

template <class R>
class PlanSearch {
 public:
    using Problem = typename R::Problem;

    PlanSearch(const Problem& problem, const Order& order, Pace& pace)
        : crew_(problem, order, pace) {
        State<R> given(problem);
        given.adopt(order.start);
        given.begin();
        crew_.shared.offer(given);
    }

    const Shared<R>& shared() const { return crew_.shared; }

    void run(bool fewest_routes) {
        State<R> state = crew_.shared.best();
        // A plan that serves few says little of where the others go.
        const bool anew = 2 * state.absent().size() > crew_.problem.shipments.size();
        Cheaper<R> cheaper(crew_);
        if (fewest_routes) {
            state = complete(std::move(state), *crew_.workers[0], kAbsentUntil);
            state = FewerRoutes<R>(crew_)(std::move(state));
            Basins<R> basins(crew_);
            if (const std::size_t plans = basins.racing_plans(); plans > 0) {
                state = basins.race(std::move(state), plans);
                cheaper(std::move(state), 1, kWarmCooling);
            } else {
                cool(cheaper, std::move(state));
            }
        } else {
            state = complete(std::move(state), *crew_.workers[0], kAbsentUntil);
            if (!anew) {
                cheaper(std::move(state), 1, kWarmCooling);
                return;
            }
            const std::size_t runs = runs_from_scratch(state);
            if (runs > crew_.threads) state = from_scratch(std::move(state), runs);
            if (runs > crew_.threads)
                cheaper(std::move(state), 1, kLastCooling);
            else
                cool(cheaper, std::move(state));
        }
    }

 private:
    void cool(Cheaper<R>& cheaper, State<R> state) {
        const Cooling cooling{hot(state, crew_.recipe), 0.01};
        cheaper(std::move(state), 1, cooling);
    }

    // Shares of the search at whose end each part is over at the latest.
    static constexpr double kAbsentUntil = 0.2, kScratchUntil = 0.8;

    // Everybody has a place, as far as one is found.
    State<R> complete(State<R> state, Worker<R>& worker, double until) {
        // A first plan is finished even when there is no time, unless that takes long.
        worker.recreate.construct(state, [this] {
            return crew_.is_large() ? crew_.pace.done() >= 1 : crew_.pace.overdue();
        });
        crew_.shared.offer(state);
        if (!leaves_required(state)) return state;
        Squeeze<R> squeeze(state, worker, Squeezing::kCounters);
        for (Lap lap(crew_.pace, until); !lap.over(); lap.step()) {
            const bool done = squeeze.step(true);
            if (squeeze.state().cost() < state.cost()) {
                state.copy(squeeze.state());
                crew_.shared.offer(state);
            }
            if (done || !leaves_required(state)) break;
        }
        return state;
    }

    // How many plans from nothing may be annealed, each far enough. Looks how fast steps are.
    std::size_t runs_from_scratch(State<R>& state) {
        constexpr double kLook = 0.02, kStepsEach = 180, kMost = 6;  // steps for each shipment
        if (crew_.is_large() || !crew_.recipe.basins || !crew_.pace.ends()) return 1;
        Annealing<R> annealing(std::move(state), *crew_.workers[0]);
        const double before = crew_.pace.done();
        const auto steps_before = static_cast<double>(crew_.pace.steps());
        {
            Lap lap(crew_.pace, before + kLook);
            annealing.run(lap, kWarmCooling, &crew_.shared);
        }
        state = std::move(annealing.best());
        const double speed = (static_cast<double>(crew_.pace.steps()) - steps_before) /
                             std::max(crew_.pace.done() - before, 1e-9);
        const double runs = kScratchUntil * speed * static_cast<double>(crew_.hands()) /
                            (kStepsEach * static_cast<double>(crew_.problem.shipments.size()));
        return static_cast<std::size_t>(std::min(runs, kMost));
    }

    // Several plans from nothing; the one given goes on too.
    State<R> from_scratch(State<R> given, std::size_t runs) {
        std::vector<State<R>> plans(runs - runs % crew_.hands(), State<R>(crew_.problem));
        plans[0] = std::move(given);
        crew_.each(
            plans.size(), kScratchUntil, [&](std::size_t k, Worker<R>& worker, double until) {
                const double from = crew_.pace.done();
                if (k > 0) worker.recreate(plans[k], worker.random);
                State<R> state = complete(std::move(plans[k]), worker, from + (until - from) / 4);
                const Cooling cooling{hot(state, crew_.recipe), 0.05};
                Annealing<R> annealing(std::move(state), worker);
                Lap lap(crew_.pace, until);
                annealing.run(lap, cooling, &crew_.shared);
                plans[k] = std::move(annealing.best());
            });
        return *std::ranges::min_element(plans, {},
                                         [](const State<R>& plan) { return plan.cost(); });
    }

    Crew<R> crew_;
};

}  // namespace chaland
