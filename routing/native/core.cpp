// What Python sees of the native core.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <thread>
#include <tuple>

#include "components.hpp"
#include "dijkstra.hpp"
#include "live_bindings.hpp"
#include "search_bindings.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace {

using chaland::Graph;
using chaland::Place;
using chaland::Vertex;
using chaland::Weight;

template <typename T, typename Shape>
using Given = nb::ndarray<const T, Shape, nb::c_contig, nb::device::cpu>;
template <typename T, typename Shape>
using Made = nb::ndarray<nb::numpy, T, Shape>;

template <typename T>
std::vector<T> copied(const Given<T, nb::ndim<1>>& array) {
    return {array.data(), array.data() + array.size()};
}

// An array that owns its memory; `fill` writes it with the interpreter released.
template <typename T, typename Shape, typename Fill>
Made<T, Shape> filled(std::initializer_list<std::size_t> shape, Fill fill) {
    std::size_t size = 1;
    for (const std::size_t length : shape) size *= length;
    auto memory = std::make_unique<T[]>(size);
    {
        const nb::gil_scoped_release released;
        fill(memory.get());
    }
    const nb::capsule owner(memory.get(), [](void* p) noexcept { delete[] static_cast<T*>(p); });
    return {memory.release(), shape, owner};
}

Graph make_graph(const Given<std::int64_t, nb::ndim<1>>& offsets,
                 const Given<Vertex, nb::ndim<1>>& heads,
                 const Given<Weight, nb::ndim<1>>& weights) {
    std::vector<std::size_t> rows;
    rows.reserve(offsets.size());
    for (std::size_t row = 0; row < offsets.size(); ++row) {
        if (offsets(row) < 0) throw std::invalid_argument("no offset may be negative");
        rows.push_back(static_cast<std::size_t>(offsets(row)));
    }
    return {std::move(rows), copied(heads), copied(weights)};
}

using PlaceVertices = Given<Vertex, nb::shape<-1, 2>>;
using PlaceWeights = Given<Weight, nb::shape<-1, 2>>;

std::vector<Place> places_of(const Graph& graph, const PlaceVertices& vertices,
                             const PlaceWeights& weights) {
    if (vertices.shape(0) != weights.shape(0))
        throw std::invalid_argument("every place must have vertices and weights");
    std::vector<Place> places(vertices.shape(0));
    for (std::size_t row = 0; row < places.size(); ++row)
        for (std::size_t side = 0; side < 2; ++side) {
            const Vertex vertex = vertices(row, side);
            if (vertex < chaland::no_vertex ||
                vertex >= static_cast<Vertex>(graph.vertex_count()))
                throw std::invalid_argument("every side of a place must be a vertex or -1");
            if (weights(row, side) < 0) throw std::invalid_argument("no weight may be negative");
            places[row].vertices[side] = vertex;
            places[row].weights[side] = weights(row, side);
        }
    return places;
}

Made<Weight, nb::ndim<2>> many_to_many(const Graph& graph, const PlaceVertices& origin_vertices,
                                       const PlaceWeights& origin_weights,
                                       const PlaceVertices& destination_vertices,
                                       const PlaceWeights& destination_weights,
                                       unsigned threads) {
    const auto origins = places_of(graph, origin_vertices, origin_weights);
    const auto destinations = places_of(graph, destination_vertices, destination_weights);
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    threads = static_cast<unsigned>(std::clamp<std::size_t>(origins.size(), 1, threads));
    return filled<Weight, nb::ndim<2>>(
        {origins.size(), destinations.size()}, [&](Weight* cells) {
            chaland::many_to_many(graph, origins, destinations, threads, cells);
        });
}

using FoundPath = std::tuple<Weight, Vertex, Vertex, Made<std::int64_t, nb::ndim<1>>>;

FoundPath shortest_path(const Graph& graph, const PlaceVertices& vertices,
                                       const PlaceWeights& weights) {
    const auto ends = places_of(graph, vertices, weights);
    if (ends.size() != 2) throw std::invalid_argument("a path has two ends");
    const auto path = chaland::shortest_path(graph, ends[0], ends[1]);
    auto arcs = filled<std::int64_t, nb::ndim<1>>(
        {path.arcs.size()}, [&](std::int64_t* cells) {
            std::copy(path.arcs.begin(), path.arcs.end(), cells);
        });
    return {path.weight, path.first, path.last, std::move(arcs)};
}

Made<std::int32_t, nb::ndim<1>> strong_components(const Graph& graph) {
    return filled<std::int32_t, nb::ndim<1>>({graph.vertex_count()}, [&](std::int32_t* cells) {
        const auto components = chaland::strong_components(graph);
        std::copy(components.begin(), components.end(), cells);
    });
}

}  // namespace

NB_MODULE(core, m) {
    m.doc() = "Hot loops in C++: shortest paths on compact arrays, and the search.";
    m.attr("NO_PATH") = chaland::no_path;

    nb::class_<Graph>(m, "Graph", R"(A directed graph in compressed sparse rows.

Parameters
----------
offsets
    Shape (vertices + 1,): the arcs that leave `v` are `offsets[v]` to `offsets[v + 1]`.
heads
    Shape (arcs,): where each arc ends.
weights
    Shape (arcs,): at least 0, and small enough that no path exceeds 2**63 - 2.

Raises
------
ValueError
    When the arrays contradict each other.)")
        .def("__init__",
             [](Graph* self, const Given<std::int64_t, nb::ndim<1>>& offsets,
                const Given<Vertex, nb::ndim<1>>& heads,
                const Given<Weight, nb::ndim<1>>& weights) {
                 new (self) Graph(make_graph(offsets, heads, weights));
             },
             "offsets"_a, "heads"_a, "weights"_a)
        .def_prop_ro("vertex_count", &Graph::vertex_count, "How many vertices.")
        .def_prop_ro("arc_count", &Graph::arc_count, "How many arcs.")
        .def("many_to_many", &many_to_many, "origin_vertices"_a, "origin_weights"_a,
             "destination_vertices"_a, "destination_weights"_a, "threads"_a = 0,
             R"(Least weights between places by Dijkstra's algorithm, rows in parallel.

A place lies between two vertices: it is left by, or reached from, either of them, at the weight
given; vertex -1 marks a closed side. When many places are asked for, vertices that lie beside none
of them are taken out of the graph first. The interpreter is released meanwhile.

Parameters
----------
origin_vertices, origin_weights
    Shape (origins, 2).
destination_vertices, destination_weights
    Shape (destinations, 2).
threads
    0 for as many as the machine has cores. The result does not depend on it.

Returns
-------
Shape (origins, destinations); `NO_PATH` where there is none.

Raises
------
ValueError
    When a vertex does not exist or a weight is negative.

References
----------
E. W. Dijkstra, A note on two problems in connexion with graphs, Numerische Mathematik 1, 1959,
doi:10.1007/BF01386390.)")
        .def("shortest_path", &shortest_path, "vertices"_a, "weights"_a,
             R"(A path of least weight between two places, always the same one among equals.

Parameters
----------
vertices, weights
    Shape (2, 2): the origin's row, then the destination's, as in `many_to_many`.

Returns
-------
Weight, first vertex, last vertex, arcs from one to the other.

Raises
------
ValueError
    When a vertex does not exist, a weight is negative, or there is no path.)")
        .def("strong_components", &strong_components,
             R"(The number of its strongly connected component for every vertex, from 0.

References
----------
R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1, 1972,
doi:10.1137/0201010.)");

    chaland::bind_search(m);
    chaland::bind_live(m);
}
