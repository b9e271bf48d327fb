#include "plain_problem.hpp"

#include <algorithm>
#include <functional>

namespace chaland {
namespace {

// What the ticks of a problem are cut by: times have room, and three arcs of a detour together.
Time cut_of(const Problem& problem) {
    Time latest = 1;
    for (const Shift& shift : problem.shifts) latest = std::max(latest, shift.window.end);
    for (const Arcs& arcs : problem.arcs)
        for (const Arc& arc : arcs.all()) latest = std::max(latest, 4 * arc.distance);
    Time cut = 1;
    while (latest / cut >= kShortNever) cut *= 10;
    return cut;
}

Short rounded_up(Time time, Time cut) {
    return static_cast<Short>(std::min<Time>((time + cut - 1) / cut, kShortNever));
}

Short rounded_down(Time time, Time cut) {
    return static_cast<Short>(std::min<Time>(time / cut, kShortNever));
}

// The one dimension in which anything is loaded; the first when nothing is, none when two are.
std::size_t loaded_dimension(const Problem& problem) {
    std::size_t found = 0, used = 0;
    for (std::size_t d = 0; d < kDimensions; ++d) {
        const auto loads = [d](const Shipment& shipment) { return shipment.load[d] != 0; };
        if (std::ranges::any_of(problem.shipments, loads)) found = d, ++used;
    }
    return used > 1 ? kDimensions : found;
}

bool is_plain(const Shipment& shipment) {
    const auto& [pickup, delivery] = shipment.tasks;
    return pickup.windows.size() == 1 && delivery.windows.size() == 1 &&
           pickup.windows[0].start >= 0 && delivery.windows[0].start >= 0 &&
           !shipment.intricate() && !shipment.on_board;
}

bool is_plain(const Shift& shift, std::size_t dimension) {
    return shift.breaks.empty() && !shift.reload && shift.per_time == 0 &&
           shift.shipments_aboard == 0 &&
           shift.window.start >= 0 && shift.capacity[dimension] < kShortNever;
}

}  // namespace

bool is_plain(const Problem& problem) {
    const std::size_t dimension = loaded_dimension(problem);
    return dimension < kDimensions &&
           std::ranges::all_of(
               problem.shifts, [&](const Shift& shift) { return is_plain(shift, dimension); }) &&
           std::ranges::all_of(
               problem.shipments, [](const Shipment& shipment) { return is_plain(shipment); });
}

PlainProblem::PlainProblem(const Problem& problem) : Problem(problem) {
    const Time cut = cut_of(problem);
    const std::size_t dimension = loaded_dimension(problem);
    for (const Shipment& shipment : shipments) {
        fits_everywhere_.push_back(std::ranges::all_of(shipment.fits_shift, std::identity{}));
        for (std::size_t kind = 0; kind < 2; ++kind) {
            const Task& task = shipment.tasks[kind];
            const auto load =
                static_cast<Short>(std::min<std::int64_t>(shipment.load[dimension], kShortNever));
            tasks.push_back({task.spot, rounded_up(task.windows[0].start, cut),
                             rounded_down(task.windows[0].end, cut), rounded_up(task.service, cut),
                             kind == 0 ? load : -load});
        }
    }
    for (const Shift& shift : shifts)
        plain_shifts.push_back(
            {shift.start_spot, shift.end_spot, static_cast<std::size_t>(shift.profile),
             rounded_up(shift.window.start, cut), rounded_down(shift.window.end, cut),
             static_cast<Short>(shift.capacity[dimension]), shift.fixed, shift.per_distance * cut});
    const auto size = static_cast<std::size_t>(spots);
    for (const Arcs& profile : arcs) {
        std::vector<PlainArc> outward(size * size), inward(size * size);
        for (std::size_t from = 0; from < size; ++from)
            for (std::size_t to = 0; to < size; ++to) {
                const Arc& arc = profile.all()[from * size + to];
                outward[from * size + to] = inward[to * size + from] = {
                    rounded_up(arc.time, cut), static_cast<Short>((arc.distance + cut / 2) / cut)};
            }
        outward_.push_back(std::move(outward));
        inward_.push_back(std::move(inward));
    }
}

}  // namespace chaland
