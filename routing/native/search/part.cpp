#include "part.hpp"

#include <algorithm>
#include <unordered_map>

namespace chaland {
namespace {

// New numbers for old ones, in the order in which they are asked for.
class Numbers {
 public:
    std::int32_t operator()(std::int32_t old) {
        const auto [found, fresh] = new_.try_emplace(old, static_cast<std::int32_t>(old_.size()));
        if (fresh) old_.push_back(old);
        return found->second;
    }
    const std::vector<std::int32_t>& old() const { return old_; }

 private:
    std::unordered_map<std::int32_t, std::int32_t> new_;
    std::vector<std::int32_t> old_;
};

}  // namespace

Part part_of(const Problem& whole, std::vector<std::int32_t> shipments,
             std::vector<std::int32_t> shifts) {
    std::ranges::sort(shipments);
    std::ranges::sort(shifts);
    Part part{{}, std::move(shipments), std::move(shifts)};
    Problem& problem = part.problem;
    Numbers spots, kinds;
    for (const std::int32_t number : part.shifts) {
        Shift shift = whole.shifts[static_cast<std::size_t>(number)];
        shift.start_spot = spots(shift.start_spot);
        shift.end_spot = spots(shift.end_spot);
        if (shift.reload) shift.reload->spot = spots(shift.reload->spot);
        shift.kind = kinds(shift.kind);
        problem.shifts.push_back(std::move(shift));
    }
    for (const std::int32_t number : part.shipments) {
        Shipment shipment = whole.shipments[static_cast<std::size_t>(number)];
        for (Task& task : shipment.tasks) task.spot = spots(task.spot);
        std::vector<bool> fits;
        for (const std::int32_t shift : part.shifts)
            fits.push_back(shipment.fits_shift[static_cast<std::size_t>(shift)]);
        shipment.fits_shift = std::move(fits);
        problem.shipments.push_back(std::move(shipment));
    }
    problem.spots = static_cast<std::int32_t>(spots.old().size());
    for (std::int32_t profile = 0; profile < static_cast<std::int32_t>(whole.arcs.size());
         ++profile) {
        std::vector<Arc> arcs;
        arcs.reserve(spots.old().size() * spots.old().size());
        for (const std::int32_t from : spots.old())
            for (const std::int32_t to : spots.old()) arcs.push_back(whole.arc(profile, from, to));
        problem.arcs.emplace_back(spots.old().size(), std::move(arcs));
    }
    return part;
}

std::vector<std::int32_t> into_part(const Part& part, const std::vector<std::int32_t>& nodes) {
    std::vector<std::int32_t> own;
    for (const std::int32_t node : nodes) {
        const auto found = std::ranges::lower_bound(part.shipments, node >> 1);
        own.push_back(static_cast<std::int32_t>(found - part.shipments.begin()) * 2 + (node & 1));
    }
    return own;
}

std::vector<std::int32_t> out_of_part(const Part& part, const std::vector<std::int32_t>& nodes) {
    std::vector<std::int32_t> all;
    for (const std::int32_t node : nodes)
        all.push_back(part.shipments[static_cast<std::size_t>(node >> 1)] * 2 + (node & 1));
    return all;
}

}  // namespace chaland
