// What Python sees of the search.
#include "search_bindings.hpp"

#include <nanobind/ndarray.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "search/moves.hpp"
#include "search/search.hpp"
#include "search/stretch.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace chaland {
namespace {

using Spans = std::vector<std::pair<Time, Time>>;
using Lateness = std::optional<std::pair<Time, Cost>>;  // from when, and how much a tick
using Ticks = nb::ndarray<const std::int64_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Watch = nb::typed<nb::callable, bool(Cost, std::optional<Sequences>)>;
using GivenClock = std::optional<nb::typed<nb::callable, double()>>;

std::vector<Window> windows_of(const Spans& spans) {
    std::vector<Window> windows;
    for (const auto& [start, end] : spans) windows.push_back({start, end});
    return windows;
}

Task task_of(std::int32_t spot, Time service, const Spans& windows, const Lateness& late) {
    Task task{spot, service, windows_of(windows)};
    if (late) std::tie(task.due, task.late) = *late;
    return task;
}

void add_profile(Problem& problem, const Ticks& times, const Ticks& distances) {
    const auto spots = static_cast<std::size_t>(problem.spots);
    if (times.shape(0) != spots || times.shape(1) != spots || distances.shape(0) != spots ||
        distances.shape(1) != spots)
        throw std::invalid_argument("a profile has a row and a column for every spot");
    std::vector<Arc> arcs(spots * spots);
    for (std::size_t from = 0; from < spots; ++from)
        for (std::size_t to = 0; to < spots; ++to)
            arcs[from * spots + to] = {times(from, to), distances(from, to)};
    problem.arcs.emplace_back(spots, std::move(arcs));
}

void check_spot(const Problem& problem, std::int32_t spot) {
    if (spot < 0 || spot >= problem.spots) throw std::invalid_argument("no such spot");
}

void add_shift(Problem& problem, std::int32_t profile, std::int32_t start_spot,
               std::int32_t end_spot, std::int32_t kind, std::pair<Time, Time> window,
               const Load& capacity, const std::vector<std::tuple<Time, Time, Time>>& breaks,
               Cost fixed, Cost per_time, Cost per_distance, Time minimum_paid,
               const std::optional<std::tuple<std::int32_t, Time, Time>>& reload,
               const std::vector<Load>& aboard) {
    if (profile < 0 || static_cast<std::size_t>(profile) >= problem.arcs.size())
        throw std::invalid_argument("no such profile");
    check_spot(problem, start_spot);
    check_spot(problem, end_spot);
    // Kinds are counted from 0 in the order of their first shifts.
    if (kind < 0 || kind > problem.shift_count()) throw std::invalid_argument("no such kind");
    if (breaks.size() > 8) throw std::invalid_argument("a shift has at most eight breaks");
    Shift shift{start_spot,  end_spot, profile, kind,     {window.first, window.second},
                capacity,    {},       fixed,   per_time, per_distance,
                minimum_paid};
    for (const auto& [start, end, duration] : breaks)
        shift.breaks.push_back({{start, end}, duration});
    if (reload) {
        const auto& [spot, duration, range] = *reload;
        check_spot(problem, spot);
        shift.reload = Reload{spot, duration, range};
    }
    for (const Load& load : aboard)
        for (std::size_t d = 0; d < kDimensions; ++d) shift.aboard[d] += load[d];
    shift.shipments_aboard = static_cast<std::int32_t>(aboard.size());
    // On one way they are taken in the order in which their windows close, or in reverse.
    std::ranges::sort(shift.breaks, {}, [](const Break& pause) { return pause.window.end; });
    shift.before = outside_before(shift);
    shift.after = outside_after(shift);
    problem.shifts.push_back(std::move(shift));
}

void add_shipment(Problem& problem, std::int32_t pickup_spot, Time pickup_service,
                  const Spans& pickup_windows, std::int32_t delivery_spot, Time delivery_service,
                  const Spans& delivery_windows, const Load& load, Cost penalty, bool required,
                  Time longest_on_board, const std::vector<bool>& fits_shift,
                  const Lateness& pickup_late, const Lateness& delivery_late, bool on_board,
                  std::optional<std::int32_t> position) {
    check_spot(problem, pickup_spot);
    check_spot(problem, delivery_spot);
    if (pickup_windows.empty() || delivery_windows.empty())
        throw std::invalid_argument("every task has a window");
    if (fits_shift.size() != problem.shifts.size())
        throw std::invalid_argument("a shipment fits or does not fit every shift");
    if (penalty < 0 || penalty >= kUnpayable)
        throw std::invalid_argument("a penalty is at least 0 and less than 2**55");
    problem.shipments.push_back(
        {{task_of(pickup_spot, pickup_service, pickup_windows, pickup_late),
          task_of(delivery_spot, delivery_service, delivery_windows, delivery_late)},
         load,
         penalty,
         required,
         longest_on_board,
         fits_shift,
         on_board,
         position.value_or(-1)});
}

void check_search(const Problem& problem) {
    if (problem.shifts.empty() || problem.shipments.empty())
        throw std::invalid_argument("at least one shift and one shipment");
}

std::vector<std::tuple<std::string, std::int32_t, std::vector<std::int32_t>, Cost>> moves_of(
    const Problem& problem, std::uint64_t seed, std::size_t moves) {
    check_search(problem);
    std::vector<std::tuple<std::string, std::int32_t, std::vector<std::int32_t>, Cost>> told;
    for (Moved& moved : random_moves(problem, seed, moves))
        told.emplace_back(moved.move, moved.shift, std::move(moved.nodes), moved.cost);
    return told;
}

std::pair<Sequences, std::uint64_t> run(const Problem& problem, const Sequences& start,
                                        std::uint64_t seed, bool fewest_routes, double seconds,
                                        std::uint64_t iterations, double stale_seconds,
                                        unsigned threads, const Watch& watch,
                                        const std::vector<std::string>& without,
                                        const GivenClock& clock) {
    if (start.size() > problem.shifts.size()) throw std::invalid_argument("no such shift");
    for (const auto& sequence : start)
        for (const auto node : sequence)
            if (node < 0 || node >= 2 * problem.shipment_count())
                throw std::invalid_argument("no such node");
    check_search(problem);
    if (threads == 0) throw std::invalid_argument("at least one thread");
    Limits limits{seconds, iterations, stale_seconds, threads};
    if (clock)
        limits.clock = [&clock] {
            const nb::gil_scoped_acquire acquired;
            return nb::cast<double>((*clock)());
        };
    Recipe recipe;
    for (const std::string& part : without) recipe.leave_out(part);
    const nb::gil_scoped_release released;
    Cost told = std::numeric_limits<Cost>::max();
    const auto outcome =
        search(problem, start, seed, fewest_routes, recipe, limits, [&](const Best& best) {
            const bool news = best.cost() < told;
            if (news) told = best.cost();
            const nb::gil_scoped_acquire acquired;
            if (PyErr_CheckSignals() != 0) throw nb::python_error();
            if (!news) return nb::cast<bool>(watch(told, nb::none()));
            return nb::cast<bool>(watch(told, best.sequences()));
        });
    return {outcome.best, outcome.iterations};
}

}  // namespace

