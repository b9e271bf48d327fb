#include "dijkstra.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

#include "buckets.hpp"
#include "reduce.hpp"

namespace chaland {
namespace {

// To reduce a graph takes about as long as so many searches in it.
constexpr std::size_t worth_reducing = 10;

constexpr std::size_t no_arc = std::numeric_limits<std::size_t>::max();

std::size_t index(Vertex vertex) { return static_cast<std::size_t>(vertex); }

// The vertices that a search must reach before it may stop.
struct Goals {
    std::vector<bool> wanted;
    std::size_t count = 0;

    Goals(const Graph& graph, std::span<const Place> places) : wanted(graph.vertex_count()) {
        for (const Place& place : places)
            for (const Vertex vertex : place.vertices)
                if (vertex != no_vertex && !wanted[index(vertex)]) {
                    wanted[index(vertex)] = true;
                    ++count;
                }
    }
};

Buckets buckets_for(const Graph& graph, std::span<const Place> origins) {
    Weight sum = 0;
    Weight most = 0;
    for (const Weight weight : graph.weights) {
        sum += weight / static_cast<Weight>(graph.arc_count());
        most = std::max(most, weight);
    }
    for (const Place& origin : origins)
        most = std::max({most, origin.weights[0], origin.weights[1]});
    return {sum, most};
}

// One search after the other over the same memory.
class Search {
public:
    Search(const Graph& graph, std::span<const Place> origins)
        : graph_(graph), distances_(graph.vertex_count()), queue_(buckets_for(graph, origins)) {}

    // `note(vertex, arc)` hears of every arc that improves a vertex; the last one counts.
    template <typename Note>
    void run(const Place& origin, const Goals& goals, Note note) {
        std::fill(distances_.begin(), distances_.end(), no_path);
        queue_.clear();
        queue_.start(std::min(origin.weights[0], origin.weights[1]));
        for (std::size_t side = 0; side < 2; ++side)
            if (origin.vertices[side] != no_vertex)
                improve(origin.vertices[side], origin.weights[side], no_arc, note);
        std::size_t pending = goals.count;
        while (!queue_.empty() && pending > 0) {
            const auto& bucket = queue_.first();
            for (std::size_t place = 0; place < bucket.size(); ++place)
                leave(bucket[place], note);
            for (const Entry& entry : bucket)
                if (goals.wanted[index(entry.vertex)] && is_best(entry)) --pending;
            queue_.drop_first();
        }
    }

    // The side of the destination by which it is reached best, and that weight.
    std::pair<std::size_t, Weight> arrival(const Place& destination) const {
        std::pair<std::size_t, Weight> best{0, no_path};
        for (std::size_t side = 0; side < 2; ++side) {
            const Vertex vertex = destination.vertices[side];
            if (vertex == no_vertex || distances_[index(vertex)] == no_path) continue;
            const Weight weight = distances_[index(vertex)] + destination.weights[side];
            if (weight < best.second) best = {side, weight};
        }
        return best;
    }

private:
    bool is_best(const Entry& entry) const {
        return distances_[index(entry.vertex)] == entry.weight;
    }

    template <typename Note>
    void leave(const Entry entry, Note& note) {
        if (!is_best(entry)) return;
        const std::size_t end = graph_.offsets[index(entry.vertex) + 1];
        for (std::size_t arc = graph_.offsets[index(entry.vertex)]; arc < end; ++arc)
            improve(graph_.heads[arc], entry.weight + graph_.weights[arc], arc, note);
    }

    template <typename Note>
    void improve(Vertex vertex, Weight weight, std::size_t arc, Note& note) {
        if (weight >= distances_[index(vertex)]) return;
        distances_[index(vertex)] = weight;
        note(vertex, arc);
        queue_.push({weight, vertex});
    }

    const Graph& graph_;
    std::vector<Weight> distances_;
    Buckets queue_;
};

// The tail of an arc: the vertex whose row holds it.
Vertex tail_of(const Graph& graph, std::size_t arc) {
    const auto row = std::upper_bound(graph.offsets.begin(), graph.offsets.end(), arc);
    return static_cast<Vertex>(row - graph.offsets.begin() - 1);
}

void search_all(const Graph& graph, std::span<const Place> origins,
                std::span<const Place> destinations, unsigned threads, Weight* cells) {
    const Goals goals(graph, destinations);
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        // Each thread makes its own, so that no two write to one cache line.
        Search search(graph, origins);
        for (std::size_t row = next++; row < origins.size(); row = next++) {
            search.run(origins[row], goals, [](Vertex, std::size_t) {});
            Weight* cell = cells + row * destinations.size();
            for (const Place& destination : destinations)
                *cell++ = search.arrival(destination).second;
        }
    };
    std::vector<std::jthread> helpers;
    for (unsigned helper = 1; helper < threads; ++helper) helpers.emplace_back(work);
    work();
}

void keep(std::span<const Place> places, std::vector<bool>& kept) {
    for (const Place& place : places)
        for (const Vertex vertex : place.vertices)
            if (vertex != no_vertex) kept[index(vertex)] = true;
}

std::vector<Place> renumbered(std::span<const Place> places, const std::vector<Vertex>& numbers) {
    std::vector<Place> moved(places.begin(), places.end());
    for (Place& place : moved)
        for (Vertex& vertex : place.vertices)
            if (vertex != no_vertex) vertex = numbers[index(vertex)];
    return moved;
}

}  // namespace

void many_to_many(const Graph& graph, std::span<const Place> origins,
                  std::span<const Place> destinations, unsigned threads, Weight* cells) {
    if (origins.size() < worth_reducing)
        return search_all(graph, origins, destinations, threads, cells);
    std::vector<bool> kept(graph.vertex_count());
    keep(origins, kept);
    keep(destinations, kept);
    const Reduced small = reduced(graph, kept);
    search_all(small.graph, renumbered(origins, small.numbers),
               renumbered(destinations, small.numbers), threads, cells);
}

Path shortest_path(const Graph& graph, const Place& origin, const Place& destination) {
    std::vector<std::size_t> arrivals(graph.vertex_count(), no_arc);
    Search search(graph, {&origin, 1});
    search.run(origin, Goals(graph, {&destination, 1}),
               [&](Vertex vertex, std::size_t arc) { arrivals[index(vertex)] = arc; });
    const auto [side, weight] = search.arrival(destination);
    if (weight == no_path) throw std::domain_error("there is no path");
    Path path{weight, destination.vertices[side], destination.vertices[side], {}};
    for (std::size_t arc = arrivals[index(path.first)]; arc != no_arc;
         arc = arrivals[index(path.first)]) {
        path.arcs.push_back(arc);
        path.first = tail_of(graph, arc);
    }
    std::reverse(path.arcs.begin(), path.arcs.end());
    return path;
}

}  // namespace chaland
