#include "route.hpp"

#include <bit>

#include "insertion.hpp"
#include "pairs.hpp"

namespace chaland {

bool join_leg(const Shift& shift, std::uint8_t breaks, const Segment& first, Time travel,
              const Segment& second, Segment& joined) {
    if (breaks == 0) return join(first, travel, second, joined);
    // A pause on the way is as good as one after the whole way whose window closes later by the
    // way.
    Segment sum = first;
    Time way = travel;
    Time awake = -kNever;  // when the pauses so far are over at the earliest
    for (auto rest = breaks; rest != 0; rest &= static_cast<std::uint8_t>(rest - 1)) {
        const Break& pause = shift.breaks[static_cast<std::size_t>(std::countr_zero(rest))];
        awake = std::max(awake, pause.window.start);
        if (awake > pause.window.end) return false;
        awake += pause.duration;
        const Segment taken =
            single({pause.window.start, pause.window.end + travel}, pause.duration);
        if (!join(sum, way, taken, sum)) return false;
        way = 0;
    }
    return join(sum, 0, second, joined);
}

Route::Route(const Problem& problem, std::int32_t shift) : shift_(shift) {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift)];
    steps_ = {{kStartNode, s.start_spot, s.window, 0, 0}, {kEndNode, s.end_spot, s.window, 0, 0}};
    place_breaks_empty(problem, 0);
}

std::uint32_t Route::break_choices(const Shift& shift) {
    std::uint32_t choices = 1;
    for (std::size_t k = 0; k < std::min(shift.breaks.size(), kChosenBreaks); ++k) choices *= 3;
    return choices;
}

void Route::place_breaks_empty(const Problem& problem, std::uint32_t choice) {
    variants_.clear();
    breaks_first_ = breaks_last_ = steps_[1].breaks = 0;
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    for (std::size_t k = 0; k < s.breaks.size(); ++k, choice /= 3) {
        const auto bit = static_cast<std::uint8_t>(1U << k);
        if (choice % 3 == 0) steps_[1].breaks |= bit;
        if (choice % 3 == 1) breaks_last_ |= bit;
        if (choice % 3 == 2) breaks_first_ |= bit;
    }
    refresh(problem);
}

Window Route::start_window(const Problem& problem) const {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    Window window = s.window;
    for (auto rest = breaks_first_; rest != 0; rest &= static_cast<std::uint8_t>(rest - 1)) {
        const Break& pause = s.breaks[static_cast<std::size_t>(std::countr_zero(rest))];
        window.start = std::max(window.start, pause.window.start + pause.duration);
    }
    return window;
}

Window Route::end_window(const Problem& problem) const {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    Window window = s.window;
    for (auto rest = breaks_last_; rest != 0; rest &= static_cast<std::uint8_t>(rest - 1)) {
        window.end = std::min(
            window.end, s.breaks[static_cast<std::size_t>(std::countr_zero(rest))].window.end);
    }
    return window;
}

bool Route::forward(const Problem& problem) {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    const std::size_t n = steps_.size();
    steps_.front().window = start_window(problem);
    steps_.back().window = end_window(problem);
    before_.resize(n);
    before_[0] = steps_[0].alone();
    distance_ = busy_ = 0;
    for (std::size_t k = 1; k < n; ++k) {
        const Arc& arc = problem.arc(s.profile, steps_[k - 1].spot, steps_[k].spot);
        distance_ += arc.distance;
        busy_ += arc.time + steps_[k].service;
        for (auto rest = steps_[k].breaks; rest != 0; rest &= static_cast<std::uint8_t>(rest - 1))
            busy_ += s.breaks[static_cast<std::size_t>(std::countr_zero(rest))].duration;
        if (!join_leg(s, steps_[k].breaks, before_[k - 1], arc.time, steps_[k].alone(), before_[k]))
            return false;
    }
    duration_ = before_[n - 1].duration;
    return true;
}

bool Route::backward(const Problem& problem) {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    const std::size_t n = steps_.size();
    after_.resize(n);
    after_[n - 1] = steps_[n - 1].alone();
    for (std::size_t k = n - 1; k-- > 0;) {
        const Arc& arc = problem.arc(s.profile, steps_[k].spot, steps_[k + 1].spot);
        if (!join_leg(s, steps_[k + 1].breaks, steps_[k].alone(), arc.time, after_[k + 1],
                      after_[k]))
            return false;
    }
    return true;
}

