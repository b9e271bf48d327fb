// One search after the other up a hierarchy, over the same memory.
#pragma once

#include <span>
#include <vector>

#include "heap.hpp"
#include "hierarchy.hpp"

namespace chaland {

// A vertex beside a place, and the weight of the way between them.
struct Seed {
    Vertex vertex;
    Weight weight;
};

class Climbing {
 public:
    Climbing(const Hierarchy& hierarchy, Way way)
        : hierarchy_(hierarchy),
          way_(way),
          weights_(hierarchy.vertex_count(), no_path),
          parents_(hierarchy.vertex_count(), no_vertex) {}

    // Calls `settle(rank, weight)` for each vertex above that may lie on a shortest path.
    template <typename Settle>
    void run(std::span<const Seed> seeds, const Settle& settle) {
        for (const Vertex rank : touched_) {
            weights_[index(rank)] = no_path;
            parents_[index(rank)] = no_vertex;
        }
        touched_.clear();
        heap_.clear();
        for (const Seed& seed : seeds)
            improve(hierarchy_.rank(seed.vertex), seed.weight, no_vertex);
        while (!heap_.empty()) {
            const Entry entry = heap_.pop();
            if (weights_[index(entry.vertex)] != entry.weight || is_stalled(entry)) continue;
            settle(entry.vertex, entry.weight);
            for (const Climb& climb : hierarchy_.climbs(way_, entry.vertex))
                improve(climb.above, entry.weight + climb.weight, entry.vertex);
        }
    }

    // Of the last search.
    Weight weight(Vertex rank) const { return weights_[index(rank)]; }
    // Where the way to a vertex came from; no_vertex: it is beside the place.
    Vertex parent(Vertex rank) const { return parents_[index(rank)]; }

 private:
    static std::size_t index(Vertex vertex) { return static_cast<std::size_t>(vertex); }

    // Whether a way from above is shorter: then no shortest path climbs through here.
    bool is_stalled(const Entry& entry) const {
        const Way back = way_ == Way::kUp ? Way::kDown : Way::kUp;
        for (const Climb& climb : hierarchy_.climbs(back, entry.vertex)) {
            const Weight above = weights_[index(climb.above)];
            if (above != no_path && above + climb.weight < entry.weight) return true;
        }
        return false;
    }

    void improve(Vertex rank, Weight weight, Vertex parent) {
        Weight& known = weights_[index(rank)];
        if (weight >= known) return;
        if (known == no_path) touched_.push_back(rank);
        known = weight;
        parents_[index(rank)] = parent;
        heap_.push({weight, rank});
    }

    const Hierarchy& hierarchy_;
    const Way way_;
    std::vector<Weight> weights_;
    std::vector<Vertex> parents_, touched_;
    Heap heap_;
};

}  // namespace chaland
