// What Python sees of a live plan.
#include "live_bindings.hpp"

#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "search/live.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace chaland {
namespace {

using Spans = std::vector<std::pair<Time, Time>>;
using Nodes = std::vector<std::int32_t>;
using ToldChange = std::tuple<std::int32_t, Nodes, Time, Time, Cost>;
using ToldAnswer = std::tuple<bool, int, std::vector<ToldChange>>;
using GivenLate = std::optional<std::pair<Time, Cost>>;  // from when, and how much a tick
// Spot, service, windows, lateness.
using GivenTask = std::tuple<std::int32_t, Time, Spans, GivenLate>;
using GivenSlot = std::pair<Spans, GivenLate>;
using GivenArcs = std::vector<std::vector<std::pair<Time, Time>>>;

Slot slot_of(const Spans& spans, const GivenLate& late) {
    Slot slot;
    for (const auto& [start, end] : spans) slot.windows.push_back({start, end});
    if (late) std::tie(slot.due, slot.late) = *late;
    return slot;
}

Task task_of(const Live& live, const GivenTask& given) {
    const auto& [spot, service, spans, late] = given;
    if (spot < 0 || spot >= live.spots()) throw std::invalid_argument("no such spot");
    const Slot slot = slot_of(spans, late);
    return {spot, service, slot.windows, slot.due, slot.late};
}

Shipment shipment_of(const Live& live, const GivenTask& pickup, const GivenTask& delivery,
                     const Load& load, Time longest_on_board, const std::vector<bool>& equipped) {
    if (equipped.size() != live.problem().shifts.size())
        throw std::invalid_argument("a shipment's equipment is on board of every shift or not");
    Shipment shipment{};
    shipment.tasks = {task_of(live, pickup), task_of(live, delivery)};
    shipment.load = load;
    shipment.longest_on_board = longest_on_board;
    shipment.fits_shift = equipped;
    return shipment;
}

ToldChange told(const Change& change) {
    return {change.shift, change.nodes, change.times.duration, change.times.distance,
            change.times.lateness};
}

bool knows(const Live& live, std::int32_t shift, const Nodes& nodes) {
    const auto known = [&](std::int32_t node) {
        return node >= 0 && node < 2 * live.problem().shipment_count();
    };
    return shift >= 0 && shift < live.problem().shift_count() && std::ranges::all_of(nodes, known);
}

void check_nodes(const Live& live, std::int32_t shift, const Nodes& nodes) {
    if (!knows(live, shift, nodes)) throw std::invalid_argument("no such shift or node");
}

std::vector<ToldAnswer> quote(Live& live, const GivenTask& pickup, const GivenTask& delivery,
                              const Load& load, Time longest_on_board,
                              const std::vector<bool>& equipped,
                              const std::vector<GivenSlot>& slots, std::uint64_t iterations,
                              double seconds, std::uint64_t seed) {
    Enquiry enquiry{
        shipment_of(live, pickup, delivery, load, longest_on_board, equipped), equipped, {}};
    for (const auto& [spans, late] : slots) enquiry.slots.push_back(slot_of(spans, late));
    std::vector<Answer> answers;
    {
        const nb::gil_scoped_release released;
        answers = live.quote(enquiry, {iterations, seconds, seed});
    }
    std::vector<ToldAnswer> result;
    for (const Answer& answer : answers) {
        std::vector<ToldChange> changes;
        for (const Change& change : answer.changes) changes.push_back(told(change));
        result.emplace_back(answer.reshuffled, static_cast<int>(answer.obstacle),
                            std::move(changes));
    }
    return result;
}

std::optional<std::int32_t> accept(Live& live, const GivenTask& pickup, const GivenTask& delivery,
                                   const Load& load, Time longest_on_board,
                                   const std::vector<bool>& fits_shift,
                                   const std::vector<std::pair<std::int32_t, Nodes>>& changes) {
    const std::int32_t seat = live.seat();
    std::vector<Change> given;
    for (const auto& [shift, nodes] : changes) {
        if (!knows(live, shift, nodes)) return {};  // an answer of another plan
        given.push_back({shift, nodes, {}});
    }
    if (!live.accept(shipment_of(live, pickup, delivery, load, longest_on_board, fits_shift),
                     given))
        return {};
    return seat;
}

std::int32_t add_spot(Live& live, const GivenArcs& from, const GivenArcs& to) {
    const auto profiles = live.problem().arcs.size();
    const auto wanted = static_cast<std::size_t>(live.spots()) + 1;
    if (from.size() != profiles || to.size() != profiles)
        throw std::invalid_argument("arcs of every profile");
    const auto arcs_of = [&](const GivenArcs& given) {
        std::vector<std::vector<Arc>> arcs;
        for (const auto& row : given) {
            if (row.size() != wanted) throw std::invalid_argument("an arc for every spot");
            auto& made = arcs.emplace_back();
            for (const auto& [time, distance] : row) made.push_back({time, distance});
        }
        return arcs;
    };
    return live.add_spot(arcs_of(from), arcs_of(to));
}

}  // namespace