bool Route::refresh(const Problem& problem) {
    sound_ = false;
    if (!forward(problem)) return false;
    if (!backward(problem)) return false;
    const std::size_t n = steps_.size();
    loads_.resize(n);
    loads_[0] = {};
    limited_ = false;
    for (std::size_t k = 1; k < n; ++k) {
        loads_[k] = loads_[k - 1];
        const std::int32_t node = steps_[k].node;
        if (node < 0) continue;
        const Shipment& shipment = problem.shipments[static_cast<std::size_t>(node >> 1)];
        limited_ = limited_ || shipment.longest_on_board < kNever;
        for (std::size_t d = 0; d < kDimensions; ++d)
            loads_[k][d] += (node & 1) != 0 ? -shipment.load[d] : shipment.load[d];
    }
    if (limited_ && !keep_on_board(problem, duration_)) return false;
    cost_ = empty() ? 0 : price(problem, duration_, distance_);
    return sound_ = true;
}

Cost Route::price(const Problem& problem, Time duration, Time distance) const {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    return s.fixed + s.per_time * std::max(duration, s.minimum_paid) + s.per_distance * distance;
}

void Route::insert(const Problem& problem, std::int32_t, const Insertion& where,
                   std::uint64_t content) {
    if (where.variant >= 0) {
        const auto variant = variants_[static_cast<std::size_t>(where.variant)];
        *this = *variant;
    }
    if (empty()) place_breaks_empty(problem, where.empty_choice);
    insert(problem, where.pickup, where.pickup_leg, where.delivery, where.delivery_leg, content);
}

void Route::insert(const Problem& problem, Step pickup, std::size_t pickup_leg, Step delivery,
                   std::size_t delivery_leg, std::uint64_t content) {
    const auto put = [this](Step step, std::size_t leg) {
        steps_[leg + 1].breaks &= static_cast<std::uint8_t>(~step.breaks);
        steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(leg) + 1, step);
    };
    put(pickup, pickup_leg);
    put(delivery, delivery_leg + 1);
    content_ = content;
    refresh(problem);
    place_breaks(problem);
}

void Route::remove(const Problem& problem, const std::vector<char>& marked, std::uint64_t content) {
    std::uint8_t carried = 0;
    std::size_t kept = 0;
    for (const Step& step : steps_) {
        if (step.node >= 0 && marked[static_cast<std::size_t>(step.node >> 1)] != 0) {
            carried |= step.breaks;
            continue;
        }
        steps_[kept] = step;
        steps_[kept].breaks |= carried;
        carried = 0;
        ++kept;
    }
    steps_.resize(kept);
    content_ = content;
    if (empty()) {
        place_breaks_empty(problem, 0);
        return;
    }
    refresh(problem);
    place_breaks(problem);
}

std::vector<std::int32_t> Route::nodes() const {
    std::vector<std::int32_t> nodes;
    for (const Step& step : steps_)
        if (step.node >= 0) nodes.push_back(step.node);
    return nodes;
}

bool Route::assign(const Problem& problem, const std::vector<std::int32_t>& nodes,
                   std::uint64_t content) {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    content_ = content;
    if (nodes.empty()) return true;
    if (!pairs_whole(nodes)) return false;
    for (std::uint32_t choice = 0; choice < break_choices(s); ++choice) {
        Route trial(problem, shift_);
        trial.place_breaks_empty(problem, choice);
        trial.content_ = content;
        const Step end = trial.steps_.back();
        trial.steps_.pop_back();
        Segment head = trial.steps_.front().alone();
        bool kept = true;
        for (const std::int32_t node : nodes) {
            const Task& task = problem.task(node);
            const Time travel = problem.arc(s.profile, trial.steps_.back().spot, task.spot).time;
            kept = false;
            for (const Window& window : task.windows)
                if (join(head, travel, single(window, task.service), head)) {
                    trial.steps_.push_back({node, task.spot, window, task.service, 0});
                    kept = true;
                    break;
                }
            if (!kept) break;
        }
        if (!kept) continue;
        trial.steps_.push_back(end);
        if (!trial.refresh(problem) || !trial.carries(problem)) continue;
        trial.place_breaks(problem);
        *this = std::move(trial);
        return true;
    }
    return false;
}

