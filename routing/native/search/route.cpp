#include "route.hpp"

#include <algorithm>

#include "exact.hpp"
#include "insertion.hpp"
#include "pairs.hpp"

namespace chaland {
namespace {

// What was on board when the plan begins is picked up before all else.
bool aboard_first(const Problem& problem, const std::vector<std::int32_t>& nodes) {
    bool begun = false;
    for (const std::int32_t node : nodes) {
        const bool aboard = (node & 1) == 0 && problem.shipment(node >> 1).on_board;
        if (aboard && begun) return false;
        begun = begun || !aboard;
    }
    return true;
}

}  // namespace

Route::Route(const Problem& problem, std::int32_t shift) : shift_(shift) {
    const Shift& s = problem.shift(shift);
    steps_ = {{kStartNode, s.start_spot}, {kEndNode, s.end_spot}};
    refresh(problem, 0, 1);
}

std::vector<std::int32_t> Route::nodes() const {
    std::vector<std::int32_t> nodes;
    nodes.reserve(steps_.size());
    for (const Step& step : steps_)
        if (step.node >= 0) nodes.push_back(step.node);
    return nodes;
}

void Route::put(const Problem& problem, std::int32_t node, std::size_t leg) {
    const Task& task = problem.task(node);
    steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(leg) + 1,
                  {node, task.spot, task.windows.front().start, task.service});
}

void Route::insert(const Problem& problem, std::int32_t shipment, const Insertion& where,
                   std::uint64_t content) {
    put(problem, shipment * 2 + 1, where.delivery_leg);
    put(problem, shipment * 2, where.pickup_leg);
    content_ = content;
    refresh(problem, where.pickup_leg + 1, where.delivery_leg + 2);
}

void Route::remove(const Problem& problem, const std::vector<char>& marked, std::uint64_t content) {
    std::size_t kept = 0, first = 0, last = 0;
    for (const Step& step : steps_) {
        if (step.node >= 0 && marked[static_cast<std::size_t>(step.node >> 1)] != 0) {
            if (first == 0) first = kept;
            last = kept;
            continue;
        }
        steps_[kept++] = step;
    }
    steps_.resize(kept);
    content_ = content;
    if (first != 0) refresh(problem, first, last - 1);
}

bool Route::assign(const Problem& problem, const std::vector<std::int32_t>& nodes,
                   std::uint64_t content) {
    content_ = content;
    const auto startable = [&](std::int32_t node) {
        return problem.shipment(node >> 1).startable();
    };
    if (!pairs_whole(nodes) || !aboard_first(problem, nodes) ||
        !std::ranges::all_of(nodes, startable))
        return false;
    steps_.erase(steps_.begin() + 1, steps_.end() - 1);
    for (std::size_t leg = 0; leg < nodes.size(); ++leg) put(problem, nodes[leg], leg);
    refresh(problem, 0, steps_.size() - 1);
    return sound_ && carries(problem);
}

void Route::refresh(const Problem& problem, std::size_t first, std::size_t last) {
    if (!sound_) first = 0, last = steps_.size() - 1;

    const Shift& shift = problem.shift(shift_);
    distance_ = busy_ = 0;
    firm_legs_ = 0;
    intricate_ = shift.reload.has_value();
    steps_[0].load = shift.aboard;
    for (std::size_t k = 1; k < steps_.size(); ++k) {
        Step& step = steps_[k];
        step.leg = problem.arc(shift.profile, steps_[k - 1].spot, step.spot);
        distance_ += step.leg.distance;
        busy_ += step.leg.time;
        step.load = steps_[k - 1].load;
        if (step.node < 0) continue;
        const Shipment& shipment = problem.shipment(step.node >> 1);
        busy_ += step.service;
        intricate_ = intricate_ || shipment.intricate();
        if ((step.node & 1) != 0) {
            if (shipment.firm) firm_legs_ = k;
            for (std::size_t d = 0; d < kDimensions; ++d) step.load[d] -= shipment.load[d];
        } else if (!shipment.on_board) {
            for (std::size_t d = 0; d < kDimensions; ++d) step.load[d] += shipment.load[d];
        }
    }
    cost_ = 0;
    // Goods on board that are no longer delivered stay on board, where others may need the room.
    const bool roomy = shift.shipments_aboard == 0 || empty() || carries(problem);
    sound_ = roomy && forward(problem, first) && backward(problem, last);
    if (!sound_) return give_up();
    if (empty()) return;
    duration_ = least_duration(shift, before(steps_.size() - 2), steps_.back().leg.time,
                               after(steps_.size() - 1));
    sound_ = duration_ < kNever;
    // Breaks that can be had neither before the route nor after it.
    for (const Break& pause : shift.breaks)
        if (steps_.front().latest < pause.window.start + pause.duration &&
            steps_.back().soonest_end > pause.window.end)
            busy_ += pause.duration;
    if (intricate_ && sound_) {
        const auto exact = exact_cost(problem, shift_, nodes());
        sound_ = exact.has_value();
        cost_ = exact.value_or(0);
    } else if (sound_) {
        cost_ = price(shift, duration_, distance_);
    }
    if (!sound_) give_up();
}

