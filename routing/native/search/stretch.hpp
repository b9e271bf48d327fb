// A segment with the breaks that are had in it. Where a task has several windows, or a break may be
// had on several legs, a part of a route is not one stretch but a few, none of which makes another
// needless: together they tell the soonest end for every start, so nothing is chosen before its
// time.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "segment.hpp"

namespace chaland {

struct Stretch {
    Segment segment;
    Breaks breaks;

    bool covers(const Stretch& other) const {
        return (other.breaks & ~breaks) == 0 && segment.covers(other.segment);
    }
};

class Stretches {
 public:
    std::span<const Stretch> all() const { return {items_.data(), count_}; }
    bool empty() const { return count_ == 0; }
    void clear() { count_ = 0; }
    // Room for one more, which is made there (copies of what has just been written are slow) and
    // then kept, unless it is needless.
    Stretch& draft() { return items_[count_]; }
    void keep() {
        const Stretch& made = items_[count_];
        if (count_ == 0) {
            count_ = 1;
            return;
        }
        for (std::size_t k = 0; k < count_; ++k)
            if (items_[k].covers(made)) return;
        std::size_t kept = 0;
        for (std::size_t k = 0; k < count_; ++k)
            if (!made.covers(items_[k])) {
                if (kept != k) items_[kept] = items_[k];
                ++kept;
            }
        if (kept != count_) items_[kept] = made;
        count_ = std::min(kept + 1, kMost);
    }

 private:
    static constexpr std::size_t kMost = 32;  // of so many and more, later ones are forgotten

    std::array<Stretch, kMost + 1> items_;
    std::size_t count_ = 0;
};

// Every way to have breaks outside the route that is not needless.
std::vector<Outside> outside_before(const Shift& shift);
std::vector<Outside> outside_after(const Shift& shift);

inline Breaks all_breaks(const Shift& shift) {
    return static_cast<Breaks>((1U << shift.breaks.size()) - 1);
}

// Whether a break that is still due can no longer be had.
bool too_late(const Shift& shift, const Stretch& stretch);

// Breaks taken on one leg: in the order of their numbers, or in reverse.
struct Pauses {
    Breaks breaks;
    bool reversed = false;

    // In how many orders so many breaks are tried.
    static int orders(unsigned breaks) { return (breaks & (breaks - 1)) != 0 ? 2 : 1; }
};

// Joins two segments over a leg on which breaks are taken.
bool join_over(const Shift& shift, Pauses pauses, const Segment& first, Time travel,
               const Segment& second, Segment& joined);
inline bool join_leg(const Shift& shift, Pauses pauses, const Segment& first, Time travel,
                     const Segment& second, Segment& joined) {
    return pauses.breaks == 0 ? join(first, travel, second, joined)
                              : join_over(shift, pauses, first, travel, second, joined);
}

// All stretches that go on to one more task, or that begin with one more.
void append(const Shift& shift, std::span<const Stretch> firsts, Time travel, const Task& task,
            Stretches& longer);
void prepend(const Shift& shift, const Task& task, Time travel, std::span<const Stretch> seconds,
             Stretches& longer);

// Least duration of a whole route made of one of each, with all breaks had; kNever: there is none.
Time least_duration(const Shift& shift, std::span<const Stretch> firsts, Time travel,
                    std::span<const Stretch> seconds);

}  // namespace chaland
