// Nobody left out, then fewer routes: the absent are squeezed into routes that seem full.
//
// Two ways that fail on different problems, one for each thread: counters of how often a shipment
// was left over (Christiaens and Vanden Berghe 2020), and annealing of the cost plus growing prices
// of the absent.
#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>

#include "absence.hpp"
#include "shared.hpp"
#include "worker.hpp"

namespace chaland {

enum class Squeezing { kCounters, kAnnealing };

template <class R>
class Squeeze {
 public:
    Squeeze(State<R> start, Worker<R>& worker, Squeezing way)
        : worker_(worker),
          state_(std::move(start)),
          way_(way),
          absence_(worker.problem.shipments.size()) {
        begin();
    }

    const State<R>& state() const { return state_; }

    // Another plan to go on from; what was learned of the shipments stays.
    void restart(const State<R>& from) {
        state_.copy(from);
        begin();
    }

    // Takes the route away that is easiest to share out. False when there is none.
    bool empty_one_route() {
        const R* easiest = nullptr;
        double least = 0;
        for (const R& route : state_.routes()) {
            if (route.empty()) continue;
            const double sum = absence_.sum_of_route(route);
            if (easiest == nullptr || sum < least) easiest = &route, least = sum;
        }
        if (easiest == nullptr || state_.used_routes() < 2) return false;
        worker_.ruin.empty(state_, easiest->shift());
        begin();
        return true;
    }

    // True when nobody is absent any more.
    bool step(bool open_routes) {
        state_.begin();
        const std::vector<std::int32_t> absent = state_.absent();
        const Cost before = state_.route_cost();
        if (++steps_ % kEject == 0 && worker_.recipe.ejections && eject()) {
            state_.begin();
            return state_.absent().empty();
        }
        worker_.ruin.around(state_, worker_.random, seed(), kRemoved);
        worker_.recreate(state_, worker_.random, open_routes);
        if (state_.route_cost() >= kUnpayable) {  // a route that cannot be ridden without somebody
            state_.roll_back();
            return false;
        }
        if (state_.absent().empty()) return true;
        const bool kept =
            way_ == Squeezing::kCounters ? better(absent, before) : cool_enough(absent, before);
        if (!kept) state_.roll_back();
        if (way_ == Squeezing::kAnnealing) press();
        return false;
    }

 private:
    static constexpr std::uint64_t kEject = 8;       // every so many steps somebody is ejected
    static constexpr std::size_t kMostTrials = 300;  // of ejections in one step
    static constexpr double kRemoved = 15;
    static constexpr std::size_t kNearSeed = 40;
    static constexpr double kCounted = 0.02;  // failures that are counted
    static constexpr double kPrice = 10;      // of an absent shipment, in what it costs at the mean
    static constexpr double kGrowth = 1.003;
    static constexpr std::uint64_t kFlattenEvery = 256;
    static constexpr double kFlatten = 0.8;
    static constexpr std::size_t kFewAbsent = 3;

    void begin() {
        state_.begin();
        unit_ = mean_service_cost(state_);
        fewest_ = state_.absent().size();
    }

    std::int32_t seed() {
        const auto& absent = state_.absent();
        Random& random = worker_.random;
        if (absent.empty())
            return static_cast<std::int32_t>(random.below(worker_.problem.shipments.size() * 2));
        const std::int32_t guest = absent[random.below(absent.size())];
        return worker_.node_near(guest, random.unit() < 0.5 ? kNearSeed : 1);
    }

    // By counters: fewer absent, or such as are less often; the same ones by cost.
    bool better(const std::vector<std::int32_t>& absent_before, Cost before) {
        const auto& absent = state_.absent();
        const double sum = absence_.sum(absent), sum_before = absence_.sum(absent_before);
        const bool same = sum == sum_before && absent.size() == absent_before.size();
        const double worse = static_cast<double>(state_.route_cost() - before);
        const bool kept = absent.size() < absent_before.size() || sum < sum_before ||
                          (same && worse < worker_.may_be_worse(2 * unit_));
        if (!kept && worker_.random.unit() < kCounted)
            for (const std::int32_t shipment : absent) absence_[shipment] += 1;
        return kept;
    }

    bool cool_enough(const std::vector<std::int32_t>& absent_before, Cost before) {
        const auto& absent = state_.absent();
        fewest_ = std::min(fewest_, absent.size());
        if (absent.size() > std::max(fewest_, kFewAbsent)) return false;
        const double worse =
            static_cast<double>(state_.route_cost() - before) +
            kPrice * 2 * unit_ * (absence_.sum(absent) - absence_.sum(absent_before));
        return worse < worker_.may_be_worse(unit_);
    }

