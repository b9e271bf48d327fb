#include "live.hpp"

#include <algorithm>
#include <chrono>

#include "content.hpp"

namespace chaland {
namespace {

constexpr Time kNoWay = Time{1} << 39;  // an arc longer than any day: there is no path

std::size_t at(std::int32_t number) { return static_cast<std::size_t>(number); }

bool fits_capacity(const Load& load, const Load& capacity) {
    for (std::size_t d = 0; d < kDimensions; ++d)
        if (load[d] > capacity[d]) return false;
    return true;
}

std::vector<std::int32_t> inserted(const Route& route, std::int32_t shipment,
                                   const Insertion& where) {
    auto nodes = route.nodes();
    nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(where.pickup_leg), 2 * shipment);
    nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(where.delivery_leg) + 1,
                 2 * shipment + 1);
    return nodes;
}

// Calls `look` with each route that a shipment may enter, and one empty route of each kind, until
// it says true.
template <typename Look>
bool any_route(const Problem& problem, const std::vector<Route>& routes, Look look) {
    std::vector<char> tried(problem.shifts.size(), 0);
    for (const Route& route : routes) {
        if (route.empty()) {
            char& kind = tried[at(problem.shifts[at(route.shift())].kind)];
            if (kind != 0) continue;
            kind = 1;
        }
        if (look(route)) return true;
    }
    return false;
}

}  // namespace

Live::Live(Problem problem) : problem_(std::move(problem)), spots_(problem_.spots) {
    for (std::int32_t shift = 0; shift < problem_.shift_count(); ++shift)
        idle_.emplace_back(problem_, shift);
    routes_ = idle_;
    times_.resize(routes_.size());
}

std::int32_t Live::seat() {
    if (free_.empty()) {
        free_.push_back(problem_.shipment_count());
        problem_.shipments.emplace_back();
    }
    return free_.back();
}

bool Live::assign(std::int32_t shift, const std::vector<std::int32_t>& nodes) {
    if (nodes.empty()) {
        routes_[at(shift)] = idle_[at(shift)];
        times_[at(shift)] = {};
        return true;
    }
    const auto times = best_times(problem_, shift, nodes);
    if (!times) return false;
    auto route = held(shift, nodes);
    if (!route) return false;
    routes_[at(shift)] = std::move(*route);
    times_[at(shift)] = *times;
    return true;
}

std::optional<Route> Live::held(std::int32_t shift, const std::vector<std::int32_t>& nodes) const {
    Route route(problem_, shift);
    if (!route.assign(problem_, nodes, fresh_content())) return {};
    return route;
}

std::optional<Change> Live::change(std::int32_t shift, std::vector<std::int32_t> nodes) const {
    if (nodes.empty()) return Change{shift, {}, {}};
    const auto times = best_times(problem_, shift, nodes);
    if (!times) return {};
    if (problem_.shifts[at(shift)].breaks.size() > 1 && !held(shift, nodes)) return {};
    return Change{shift, std::move(nodes), *times};
}

Change Live::told(std::int32_t shift) const {
    return {shift, routes_[at(shift)].nodes(), times_[at(shift)]};
}

Window Live::duty() const {
    Window all = problem_.shifts.front().window;
    for (const Shift& shift : problem_.shifts) {
        all.start = std::min(all.start, shift.window.start);
        all.end = std::max(all.end, shift.window.end);
    }
    return all;
}

void Live::dress(const Order& order, const std::vector<Window>& slot, const Twin& twin) {
    Shipment& guest = problem_.shipments[at(seat())];
    guest = order.shipment;
    guest.tasks[1].windows = slot;
    if (!twin.slot) guest.tasks[1].windows = {duty()};
    if (!twin.pickup) guest.tasks[0].windows = {duty()};
    if (!twin.load) guest.load = {};
    if (!twin.on_board) guest.longest_on_board = kNever;
    guest.fits_shift.resize(problem_.shifts.size());
    for (std::size_t s = 0; s < problem_.shifts.size(); ++s)
        guest.fits_shift[s] = (!twin.equipment || order.equipped[s]) &&
                              fits_capacity(guest.load, problem_.shifts[s].capacity);
}

