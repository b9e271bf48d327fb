// A plan under search: the routes, who is absent, and a journal that takes the last step back.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

#include "best.hpp"
#include "content.hpp"
#include "problem.hpp"

namespace chaland {

// A problem as the routes of a search read it: made from the general one, or that one itself.
template <class R>
using ReadProblem = std::conditional_t<std::is_same_v<typename R::Problem, Problem>, const Problem&,
                                       const typename R::Problem>;

template <class R>
class State {
 public:
    using Route = R;
    using Problem = typename R::Problem;
    using Insertion = decltype(cheapest_insertion(
        std::declval<const Problem&>(), std::declval<const R&>(), std::int32_t{}, Cost{}));

    explicit State(const Problem& problem)
        : problem_(&problem),
          carrier_(problem.shipments.size(), -1),
          absent_(problem.shipments.size()),
          touched_(problem.shifts.size(), 0) {
        for (std::int32_t shift = 0; shift < problem.shift_count(); ++shift)
            routes_.emplace_back(problem, shift);
        std::iota(absent_.begin(), absent_.end(), 0);
        for (const Shipment& shipment : problem.shipments) left_out_cost_ += shipment.penalty;
    }

    const Problem& problem() const { return *problem_; }
    const std::vector<Route>& routes() const { return routes_; }
    const Route& route(std::int32_t shift) const {
        return routes_[static_cast<std::size_t>(shift)];
    }
    // Shift that carries a shipment; -1 when absent.
    std::int32_t carrier(std::int32_t shipment) const {
        return carrier_[static_cast<std::size_t>(shipment)];
    }
    const std::vector<std::int32_t>& absent() const { return absent_; }
    Cost cost() const { return route_cost_ + left_out_cost_; }
    Cost route_cost() const { return route_cost_; }
    std::int32_t used_routes() const { return used_routes_; }
    // Whether a route was changed since the last `begin`.
    bool touched(std::int32_t shift) const {
        return touched_[static_cast<std::size_t>(shift)] != 0;
    }

    void insert(std::int32_t shipment, std::int32_t shift, const Insertion& where) {
        touch(shift);
        change(shift,
               [&](Route& route) { route.insert(*problem_, shipment, where, fresh_content()); });
        arrive(shipment, shift);
    }

    // Takes the marked shipments out of one route.
    void remove(std::int32_t shift, const std::vector<char>& marked) {
        touch(shift);
        const Route& route = routes_[static_cast<std::size_t>(shift)];
        for (std::size_t k = 0; k < route.services(); ++k) {
            const std::int32_t node = route.node(k);
            const auto shipment = static_cast<std::size_t>(node >> 1);
            if (marked[shipment] == 0 || carrier_[shipment] < 0) continue;
            carrier_[shipment] = -1;
            absent_.push_back(node >> 1);
            left_out_cost_ += problem_->shipments[shipment].penalty;
        }
        change(shift, [&](Route& gone) { gone.remove(*problem_, marked, fresh_content()); });
    }

    // Takes over given sequences of nodes, by shift; what cannot be kept stays absent.
    void adopt(const Sequences& sequences) {
        for (std::size_t s = 0; s < sequences.size(); ++s) {
            const auto shift = static_cast<std::int32_t>(s);
            const auto elsewhere = [&](std::int32_t node) { return carrier(node >> 1) >= 0; };
            Route route(*problem_, shift);
            if (sequences[s].empty() || std::ranges::any_of(sequences[s], elsewhere) ||
                !route.assign(*problem_, sequences[s], fresh_content()))
                continue;
            touch(shift);
            change(shift, [&](Route& old) { old = std::move(route); });
            for (const std::int32_t node : sequences[s])
                if (carrier(node >> 1) < 0) arrive(node >> 1, shift);
        }
    }

    // Each rides what the other rode. False, and nothing is changed, when one of them cannot.
    bool exchange(std::int32_t one, std::int32_t other) {
        Route first(*problem_, one), second(*problem_, other);
        if (!first.assign(*problem_, sequence(other), fresh_content()) ||
            !second.assign(*problem_, sequence(one), fresh_content()))
            return false;
        for (auto* route : {&first, &second}) {
            const std::int32_t shift = route->shift();
            touch(shift);
            for (std::size_t k = 0; k < route->services(); ++k)
                carrier_[static_cast<std::size_t>(route->node(k) >> 1)] = shift;
            change(shift, [&](Route& old) { old = std::move(*route); });
        }
        return true;
    }