void Route::give_up() {
    cost_ = kUnpayable;
    for (Step& step : steps_) step.befores = step.afters = 0;
}

bool Route::forward(const Problem& problem, std::size_t first) {
    const Shift& shift = problem.shift(shift_);
    Stretches stretches;
    if (first == 0) {
        before_.clear();
        for (const Outside& outside : shift.before) {
            stretches.draft() = {single(outside.window, 0), outside.breaks};
            stretches.keep();
        }
        if (!reach(steps_[0], stretches)) return false;
        first = 1;
    }
    const Step& last = steps_[first - 1];
    before_.resize(last.before + last.befores);
    for (std::size_t k = first; steps_[k].node != kEndNode; ++k) {
        append(shift, before(k - 1), steps_[k].leg.time, problem.task(steps_[k].node), stretches);
        if (!reach(steps_[k], stretches)) return false;
    }
    Step& end = steps_.back();
    end.soonest_end = steps_[steps_.size() - 2].soonest_end + end.leg.time;
    end.befores = 0;
    return true;
}

bool Route::reach(Step& step, const Stretches& stretches) {
    step.before = static_cast<std::uint32_t>(before_.size());
    step.befores = static_cast<std::uint32_t>(stretches.all().size());
    step.soonest_end = kNever;
    for (const Stretch& stretch : stretches.all()) {
        before_.push_back(stretch);
        step.soonest_end = std::min(step.soonest_end, stretch.segment.earliest_end());
    }
    return !stretches.empty();
}

bool Route::backward(const Problem& problem, std::size_t last) {
    const Shift& shift = problem.shift(shift_);
    Stretches stretches;
    if (last + 1 == steps_.size()) {
        after_.clear();
        for (const Outside& outside : shift.after) {
            stretches.draft() = {single(outside.window, 0), outside.breaks};
            stretches.keep();
        }
        if (!go_on(steps_.back(), stretches)) return false;
        --last;
    }
    const Step& next = steps_[last + 1];
    after_.resize(next.after + next.afters);
    for (std::size_t k = last; k > 0; --k) {
        prepend(shift, problem.task(steps_[k].node), steps_[k + 1].leg.time, after(k + 1),
                stretches);
        if (!go_on(steps_[k], stretches)) return false;
    }
    steps_.front().latest = std::min(shift.window.end, steps_[1].latest - steps_[1].leg.time);
    steps_.front().afters = 0;
    return true;
}

bool Route::go_on(Step& step, const Stretches& stretches) {
    step.after = static_cast<std::uint32_t>(after_.size());
    step.afters = static_cast<std::uint32_t>(stretches.all().size());
    step.latest = -kNever;
    for (const Stretch& stretch : stretches.all()) {
        after_.push_back(stretch);
        step.latest = std::max(step.latest, stretch.segment.latest);
    }
    return !stretches.empty();
}

bool Route::carries(const Problem& problem) const {
    const Load& capacity = problem.shift(shift_).capacity;
    for (const Step& step : steps_) {
        if (step.node < 0) continue;
        const Shipment& shipment = problem.shipment(step.node >> 1);
        if (!shipment.fits_shift[static_cast<std::size_t>(shift_)]) return false;
        if ((step.node & 1) == 0 && shipment.on_board) continue;
        for (std::size_t d = 0; d < kDimensions; ++d)
            if (step.load[d] > capacity[d]) return false;
    }
    return true;
}

}  // namespace chaland