bool Live::fits(const std::vector<Route>& routes, std::int32_t shipment) const {
    return any_route(problem_, routes, [&](const Route& route) {
        return cheapest_insertion(problem_, route, shipment, kUnpayable, true).found();
    });
}

std::optional<Change> Live::direct(std::int32_t shipment) const {
    std::vector<char> refused(routes_.size(), 0);
    for (;;) {
        Insertion best;
        std::int32_t where = -1;
        any_route(problem_, routes_, [&](const Route& route) {
            if (refused[at(route.shift())] != 0) return false;
            const Insertion found = cheapest_insertion(problem_, route, shipment, best.delta, true);
            if (!found.found() || found.delta >= best.delta) return false;
            best = found;
            where = route.shift();
            return false;
        });
        if (where < 0) return {};
        if (auto found = change(where, inserted(routes_[at(where)], shipment, best))) return found;
        refused[at(where)] = 1;
    }
}

bool Live::has_way(const Order& order) const {
    const auto& [pickup, delivery] = order.shipment.tasks;
    return std::ranges::any_of(problem_.shifts, [&](const Shift& shift) {
        const auto far = [&](std::int32_t from, std::int32_t to) {
            return problem_.arc(shift.profile, from, to).time >= kNoWay;
        };
        return !far(shift.start_spot, pickup.spot) && !far(pickup.spot, delivery.spot) &&
               !far(delivery.spot, shift.end_spot);
    });
}

Obstacle Live::obstacle_alone(const Order& order, const std::vector<Window>& slot,
                              std::int32_t guest) {
    constexpr std::pair<Twin, Obstacle> kChain[] = {
        {{false, false, false, false, false}, Obstacle::kWay},
        {{true, false, false, false, false}, Obstacle::kEquipment},
        {{true, true, false, false, false}, Obstacle::kCapacity},
        {{true, true, true, false, false}, Obstacle::kSlot},
        {{true, true, true, true, false}, Obstacle::kPickup},
        {{true, true, true, true, true}, Obstacle::kOnBoard},
    };
    dress(order, slot, {true, true, true, true, true});
    if (fits(idle_, guest)) return Obstacle::kNone;
    for (const auto& [twin, obstacle] : kChain) {
        dress(order, slot, twin);
        if (fits(idle_, guest)) continue;
        return obstacle == Obstacle::kWay && has_way(order) ? Obstacle::kSlot : obstacle;
    }
    return Obstacle::kNone;
}

Obstacle Live::obstacle_now(const Order& order, const std::vector<Window>& slot,
                            std::int32_t guest) {
    constexpr std::pair<Twin, Obstacle> kChain[] = {
        {{false, false, true, true, false}, Obstacle::kTime},
        {{true, false, true, true, false}, Obstacle::kEquipmentBusy},
        {{true, true, true, true, false}, Obstacle::kFull},
    };
    for (const auto& [twin, obstacle] : kChain) {
        dress(order, slot, twin);
        if (!fits(routes_, guest)) return obstacle;
    }
    return Obstacle::kOnBoardBusy;
}

std::vector<Change> Live::changed(const std::vector<Route>& routes) const {
    std::vector<Change> changes;
    for (const Route& route : routes) {
        if (route.content() == routes_[at(route.shift())].content()) continue;
        auto found = change(route.shift(), route.nodes());
        if (!found) return {};
        changes.push_back(std::move(*found));
    }
    return changes;
}

