// Small plans: which basin a plan lies in decides more than how long it is annealed. Plans that
// went through one route more, or were torn apart, race against it.
#pragma once

#include <mutex>
#include <numeric>
#include <optional>

#include "anneal.hpp"
#include "crew.hpp"
#include "fleet.hpp"
#include "part.hpp"

namespace chaland {

template <class R>
class Basins {
 public:
    explicit Basins(Crew<R>& crew) : crew_(crew) {}

    // How many plans may race: each must get so far that its basin shows. None when too few.
    std::size_t racing_plans() const {
        constexpr double kMostPlans = 8, kFewestPlans = 4, kRounds = 3;
        constexpr double kStepsEach = 100;  // for each shipment
        if (crew_.is_large() || !crew_.recipe.basins) return 0;
        const double steps =
            static_cast<double>(crew_.pace.steps()) / std::max(crew_.pace.done(), 1e-9);
        const double plans = kHalving / kRounds * steps /
                             (kStepsEach * static_cast<double>(crew_.problem.shipments.size()));
        return plans < kFewestPlans ? 0 : static_cast<std::size_t>(std::min(plans, kMostPlans));
    }

    State<R> race(State<R> state, std::size_t count) {
        constexpr double kBasins = 0.12, kMore = 0.02, kBack = 0.03;
        std::mutex mutex;
        std::vector<State<R>> plans{state};
        const double until = crew_.pace.done() + kBasins;
        crew_.each(Crew<R>::kWorkers, until, [&](std::size_t, Worker<R>& worker, double end) {
            while (crew_.pace.done() < end) {
                const double heated = std::min(end, crew_.pace.done() + kMore);
                std::optional<State<R>> other = one_route_more(state, worker, heated);
                if (!other) return;
                Squeeze<R> squeeze(*other, worker, Squeezing::kCounters);
                bool back = other->used_routes() <= state.used_routes();
                Lap lap(crew_.pace, std::min(end, crew_.pace.done() + kBack));
                while (!back && !lap.over()) {
                    if (squeeze.state().absent().empty() && !squeeze.empty_one_route()) break;
                    while (!lap.over() && !squeeze.step(false)) lap.step();
                    back = squeeze.state().absent().empty() &&
                           squeeze.state().used_routes() <= state.used_routes();
                }
                if (!back) continue;
                const std::scoped_lock lock(mutex);
                plans.push_back(squeeze.state());
                crew_.shared.offer(plans.back());
            }
        });
        while (plans.size() < count) plans.push_back(torn_apart(state));
        return halved(std::move(plans), crew_.pace.done() + kHalving);
    }

 private:
    static constexpr double kHalving = 0.25;  // share of the search

    // The plan annealed hot with one unused shift more, when unused ones cost nothing to open.
    std::optional<State<R>> one_route_more(const State<R>& state, Worker<R>& worker, double until) {
        std::vector<std::int32_t> shipments(crew_.problem.shipments.size()), shifts;
        std::iota(shipments.begin(), shipments.end(), 0);
        bool opened = false;
        for (const R& route : state.routes()) {
            if (route.empty() && std::exchange(opened, true)) continue;
            shifts.push_back(route.shift());
        }
        Part part = part_of(crew_.problem, shipments, shifts);
        for (Shift& shift : part.problem.shifts) shift.fixed = 0;
        ReadProblem<R> problem(part.problem);
        State<R> own(problem);
        own.adopt(sequences_in(part, state));
        if (!own.absent().empty()) return std::nullopt;
        Worker<R> hot(problem, crew_.near, worker.random.next(), crew_.recipe, &crew_.pace);
        Annealing<R> annealing(std::move(own), hot);
        Lap lap(crew_.pace, until);
        annealing.run(lap, {3, 0.3}, nullptr);
        const State<R>& found = annealing.standing();
        State<R> back(crew_.problem);
        back.adopt(sequences_out_of(part, found, crew_.problem.shifts.size()));
        if (!back.absent().empty()) return std::nullopt;
        return back;
    }

    // Three routes in ten emptied and filled again; the plan itself when that needs one more.
    State<R> torn_apart(const State<R>& state) {
        State<R> other = state;
        other.begin();
        Worker<R>& worker = *crew_.workers[0];
        for (const R& route : state.routes())
            if (!route.empty() && crew_.random.unit() < 0.3)
                worker.ruin.empty(other, route.shift());
        worker.recreate(other, crew_.random, false);
        return other.absent().size() > state.absent().size() ? state : other;
    }

    // Successive halving: the better half of the plans goes on, cooler.
    State<R> halved(std::vector<State<R>> plans, double until) {
        double from = hot(plans.front(), crew_.recipe);
        std::size_t rounds = 1;
        while ((std::size_t{1} << rounds) < plans.size()) ++rounds;
        const double began = crew_.pace.done();
        for (std::size_t round = 1; plans.size() > 1; ++round, from /= 2) {
            const double end = began + (until - began) *
                                          static_cast<double>(std::min(round, rounds)) /
                                          static_cast<double>(rounds);
            crew_.each(plans.size(), end, [&](std::size_t k, Worker<R>& worker, double slice) {
                Annealing<R> annealing(std::move(plans[k]), worker);
                Lap lap(crew_.pace, slice);
                annealing.run(lap, {from, 0.02}, &crew_.shared);
                plans[k] = std::move(annealing.best());
            });
            std::ranges::stable_sort(plans, {}, [](const State<R>& plan) { return plan.cost(); });
            plans.erase(plans.begin() + static_cast<std::ptrdiff_t>((plans.size() + 1) / 2),
                        plans.end());
        }
        return std::move(plans.front());
    }

    Crew<R>& crew_;
};

}  // namespace chaland
