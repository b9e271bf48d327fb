// One shift's sequence of services, with the stretches before and after each of them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "problem.hpp"
#include "stretch.hpp"

namespace chaland {

inline constexpr std::int32_t kStartNode = -1;
inline constexpr std::int32_t kEndNode = -2;

// A service in its place.
struct Step {
    std::int32_t node;
    std::int32_t spot;
    Time opens{}, service{};          // its first window, and how long it takes
    Arc leg{};                        // to it
    Load load{};                      // on board after it
    Time soonest_end{};               // whatever comes before
    Time latest{};                    // start, whatever comes after
    std::uint32_t before{}, after{};  // where its stretches begin
    std::uint32_t befores{}, afters{};
};

struct Insertion;

class Route {
 public:
    using Problem = chaland::Problem;

    // Measured (docs/explanation/search.md). Ruins cut one long stretch now and then, because a few
    // strings never change who works when.
    static constexpr double kStretches = 0.1, kHotOfLong = 5;
    static constexpr std::size_t kMostAbsent = 10;  // who must be served, while it anneals

    Route() = default;
    Route(const Problem& problem, std::int32_t shift);

    std::int32_t shift() const { return shift_; }
    const std::vector<Step>& steps() const { return steps_; }
    std::size_t size() const { return steps_.size(); }
    bool empty() const { return steps_.size() == 2; }
    std::size_t services() const { return steps_.size() - 2; }
    std::int32_t node(std::size_t service) const { return steps_[service + 1].node; }
    std::vector<std::int32_t> nodes() const;
    // Ways to have done everything up to a step, and everything from it on.
    std::span<const Stretch> before(std::size_t step) const {
        return {before_.data() + steps_[step].before, steps_[step].befores};
    }
    std::span<const Stretch> after(std::size_t step) const {
        return {after_.data() + steps_[step].after, steps_[step].afters};
    }
    Time distance() const { return distance_; }
    // Least duration, and what of it nobody can save by waiting less.
    Time duration() const { return duration_; }
    Time busy() const { return busy_; }
    Cost cost() const { return cost_; }
    // Whether rules bind it that stretches do not know: then its cost is `exact_cost`.
    bool intricate() const { return intricate_; }
    // How many legs lead to the last delivery that keeps its position at any price.
    std::size_t firm_legs() const { return firm_legs_; }
    // Whether it can be ridden at all.
    bool sound() const { return sound_; }
    // Never that of another content: the key of what is remembered of it.
    std::uint64_t content() const { return content_; }

    void insert(const Problem& problem, std::int32_t shipment, const Insertion& where,
                std::uint64_t content);
    // Takes over a whole sequence of nodes. False when it breaks a rule.
    bool assign(const Problem& problem, const std::vector<std::int32_t>& nodes,
                std::uint64_t content);
    // Takes out every step whose shipment is marked.
    void remove(const Problem& problem, const std::vector<char>& marked, std::uint64_t content);

 private:
    void put(const Problem& problem, std::int32_t node, std::size_t leg);
    // Makes everything anew that follows from the sequence, when it is new from one step to
    // another.
    void refresh(const Problem& problem, std::size_t first, std::size_t last);
    bool forward(const Problem& problem, std::size_t first);
    bool backward(const Problem& problem, std::size_t last);
    // Keeps the stretches up to a step, or from it on. False when there is none.
    bool reach(Step& step, const Stretches& stretches);
    bool go_on(Step& step, const Stretches& stretches);
    // A route that cannot be ridden is dear, and nothing finds room in it.
    void give_up();
    bool carries(const Problem& problem) const;

    std::int32_t shift_ = -1;
    std::vector<Step> steps_;
    std::vector<Stretch> before_;
    std::vector<Stretch> after_;
    Time distance_ = 0;
    Time duration_ = 0;
    Time busy_ = 0;
    Cost cost_ = 0;
    bool intricate_ = false;
    std::size_t firm_legs_ = 0;
    bool sound_ = true;
    std::uint64_t content_ = 0;
};

// What a shift costs that rides.
inline Cost price(const Shift& shift, Time duration, Time distance) {
    return shift.fixed + shift.per_time * std::max(duration, shift.minimum_paid) +
           shift.per_distance * distance;
}

}  // namespace chaland