bool Route::assign(const Problem& problem, const std::vector<std::int32_t>& nodes,
                   const std::vector<Window>& windows, const std::vector<std::uint8_t>& breaks,
                   std::uint64_t content) {
    if (!pairs_whole(nodes)) return false;
    Route trial(problem, shift_);
    const Step end = trial.steps_.back();
    trial.steps_.pop_back();
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        const Task& task = problem.task(nodes[k]);
        trial.steps_.push_back({nodes[k], task.spot, windows[k], task.service, breaks[k + 1]});
    }
    trial.steps_.push_back(end);
    trial.steps_.back().breaks = breaks[nodes.size() + 1];
    trial.breaks_first_ = breaks.front();
    trial.breaks_last_ = breaks.back();
    trial.content_ = content;
    if (!trial.refresh(problem) || !trial.carries(problem)) return false;
    trial.place_breaks(problem);
    *this = std::move(trial);
    return true;
}

void Route::place_breaks(const Problem& problem) {
    variants_.clear();
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    if (s.breaks.empty() || empty()) return;
    Route best = *this;
    std::vector<Route> ways;
    for (std::uint32_t choice = 0; choice < break_choices(s); ++choice) {
        Route way = *this;
        if (!way.choose_breaks(problem, choice)) continue;
        if (!best.sound_ || way.cost_ < best.cost_) best = way;
        ways.push_back(std::move(way));
    }
    *this = std::move(best);
    for (Route& way : ways)
        if (way.breaks_first_ != breaks_first_ || way.breaks_last_ != breaks_last_)
            variants_.push_back(std::make_shared<const Route>(std::move(way)));
}

bool Route::choose_breaks(const Problem& problem, std::uint32_t choice) {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    for (std::size_t k = 0; k < s.breaks.size(); ++k) {
        const auto bit = static_cast<std::uint8_t>(1U << k);
        const auto others = static_cast<std::uint8_t>(~bit);
        const bool chosen = k < kChosenBreaks;
        if (!chosen || choice % 3 == 0) {
            place_break(problem, k, !chosen);
        } else {
            for (Step& step : steps_) step.breaks &= others;
            breaks_first_ =
                static_cast<std::uint8_t>((breaks_first_ & others) | (choice % 3 == 1 ? bit : 0));
            breaks_last_ =
                static_cast<std::uint8_t>((breaks_last_ & others) | (choice % 3 == 2 ? bit : 0));
        }
        choice /= 3;
    }
    return refresh(problem);
}

void Route::place_break(const Problem& problem, std::size_t number, bool outside) {
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    const auto bit = static_cast<std::uint8_t>(1U << number);
    const auto without = static_cast<std::uint8_t>(~bit);
    for (Step& step : steps_) step.breaks &= without;
    breaks_first_ &= without;
    breaks_last_ &= without;
    if (!forward(problem) || !backward(problem)) return;

    const std::size_t n = steps_.size();
    Time shortest = kNever;
    std::size_t leg = 0;
    Segment whole;
    const auto attempt = [&](std::size_t to, std::uint8_t breaks, const Segment& first,
                             const Segment& second, std::size_t choice) {
        const Time travel = problem.arc(s.profile, steps_[to - 1].spot, steps_[to].spot).time;
        if (!join_leg(s, breaks, first, travel, second, whole) || whole.duration >= shortest)
            return;
        shortest = whole.duration;
        leg = choice;
    };
    for (std::size_t to = 1; to < n; ++to)
        attempt(to, steps_[to].breaks | bit, before_[to - 1], after_[to], to);
    if (!outside) {
        steps_[leg == 0 ? 1 : leg].breaks |= bit;
        return;
    }
    breaks_first_ |= bit;
    attempt(1, steps_[1].breaks, single(start_window(problem), 0), after_[1], n);
    breaks_first_ &= without;
    breaks_last_ |= bit;
    attempt(n - 1, steps_[n - 1].breaks, before_[n - 2], single(end_window(problem), 0), n + 1);
    breaks_last_ &= without;

    if (leg == n)
        breaks_first_ |= bit;
    else if (leg == n + 1)
        breaks_last_ |= bit;
    else
        steps_[leg == 0 ? 1 : leg].breaks |= bit;
}

