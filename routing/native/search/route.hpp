// One shift's sequence of services, with the segments before and after each of them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "problem.hpp"
#include "segment.hpp"

namespace chaland {

inline constexpr std::int32_t kStartNode = -1;
inline constexpr std::int32_t kEndNode = -2;

// Of so many breaks of a shift every way to have them (before, on the way, after) is kept in mind;
// of others only the cheapest.
inline constexpr std::size_t kChosenBreaks = 2;

// A service in its place: the node, the window chosen for it, and the breaks (one bit each) taken
// on the way to it.
struct Step {
    std::int32_t node;
    std::int32_t spot;
    Window window;
    Time service;
    std::uint8_t breaks;

    Segment alone() const { return single(window, service); }
};

struct Insertion;

class Route {
 public:
    using Problem = chaland::Problem;

    Route() = default;
    Route(const Problem& problem, std::int32_t shift);

    std::int32_t shift() const { return shift_; }
    const std::vector<Step>& steps() const { return steps_; }
    std::size_t size() const { return steps_.size(); }
    bool empty() const { return steps_.size() == 2; }
    std::vector<std::int32_t> nodes() const;
    std::size_t services() const { return steps_.size() - 2; }
    std::int32_t node(std::size_t service) const { return steps_[service + 1].node; }
    const Segment& before(std::size_t step) const { return before_[step]; }
    const Segment& after(std::size_t step) const { return after_[step]; }
    const Load& load(std::size_t step) const { return loads_[step]; }
    Time distance() const { return distance_; }
    Time duration() const { return duration_; }
    // Of the duration, what is not waiting.
    Time busy() const { return busy_; }
    Cost cost() const { return cost_; }
    // Changes whenever the content does, and never comes back: the key of what is remembered of it.
    std::uint64_t content() const { return content_; }

    void insert(const Problem& problem, std::int32_t shipment, const Insertion& where,
                std::uint64_t content);
    void insert(const Problem& problem, Step pickup, std::size_t pickup_leg, Step delivery,
                std::size_t delivery_leg, std::uint64_t content);
    // Takes over a whole sequence of nodes, each in its first window that can be kept. False when
    // it breaks a rule.
    bool assign(const Problem& problem, const std::vector<std::int32_t>& nodes,
                std::uint64_t content);
    // The same with windows chosen by node, and breaks before the route, by leg and after the
    // route, one bit each.
    bool assign(const Problem& problem, const std::vector<std::int32_t>& nodes,
                const std::vector<Window>& windows, const std::vector<std::uint8_t>& breaks,
                std::uint64_t content);
    // Takes out every step whose shipment is marked.
    void remove(const Problem& problem, const std::vector<char>& marked, std::uint64_t content);

    // Where the pauses lie in an empty route: one choice of several (on the way, after, before).
    void place_breaks_empty(const Problem& problem, std::uint32_t choice);
    static std::uint32_t break_choices(const Shift& shift);

    // The same services with pauses elsewhere: before the route, on the way, after it. Dearer as
    // they are, but what comes in may push against the pauses of the cheapest one.
    const std::vector<std::shared_ptr<const Route>>& variants() const { return variants_; }

    Cost price(const Problem& problem, Time duration, Time distance) const;
    // True when no shipment stays on board too long at the least duration; raises the duration to
    // what the limits force.
    bool keep_on_board(const Problem& problem, Time& duration) const;
    bool limited() const { return limited_; }
    // Whether the load keeps within the capacity, and every shipment may ride on this shift.
    bool carries(const Problem& problem) const;
    // Whether the sequence can be kept in time at all.
    bool sound() const { return sound_; }

 private:
    // Makes the segments anew. False when the sequence cannot be kept in time.
    bool refresh(const Problem& problem);
    // Moves every pause to where the route gets shortest.
    void place_breaks(const Problem& problem);
    bool choose_breaks(const Problem& problem, std::uint32_t choice);
    void place_break(const Problem& problem, std::size_t number, bool outside);
    bool forward(const Problem& problem);
    bool backward(const Problem& problem);
    Window start_window(const Problem& problem) const;
    Window end_window(const Problem& problem) const;

    std::int32_t shift_ = -1;
    std::vector<Step> steps_;
    std::vector<Segment> before_;
    std::vector<Segment> after_;
    std::vector<Load> loads_;
    std::uint8_t breaks_first_ = 0;  // had before the route starts
    std::uint8_t breaks_last_ = 0;   // had after it ends
    Time distance_ = 0;
    Time duration_ = 0;
    Time busy_ = 0;
    Cost cost_ = 0;
    bool limited_ = false;
    bool sound_ = true;
    std::uint64_t content_ = 0;
    std::vector<std::shared_ptr<const Route>> variants_;
};

// Joins two segments over a leg on which breaks are taken.
bool join_leg(const Shift& shift, std::uint8_t breaks, const Segment& first, Time travel,
              const Segment& second, Segment& joined);

}  // namespace chaland
