#include "exact.hpp"

#include <algorithm>

#include "route.hpp"
#include "stretch.hpp"

namespace chaland {
namespace {

constexpr std::size_t kMostLabels = 512;
// With limits on board a label that ends later may still be the only one to keep them: so many are
// kept whatever they are.
constexpr std::size_t kFreeLabels = 128;

// One way to have ridden up to a step: a stretch and all that follows from the choices in it.
struct Label {
    Stretch stretch;
    Time part;           // distance since the start or the last reload
    Time distance;       // of everything
    Cost late_at_least;  // lateness when the route starts as soon as it may
    Cost late_at_most;   // and as late as it may
    std::size_t parent;  // of the step before
    Window window;       // of this step
    Time travel;         // on the leg to it, reload included
    Pauses taken;        // on the leg to it
};

class Ride {
 public:
    Ride(const Problem& problem, const Shift& shift, const std::vector<std::int32_t>& nodes)
        : problem_(problem), shift_(shift), nodes_(nodes), end_(nodes.size() + 1) {
        labels_.reserve(2 * nodes.size() + 8);
        for (std::size_t step = 1; step < end_; ++step) {
            const std::int32_t node = nodes[step - 1];
            const Shipment& shipment = problem.shipment(node >> 1);
            late_ = late_ || task(step).due < kNever;
            if ((node & 1) == 0 || shipment.longest_on_board == kNever || shipment.on_board)
                continue;
            std::size_t pickup = step - 1;
            while (nodes[pickup - 1] != node - 1) --pickup;
            limits_.push_back({pickup, step, shipment.longest_on_board + task(pickup).service});
        }
    }

    std::optional<Cost> cost() {
        for (const Outside& outside : shift_.before) {
            Label label{};
            label.stretch = {single(outside.window, 0), outside.breaks};
            label.window = outside.window;
            add(label);
        }
        std::int32_t aboard = shift_.shipments_aboard;
        for (std::size_t step = 1; step <= end_; ++step) {
            const std::size_t from = step_, to = labels_.size();
            step_ = to;
            for (std::size_t parent = from; parent < to; ++parent) ride(step, parent, aboard == 0);
            if (step_ == labels_.size()) return std::nullopt;
            if (step == end_) break;
            const std::int32_t node = nodes_[step - 1];
            if ((node & 1) != 0)
                --aboard;
            else if (!problem_.shipment(node >> 1).on_board)
                ++aboard;
        }
        std::optional<Cost> least;
        for (std::size_t number = step_; number < labels_.size(); ++number) {
            const Label& label = labels_[number];
            if (label.stretch.breaks != all_breaks(shift_)) continue;
            const auto found = limits_.empty() ? cost_without_limits(label) : cost_in_time(label);
            if (found && (!least || *found < *least)) least = found;
        }
        return least;
    }

 private:
    struct Limit {
        std::size_t pickup, delivery;
        Time most;  // from start to start
    };

    const Task& task(std::size_t step) const { return problem_.task(nodes_[step - 1]); }
    std::int32_t spot(std::size_t step) const {
        if (step == 0) return shift_.start_spot;
        return step < end_ ? task(step).spot : shift_.end_spot;
    }
    Time service(std::size_t step) const {
        return step == 0 || step == end_ ? 0 : task(step).service;
    }

    bool covers(const Label& one, const Label& other) const {
        return one.part <= other.part && one.distance <= other.distance &&
               one.late_at_most <= other.late_at_least && one.stretch.covers(other.stretch);
    }
    // One more label of the step that is ridden to.
    void add(const Label& label) {
        if (too_late(shift_, label.stretch)) return;
        const auto first = labels_.begin() + static_cast<std::ptrdiff_t>(step_);
        if (limits_.empty() || labels_.size() - step_ >= kFreeLabels) {
            const auto needless = [&](const Label& other) { return covers(other, label); };
            if (std::any_of(first, labels_.end(), needless)) return;
            const auto covered = [&](const Label& other) { return covers(label, other); };
            labels_.erase(std::remove_if(first, labels_.end(), covered), labels_.end());
        }
        if (labels_.size() - step_ < kMostLabels) labels_.push_back(label);
    }

