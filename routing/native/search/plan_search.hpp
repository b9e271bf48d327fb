// The order of the parts of a search, and who works on what.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "anneal.hpp"
#include "blocks.hpp"
#include "fleet.hpp"
#include "part.hpp"
#include "variants.hpp"

namespace chaland {

template <class R>
class PlanSearch {
 public:
    using Problem = typename R::Problem;

    PlanSearch(const Problem& problem, const Order& order, Pace& pace)
        : problem_(problem),
          recipe_(order.recipe),
          threads_(order.threads),
          near_(problem, threads_),
          random_(order.seed),
          pace_(pace),
          shared_(pace) {
        for (std::uint64_t k = 0; k < kWorkers; ++k)
            workers_.push_back(
                std::make_unique<Worker<R>>(problem, near_, order.seed * 1'000'003 + k, recipe_));
        State<R> given(problem);
        given.adopt(order.start);
        given.begin();
        shared_.offer(given);
    }

    const Shared<R>& shared() const { return shared_; }

    void run(bool fewest_routes) {
        State<R> state = shared_.best();
        if (fewest_routes) {
            state = complete(std::move(state), *workers_[0], kAbsentUntil);
            state = fewer_routes(std::move(state));
            if (const std::size_t plans = racing_plans(); plans > 0) {
                state = other_basins(std::move(state), plans);
                cheaper(std::move(state), 1, {0.25, 0.005});
            } else {
                cheaper(std::move(state), 1, kWholeCooling);
            }
        } else {
            state = complete(std::move(state), *workers_[0], kAbsentUntil);
            const std::size_t runs = runs_from_scratch(state);
            if (runs > threads_) state = from_scratch(std::move(state), runs);
            cheaper(std::move(state), 1, runs > threads_ ? kLastCooling : kHotCooling);
        }
    }

 private:
    static constexpr std::size_t kWorkers = 2;
    static constexpr std::size_t kLarge = 300;  // shipments from which on plans are cut into blocks
    static constexpr std::size_t kBlock = 250;

    // Shares of the search at whose end each part is over at the latest.
    static constexpr double kAbsentUntil = 0.2, kFleetUntil = 0.5, kFirstFleetUntil = 0.2;
    static constexpr double kAnnealBetween = 0.06, kFleetAgain = 0.12, kLonger = 1.2;
    static constexpr double kScratchUntil = 0.8, kHalving = 0.25;

    std::size_t hands() const { return std::min<std::size_t>(threads_, kWorkers); }

    // Does so many jobs until a share is done: the threads take turns, each job gets an equal part
    // of its thread's time. `job(number, worker, until)`.
    template <class Job>
    void each(std::size_t jobs, double until, const Job& job) {
        const std::size_t hands = this->hands();
        const double from = pace_.done();
        const auto work = [&](std::size_t hand) {
            const std::size_t own = (jobs + hands - 1 - hand) / hands;
            for (std::size_t k = 0; k < own; ++k)
                job(hand + k * hands, *workers_[hand],
                    from + (until - from) * static_cast<double>(k + 1) / static_cast<double>(own));
        };
        std::vector<std::jthread> others;
        for (std::size_t hand = 1; hand < std::min(hands, jobs); ++hand)
            others.emplace_back(work, hand);
        work(0);
    }

    State<R> complete(State<R> state, Worker<R>& worker, double until) {
        worker.recreate.construct(state, [this] { return pace_.done() >= 1; });
        shared_.offer(state);
        if (!leaves_required(state)) return state;
        Squeeze<R> squeeze(state, worker, Squeezing::kCounters);
        for (Lap lap(pace_, until); !lap.over(); lap.step()) {
            const bool done = squeeze.step(true);
            if (squeeze.state().cost() < state.cost()) {
                state.copy(squeeze.state());
                shared_.offer(state);
            }
            if (done || !leaves_required(state)) break;
        }
        return state;
    }

