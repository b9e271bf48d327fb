// A live plan: the routes as they are promised, and what a new order would change of them.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "clock.hpp"
#include "insertion.hpp"
#include "reshuffle.hpp"
#include "route.hpp"

namespace chaland {

// What a route would be, with its exact times.
struct Change {
    std::int32_t shift;
    std::vector<std::int32_t> nodes;
    Times times;
};

// The first rule with which there is no place any more. Those from `kTime` on depend on the plan.
enum class Obstacle {
    kNone,
    kWay,            // no path for any vehicle
    kRange,          // no vehicle goes so far without a reload
    kEquipment,      // no vehicle has it
    kCapacity,       // no vehicle is large enough
    kSlot,           // nobody is on duty (long enough) in the slot
    kPickup,         // the pickup's windows do not allow it
    kOnBoard,        // the way takes longer than it may be on board
    kTime,           // everybody's time is taken
    kRangeUsed,      // who has time would go farther than that, or has none to reload
    kEquipmentBusy,  // who has the equipment has no time
    kFull,           // who has time is full
    kOnBoardBusy,    // only after a detour too long for it
};

struct Answer {
    bool reshuffled = false;
    std::vector<Change> changes;  // none: no place was found
    Obstacle obstacle = Obstacle::kNone;
};

struct Effort {
    std::uint64_t iterations;  // of a slot; 0: no reshuffle
    double seconds;            // of all slots; infinity: none
    std::uint64_t seed;
};

// When a delivery may start.
struct Slot {
    std::vector<Window> windows;
    Time due = kNever;  // a start later than this
    Cost late = 0;      // costs so much a tick
};

// A shipment to be quoted, its delivery in each slot.
struct Enquiry {
    Shipment shipment;
    std::vector<bool> equipped;  // by shift
    std::vector<Slot> slots;
};

class Live {
 public:
    explicit Live(Problem problem);

    // The number of the shipment that is asked for, and of the next one that is accepted.
    std::int32_t seat();
    // Takes over a sequence of nodes with its best times. False when it breaks a rule.
    bool assign(std::int32_t shift, const std::vector<std::int32_t>& nodes);
    // What the order would change, by slot.
    std::vector<Answer> quote(const Enquiry& enquiry, const Effort& effort);
    // Puts a shipment in at the seat, as an answer says. False, and nothing is changed, when a rule
    // is broken.
    bool accept(Shipment shipment, const std::vector<Change>& changes);
    // Takes a shipment out. False, and nothing is changed, when the rest cannot be ridden then.
    bool remove(std::int32_t number);

    // One more spot, with the arcs from it and to it by profile, itself last; returns its number.
    std::int32_t add_spot(const std::vector<std::vector<Arc>>& from,
                          const std::vector<std::vector<Arc>>& to);
    // Forgets all spots from this one on.
    void forget_spots(std::int32_t first) { spots_ = first; }
    std::int32_t spots() const { return spots_; }

    const Problem& problem() const { return problem_; }
    const std::vector<Route>& routes() const { return routes_; }
    Change told(std::int32_t shift) const;

 private:
    // Other shifts in place of the problem's, as long as it lives.
    class Exchange {
     public:
        Exchange(std::vector<Shift>& shifts, std::vector<Shift>& others)
            : shifts_(shifts), others_(others) {
            shifts_.swap(others_);
        }
        ~Exchange() { shifts_.swap(others_); }
        Exchange(const Exchange&) = delete;
        Exchange& operator=(const Exchange&) = delete;

     private:
        std::vector<Shift>&shifts_, &others_;
    };

    // The shipment as it is, but for rules that are left out.
    struct Twin {
        bool equipment, load, slot, pickup, on_board;
    };
    static constexpr Twin kWhole{true, true, true, true, true};

    // Calls `look` with each route that a shipment may enter, and one empty route of each kind,
    // until it says true.
    template <typename Look>
    bool any_route(const std::vector<Route>& routes, Look look) const {
        std::vector<char> tried(routes.size(), 0);
        for (const Route& route : routes) {
            if (route.empty()) {
                const auto kind = static_cast<std::size_t>(problem_.shift(route.shift()).kind);
                if (std::exchange(tried[kind], 1) != 0) continue;
            }
            if (look(route)) return true;
        }
        return false;
    }

    void dress(const Enquiry& enquiry, const Slot& slot, const Twin& twin);
    bool fits(const std::vector<Route>& routes, std::int32_t shipment) const;
    // The same if no vehicle had to reload.
    bool fits_at_any_range(const std::vector<Route>& routes, std::int32_t shipment);
    // The route of these nodes, as far as a route can hold them: not when two breaks on one way
    // come in another order than their windows close.
    std::optional<Route> held(std::int32_t shift, const std::vector<std::int32_t>& nodes) const;
    // The change to these nodes; nothing when a rule is broken.
    std::optional<Change> change(std::int32_t shift, std::vector<std::int32_t> nodes) const;
    std::optional<Change> direct(std::int32_t shipment) const;
    Obstacle obstacle_alone(const Enquiry& enquiry, const Slot& slot, std::int32_t guest);
    Obstacle obstacle_now(const Enquiry& enquiry, const Slot& slot, std::int32_t guest);
    void reshuffle(const Enquiry& enquiry, const Effort& effort,
                   const std::vector<std::size_t>& open, std::vector<Answer>& answers);
    std::vector<Change> changed(const std::vector<Route>& routes) const;
    bool has_way(const Enquiry& enquiry) const;
    Window duty() const;

    Problem problem_;
    std::int32_t spots_;          // used; `problem_.spots` is for how many there is room
    std::vector<Shift> unladen_;  // the shifts with nothing on board: now and then in their place
    bool ranged_ = false;         // whether some must reload
    std::vector<Route> routes_, idle_;
    std::vector<Times> times_;  // of the routes, exactly
    Memory memory_;
    std::vector<std::int32_t> free_;  // numbers of shipments that were taken out
};

}  // namespace chaland
