// Simulated annealing over ruin and recreate.
//
// Where routes are long, a plan in which nobody is absent is often locked in: however hot it is,
// everybody only ever finds the old place again. There the search may leave a few out for a while,
// also such as would find a place, but a dear one. Their price is steered so that half of the
// states are such plans while it is hot and one in twenty once it is cold, and grows for each as
// long as it is absent: beyond any price of a vehicle, so where vehicles come first none is opened.
#pragma once

#include <cmath>

#include "absence.hpp"
#include "shared.hpp"
#include "worker.hpp"

namespace chaland {

// Temperatures in the mean cost of a service: what a worse step may cost to be taken now and then.
struct Cooling {
    double hot;
    double cold;

    double at(double progress) const { return hot * std::pow(cold / hot, progress); }
};

// For a plan that is good already; for one that is cold.
inline constexpr Cooling kWarmCooling{1, 0.005}, kLastCooling{0.2, 0.005};

inline constexpr double kLongRoute = 30;  // services
inline constexpr double kHotOfShort = 3;

template <class R>
bool has_long_routes(const State<R>& state) {
    const double services =
        2.0 * static_cast<double>(state.problem().shipments.size() - state.absent().size());
    return services >= kLongRoute * std::max(1, state.used_routes());
}

// From where a plan is found anew: long routes melt later.
template <class R>
double hot(const State<R>& state, const Recipe& recipe) {
    if (!recipe.heat) return 1;
    return has_long_routes(state) ? R::kHotOfLong : kHotOfShort;
}

template <class R>
class Annealing {
 public:
    Annealing(State<R> start, Worker<R>& worker)
        : worker_(worker),
          current_(std::move(start)),
          best_(current_),
          unit_(mean_service_cost(current_)),
          may_leave_out_(worker.recipe.absences && has_long_routes(current_) &&
                         !leaves_required(current_)),
          may_open_(!may_leave_out_ || !worker.fewest_routes),
          absence_(worker.problem.shipments.size()) {
        absence_.price = 10 * unit_;
        current_.begin();
    }

    // Cools down until the lap is over; offers what is better than the best of all.
    void run(Lap& lap, const Cooling& cooling, Shared<R>* shared) {
        for (; !lap.over(); lap.step()) {
            step(cooling.at(lap.progress()));
            if (shared != nullptr && improved_) {
                shared->offer(best_);
                improved_ = false;
            }
        }
    }
    // Another plan takes the place of this one.
    void go_on_from(const State<R>& other) {
        current_.copy(other);
        best_.copy(other);
    }
    State<R>& best() { return best_; }
    State<R>& current() { return current_; }
    // Where the search stands, unless somebody is missed there.
    State<R>& standing() { return leaves_required(current_) ? best_ : current_; }

 private:
    static constexpr double kExchanges = 0.02;  // steps in which two shifts swap what they ride
    static constexpr double kRemoved = 15, kRemovedOfLong = 10;
    static constexpr double kGrowth = 1.001;
    static constexpr std::uint64_t kFadeEvery = 64, kSteerEvery = 256;
    static constexpr double kFade = 0.1, kSteer = 1.1;
    static constexpr double kCold = 0.1, kInfeasibleWhenHot = 0.5, kInfeasibleWhenCold = 0.05;
    static constexpr double kLeastPrice = 0.2, kMostPrice = 100;

    void step(double temperature) {
        const double before = energy();
        current_.begin();
        move();
        const double worse = energy() - before;
        if ((may_leave_out_ && missed_.size() > R::kMostAbsent) ||
            worse >= worker_.may_be_worse(temperature * unit_))
            current_.roll_back();
        else if (current_.cost() < best_.cost()) {
            best_.copy(current_);
            improved_ = true;
        }
        if (may_leave_out_) steer(temperature < kCold ? kInfeasibleWhenCold : kInfeasibleWhenHot);
    }

    void move() {
        Random& random = worker_.random;
        if (worker_.recipe.exchanges && random.unit() < kExchanges && exchange()) return;
        const double removed = may_leave_out_ ? kRemovedOfLong : kRemoved;
        if (may_leave_out_ && !missed_.empty() && random.unit() < 0.5) {
            const std::int32_t guest = missed_[random.below(missed_.size())];
            worker_.ruin.around(current_, random, worker_.node_near(guest, 1), removed);
        } else {
            worker_.ruin(current_, random, removed);
        }
        worker_.recreate(current_, random, may_open_, may_leave_out_ ? &absence_ : nullptr);
    }

    bool exchange() {
        const auto shifts = current_.routes().size();
        const auto one = static_cast<std::int32_t>(worker_.random.below(shifts));
        const auto other = static_cast<std::int32_t>(worker_.random.below(shifts));
        const auto kind = [&](std::int32_t shift) {
            return worker_.problem.shifts[static_cast<std::size_t>(shift)].kind;
        };
        return kind(one) != kind(other) && current_.exchange(one, other);
    }

    // Also tells anew who is missed: absent though required.
    double energy() {
        missed_.clear();
        if (!may_leave_out_) return static_cast<double>(current_.cost());
        Cost cost = current_.route_cost();
        for (const std::int32_t absent : current_.absent()) {
            const auto& shipment = worker_.problem.shipments[static_cast<std::size_t>(absent)];
            if (shipment.required)
                missed_.push_back(absent);
            else
                cost += shipment.penalty;
        }
        return static_cast<double>(cost) + absence_.price * absence_.sum(missed_);
    }

    // So that so large a share of the states has somebody absent.
    void steer(double wanted) {
        ++steps_;
        energy();
        if (!missed_.empty()) {
            ++infeasible_;
            absence_.grow(missed_, kGrowth);
        } else if (steps_ % kFadeEvery == 0) {
            absence_.fade(kFade);
        }
        if (steps_ % kSteerEvery != 0) return;
        const double share = static_cast<double>(infeasible_) / static_cast<double>(kSteerEvery);
        absence_.price =
            std::clamp(share > wanted ? absence_.price * kSteer : absence_.price / kSteer,
                       kLeastPrice * 2 * unit_, kMostPrice * 2 * unit_);
        infeasible_ = 0;
    }

    Worker<R>& worker_;
    State<R> current_, best_;
    const double unit_;
    const bool may_leave_out_, may_open_;
    Absence absence_;
    std::vector<std::int32_t> missed_;
    std::uint64_t steps_ = 0, infeasible_ = 0;
    bool improved_ = false;
};

}  // namespace chaland
