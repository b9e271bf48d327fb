#include "plain_route.hpp"

#include <algorithm>

#include "pairs.hpp"

namespace chaland {

PlainRoute::PlainRoute(const PlainProblem& problem, std::int32_t shift) : shift_(shift) {
    const PlainShift& s = problem.plain_shifts[static_cast<std::size_t>(shift)];
    stops_ = {{-1, s.start_spot, s.open, s.close, 0, 0, s.open, s.close, 0, 0, 0},
              {-1, s.end_spot, s.open, s.close, 0, 0, s.open, s.close, 0, 0, 0}};
    refresh(problem, 0);
}

PlainRoute::Stop PlainRoute::stop_of(const PlainProblem& problem, std::int32_t node) {
    const PlainTask& task = problem.tasks[static_cast<std::size_t>(node)];
    return {node, task.spot, task.open, task.close, task.service, task.load, 0, 0, 0, 0, 0};
}

void PlainRoute::refresh(const PlainProblem& problem, std::size_t kept) {
    const PlainShift& s = problem.plain_shifts[static_cast<std::size_t>(shift_)];
    const std::size_t n = stops_.size();
    for (std::size_t k = std::max<std::size_t>(kept, 1); k < n; ++k) {
        const Stop& last = stops_[k - 1];
        Stop& stop = stops_[k];
        const PlainArc& arc = problem.from(s.profile, last.spot)[stop.spot];
        stop.time = arc.time;
        stop.distance = arc.distance;
        stop.early =
            std::min(kShortNever, std::max(stop.open, last.early + last.service + arc.time));
        stop.load = last.load + stop.change;
    }
    stops_[n - 1].late = stops_[n - 1].close;
    bool in_time = stops_[n - 1].early <= stops_[n - 1].late;
    for (std::size_t k = n - 1; k-- > 0;) {
        const Stop& next = stops_[k + 1];
        stops_[k].late = std::max(
            -kShortNever, std::min(stops_[k].close, next.late - next.time - stops_[k].service));
        in_time = in_time && stops_[k].early <= stops_[k].late;
    }
    Cost distance = 0;
    for (const Stop& stop : stops_) distance += stop.distance;
    cost_ = empty() ? 0 : in_time ? s.fixed + s.per_distance * distance : kUnpayable;
}

void PlainRoute::put(const PlainProblem& problem, std::int32_t node, std::size_t leg) {
    stops_.insert(stops_.begin() + static_cast<std::ptrdiff_t>(leg) + 1, stop_of(problem, node));
}

void PlainRoute::insert(const PlainProblem& problem, std::int32_t shipment,
                        const PlainInsertion& where, std::uint64_t content) {
    const auto pickup_leg = static_cast<std::size_t>(where.pickup_leg);
    put(problem, shipment * 2, pickup_leg);
    put(problem, shipment * 2 + 1, static_cast<std::size_t>(where.delivery_leg) + 1);
    content_ = content;
    refresh(problem, pickup_leg + 1);
}

void PlainRoute::remove(const PlainProblem& problem, const std::vector<char>& marked,
                        std::uint64_t content) {
    const auto leaves = [&](const Stop& stop) {
        return stop.node >= 0 && marked[static_cast<std::size_t>(stop.node >> 1)] != 0;
    };
    const auto first = std::ranges::find_if(stops_, leaves) - stops_.begin();
    std::erase_if(stops_, leaves);
    content_ = content;
    refresh(problem, static_cast<std::size_t>(first));
}

bool PlainRoute::assign(const PlainProblem& problem, const std::vector<std::int32_t>& nodes,
                        std::uint64_t content) {
    const auto shift = static_cast<std::size_t>(shift_);
    if (!pairs_whole(nodes)) return false;
    PlainRoute trial(problem, shift_);
    const Stop end = trial.stops_.back();
    trial.stops_.pop_back();
    Short load = 0;
    for (const std::int32_t node : nodes) {
        if (!problem.fits(node >> 1, shift)) return false;
        trial.stops_.push_back(stop_of(problem, node));
        load += trial.stops_.back().change;
        if (load > problem.plain_shifts[shift].capacity) return false;
    }
    trial.stops_.push_back(end);
    trial.refresh(problem, 0);
    trial.content_ = content;
    if (!trial.sound()) return false;
    *this = std::move(trial);
    return true;
}

}  // namespace chaland