    // Takes routes away; when that no longer helps, makes the plan cheaper in between.
    State<R> fewer_routes(State<R> state) {
        squeeze_routes(state, kFirstFleetUntil, kFleetUntil);
        double between = kAnnealBetween, again = kFleetAgain;
        while (recipe_.alternation && pace_.done() < kFleetUntil && state.used_routes() > 1 &&
               !leaves_required(state)) {
            const double cooled = std::min(kFleetUntil, pace_.done() + between);
            state = cheaper(std::move(state), cooled, {1, 0.1});
            squeeze_routes(state, std::min(kFleetUntil, pace_.done() + again), kFleetUntil);
            between *= kLonger;
            again *= kLonger;
        }
        return state;
    }

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
            Hand hand{Squeeze<R>(state, *workers_[k],
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
                    shared_.offer(state);
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
            Lap lap(pace_, most);
            while (!hand.stuck && !over(lap.done())) advance(hand, lap, 16);
        };
        if (threads_ > 1) {
            const std::jthread other(work, 1);
            work(0);
        } else {
            std::vector<Hand> hands;
            for (std::size_t k = 0; k < kWorkers; ++k) {
                hands.push_back(begin(k));
                hands.back().stuck = !hands.back().squeeze.empty_one_route();
            }
            Lap lap(pace_, most);
            while (!over(lap.done()) && !(hands[0].stuck && hands[1].stuck))
                for (Hand& hand : hands) advance(hand, lap, 256);
        }
    }

    bool is_large() const { return problem_.shipments.size() >= kLarge; }

    // How many plans may race: each must get so far that its basin shows. None when too few.
    std::size_t racing_plans() const {
        constexpr double kMostPlans = 8, kFewestPlans = 4, kRounds = 3;
        constexpr double kStepsEach = 100;  // for each shipment
        if (is_large() || !recipe_.basins) return 0;
        const double steps = static_cast<double>(pace_.steps()) / std::max(pace_.done(), 1e-9);
        const double plans = kHalving / kRounds * steps /
                             (kStepsEach * static_cast<double>(problem_.shipments.size()));
        return plans < kFewestPlans ? 0 : static_cast<std::size_t>(std::min(plans, kMostPlans));
    }

    // Small problems: which basin the plan lies in decides. Plans that went through one route more,
    // or were torn apart, race against it.
    State<R> other_basins(State<R> state, std::size_t count) {
        constexpr double kBasins = 0.12, kMore = 0.02, kBack = 0.03;
        std::mutex mutex;
        std::vector<State<R>> plans{state};
        const double until = pace_.done() + kBasins;
        each(kWorkers, until, [&](std::size_t, Worker<R>& worker, double end) {
            while (pace_.done() < end) {
                const double heated = std::min(end, pace_.done() + kMore);
                std::optional<State<R>> other = one_route_more(state, worker, heated);
                if (!other) return;
                Squeeze<R> squeeze(*other, worker, Squeezing::kCounters);
                bool back = other->used_routes() <= state.used_routes();
                Lap lap(pace_, std::min(end, pace_.done() + kBack));
                while (!back && !lap.over()) {
                    if (squeeze.state().absent().empty() && !squeeze.empty_one_route()) break;
                    while (!lap.over() && !squeeze.step(false)) lap.step();
                    back = squeeze.state().absent().empty() &&
                           squeeze.state().used_routes() <= state.used_routes();
                }
                if (!back) continue;
                const std::scoped_lock lock(mutex);
                plans.push_back(squeeze.state());
                shared_.offer(plans.back());
            }
        });
        while (plans.size() < count) plans.push_back(torn_apart(state));
        return halved(std::move(plans), pace_.done() + kHalving);
    }

    // The plan annealed hot with one unused shift more, when unused ones cost nothing to open.
    std::optional<State<R>> one_route_more(const State<R>& state, Worker<R>& worker, double until) {
        std::vector<std::int32_t> shipments(problem_.shipments.size()), shifts;
        std::iota(shipments.begin(), shipments.end(), 0);
        bool opened = false;
        for (const R& route : state.routes()) {
            if (route.empty() && std::exchange(opened, true)) continue;
            shifts.push_back(route.shift());
        }
        Part part = part_of(problem_, shipments, shifts);
        for (Shift& shift : part.problem.shifts) shift.fixed = 0;
        ReadProblem<R> problem(part.problem);
        State<R> own(problem);
        own.adopt(in_part(part, state));
        if (!own.absent().empty()) return std::nullopt;
        Worker<R> hot(problem, near_, worker.random.next(), recipe_);
        Annealing<R> annealing(std::move(own), hot);
        Lap lap(pace_, until);
        annealing.run(lap, {3, 0.3}, nullptr);
        const State<R>& found = annealing.standing();
        State<R> back(problem_);
        back.adopt(whole(part, found));
        if (!back.absent().empty()) return std::nullopt;
        return back;
    }