std::vector<Answer> Live::quote(const Order& order, const Effort& effort) {
    using Clock = Reshuffle::Clock;
    const std::int32_t guest = seat();
    constexpr Twin kWhole{true, true, true, true, true};
    std::vector<Answer> answers(order.slots.size());
    std::vector<std::size_t> open;
    for (std::size_t k = 0; k < order.slots.size(); ++k) {
        dress(order, order.slots[k], kWhole);
        if (auto change = direct(guest)) {
            answers[k].changes.push_back(std::move(*change));
            continue;
        }
        answers[k].obstacle = obstacle_alone(order, order.slots[k], guest);
        if (answers[k].obstacle == Obstacle::kNone) open.push_back(k);
    }
    auto now = Clock::now();
    const bool endless = effort.seconds > 1e6;
    auto left = endless ? Clock::duration::max()
                        : std::chrono::duration_cast<Clock::duration>(
                              std::chrono::duration<double>(effort.seconds));
    for (std::size_t k = 0; k < open.size(); ++k) {
        Answer& answer = answers[open[k]];
        const auto& slot = order.slots[open[k]];
        if (effort.iterations != 0) {
            dress(order, slot, kWhole);
            const auto share = left / static_cast<Clock::rep>(open.size() - k);
            const auto deadline = endless ? Clock::time_point::max() : now + share;
            Reshuffle reshuffle(problem_, routes_, guest, effort.seed, memory_);
            if (const auto routes = reshuffle.run(effort.iterations, deadline))
                answer.changes = changed(*routes);
            answer.reshuffled = !answer.changes.empty();
        }
        if (answer.changes.empty()) answer.obstacle = obstacle_now(order, slot, guest);
        const auto then = Clock::now();
        if (!endless) left = std::max(left - (then - now), Clock::duration::zero());
        now = then;
    }
    return answers;
}

bool Live::accept(Shipment shipment, const std::vector<Change>& changes) {
    const std::int32_t guest = seat();
    problem_.shipments[at(guest)] = std::move(shipment);
    memory_.forget(problem_, guest);
    std::vector<std::int32_t> before{2 * guest, 2 * guest + 1}, after;
    for (const Change& change : changes) {
        const auto nodes = routes_[at(change.shift)].nodes();
        before.insert(before.end(), nodes.begin(), nodes.end());
        after.insert(after.end(), change.nodes.begin(), change.nodes.end());
    }
    std::ranges::sort(before);
    std::ranges::sort(after);
    const auto routes = routes_;
    const auto times = times_;
    const bool kept = before == after && std::ranges::all_of(changes, [&](const Change& change) {
                          return assign(change.shift, change.nodes);
                      });
    if (!kept) {
        routes_ = routes;
        times_ = times;
        return false;
    }
    free_.pop_back();
    return true;
}

bool Live::remove(std::int32_t number) {
    for (const Route& route : routes_) {
        auto nodes = route.nodes();
        if (std::erase_if(nodes, [&](auto node) { return node >> 1 == number; }) == 0) continue;
        if (!assign(route.shift(), nodes)) return false;
        problem_.shipments[at(number)].fits_shift.assign(problem_.shifts.size(), false);
        free_.push_back(number);
        return true;
    }
    return false;
}

std::int32_t Live::add_spot(const std::vector<std::vector<Arc>>& from,
                            const std::vector<std::vector<Arc>>& to) {
    if (spots_ == problem_.spots) {
        const auto old = at(problem_.spots), stride = old * 3 / 2 + 8;
        for (auto& arcs : problem_.arcs) {
            std::vector<Arc> wider(stride * stride);
            for (std::size_t row = 0; row < old; ++row)
                std::copy_n(arcs.begin() + static_cast<std::ptrdiff_t>(row * old), old,
                            wider.begin() + static_cast<std::ptrdiff_t>(row * stride));
            arcs = std::move(wider);
        }
        problem_.spots = static_cast<std::int32_t>(stride);
    }
    const auto stride = at(problem_.spots), last = at(spots_);
    for (std::size_t profile = 0; profile < problem_.arcs.size(); ++profile)
        for (std::size_t other = 0; other <= last; ++other) {
            problem_.arcs[profile][last * stride + other] = from[profile][other];
            problem_.arcs[profile][other * stride + last] = to[profile][other];
        }
    return spots_++;
}

}  // namespace chaland
