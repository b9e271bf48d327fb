// The arcs of one profile between all spots.
//
// They are kept twice, by where they begin and by where they end: who puts one task into many
// routes reads one row of each, which stays in the cache, where a column would not.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace chaland {

using Time = std::int64_t;

struct Arc {
    Time time;
    Time distance;
};

class Arcs {
 public:
    // `outward`: spots x spots, by where they begin.
    Arcs(std::size_t spots, std::vector<Arc> outward)
        : spots_(spots), outward_(std::move(outward)), inward_(outward_.size()) {
        for (std::size_t from = 0; from < spots_; ++from)
            for (std::size_t to = 0; to < spots_; ++to)
                inward_[to * spots_ + from] = outward_[from * spots_ + to];
    }

    const Arc& between(std::int32_t from, std::int32_t to) const { return this->from(from)[to]; }
    // From a spot to each.
    const Arc* from(std::int32_t spot) const { return row(outward_, spot); }
    // To a spot from each.
    const Arc* to(std::int32_t spot) const { return row(inward_, spot); }
    const std::vector<Arc>& all() const { return outward_; }

    // Room for more spots; their arcs are to be set.
    void widen(std::size_t spots) {
        std::vector<Arc> wider(spots * spots);
        for (std::size_t row = 0; row < spots_; ++row)
            std::copy_n(from(static_cast<std::int32_t>(row)), spots_, wider.data() + row * spots);
        *this = Arcs(spots, std::move(wider));
    }
    void set(std::size_t from, std::size_t to, const Arc& arc) {
        outward_[from * spots_ + to] = inward_[to * spots_ + from] = arc;
    }

 private:
    const Arc* row(const std::vector<Arc>& arcs, std::int32_t spot) const {
        return arcs.data() + static_cast<std::size_t>(spot) * spots_;
    }

    std::size_t spots_;
    std::vector<Arc> outward_, inward_;
};

}  // namespace chaland
