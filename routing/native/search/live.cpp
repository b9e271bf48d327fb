#include "live.hpp"

#include <algorithm>
#include <chrono>

#include "content.hpp"

namespace chaland {
namespace {

std::size_t at(std::int32_t number) { return static_cast<std::size_t>(number); }

std::vector<std::int32_t> inserted(const Route& route, std::int32_t shipment,
                                   const Insertion& where) {
    auto nodes = route.nodes();
    nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(where.pickup_leg), 2 * shipment);
    nodes.insert(nodes.begin() + static_cast<std::ptrdiff_t>(where.delivery_leg) + 1,
                 2 * shipment + 1);
    return nodes;
}

}  // namespace

Live::Live(Problem problem) : problem_(std::move(problem)), spots_(problem_.spots) {
    for (Shipment& shipment : problem_.shipments) shipment.firm = shipment.position >= 0;
    ranged_ = std::ranges::any_of(problem_.shifts,
                                  [](const Shift& shift) { return shift.reload.has_value(); });
    for (std::int32_t shift = 0; shift < problem_.shift_count(); ++shift)
        routes_.emplace_back(problem_, shift);
    times_.resize(routes_.size());
    unladen_ = problem_.shifts;
    for (Shift& shift : unladen_) shift.aboard = {}, shift.shipments_aboard = 0;
    const Exchange unladen(problem_.shifts, unladen_);
    for (std::int32_t shift = 0; shift < problem_.shift_count(); ++shift)
        idle_.emplace_back(problem_, shift);
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
        routes_[at(shift)] = Route(problem_, shift);
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

std::optional<Change> Live::direct(std::int32_t shipment) const {
    std::vector<char> refused(routes_.size(), 0);
    for (;;) {
        Insertion best;
        std::int32_t where = -1;
        any_route(routes_, [&](const Route& route) {
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

std::vector<Answer> Live::quote(const Enquiry& enquiry, const Effort& effort) {
    const std::int32_t guest = seat();
    std::vector<Answer> answers(enquiry.slots.size());
    std::vector<std::size_t> open;  // slots in which there may be room
    for (std::size_t k = 0; k < enquiry.slots.size(); ++k) {
        dress(enquiry, enquiry.slots[k], kWhole);
        if (auto change = direct(guest)) {
            answers[k].changes.push_back(std::move(*change));
            continue;
        }
        answers[k].obstacle = obstacle_alone(enquiry, enquiry.slots[k], guest);
        if (answers[k].obstacle == Obstacle::kNone) open.push_back(k);
    }
    if (effort.iterations != 0) reshuffle(enquiry, effort, open, answers);
    for (const std::size_t k : open)
        if (answers[k].changes.empty())
            answers[k].obstacle = obstacle_now(enquiry, enquiry.slots[k], guest);
    return answers;
}

// Slots share the time evenly; what one leaves of it is for the next.
void Live::reshuffle(const Enquiry& enquiry, const Effort& effort,
                     const std::vector<std::size_t>& open, std::vector<Answer>& answers) {
    using Clock = Reshuffle::Clock;
    constexpr double kEndless = 1e6;  // seconds
    const auto began = Clock::now();
    const auto all = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(std::min(effort.seconds, kEndless)));
    for (std::size_t k = 0; k < open.size(); ++k) {
        const auto now = Clock::now();
        const auto share = (began + all - now) / static_cast<Clock::rep>(open.size() - k);
        dress(enquiry, enquiry.slots[open[k]], kWhole);
        Reshuffle search(problem_, routes_, seat(), effort.seed, memory_);
        Answer& answer = answers[open[k]];
        if (const auto routes = search.run(effort.iterations, now + share))
            answer.changes = changed(*routes);
        answer.reshuffled = !answer.changes.empty();
    }
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
        const auto spots = at(problem_.spots) * 3 / 2 + 8;
        for (Arcs& arcs : problem_.arcs) arcs.widen(spots);
        problem_.spots = static_cast<std::int32_t>(spots);
    }
    const std::size_t last = at(spots_);
    for (std::size_t profile = 0; profile < problem_.arcs.size(); ++profile)
        for (std::size_t other = 0; other <= last; ++other) {
            problem_.arcs[profile].set(last, other, from[profile][other]);
            problem_.arcs[profile].set(other, last, to[profile][other]);
        }
    return spots_++;
}

}  // namespace chaland