    void ride(std::size_t step, std::size_t parent, bool empty) {
        const Label from = labels_[parent];
        const Arc& direct = problem_.arc(shift_.profile, spot(step - 1), spot(step));
        Label to = from;
        to.parent = parent;
        ride(step, from, direct, from.part + direct.distance, to);
        if (!shift_.reload || !empty) return;
        const Reload& reload = *shift_.reload;
        const Arc& there = problem_.arc(shift_.profile, spot(step - 1), reload.spot);
        const Arc& back = problem_.arc(shift_.profile, reload.spot, spot(step));
        if (from.part + there.distance > reload.range) return;
        const Arc leg{there.time + reload.duration + back.time, there.distance + back.distance};
        ride(step, from, leg, back.distance, to);
    }

    void ride(std::size_t step, const Label& from, const Arc& leg, Time part, Label& to) {
        if (shift_.reload && part > shift_.reload->range) return;
        to.part = part;
        to.distance = from.distance + leg.distance;
        to.travel = leg.time;
        if (step < end_)
            for (const Window& window : task(step).windows) ride(step, from, window, 0, to);
        else
            for (const Outside& outside : shift_.after)
                ride(step, from, outside.window, outside.breaks, to);
    }

    // Every choice of the breaks on the leg.
    void ride(std::size_t step, const Label& from, const Window& window, Breaks outside,
              Label& to) {
        to.window = window;
        const unsigned due = all_breaks(shift_) & ~from.stretch.breaks & ~outside;
        for (unsigned taken = due;; taken = (taken - 1) & due) {
            to.stretch.breaks = static_cast<Breaks>(from.stretch.breaks | taken | outside);
            for (int order = 0; order < Pauses::orders(taken); ++order) {
                to.taken = {static_cast<Breaks>(taken), order == 1};
                if (!join_leg(shift_, to.taken, from.stretch.segment, to.travel,
                              single(window, service(step)), to.stretch.segment))
                    continue;
                count_lateness(step, from, to);
                add(to);
            }
            if (taken == 0) break;
        }
    }

    void count_lateness(std::size_t step, const Label& from, Label& to) const {
        if (step == end_ || task(step).due == kNever) return;
        const Segment& segment = to.stretch.segment;
        const Time due = task(step).due + task(step).service;
        const auto late = [&](Time start) {
            return std::max<Time>(std::max(start, segment.earliest) + segment.duration - due, 0);
        };
        to.late_at_least = from.late_at_least + task(step).late * late(segment.earliest);
        to.late_at_most = from.late_at_most + task(step).late * late(segment.latest);
    }

    Cost paid(const Label& label, Time duration) const {
        return price(shift_, duration, label.distance);
    }

    // The cost is a function of the route's start alone, in which everything happens as soon as it
    // can. Up to the start of the least duration it falls by less waiting and rises by more
    // lateness, and bends only where a service begins to be late or the minimum is paid.
    Cost cost_without_limits(const Label& last) const {
        const Segment& whole = last.stretch.segment;
        if (!late_) return paid(last, whole.duration);
        struct Bend {
            Time start;
            Cost late;
        };
        std::vector<Bend> bends;
        const Label* label = &last;
        for (std::size_t step = end_; step > 0; --step) {
            const Segment& segment = label->stretch.segment;
            if (step < end_ && task(step).due < kNever)
                bends.push_back({std::max(segment.earliest,
                                          task(step).due + task(step).service - segment.duration),
                                 task(step).late});
            label = &labels_[label->parent];
        }
        const Time soonest = label->window.start;
        std::vector<Time> starts{whole.earliest, whole.earliest_end() - shift_.minimum_paid};
        for (const Bend& bend : bends) starts.push_back(bend.start);
        Cost least = kUnpayable;
        for (const Time at : starts) {
            const Time start = std::clamp(at, std::min(soonest, whole.earliest), whole.earliest);
            Cost cost = paid(last, whole.earliest_end() - start) + last.late_at_least;
            for (const Bend& bend : bends)
                cost += bend.late * std::max<Time>(start - bend.start, 0);
            least = std::min(least, cost);
        }
        return least;
    }