void bind_search(nb::module_& m) {
    nb::class_<Problem>(m, "SearchProblem", R"(A problem as the search reads it.

A *spot* is a row and a column of the profiles: a place, or a place as the start or the end of a
shift. Node `2 * r` picks shipment `r` up, `2 * r + 1` delivers it. Profiles come first, then
shifts, then shipments, each numbered from 0 as added.)")
        .def(
            "__init__",
            [](Problem* self, std::int32_t spots) {
                if (spots < 1) throw std::invalid_argument("at least one spot");
                new (self) Problem{};
                self->spots = spots;
            },
            "spots"_a)
        .def("add_profile", &add_profile, "times"_a, "distances"_a,
             R"(Arcs of one profile.

Parameters
----------
times
    Shape (spots, spots): from the end of a service to the earliest start of the next, set-up
    included.
distances
    Shape (spots, spots).

Raises
------
ValueError
    When the shapes are not those of the spots.)")
        .def("add_shift", &add_shift, "profile"_a, "start_spot"_a, "end_spot"_a, "kind"_a,
             "window"_a, "capacity"_a, "breaks"_a, "fixed"_a, "per_time"_a, "per_distance"_a,
             "minimum_paid"_a, "reload"_a = nb::none(), "aboard"_a = std::vector<Load>(),
             R"(A shift; shifts of one `kind` are interchangeable.

Parameters
----------
breaks
    (window start, window end, duration); at most eight.
reload
    (spot, duration, range), where it may reload.
aboard
    Loads of the shipments that are on board when the plan begins.

Raises
------
ValueError
    When a number does not exist.)")
        .def(
            "add_shipment", &add_shipment, "pickup_spot"_a, "pickup_service"_a, "pickup_windows"_a,
            "delivery_spot"_a, "delivery_service"_a, "delivery_windows"_a, "load"_a, "penalty"_a,
            "required"_a, "longest_on_board"_a, "fits_shift"_a, "pickup_late"_a = nb::none(),
            "delivery_late"_a = nb::none(), "on_board"_a = false, "position"_a = nb::none(),
            R"(A shipment; `fits_shift` tells which shifts may carry it. One that is `required` is left out,
for its penalty, only when nothing else is possible.

Parameters
----------
pickup_windows, delivery_windows
    When the task may start, lateness included; sorted and disjoint.
pickup_late, delivery_late
    (from when on a start is late, cost of each tick); None: never.
on_board
    The pickup is no service, but stands before all others in a sequence of nodes, at the spot where
    the only shift starts that fits.
position
    Of the delivery among the services of its route, from 0.

Raises
------
ValueError
    When a spot does not exist or a task has no window.)")
        .def("random_moves", &moves_of, "seed"_a, "moves"_a,
             R"(Move shipments about at random and tell what the plan says of every route changed.

Returns
-------
The move (insert, remove, strings, exchange), the shift, its nodes in order, its cost.

Raises
------
ValueError
    When there is no shift or no shipment.)")
        .def("search", &run, "start"_a, "seed"_a, "fewest_routes"_a, "seconds"_a, "iterations"_a,
             "stale_seconds"_a, "threads"_a, "watch"_a, "without"_a = std::vector<std::string>{},
             "clock"_a = nb::none(),
             R"(Search for a cheap plan; the interpreter is released meanwhile.

The same seed, iterations and one thread give the same plan.

Parameters
----------
start
    Nodes in order, by shift; what cannot be kept of it is planned anew.
fewest_routes
    Empty routes first, then make them cheap.
seconds, stale_seconds
    Infinity: no limit.
iterations
    Of all threads together; 0: no limit.
watch
    Called about fifty times a second with the best cost so far and, when it is news, the nodes
    in order, by shift, else None; returns true to end the search.
without
    Parts of the recipe to leave out (see `recipe.hpp`), to measure what they are worth.
clock
    Seconds since the search began, asked by all of its threads; None: the machine's. Another one
    makes what depends on time the same on every machine.

Returns
-------
Nodes in order, by shift, and the number of iterations.

Raises
------
ValueError
    When a node or a part does not exist.

References
----------
J. Christiaens, G. Vanden Berghe, Slack induction by string removals for vehicle routing problems,
Transportation Science 54, 2020, doi:10.1287/trsc.2019.0914.)");
}

}  // namespace chaland