    void press() {
        absence_.grow(state_.absent(), kGrowth);
        if (steps_ % kFlattenEvery == 0) absence_.flatten(kFlatten);
    }

    // One or two who are easier to place leave a route for one who is not (Nagata and Braysy 2009,
    // doi 10.1016/j.orl.2009.04.006).
    bool eject() {
        const auto& absent = state_.absent();
        if (absent.empty()) return false;
        const std::int32_t guest = absent[worker_.random.below(absent.size())];
        absence_[guest] += way_ == Squeezing::kCounters ? 1 : 0;
        Ejection best{absence_[guest], -1, {}};
        trials_ = 0;
        for (const std::int32_t shift : shifts_near(guest))
            if (!tired()) try_ejections(state_.route(shift), guest, best);
        if (best.shift < 0) return false;
        for (const std::int32_t victim : best.victims) worker_.ruin.remove(state_, victim);
        const auto found =
            cheapest_insertion(worker_.problem, state_.route(best.shift), guest, kUnpayable);
        if (found.found()) state_.insert(guest, best.shift, found);
        return found.found();
    }

    // The shifts that pass near to a shipment, and the only one that fits, in a random order.
    const std::vector<std::int32_t>& shifts_near(std::int32_t guest) {
        near_shifts_.clear();
        const std::int32_t own =
            worker_.problem.shipments[static_cast<std::size_t>(guest)].only_shift();
        if (own >= 0) near_shifts_.push_back(own);
        for (const int half : {0, 1})
            for (const std::int32_t node : worker_.ruin.near().of(guest * 2 + half))
                if (const std::int32_t shift = state_.carrier(node >> 1); shift >= 0)
                    near_shifts_.push_back(shift);
        std::ranges::sort(near_shifts_);
        const auto rest = std::ranges::unique(near_shifts_);
        near_shifts_.erase(rest.begin(), rest.end());
        for (std::size_t k = near_shifts_.size(); k > 1; --k)
            std::swap(near_shifts_[k - 1], near_shifts_[worker_.random.below(k)]);
        return near_shifts_;
    }

    bool tired() const { return trials_ >= kMostTrials || worker_.ended(); }

    struct Ejection {
        double weight;  // of the victims together
        std::int32_t shift;
        std::vector<std::int32_t> victims;
    };

    void try_ejections(const R& route, std::int32_t guest, Ejection& best) {
        riders_.clear();
        for (std::size_t k = 0; k < route.services(); ++k)
            if ((route.node(k) & 1) != 0) riders_.push_back(route.node(k) >> 1);
        std::ranges::sort(riders_, {},
                          [&](std::int32_t rider) { return std::pair(absence_[rider], rider); });
        marked_.resize(worker_.problem.shipments.size(), 0);
        for (std::size_t one = 0; one < riders_.size(); ++one) {
            const double alone = absence_[riders_[one]];
            if (alone >= best.weight || tired()) return;
            if (makes_room(route, guest, riders_[one], riders_[one]))
                best = {alone, route.shift(), {riders_[one]}};
            for (std::size_t two = 0; two < one; ++two) {
                const double both = alone + absence_[riders_[two]];
                if (both >= best.weight || worker_.ended()) break;
                if (makes_room(route, guest, riders_[one], riders_[two]))
                    best = {both, route.shift(), {riders_[one], riders_[two]}};
            }
        }
    }

    bool makes_room(const R& route, std::int32_t guest, std::int32_t one, std::int32_t two) {
        ++trials_;
        R trial = route;
        marked_[static_cast<std::size_t>(one)] = marked_[static_cast<std::size_t>(two)] = 1;
        trial.remove(worker_.problem, marked_, fresh_content());
        marked_[static_cast<std::size_t>(one)] = marked_[static_cast<std::size_t>(two)] = 0;
        return !trial.empty() &&
               cheapest_insertion(worker_.problem, trial, guest, kUnpayable).found();
    }

    Worker<R>& worker_;
    State<R> state_;
    const Squeezing way_;
    Absence absence_;
    double unit_ = 1;
    std::size_t fewest_ = 0;
    std::uint64_t steps_ = 0;
    std::size_t trials_ = 0;
    std::vector<std::int32_t> riders_, near_shifts_;
    std::vector<char> marked_;
};

}  // namespace chaland