    std::vector<std::int32_t> sequence(std::int32_t shift) const {
        std::vector<std::int32_t> nodes;
        for (std::size_t k = 0; k < route(shift).services(); ++k)
            nodes.push_back(route(shift).node(k));
        return nodes;
    }
    Sequences sequences() const {
        Sequences all;
        for (std::int32_t shift = 0; shift < problem_->shift_count(); ++shift)
            all.push_back(sequence(shift));
        return all;
    }

    // Becomes another plan of the same problem, copying only the routes that differ.
    void copy(const State& other) {
        for (std::size_t s = 0; s < routes_.size(); ++s)
            if (routes_[s].content() != other.routes_[s].content()) routes_[s] = other.routes_[s];
        carrier_ = other.carrier_;
        absent_ = other.absent_;
        route_cost_ = other.route_cost_;
        left_out_cost_ = other.left_out_cost_;
        used_routes_ = other.used_routes_;
        begin();
    }

    // Since the last `begin`: keep, or take back.
    void begin() {
        for (const auto& [shift, route] : journal_) touched_[static_cast<std::size_t>(shift)] = 0;
        journal_.clear();
        absent_before_ = absent_;
        route_cost_before_ = route_cost_;
        left_out_cost_before_ = left_out_cost_;
        used_routes_before_ = used_routes_;
    }
    void roll_back() {
        for (const auto& [shift, route] : journal_)
            carry(routes_[static_cast<std::size_t>(shift)], -1);
        for (auto& [shift, route] : journal_) {
            carry(route, shift);
            touched_[static_cast<std::size_t>(shift)] = 0;
            std::swap(routes_[static_cast<std::size_t>(shift)], route);
        }
        journal_.clear();
        absent_ = absent_before_;
        route_cost_ = route_cost_before_;
        left_out_cost_ = left_out_cost_before_;
        used_routes_ = used_routes_before_;
    }

 private:
    void touch(std::int32_t shift) {
        const auto s = static_cast<std::size_t>(shift);
        if (touched_[s] != 0) return;
        touched_[s] = 1;
        journal_.emplace_back(shift, routes_[s]);
    }
    template <class Change>
    void change(std::int32_t shift, Change&& changed) {
        Route& route = routes_[static_cast<std::size_t>(shift)];
        route_cost_ -= route.cost();
        used_routes_ -= route.empty() ? 0 : 1;
        changed(route);
        route_cost_ += route.cost();
        used_routes_ += route.empty() ? 0 : 1;
    }
    void arrive(std::int32_t shipment, std::int32_t shift) {
        carrier_[static_cast<std::size_t>(shipment)] = shift;
        std::erase(absent_, shipment);
        left_out_cost_ -= problem_->shipments[static_cast<std::size_t>(shipment)].penalty;
    }
    void carry(const Route& route, std::int32_t shift) {
        for (std::size_t k = 0; k < route.services(); ++k)
            carrier_[static_cast<std::size_t>(route.node(k) >> 1)] = shift;
    }

    const Problem* problem_;
    std::vector<Route> routes_;
    std::vector<std::int32_t> carrier_;
    std::vector<std::int32_t> absent_;
    Cost route_cost_ = 0, left_out_cost_ = 0;
    std::int32_t used_routes_ = 0;

    std::vector<std::pair<std::int32_t, Route>> journal_;
    std::vector<char> touched_;
    std::vector<std::int32_t> absent_before_;
    Cost route_cost_before_ = 0, left_out_cost_before_ = 0;
    std::int32_t used_routes_before_ = 0;
};

// What a service costs on average, fixed prices aside; where none is done yet, what the ways of the
// shipments cost.
template <class R>
double mean_service_cost(const State<R>& state) {
    const auto& problem = state.problem();
    double cost = 0, services = 0;
    for (const R& route : state.routes()) {
        if (route.empty()) continue;
        const Shift& shift = problem.shifts[static_cast<std::size_t>(route.shift())];
        cost += static_cast<double>(route.cost() - shift.fixed);
        services += static_cast<double>(route.services());
    }
    if (services > 0) return std::max(cost / services, 1.0);
    const Shift& shift = problem.shifts.front();
    for (const Shipment& shipment : problem.shipments) {
        const Arc& way = problem.arc(shift.profile, shipment.tasks[0].spot, shipment.tasks[1].spot);
        cost += static_cast<double>(shift.per_time) * static_cast<double>(way.time) +
                static_cast<double>(shift.per_distance) * static_cast<double>(way.distance);
        services += 2;
    }
    return std::max(cost / services, 1.0);
}

// Whether a shipment is absent that must be served.
template <class R>
bool leaves_required(const State<R>& state) {
    return std::ranges::any_of(state.absent(), [&](std::int32_t shipment) {
        return state.problem().shipments[static_cast<std::size_t>(shipment)].required;
    });
}

}  // namespace chaland
