#include "anneal.hpp"

#include <cmath>

namespace chaland {
namespace {

constexpr double kExchanges = 0.02;  // steps in which two shifts ride what the other rode
constexpr int kSlices = 20;          // looks at the other worker's plan, in the second half

// What a service costs on average; where none is done yet, what the ways of the shipments cost.
double mean_service_cost(const State& state) {
    const Problem& problem = state.problem();
    double cost = 0, services = 0;
    for (const Route& route : state.routes()) {
        if (route.empty()) continue;
        const Shift& shift = problem.shifts[static_cast<std::size_t>(route.shift())];
        cost += static_cast<double>(route.cost() - shift.fixed);
        services += static_cast<double>(route.size() - 2);
    }
    if (services > 0) return cost / services;
    const Shift& shift = problem.shifts.front();
    for (const Shipment& shipment : problem.shipments) {
        const Arc& way = problem.arc(shift.profile, shipment.tasks[0].spot, shipment.tasks[1].spot);
        cost += static_cast<double>(shift.per_time) * static_cast<double>(way.time) +
                static_cast<double>(shift.per_distance) * static_cast<double>(way.distance);
        services += 2;
    }
    return cost / services;
}

bool exchange(State& state, Random& random) {
    const auto shifts = state.routes().size();
    const auto one = static_cast<std::int32_t>(random.below(shifts));
    const auto other = static_cast<std::int32_t>(random.below(shifts));
    const auto kind = [&](std::int32_t shift) {
        return state.problem().shifts[static_cast<std::size_t>(shift)].kind;
    };
    return kind(one) != kind(other) && state.exchange(one, other);
}

}  // namespace

State anneal(State start, Random& random, Ruin& ruin, Recreate& recreate, Pace& pace, double until,
             const Cooling& cooling, bool company, Shared& shared) {
    State current = std::move(start);
    State best = current;
    const double unit = mean_service_cost(current);
    const double from = pace.done();
    int slice = kSlices / 2;
    for (; !pace.over(until); pace.step(), shared.step()) {
        const double done = (pace.done() - from) / std::max(until - from, 1e-9);
        if (company && static_cast<int>(done * kSlices) > slice) {
            slice = static_cast<int>(done * kSlices);
            if (shared.cost() < best.cost()) current = best = *shared.best();
        }
        current.begin();
        const Cost before = current.cost();
        if (random.unit() >= kExchanges || !exchange(current, random)) {
            ruin(current, random);
            recreate(current, random);
        }
        const double temperature = cooling.hot * unit * std::pow(cooling.cold / cooling.hot, done);
        const double worse = static_cast<double>(current.cost() - before);
        if (worse >= -temperature * std::log(random.unit() + 1e-300)) {
            current.roll_back();
            continue;
        }
        if (current.cost() < best.cost()) {
            best = current;
            pace.improve();
            shared.offer(best);
        }
    }
    return best;
}

}  // namespace chaland
