// Makes a plan cheaper: annealed by all hands, as a whole or cut into blocks.
#pragma once

#include "anneal.hpp"
#include "blocks.hpp"
#include "crew.hpp"
#include "part.hpp"

namespace chaland {

template <class R>
class Cheaper {
 public:
    explicit Cheaper(Crew<R>& crew) : crew_(crew) {}

    State<R> operator()(State<R> state, double until, const Cooling& cooling) {
        if (crew_.is_large() && crew_.recipe.blocks)
            return by_blocks(std::move(state), until, cooling);
        return together(std::move(state), until, cooling);
    }

 private:
    static constexpr std::size_t kBlock = 250;  // shipments

    // In the second half the worse plan gives way to the better.
    State<R> together(State<R> state, double until, const Cooling& cooling) {
        constexpr int kSlices = 20;
        const double from = crew_.pace.done();
        const std::size_t hands = crew_.hands();
        std::vector<State<R>> plans(hands, state);
        const double half = from + (until - from) / 2;
        crew_.each(hands, half, [&](std::size_t k, Worker<R>& worker, double) {
            Annealing<R> annealing(std::move(plans[k]), worker);
            Lap lap(crew_.pace, half);
            annealing.run(lap, {cooling.hot, cooling.at(0.5)}, &crew_.shared);
            plans[k] = std::move(annealing.standing());
        });
        Shared<R> common;
        for (const State<R>& plan : plans) common.offer(plan);
        if (state.cost() < common.cost()) common.offer(state);
        crew_.each(hands, until, [&](std::size_t k, Worker<R>& worker, double) {
            Annealing<R> annealing(std::move(plans[k]), worker);
            for (int slice = 0; slice < kSlices; ++slice) {
                const double end = half + (until - half) * (slice + 1) / kSlices;
                Lap lap(crew_.pace, end);
                const auto at = [&](int s) { return cooling.at(0.5 + 0.5 * s / kSlices); };
                annealing.run(lap, {at(slice), at(slice + 1)}, &crew_.shared);
                common.offer(annealing.best());
                if (common.cost() < annealing.best().cost()) annealing.go_on_from(common.best());
            }
        });
        return common.best();
    }

    // Blocks of neighbouring routes, each a small problem of its own: what a step reads stays near.
    State<R> by_blocks(State<R> state, double until, const Cooling& cooling) {
        constexpr double kRound = 0.04;
        const double from = crew_.pace.done();
        const int rounds = std::max(1, static_cast<int>((until - from) / kRound + 0.5));
        State<R> best = state;
        for (int round = 0; round < rounds && !(crew_.pace.done() >= until); ++round) {
            const Cooling part{cooling.at(static_cast<double>(round) / rounds),
                               cooling.at(static_cast<double>(round + 1) / rounds)};
            const auto cut = blocks(state, crew_.near, kBlock, Crew<R>::kWorkers, crew_.random);
            std::vector<Sequences> found(cut.size());
            crew_.each(cut.size(), from + (until - from) * (round + 1) / rounds,
                       [&](std::size_t k, Worker<R>& worker, double slice) {
                           if (crew_.pace.ended()) return;  // to cut a block out takes its time
                           found[k] =
                               anneal_block(state, cut[k], worker, slice, part, 2 * round < rounds);
                       });
            Sequences all(crew_.problem.shifts.size());
            for (std::size_t k = 0; k < cut.size(); ++k)
                for (const std::int32_t shift : cut[k].shifts)
                    all[static_cast<std::size_t>(shift)] =
                        found[k].empty() ? state.sequence(shift)
                                         : std::move(found[k][static_cast<std::size_t>(shift)]);
            State<R> next(crew_.problem);
            next.adopt(all);
            next.begin();
            if (leaves_required(next) && next.cost() > state.cost()) continue;
            state = std::move(next);
            if (state.cost() < best.cost()) best.copy(state);
            crew_.shared.offer(state);
        }
        return best;
    }

    // The sequences by shift of the whole; those of other blocks stay empty.
    Sequences anneal_block(const State<R>& state, const Block& block, Worker<R>& worker,
                           double until, const Cooling& cooling, bool keep_current) {
        const Part part = part_of(crew_.problem, block.shipments, block.shifts);
        ReadProblem<R> problem(part.problem);
        const Neighbours near(part, crew_.near);
        State<R> own(problem);
        own.adopt(sequences_in(part, state));
        Worker<R> inside(problem, near, worker.random.next(), crew_.recipe, &crew_.pace);
        inside.fewest_routes = worker.fewest_routes;
        Annealing<R> annealing(std::move(own), inside);
        Lap lap(crew_.pace, until);
        annealing.run(lap, cooling, nullptr);
        return sequences_out_of(part, keep_current ? annealing.standing() : annealing.best(),
                                crew_.problem.shifts.size());
    }

    Crew<R>& crew_;
};

}  // namespace chaland
