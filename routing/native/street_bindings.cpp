#include "street_bindings.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <thread>
#include <tuple>

#include "components.hpp"
#include "hierarchy.hpp"
#include "shortest.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace chaland {
namespace {

template <typename T>
using Given = nb::ndarray<const T, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <typename T, typename Shape>
using Made = nb::ndarray<nb::numpy, T, Shape>;

template <typename T>
std::vector<T> copied(const Given<T>& array) {
    return {array.data(), array.data() + array.size()};
}

std::vector<std::size_t> offsets_of(const Given<std::int64_t>& array) {
    std::vector<std::size_t> offsets;
    offsets.reserve(array.size());
    for (std::size_t row = 0; row < array.size(); ++row) {
        if (array(row) < 0) throw std::invalid_argument("no offset may be negative");
        offsets.push_back(static_cast<std::size_t>(array(row)));
    }
    return offsets;
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

Places places_of(const Given<std::int64_t>& offsets, const Given<Vertex>& vertices,
                 const Given<Weight>& weights) {
    Places places{offsets_of(offsets), {}};
    if (places.offsets.empty() || places.offsets.front() != 0 ||
        places.offsets.back() != vertices.size() || !std::ranges::is_sorted(places.offsets))
        throw std::invalid_argument("offsets must rise from 0 to the number of vertices");
    if (vertices.size() != weights.size())
        throw std::invalid_argument("every vertex beside a place must have one weight");
    for (std::size_t seed = 0; seed < vertices.size(); ++seed) {
        if (vertices(seed) < 0) throw std::invalid_argument("no vertex may be negative");
        if (weights(seed) < 0) throw std::invalid_argument("no weight may be negative");
        places.seeds.push_back({vertices(seed), weights(seed)});
    }
    return places;
}

void check(const Hierarchy& hierarchy, const Places& places) {
    const auto count = static_cast<Vertex>(hierarchy.vertex_count());
    if (std::ranges::any_of(places.seeds, [&](const Seed& seed) { return seed.vertex >= count; }))
        throw std::invalid_argument("every place must lie beside vertices of the graph");
}

Made<Weight, nb::ndim<2>> table(const Hierarchy& hierarchy, const Places& origins,
                                const Places& destinations, unsigned threads) {
    check(hierarchy, origins);
    check(hierarchy, destinations);
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    threads = static_cast<unsigned>(std::clamp<std::size_t>(origins.size(), 1, threads));
    return filled<Weight, nb::ndim<2>>({origins.size(), destinations.size()}, [&](Weight* cells) {
        many_to_many(hierarchy, origins, destinations, threads, cells);
    });
}

using FoundPath = std::tuple<Weight, Made<Vertex, nb::ndim<1>>>;

FoundPath path(const Hierarchy& hierarchy, const Places& origin, const Places& destination) {
    check(hierarchy, origin);
    check(hierarchy, destination);
    if (origin.size() != 1 || destination.size() != 1)
        throw std::invalid_argument("a path has one origin and one destination");
    const Path found = shortest_path(hierarchy, origin.of(0), destination.of(0));
    return {found.weight, filled<Vertex, nb::ndim<1>>({found.vertices.size()}, [&](Vertex* cells) {
                std::ranges::copy(found.vertices, cells);
            })};
}

Made<std::int32_t, nb::ndim<1>> components(const Graph& graph) {
    return filled<std::int32_t, nb::ndim<1>>({graph.vertex_count()}, [&](std::int32_t* cells) {
        std::ranges::copy(strong_components(graph), cells);
    });
}

}  // namespace

void bind_streets(nb::module_& m) {
    m.attr("NO_PATH") = no_path;

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
        .def(
            "__init__",
            [](Graph* self, const Given<std::int64_t>& offsets, const Given<Vertex>& heads,
               const Given<Weight>& weights) {
                new (self) Graph(offsets_of(offsets), copied(heads), copied(weights));
            },
            "offsets"_a, "heads"_a, "weights"_a)
        .def_prop_ro("vertex_count", &Graph::vertex_count, "How many vertices.")
        .def_prop_ro("arc_count", &Graph::arc_count, "How many arcs.")
        .def("strong_components", &components,
             R"(The number of its strongly connected component for every vertex, from 0.

References
----------
R. Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1, 1972,
doi:10.1137/0201010.)");

    nb::class_<Places>(m, "Places", R"(Places beside the vertices of a graph.

A place is left by, or reached from, each vertex beside it at the weight given.

Parameters
----------
offsets
    Shape (places + 1,): place `p` lies beside `vertices[offsets[p]:offsets[p + 1]]`.
vertices
    Shape (vertices beside places,).
weights
    Between each of these vertices and its place, at least 0.

Raises
------
ValueError
    When the arrays contradict each other.)")
        .def(
            "__init__",
            [](Places* self, const Given<std::int64_t>& offsets, const Given<Vertex>& vertices,
               const Given<Weight>& weights) {
                new (self) Places(places_of(offsets, vertices, weights));
            },
            "offsets"_a, "vertices"_a, "weights"_a)
        .def("__len__", &Places::size);

    nb::class_<Hierarchy>(m, "Hierarchy", R"(A graph made ready for shortest paths.

Vertices leave it one by one, and arcs (shortcuts) keep all distances between those that remain;
afterwards a search looks at a few hundred vertices, however large the graph. The interpreter is
released meanwhile.

References
----------
R. Geisberger, P. Sanders, D. Schultes, C. Vetter, Exact routing in large road networks using
contraction hierarchies, Transportation Science 46, 2012, doi:10.1287/trsc.1110.0401.)")
        .def(nb::init<const Graph&>(), "graph"_a, nb::call_guard<nb::gil_scoped_release>())
        .def_prop_ro("vertex_count", &Hierarchy::vertex_count, "How many vertices.")
        .def_prop_ro("arc_count", &Hierarchy::arc_count, "How many arcs, shortcuts among them.")
        .def_prop_ro("shortcut_count", &Hierarchy::shortcut_count, "How many shortcuts.")
        .def("many_to_many", &table, "origins"_a, "destinations"_a, "threads"_a = 0,
             R"(Least weights between places, rows in parallel.

Parameters
----------
threads
    0 for as many as the machine has cores. The result does not depend on it.

Returns
-------
Shape (origins, destinations); `NO_PATH` where there is none.

Raises
------
ValueError
    When a vertex does not exist.

References
----------
S. Knopp, P. Sanders, D. Schultes, F. Schulz, D. Wagner, Computing many-to-many shortest paths using
highway hierarchies, ALENEX 2007, doi:10.1137/1.9781611972870.4.)")
        .def("shortest_path", &path, "origin"_a, "destination"_a,
             R"(A path of least weight from one place to another, always the same one among equals.

Parameters
----------
origin, destination
    One place each.

Returns
-------
Weight, and the vertices from one beside the origin to one beside the destination.

Raises
------
ValueError
    When a vertex does not exist, or there is no path.)");
}

}  // namespace chaland
