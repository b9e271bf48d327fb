#include "fleet.hpp"

#include <algorithm>
#include <cmath>

namespace chaland {
namespace {

constexpr std::uint64_t kEject = 8;  // every so many steps somebody is ejected for an absentee

class Squeeze {
 public:
    Squeeze(State state, Random& random, Ruin& ruin, Recreate& recreate)
        : state_(std::move(state)),
          random_(random),
          ruin_(ruin),
          recreate_(recreate),
          failures_(state_.problem().shipments.size(), 1.0),
          marked_(state_.problem().shipments.size(), 0) {}

    State& state() { return state_; }

    // False when there is no route to take away.
    bool empty_one_route() {
        std::int32_t chosen = -1, used = 0;
        double least = 0;
        for (std::int32_t shift = 0; shift < state_.problem().shift_count(); ++shift) {
            const Route& route = state_.route(shift);
            if (route.empty()) continue;
            ++used;
            double sum = 0;
            for (const Step& step : route.steps())
                if (step.node >= 0) sum += failures_[static_cast<std::size_t>(step.node >> 1)];
            if (chosen < 0 || sum < least) chosen = shift, least = sum;
        }
        if (used < 2) return false;
        for (const Step& step : state_.route(chosen).steps())
            if (step.node >= 0) mark(step.node >> 1);
        remove_marked(chosen);
        return true;
    }

    // True when nobody is absent any more.
    bool step(std::uint64_t count, bool open_routes) {
        const double before = absent_sum();
        const std::size_t absent_before = state_.absent().size();
        const Cost cost_before = route_cost();
        state_.begin();
        if (count % kEject == kEject - 1) {
            eject();
        } else {
            ruin_.around(state_, random_, seed());
        }
        recreate_(state_, random_, open_routes);
        if (state_.absent().empty()) return true;
        for (const auto shipment : state_.absent())
            failures_[static_cast<std::size_t>(shipment)] += 1;
        double after = 0;
        for (const auto shipment : state_.absent())
            after += failures_[static_cast<std::size_t>(shipment)] - 1;
        const bool better = state_.absent().size() < absent_before || after < before;
        const bool same = after == before && static_cast<double>(route_cost() - cost_before) <
                                                 -2 * unit() * std::log(random_.unit() + 1e-300);
        if (!better && !same) state_.roll_back();
        return false;
    }

 private:
    void mark(std::int32_t shipment) { marked_[static_cast<std::size_t>(shipment)] = 1; }
    void remove_marked(std::int32_t shift) {
        state_.remove(shift, marked_);
        std::fill(marked_.begin(), marked_.end(), 0);
    }
    double absent_sum() const {
        double sum = 0;
        for (const auto shipment : state_.absent())
            sum += failures_[static_cast<std::size_t>(shipment)];
        return sum;
    }
    Cost route_cost() const {
        Cost cost = 0;
        for (const Route& route : state_.routes()) cost += route.cost();
        return cost;
    }
    double unit() const {
        double cost = 0, services = 1;
        for (const Route& route : state_.routes())
            if (!route.empty()) {
                const Shift& shift =
                    state_.problem().shifts[static_cast<std::size_t>(route.shift())];
                cost += static_cast<double>(route.cost() - shift.fixed);
                services += static_cast<double>(route.size() - 2);
            }
        return cost / services;
    }
    std::size_t seed() {
        const auto& absent = state_.absent();
        if (random_.unit() < 0.5) return random_.below(state_.problem().shipments.size() * 2);
        const auto node =
            absent[random_.below(absent.size())] * 2 + static_cast<std::int32_t>(random_.below(2));
        const auto& near = ruin_.near(node);
        return static_cast<std::size_t>(
            near[random_.below(std::min<std::size_t>(near.size(), 40))]);
    }

    // The absentee who failed most takes the place of the one who failed least (Nagata and Braysy
    // 2009, doi 10.1016/j.orl.2009.04.006).
    void eject() {
        const auto& absent = state_.absent();
        const std::int32_t guest = absent[random_.below(absent.size())];
        const Problem& problem = state_.problem();
        double least = failures_[static_cast<std::size_t>(guest)];
        std::int32_t where = -1, victim = -1;
        for (const Route& route : state_.routes()) {
            if (route.empty() || random_.unit() < 0.5) continue;
            for (const Step& step : route.steps()) {
                if (step.node < 0 || (step.node & 1) != 0) continue;
                const std::int32_t candidate = step.node >> 1;
                if (failures_[static_cast<std::size_t>(candidate)] >= least) continue;
                Route trial = route;
                mark(candidate);
                trial.remove(problem, marked_, 0);
                marked_[static_cast<std::size_t>(candidate)] = 0;
                if (trial.empty() || !trial.sound()) continue;
                if (!cheapest_insertion(problem, trial, guest, kUnpayable).found()) continue;
                least = failures_[static_cast<std::size_t>(candidate)];
                where = route.shift();
                victim = candidate;
            }
        }
        if (victim < 0) return;
        mark(victim);
        remove_marked(where);
        const Insertion found = cheapest_insertion(problem, state_.route(where), guest, kUnpayable);
        if (found.found()) state_.insert(guest, where, found);
    }

    State state_;
    Random& random_;
    Ruin& ruin_;
    Recreate& recreate_;
    std::vector<double> failures_;
    std::vector<char> marked_;
};

}  // namespace

State fewer_absent(State start, Random& random, Ruin& ruin, Recreate& recreate, Pace& pace,
                   double until, Shared& shared) {
    State best = start;
    const auto required = [&](std::int32_t shipment) {
        return best.problem().shipments[static_cast<std::size_t>(shipment)].required;
    };
    if (std::ranges::none_of(best.absent(), required)) return best;
    Squeeze squeeze(std::move(start), random, ruin, recreate);
    for (std::uint64_t steps = 0; !pace.over(until); ++steps, pace.step(), shared.step()) {
        const bool done = squeeze.step(steps, true);
        if (squeeze.state().cost() < best.cost()) {
            best = squeeze.state();
            pace.improve();
            shared.offer(best);
        }
        if (done || std::ranges::none_of(best.absent(), required)) break;
    }
    return best;
}

State fewer_routes(State start, Random& random, Ruin& ruin, Recreate& recreate, Pace& pace,
                   double until, Shared& shared) {
    State best = start;
    Squeeze squeeze(std::move(start), random, ruin, recreate);
    if (!squeeze.empty_one_route()) return best;
    for (std::uint64_t steps = 0; !pace.over(until); ++steps, pace.step(), shared.step()) {
        if (!squeeze.step(steps, false)) continue;
        best = squeeze.state();
        pace.improve();
        shared.offer(best);
        if (!squeeze.empty_one_route()) break;
    }
    return best;
}

}  // namespace chaland
