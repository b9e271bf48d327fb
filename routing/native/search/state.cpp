#include "state.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>

namespace chaland {
namespace {

// One counter for all states of all threads: plans are copied from one to another, and what is
// remembered of a content must never be taken for what is remembered of another.
std::uint64_t fresh_content() {
    static std::atomic<std::uint64_t> last = 0;
    return ++last;
}

}  // namespace

State::State(const Problem& problem)
    : problem_(&problem),
      carrier_(problem.shipments.size(), -1),
      absent_(problem.shipments.size()),
      touched_(problem.shifts.size(), 0) {
    for (std::int32_t shift = 0; shift < problem.shift_count(); ++shift)
        routes_.emplace_back(problem, shift);
    std::iota(absent_.begin(), absent_.end(), 0);
    for (const Shipment& shipment : problem.shipments) cost_ += shipment.penalty;
}

void State::touch(std::int32_t shift) {
    const auto s = static_cast<std::size_t>(shift);
    if (touched_[s] != 0) return;
    touched_[s] = 1;
    journal_.emplace_back(shift, routes_[s]);
}

void State::insert(std::int32_t shipment, std::int32_t shift, const Insertion& where) {
    touch(shift);
    Route& route = routes_[static_cast<std::size_t>(shift)];
    cost_ -= route.cost() + problem_->shipments[static_cast<std::size_t>(shipment)].penalty;
    if (where.variant >= 0) {
        const auto variant = route.variants()[static_cast<std::size_t>(where.variant)];
        route = *variant;
    }
    if (route.empty()) route.place_breaks_empty(*problem_, where.empty_choice);
    route.insert(*problem_, where.pickup, where.pickup_leg, where.delivery, where.delivery_leg,
                 fresh_content());
    cost_ += route.cost();
    carrier_[static_cast<std::size_t>(shipment)] = shift;
    std::erase(absent_, shipment);
}

void State::remove(std::int32_t shift, const std::vector<char>& marked) {
    touch(shift);
    Route& route = routes_[static_cast<std::size_t>(shift)];
    for (const Step& step : route.steps()) {
        if (step.node < 0 || (step.node & 1) != 0) continue;
        const auto shipment = static_cast<std::size_t>(step.node >> 1);
        if (marked[shipment] == 0) continue;
        carrier_[shipment] = -1;
        absent_.push_back(step.node >> 1);
        cost_ += problem_->shipments[shipment].penalty;
    }
    cost_ -= route.cost();
    route.remove(*problem_, marked, fresh_content());
    cost_ += route.cost();
}

void State::replace(std::int32_t shift, Route route) {
    touch(shift);
    const auto s = static_cast<std::size_t>(shift);
    for (const std::int32_t node : route.nodes())
        carrier_[static_cast<std::size_t>(node >> 1)] = shift;
    cost_ += route.cost() - routes_[s].cost();
    routes_[s] = std::move(route);
}

bool State::exchange(std::int32_t one, std::int32_t other) {
    Route first(*problem_, one), second(*problem_, other);
    if (!first.assign(*problem_, route(other).nodes(), fresh_content()) ||
        !second.assign(*problem_, route(one).nodes(), fresh_content()))
        return false;
    replace(one, std::move(first));
    replace(other, std::move(second));
    return true;
}

void State::adopt(const std::vector<std::vector<std::int32_t>>& sequences) {
    for (std::size_t shift = 0; shift < sequences.size(); ++shift) {
        Route route(*problem_, static_cast<std::int32_t>(shift));
        const auto elsewhere = [&](std::int32_t node) { return carrier(node >> 1) >= 0; };
        if (std::ranges::any_of(sequences[shift], elsewhere) ||
            !route.assign(*problem_, sequences[shift], fresh_content()))
            continue;
        for (const std::int32_t node : sequences[shift]) {
            if ((node & 1) != 0) continue;
            cost_ -= problem_->shipments[static_cast<std::size_t>(node >> 1)].penalty;
            std::erase(absent_, node >> 1);
        }
        replace(static_cast<std::int32_t>(shift), std::move(route));
    }
}

void State::begin() {
    for (const auto& [shift, route] : journal_) touched_[static_cast<std::size_t>(shift)] = 0;
    journal_.clear();
    absent_before_ = absent_;
    cost_before_ = cost_;
}

void State::roll_back() {
    const auto carry = [this](const Route& route, std::int32_t shift) {
        for (const Step& step : route.steps())
            if (step.node >= 0) carrier_[static_cast<std::size_t>(step.node >> 1)] = shift;
    };
    for (auto& [shift, route] : journal_) carry(routes_[static_cast<std::size_t>(shift)], -1);
    for (auto& [shift, route] : journal_) {
        carry(route, shift);
        touched_[static_cast<std::size_t>(shift)] = 0;
        routes_[static_cast<std::size_t>(shift)] = std::move(route);
    }
    journal_.clear();
    absent_ = absent_before_;
    cost_ = cost_before_;
}

}  // namespace chaland