void bind_live(nb::module_& m) {
    nb::class_<Live>(m, "LiveRoutes", R"(The routes of a live plan.

Numbers are those of the `SearchProblem` that it is made of: node `2 * r` picks shipment `r` up,
`2 * r + 1` delivers it. A task is its spot, its service, when it may start, and from when on a
start is late with what each tick costs. Not for two threads at once.)")
        .def(nb::init<const Problem&>(), "problem"_a)
        .def("seat", &Live::seat,
             "The number of the shipment that is quoted, and of the next one that is accepted.")
        .def_prop_ro("spots", &Live::spots, "How many spots there are.")
        .def(
            "assign",
            [](Live& live, std::int32_t shift, const Nodes& nodes) {
                check_nodes(live, shift, nodes);
                return live.assign(shift, nodes);
            },
            "shift"_a, "nodes"_a,
            R"(Let a shift do tasks in an order, at their best times; false when that breaks a rule.

Raises
------
ValueError
    When a number does not exist.)")
        .def(
            "route",
            [](const Live& live, std::int32_t shift) {
                check_nodes(live, shift, {});
                return told(live.told(shift));
            },
            "shift"_a,
            R"(A shift's number, nodes in order, exact duration, distance, cost of lateness.

Raises
------
ValueError
    When the shift does not exist.)")
        .def(
            "best_times",
            [](const Live& live, std::int32_t shift,
               const Nodes& nodes) -> std::optional<std::tuple<Time, Time, Cost>> {
                check_nodes(live, shift, nodes);
                const auto times = best_times(live.problem(), shift, nodes);
                if (!times) return {};
                return std::tuple(times->duration, times->distance, times->lateness);
            },
            "shift"_a, "nodes"_a,
            R"(Duration, distance and cost of lateness of the cheapest times; None when no times keep the rules.
Loads, equipment and commitments are not looked at.

Raises
------
ValueError
    When a number does not exist.)")
        .def(
            "quote", &quote, "pickup"_a, "delivery"_a, "load"_a, "longest_on_board"_a, "equipped"_a,
            "slots"_a, "iterations"_a, "seconds"_a, "seed"_a,
            R"(What one more shipment would change, for each slot; the interpreter is released meanwhile.

Parameters
----------
delivery
    Its windows and lateness are not read: each slot's stand in their place.
slots
    When it may start, and its lateness.
equipped
    By shift, whether the vehicle has what the shipment needs.
iterations
    Of the reshuffle, for a slot; 0: no reshuffle.
seconds
    Of all reshuffles together; infinity: no limit.

Returns
-------
By slot: whether others are moved; the number of the obstacle, 0 when there is a place; and the
routes that change: shift, nodes in order, exact duration, distance, cost of lateness.

Raises
------
ValueError
    When a number does not exist.)")
        .def(
            "accept", &accept, "pickup"_a, "delivery"_a, "load"_a, "longest_on_board"_a,
            "fits_shift"_a, "changes"_a,
            R"(Put a shipment in, as an answer of `quote` says; its number, or None when a rule is broken:
then nothing is changed.

Raises
------
ValueError
    When a number does not exist.)")
        .def("remove", &Live::remove, "number"_a,
             "Take a shipment out; false, and nothing is changed, when that breaks a rule.")
        .def("add_spot", &add_spot, "outgoing"_a, "incoming"_a,
             R"(Add a spot; returns its number.

Parameters
----------
outgoing, incoming
    By profile: time and distance from it to every spot, and from every spot to it; itself last.

Raises
------
ValueError
    When an arc is missing.)")
        .def(
            "forget_spots",
            [](Live& live, std::int32_t first) {
                if (first < 0 || first > live.spots()) throw std::invalid_argument("no such spot");
                live.forget_spots(first);
            },
            "first"_a,
            R"(Forget all spots from this one on; no task may be at one of them.

Raises
------
ValueError
    When there are not so many.)");
}

}  // namespace chaland