    // Three routes in ten emptied and filled again; the plan itself when that needs one more.
    State<R> torn_apart(const State<R>& state) {
        State<R> other = state;
        other.begin();
        Worker<R>& worker = *workers_[0];
        for (const R& route : state.routes())
            if (!route.empty() && random_.unit() < 0.3) worker.ruin.empty(other, route.shift());
        worker.recreate(other, random_, false);
        return other.absent().size() > state.absent().size() ? state : other;
    }

    // Successive halving: the better half of the plans goes on, cooler.
    State<R> halved(std::vector<State<R>> plans, double until) {
        double hot = 1;
        std::size_t rounds = 1;
        while ((std::size_t{1} << rounds) < plans.size()) ++rounds;
        const double from = pace_.done();
        for (std::size_t round = 1; plans.size() > 1; ++round, hot /= 2) {
            const double end = from + (until - from) *
                                          static_cast<double>(std::min(round, rounds)) /
                                          static_cast<double>(rounds);
            each(plans.size(), end, [&](std::size_t k, Worker<R>& worker, double slice) {
                Annealing<R> annealing(std::move(plans[k]), worker);
                Lap lap(pace_, slice);
                annealing.run(lap, {hot, 0.05}, &shared_);
                plans[k] = std::move(annealing.best());
            });
            std::ranges::stable_sort(plans, {}, [](const State<R>& plan) { return plan.cost(); });
            plans.erase(plans.begin() + static_cast<std::ptrdiff_t>((plans.size() + 1) / 2),
                        plans.end());
        }
        return std::move(plans.front());
    }

    // How many plans from nothing may be annealed, each far enough. Looks how fast steps are.
    std::size_t runs_from_scratch(State<R>& state) {
        constexpr double kLook = 0.02, kStepsEach = 180, kMost = 6;  // steps for each shipment
        if (is_large() || !recipe_.basins) return 1;
        Annealing<R> annealing(std::move(state), *workers_[0]);
        const double before = pace_.done();
        const auto steps_before = static_cast<double>(pace_.steps());
        {
            Lap lap(pace_, before + kLook);
            annealing.run(lap, kHotCooling, &shared_);
        }
        state = std::move(annealing.best());
        const double speed = (static_cast<double>(pace_.steps()) - steps_before) /
                             std::max(pace_.done() - before, 1e-9);
        const double runs = kScratchUntil * speed * static_cast<double>(hands()) /
                            (kStepsEach * static_cast<double>(problem_.shipments.size()));
        return static_cast<std::size_t>(std::min(runs, kMost));
    }

    // Several plans from nothing; the one given goes on too.
    State<R> from_scratch(State<R> given, std::size_t runs) {
        std::vector<State<R>> plans(runs - runs % hands(), State<R>(problem_));
        plans[0] = std::move(given);
        each(plans.size(), kScratchUntil, [&](std::size_t k, Worker<R>& worker, double until) {
            const double from = pace_.done();
            if (k > 0) worker.recreate(plans[k], worker.random);
            State<R> state = complete(std::move(plans[k]), worker, from + (until - from) / 4);
            Annealing<R> annealing(std::move(state), worker);
            Lap lap(pace_, until);
            annealing.run(lap, {1, 0.02}, &shared_);
            plans[k] = std::move(annealing.best());
        });
        return *std::ranges::min_element(plans, {},
                                         [](const State<R>& plan) { return plan.cost(); });
    }

    // Anneals the plan: cut into blocks when it is large, else on all threads.
    State<R> cheaper(State<R> state, double until, const Cooling& cooling) {
        if (is_large() && recipe_.blocks) return by_blocks(std::move(state), until, cooling);
        return together(std::move(state), until, cooling);
    }