    // With limits on board the same function is convex (the value of a linear program in which the
    // start is given), so halving finds its least.
    std::optional<Cost> cost_in_time(const Label& last) const {
        std::vector<const Label*> labels(end_ + 1);
        labels.back() = &last;
        for (std::size_t step = end_; step > 0; --step)
            labels[step - 1] = &labels_[labels[step]->parent];
        if (too_long_on_board(labels)) return std::nullopt;
        Time low = labels.front()->window.start, high = last.stretch.segment.latest;
        if (!cost_from(labels, low)) return std::nullopt;
        while (low < high) {
            const Time middle = low + (high - low) / 2;
            const auto here = cost_from(labels, middle), next = cost_from(labels, middle + 1);
            if (here && next && *next < *here)
                low = middle + 1;
            else
                high = middle;
        }
        return cost_from(labels, low);
    }

    Time length_of(unsigned breaks) const {
        Time length = 0;
        for (std::size_t number = 0; number < shift_.breaks.size(); ++number)
            if ((breaks >> number & 1U) != 0) length += shift_.breaks[number].duration;
        return length;
    }

    // Whether a parcel is too long on board even when nobody waits: pickup and delivery would push
    // each other on until a window closes.
    bool too_long_on_board(const std::vector<const Label*>& labels) const {
        return std::ranges::any_of(limits_, [&](const Limit& limit) {
            Time way = 0;
            for (std::size_t step = limit.pickup; step < limit.delivery; ++step)
                way += service(step) + labels[step + 1]->travel +
                       length_of(labels[step + 1]->taken.breaks);
            return way > limit.most;
        });
    }

    // Everything as soon as it can be: pushed until no limit is broken (longest paths in a simple
    // temporal network: Dechter, Meiri, Pearl 1991, doi 10.1016/0004-3702(91)90006-6).
    std::optional<Cost> cost_from(const std::vector<const Label*>& labels, Time start) const {
        const std::size_t n = labels.size();
        std::vector<Time> at(n);
        for (std::size_t k = 0; k < n; ++k) at[k] = labels[k]->window.start;
        at[0] = start;
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t k = 1; k < n; ++k) {
                Segment joined{};
                const Segment from{service(k - 1), at[k - 1], at[k - 1]};
                if (!join_leg(shift_, labels[k]->taken, from, labels[k]->travel, {0, 0, kNever},
                              joined))
                    return std::nullopt;
                at[k] = std::max(at[k], at[k - 1] + joined.duration);
                if (at[k] > labels[k]->window.end) return std::nullopt;
            }
            for (const Limit& limit : limits_)
                if (at[limit.delivery] - at[limit.pickup] > limit.most) {
                    at[limit.pickup] = at[limit.delivery] - limit.most;
                    if (at[limit.pickup] > labels[limit.pickup]->window.end) return std::nullopt;
                    moved = true;
                }
        }
        Cost cost = paid(*labels.back(), at[n - 1] - start);
        for (std::size_t k = 1; k + 1 < n; ++k)
            if (task(k).due < kNever) cost += task(k).late * std::max<Time>(at[k] - task(k).due, 0);
        return cost;
    }

    const Problem& problem_;
    const Shift& shift_;
    const std::vector<std::int32_t>& nodes_;
    const std::size_t end_;  // number of the last step; the start is 0
    std::vector<Label> labels_;
    std::size_t step_ = 0;  // where the labels of the step begin that is ridden to
    std::vector<Limit> limits_;
    bool late_ = false;
};

// Shipments whose delivery is not in the position promised, as what leaving them out costs; nothing
// when it is kept at any price.
std::optional<Cost> misplaced(const Problem& problem, const std::vector<std::int32_t>& nodes) {
    Cost cost = 0;
    std::int32_t position = 0;
    for (const std::int32_t node : nodes) {
        const Shipment& shipment = problem.shipment(node >> 1);
        if ((node & 1) == 0 && shipment.on_board) continue;
        if ((node & 1) != 0 && shipment.position >= 0 && shipment.position != position) {
            if (shipment.firm) return std::nullopt;
            cost += shipment.penalty + 1;
        }
        ++position;
    }
    return cost;
}

}  // namespace

std::optional<Cost> exact_cost(const Problem& problem, std::int32_t shift,
                               const std::vector<std::int32_t>& nodes) {
    const auto more = misplaced(problem, nodes);
    if (!more) return more;
    const auto cost = Ride(problem, problem.shift(shift), nodes).cost();
    if (!cost) return cost;
    return *cost + *more;
}

}  // namespace chaland
