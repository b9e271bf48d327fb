#include "reshuffle.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "content.hpp"

namespace chaland {
namespace {

constexpr std::size_t kNear = 60;        // nodes around the guest that are torn out
constexpr std::size_t kMostStrings = 2;  // routes that a ruin cuts
constexpr std::uint64_t kPolish = 5;     // steps at least after the first success
constexpr int kLongestString = 6;        // services that it takes from each

// Whether it is only the pickup of goods that are on board already.
bool boarded(const Problem& problem, std::int32_t node) {
    return (node & 1) == 0 && problem.shipment(node >> 1).on_board;
}

}  // namespace

const Insertion& Memory::cheapest(const Problem& problem, const Route& route, bool promised,
                                  std::int32_t shipment) {
    Entry& entry = entries_[static_cast<std::size_t>(shipment) * problem.shifts.size() +
                            static_cast<std::size_t>(route.shift())][promised ? 0 : 1];
    if (entry.content != route.content()) {
        entry.content = route.content();
        entry.insertion = cheapest_insertion(problem, route, shipment, kUnpayable);
    }
    return entry.insertion;
}

void Memory::forget(const Problem& problem, std::int32_t shipment) {
    entries_.resize(problem.shipments.size() * problem.shifts.size());
    const auto row = static_cast<std::size_t>(shipment) * problem.shifts.size();
    for (std::size_t shift = 0; shift < problem.shifts.size(); ++shift) entries_[row + shift] = {};
}

Reshuffle::Reshuffle(const Problem& problem, const std::vector<Route>& routes, std::int32_t guest,
                     std::uint64_t seed, Memory& memory)
    : problem_(problem),
      guest_(guest),
      random_(seed),
      promised_(routes),
      routes_(routes),
      carrier_(problem.shipments.size(), -1),
      stays_(problem.shipments.size(), 0),
      absent_{guest},
      failures_(problem.shipments.size(), 1.0),
      marked_(problem.shipments.size(), 0),
      memory_(memory) {
    memory_.forget(problem, guest);
    for (const Route& route : routes_) {
        cost_ += route.cost();
        for (std::size_t k = 1; k + 1 < route.size(); ++k) {
            const auto shipment = static_cast<std::size_t>(route.steps()[k].node >> 1);
            carrier_[shipment] = route.shift();
            if (k <= route.firm_legs() && !boarded(problem, route.steps()[k].node))
                stays_[shipment] = 1;
        }
    }
    find_near();
}

// Near is what lies near both on the street and in the day: who is far away, or never there at that
// time, leaves no room that the guest could use (Shaw 1998, doi 10.1007/3-540-49481-2_30).
void Reshuffle::find_near() {
    std::vector<std::pair<Time, std::int32_t>> gaps;
    const Shipment& guest = problem_.shipments[static_cast<std::size_t>(guest_)];
    for (const Route& route : routes_)
        for (std::size_t k = 1; k + 1 < route.size(); ++k) {
            const Step& step = route.steps()[k];
            if (stays(step.node >> 1) || boarded(problem_, step.node)) continue;
            const Time soon = step.soonest_end - problem_.task(step.node).service;
            const Time late = step.latest;
            Time least = kNever;
            for (const Task& task : guest.tasks) {
                const std::int32_t profile =
                    problem_.shifts[static_cast<std::size_t>(route.shift())].profile;
                const Time way = problem_.arc(profile, task.spot, step.spot).time +
                                 problem_.arc(profile, step.spot, task.spot).time;
                for (const Window& window : task.windows)
                    least = std::min(
                        least, way + std::max<Time>({window.start - late, soon - window.end, 0}));
            }
            gaps.emplace_back(least, step.node);
        }
    const std::size_t kept = std::min(kNear, gaps.size());
    std::partial_sort(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(kept), gaps.end());
    for (std::size_t k = 0; k < kept; ++k) near_.push_back(gaps[k].second);
}

std::optional<std::vector<Route>> Reshuffle::run(std::uint64_t iterations,
                                                 Clock::time_point deadline) {
    std::optional<std::vector<Route>> best;
    Cost best_cost = kUnpayable;
    for (std::uint64_t count = 0; count < iterations && !near_.empty(); ++count) {
        if (Clock::now() >= deadline) break;
        step();
        if (!absent_.empty() || cost_ >= best_cost) continue;
        // As long again for a cheaper one; then the time is better spent on other slots.
        if (!best) iterations = std::min(iterations, 2 * count + kPolish);
        best = routes_;
        best_cost = cost_;
    }
    return best;
}

// Fewer left out is better, then those who failed less often (Nagata and Braysy 2009, doi
// 10.1016/j.orl.2009.04.006), then what costs less.
void Reshuffle::step() {
    journal_.clear();
    absent_before_ = absent_;
    cost_before_ = cost_;
    const double before = absent_sum();
    ruin();
    recreate();
    for (const std::int32_t shipment : absent_) failures_[static_cast<std::size_t>(shipment)] += 1;
    const double after = absent_sum() - static_cast<double>(absent_.size());
    const double luck = -std::log(random_.unit() + 1e-300);
    const double mean = static_cast<double>(cost_before_) / static_cast<double>(carrier_.size());
    const bool fewer = absent_.size() < absent_before_.size() || after < before;
    const bool cheaper = after <= before && static_cast<double>(cost_ - cost_before_) <
                                                (absent_.empty() ? 0.05 : 0.5) * mean * luck;
    if (!fewer && !cheaper) take_back();
}

void Reshuffle::ruin() {
    const auto seed = random_.below(near_.size());
    int strings = 1 + static_cast<int>(random_.below(kMostStrings));
    std::vector<std::int32_t> cut_shifts;
    for (std::size_t k = 0; k < near_.size() && strings > 0; ++k) {
        const std::int32_t node = near_[(seed + k) % near_.size()];
        const std::int32_t shift = carrier(node >> 1);
        if (shift < 0 || std::ranges::find(cut_shifts, shift) != cut_shifts.end()) continue;
        cut(shift, node);
        cut_shifts.push_back(shift);
        --strings;
    }
}

void Reshuffle::cut(std::int32_t shift, std::int32_t node) {
    const auto& steps = routes_[static_cast<std::size_t>(shift)].steps();
    const auto last = static_cast<int>(steps.size()) - 2;
    int at = 1;
    while (steps[static_cast<std::size_t>(at)].node != node) ++at;
    const int length =
        1 +
        static_cast<int>(random_.below(static_cast<std::size_t>(std::min(kLongestString, last))));
    const int lowest = std::max(1, at - length + 1), highest = std::min(at, last - length + 1);
    const int from =
        lowest + static_cast<int>(random_.below(static_cast<std::size_t>(highest - lowest + 1)));
    for (int k = from; k < from + length; ++k) {
        const std::int32_t shipment = steps[static_cast<std::size_t>(k)].node >> 1;
        if (stays(shipment) || marked_[static_cast<std::size_t>(shipment)] != 0) continue;
        marked_[static_cast<std::size_t>(shipment)] = 1;
        absent_.push_back(shipment);
    }
    Route shorter = routes_[static_cast<std::size_t>(shift)];
    shorter.remove(problem_, marked_, fresh_content());
    std::fill(marked_.begin(), marked_.end(), 0);
    // Without some of its services a route may be slower where the streets' triangles are not.
    if (!shorter.sound()) {
        absent_.erase(
            std::ranges::remove_if(absent_, [&](auto s) { return carrier(s) == shift; }).begin(),
            absent_.end());
        return;
    }
    replace(shift, std::move(shorter));
}

void Reshuffle::recreate() {
    std::vector<std::pair<std::uint64_t, std::int32_t>> waiting;
    const bool guest_first = random_.unit() < 0.5, often_failed_first = random_.unit() < 0.5;
    for (const std::int32_t shipment : absent_) {
        std::uint64_t key = random_.next() >> 8;
        if (often_failed_first)
            key = static_cast<std::uint64_t>(static_cast<double>(key) /
                                             failures_[static_cast<std::size_t>(shipment)]);
        waiting.emplace_back(guest_first && shipment == guest_ ? 0 : key, shipment);
    }
    std::sort(waiting.begin(), waiting.end());
    for (const auto& [key, shipment] : waiting) {
        Insertion best;
        std::int32_t where = -1;
        for (std::int32_t shift = 0; shift < problem_.shift_count(); ++shift) {
            const Route& route = routes_[static_cast<std::size_t>(shift)];
            const bool promised =
                route.content() == promised_[static_cast<std::size_t>(shift)].content();
            const Insertion& found = memory_.cheapest(problem_, route, promised, shipment);
            if (found.delta >= best.delta) continue;
            best = found;
            where = shift;
        }
        if (where < 0) continue;
        Route longer = routes_[static_cast<std::size_t>(where)];
        longer.insert(problem_, shipment, best, fresh_content());
        if (!longer.sound()) continue;
        replace(where, std::move(longer));
        std::erase(absent_, shipment);
    }
}

void Reshuffle::replace(std::int32_t shift, Route route) {
    Route& old = routes_[static_cast<std::size_t>(shift)];
    for (const Step& step : old.steps())
        if (step.node >= 0) carrier_[static_cast<std::size_t>(step.node >> 1)] = -1;
    for (const Step& step : route.steps())
        if (step.node >= 0) carrier_[static_cast<std::size_t>(step.node >> 1)] = shift;
    cost_ += route.cost() - old.cost();
    journal_.emplace_back(shift, std::exchange(old, std::move(route)));
}

void Reshuffle::take_back() {
    while (!journal_.empty()) {
        auto& [shift, route] = journal_.back();
        routes_[static_cast<std::size_t>(shift)] = std::move(route);
        journal_.pop_back();
    }
    std::fill(carrier_.begin(), carrier_.end(), -1);
    for (const Route& route : routes_)
        for (const Step& step : route.steps())
            if (step.node >= 0) carrier_[static_cast<std::size_t>(step.node >> 1)] = route.shift();
    absent_ = absent_before_;
    cost_ = cost_before_;
}

double Reshuffle::absent_sum() const {
    double sum = 0;
    for (const std::int32_t shipment : absent_)
        sum += failures_[static_cast<std::size_t>(shipment)];
    return sum;
}

}  // namespace chaland