bool Route::carries(const Problem& problem) const {
    const Load& capacity = problem.shifts[static_cast<std::size_t>(shift_)].capacity;
    for (std::size_t k = 1; k < steps_.size(); ++k) {
        for (std::size_t d = 0; d < kDimensions; ++d)
            if (loads_[k][d] > capacity[d]) return false;
        const std::int32_t node = steps_[k].node;
        if (node >= 0 && !problem.shipments[static_cast<std::size_t>(node >> 1)]
                              .fits_shift[static_cast<std::size_t>(shift_)])
            return false;
    }
    return true;
}

bool Route::keep_on_board(const Problem& problem, Time& duration) const {
    // Earliest times pushed until no limit is broken (longest paths in the simple temporal
    // network), then the same from the end for the latest start.
    const Shift& s = problem.shifts[static_cast<std::size_t>(shift_)];
    const std::size_t n = steps_.size();
    std::vector<Time> low(n), high(n);
    std::vector<std::size_t> pickup_at(problem.shipments.size(), 0);
    struct Limit {
        std::size_t pickup, delivery;
        Time most;  // from start to start
    };
    std::vector<Limit> limits;
    for (std::size_t k = 0; k < n; ++k) {
        low[k] = steps_[k].window.start;
        high[k] = steps_[k].window.end;
        const std::int32_t node = steps_[k].node;
        if (node < 0) continue;
        const auto r = static_cast<std::size_t>(node >> 1);
        if ((node & 1) == 0) {
            pickup_at[r] = k;
        } else if (problem.shipments[r].longest_on_board < kNever) {
            const Time service = steps_[pickup_at[r]].service;
            limits.push_back({pickup_at[r], k, problem.shipments[r].longest_on_board + service});
        }
    }
    const auto advance = [&](std::size_t k, Time start) {  // earliest start of k + 1
        const Arc& arc = problem.arc(s.profile, steps_[k].spot, steps_[k + 1].spot);
        Segment joined{};
        const Segment at{steps_[k].service, start, start};
        const Segment any{0, 0, kNever};
        if (!join_leg(s, steps_[k + 1].breaks, at, arc.time, any, joined)) return kNever;
        return start + joined.duration;
    };
    const auto retreat = [&](std::size_t k, Time next) {  // latest start of k
        const Arc& arc = problem.arc(s.profile, steps_[k].spot, steps_[k + 1].spot);
        Time latest = next - arc.time - steps_[k].service;
        for (auto rest = steps_[k + 1].breaks; rest != 0;
             rest &= static_cast<std::uint8_t>(rest - 1)) {
            const Break& pause = s.breaks[static_cast<std::size_t>(std::countr_zero(rest))];
            latest = std::min(latest - pause.duration, pause.window.end - steps_[k].service);
        }
        return latest;
    };
    for (std::size_t round = 0; round <= n; ++round) {
        bool moved = false;
        for (std::size_t k = 0; k < n; ++k) {
            if (k > 0) low[k] = std::max(low[k], advance(k - 1, low[k - 1]));
            if (low[k] > high[k]) return false;
        }
        for (const Limit& limit : limits)
            if (low[limit.delivery] - low[limit.pickup] > limit.most) {
                low[limit.pickup] = low[limit.delivery] - limit.most;
                moved = true;
            }
        if (!moved) break;
        if (round == n) return false;
    }
    high[n - 1] = low[n - 1];
    for (std::size_t round = 0; round <= n; ++round) {
        bool moved = false;
        for (std::size_t k = n - 1; k-- > 0;) high[k] = std::min(high[k], retreat(k, high[k + 1]));
        for (const Limit& limit : limits)
            if (high[limit.delivery] - high[limit.pickup] > limit.most) {
                high[limit.delivery] = high[limit.pickup] + limit.most;
                moved = true;
            }
        if (!moved) break;
    }
    duration = std::max(duration, low[n - 1] - high[0]);
    return true;
}

}  // namespace chaland