    // In the second half the worse plan gives way to the better.
    State<R> together(State<R> state, double until, const Cooling& cooling) {
        constexpr int kSlices = 20;
        const double from = pace_.done();
        const std::size_t hands = this->hands();
        std::vector<State<R>> plans(hands, state);
        const double half = from + (until - from) / 2;
        each(hands, half, [&](std::size_t k, Worker<R>& worker, double) {
            Annealing<R> annealing(std::move(plans[k]), worker);
            Lap lap(pace_, half);
            annealing.run(lap, {cooling.hot, cooling.at(0.5)}, &shared_);
            plans[k] = std::move(annealing.standing());
        });
        Shared<R> common(pace_);
        for (const State<R>& plan : plans) common.offer(plan);
        if (state.cost() < common.cost()) common.offer(state);
        each(hands, until, [&](std::size_t k, Worker<R>& worker, double) {
            Annealing<R> annealing(std::move(plans[k]), worker);
            for (int slice = 0; slice < kSlices; ++slice) {
                const double end = half + (until - half) * (slice + 1) / kSlices;
                Lap lap(pace_, end);
                const auto at = [&](int s) { return cooling.at(0.5 + 0.5 * s / kSlices); };
                annealing.run(lap, {at(slice), at(slice + 1)}, &shared_);
                common.offer(annealing.best());
                if (common.cost() < annealing.best().cost()) annealing.go_on_from(common.best());
            }
        });
        return common.best();
    }

    // Blocks of neighbouring routes, each a small problem of its own: what a step reads stays near.
    State<R> by_blocks(State<R> state, double until, const Cooling& cooling) {
        constexpr double kRound = 0.04;
        const double from = pace_.done();
        const int rounds = std::max(1, static_cast<int>((until - from) / kRound + 0.5));
        State<R> best = state;
        for (int round = 0; round < rounds && !(pace_.done() >= until); ++round) {
            const Cooling part{cooling.at(static_cast<double>(round) / rounds),
                               cooling.at(static_cast<double>(round + 1) / rounds)};
            const auto cut = blocks(state, near_, kBlock, random_);
            std::vector<Sequences> found(cut.size());
            std::vector<char> improved(cut.size(), 0);
            each(cut.size(), from + (until - from) * (round + 1) / rounds,
                 [&](std::size_t k, Worker<R>& worker, double slice) {
                     found[k] =
                         anneal_block(state, cut[k], worker, slice, part, 2 * round < rounds);
                 });
            Sequences all(problem_.shifts.size());
            for (std::size_t k = 0; k < cut.size(); ++k)
                for (const std::int32_t shift : cut[k].shifts)
                    all[static_cast<std::size_t>(shift)] =
                        std::move(found[k][static_cast<std::size_t>(shift)]);
            State<R> next(problem_);
            next.adopt(all);
            next.begin();
            if (leaves_required(next) && next.cost() > state.cost()) continue;
            state = std::move(next);
            if (state.cost() < best.cost()) best.copy(state);
            shared_.offer(state);
        }
        return best;
    }

    // The sequences by shift of the whole; those of other blocks stay empty.
    Sequences anneal_block(const State<R>& state, const Block& block, Worker<R>& worker,
                           double until, const Cooling& cooling, bool keep_current) {
        const Part part = part_of(problem_, block.shipments, block.shifts);
        ReadProblem<R> problem(part.problem);
        const Neighbours near(part, near_);
        State<R> own(problem);
        own.adopt(in_part(part, state));
        Worker<R> inside(problem, near, worker.random.next(), recipe_);
        Annealing<R> annealing(std::move(own), inside);
        Lap lap(pace_, until);
        annealing.run(lap, cooling, nullptr);
        return whole(part, keep_current ? annealing.standing() : annealing.best());
    }

    Sequences in_part(const Part& part, const State<R>& state) const {
        Sequences own;
        for (const std::int32_t shift : part.shifts)
            own.push_back(into_part(part, state.sequence(shift)));
        return own;
    }
    Sequences whole(const Part& part, const State<R>& state) const {
        Sequences all(problem_.shifts.size());
        for (std::size_t k = 0; k < part.shifts.size(); ++k)
            all[static_cast<std::size_t>(part.shifts[k])] =
                out_of_part(part, state.sequence(static_cast<std::int32_t>(k)));
        return all;
    }

    const Problem& problem_;
    const Recipe recipe_;
    const unsigned threads_;
    const Neighbours near_;
    Random random_;
    Pace& pace_;
    Shared<R> shared_;
    std::vector<std::unique_ptr<Worker<R>>> workers_;
};

}  // namespace chaland
