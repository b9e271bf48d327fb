#include "shortest.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "threads.hpp"

namespace chaland {
namespace {

std::size_t index(Vertex vertex) { return static_cast<std::size_t>(vertex); }

// Does each job once, on so many threads; every thread makes what it needs with `begin`.
template <typename Begin>
void share_out(std::size_t jobs, unsigned threads, const Begin& begin) {
    std::atomic<std::size_t> next{0};
    const auto work = [&](unsigned thread) {
        auto job = begin(thread);
        for (std::size_t number = next++; number < jobs; number = next++) job(number);
    };
    Threads others;
    for (unsigned thread = 1; thread < threads; ++thread)
        others.start([&work, thread] { work(thread); });
    work(0);
    others.wait();
}

// What a destination leaves at a vertex.
struct Note {
    std::uint32_t destination;
    Weight weight;
};

// All notes, by the rank of the vertex they lie at.
class Buckets {
 public:
    Buckets(const Hierarchy& hierarchy, const Places& destinations, unsigned threads)
        : offsets_(hierarchy.vertex_count() + 1, 0) {
        std::vector<std::vector<std::pair<Vertex, Note>>> found(threads);
        share_out(destinations.size(), threads, [&](unsigned thread) {
            return [&, climbing = Climbing(hierarchy, Way::kDown),
                    &mine = found[thread]](std::size_t place) mutable {
                climbing.run(destinations.of(place), [&](Vertex rank, Weight weight) {
                    mine.push_back({rank, {static_cast<std::uint32_t>(place), weight}});
                });
            };
        });
        for (const auto& mine : found)
            for (const auto& [rank, note] : mine) ++offsets_[index(rank) + 1];
        for (std::size_t rank = 1; rank < offsets_.size(); ++rank)
            offsets_[rank] += offsets_[rank - 1];
        notes_.resize(offsets_.back());
        std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
        for (const auto& mine : found)
            for (const auto& [rank, note] : mine) notes_[next[index(rank)]++] = note;
    }

    std::span<const Note> at(Vertex rank) const {
        const std::size_t row = index(rank);
        return std::span(notes_).subspan(offsets_[row], offsets_[row + 1] - offsets_[row]);
    }

 private:
    std::vector<std::size_t> offsets_;
    std::vector<Note> notes_;
};

// The vertices of the arc from one vertex to another, without the first.
class Unpacking {
 public:
    Unpacking(const Hierarchy& hierarchy, std::vector<Vertex>& vertices)
        : hierarchy_(hierarchy), vertices_(vertices) {}

    void unpack(Vertex from, Vertex to) {
        const Vertex middle = middle_of(from, to);
        if (middle == no_vertex) {
            vertices_.push_back(hierarchy_.vertex(to));
            return;
        }
        unpack(from, middle);
        unpack(middle, to);
    }

 private:
    Vertex middle_of(Vertex from, Vertex to) const {
        const auto [way, low, high] =
            from < to ? std::tuple(Way::kUp, from, to) : std::tuple(Way::kDown, to, from);
        const auto climbs = hierarchy_.climbs(way, low);
        return std::ranges::lower_bound(climbs, high, {}, &Climb::above)->middle;
    }

    const Hierarchy& hierarchy_;
    std::vector<Vertex>& vertices_;
};

}  // namespace

void many_to_many(const Hierarchy& hierarchy, const Places& origins, const Places& destinations,
                  unsigned threads, Weight* cells) {
    const Buckets buckets(hierarchy, destinations, threads);
    std::fill(cells, cells + origins.size() * destinations.size(), no_path);
    share_out(origins.size(), threads, [&](unsigned) {
        return [&, climbing = Climbing(hierarchy, Way::kUp)](std::size_t place) mutable {
            Weight* row = cells + place * destinations.size();
            climbing.run(origins.of(place), [&](Vertex rank, Weight weight) {
                for (const Note& note : buckets.at(rank))
                    row[note.destination] = std::min(row[note.destination], weight + note.weight);
            });
        };
    });
}

Path shortest_path(const Hierarchy& hierarchy, std::span<const Seed> origin,
                   std::span<const Seed> destination) {
    Climbing up(hierarchy, Way::kUp), down(hierarchy, Way::kDown);
    up.run(origin, [](Vertex, Weight) {});
    Weight least = no_path;
    Vertex top = no_vertex;
    down.run(destination, [&](Vertex rank, Weight weight) {
        if (up.weight(rank) == no_path) return;
        const Weight both = up.weight(rank) + weight;
        if (both < least || (both == least && rank > top)) {
            least = both;
            top = rank;
        }
    });
    if (top == no_vertex) throw std::domain_error("there is no path");
    std::vector<Vertex> climbed;
    for (Vertex rank = top; rank != no_vertex; rank = up.parent(rank)) climbed.push_back(rank);
    Path path{least, {hierarchy.vertex(climbed.back())}};
    Unpacking arcs(hierarchy, path.vertices);
    for (std::size_t at = climbed.size() - 1; at > 0; --at)
        arcs.unpack(climbed[at], climbed[at - 1]);
    for (Vertex rank = top; down.parent(rank) != no_vertex; rank = down.parent(rank))
        arcs.unpack(rank, down.parent(rank));
    return path;
}

}  // namespace chaland
