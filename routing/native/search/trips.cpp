#include "trips.hpp"

#include <algorithm>
#include <utility>

namespace chaland {
namespace {

constexpr auto kDearer = [](const auto& one, const auto& other) { return one.cost > other.cost; };

}  // namespace

Trips::Trips(const Shift& shift, const std::vector<Arc>& legs,
             const std::vector<std::optional<Halt>>& halts)
    : shift_(shift), legs_(legs), halts_(halts), end_(legs.size() + 1) {
    time_ = far_ = {0};
    gaps_ = {0};
    stations_ = {0};
    for (std::size_t leg = 0; leg < legs.size(); ++leg) {
        const bool gap = legs[leg].time >= kFar;
        time_.push_back(time_.back() + (gap ? 0 : legs[leg].time));
        far_.push_back(far_.back() + (gap ? 0 : legs[leg].distance));
        gaps_.push_back(gaps_.back() + (gap ? 1 : 0));
        if (halts[leg]) stations_.push_back(leg + 1);
    }
    stations_.push_back(end_);
    measure_to_go();
    if (to_go_[0]) push({*to_go_[0], {0}});
}

std::optional<Reloads> Trips::next() {
    while (!heap_.empty()) {
        const Path path = pop();
        const std::size_t here = path.stations.back();
        if (here == end_) {
            Reloads reloads{path.cost, {}};
            for (std::size_t k = 1; k + 1 < path.stations.size(); ++k)
                reloads.legs.push_back(path.stations[k] - 1);
            return reloads;
        }
        for (const std::size_t there : stations_) {
            if (there <= here || !to_go_[there]) continue;
            const auto way = cost(here, there);
            if (!way) continue;
            const std::size_t known = path.stations.size();
            if (known > 1 && needless(path.stations[known - 2], here, there)) continue;
            Path longer{path.cost - *to_go_[here] + *way + *to_go_[there], path.stations};
            longer.stations.push_back(there);
            push(std::move(longer));
        }
    }
    return {};
}

const Halt* Trips::halt(std::size_t station) const {
    if (station == 0 || station == end_) return nullptr;
    return &*halts_[station - 1];
}

std::optional<Time> Trips::distance(std::size_t here, std::size_t there) const {
    if (gaps_[there - 1] > gaps_[here]) return {};
    const Halt *before = halt(here), *after = halt(there);
    return (before != nullptr ? before->onward : 0) + far_[there - 1] - far_[here] +
           (after != nullptr ? after->toward : 0);
}

std::optional<Cost> Trips::cost(std::size_t here, std::size_t there) const {
    const auto far = distance(here, there);
    if (!far || *far > shift_.reload->range) return {};
    const Halt* after = halt(there);
    const Time time = time_[there - 1] - time_[here] + (after != nullptr ? after->leg.time : 0);
    return shift_.per_time * time + shift_.per_distance * *far;
}

void Trips::measure_to_go() {
    to_go_.resize(end_ + 1);
    to_go_[end_] = 0;
    for (auto here = stations_.rbegin() + 1; here != stations_.rend(); ++here)
        for (const std::size_t there : stations_) {
            if (there <= *here || !to_go_[there]) continue;
            const auto way = cost(*here, there);
            if (!way) continue;
            const Cost whole = *way + *to_go_[there];
            to_go_[*here] = std::min(to_go_[*here].value_or(whole), whole);
        }
}

// Whether a reload may be left out and nothing is lost.
bool Trips::needless(std::size_t before, std::size_t here, std::size_t after) const {
    const Arc &leg = legs_[here - 1], &over = halts_[here - 1]->leg;
    if (leg.time >= kFar || over.time < leg.time || over.distance < leg.distance) return false;
    const auto far = distance(before, after);
    return far && *far <= shift_.reload->range;
}

void Trips::push(Path path) {
    heap_.push_back(std::move(path));
    std::ranges::push_heap(heap_, kDearer);
}

Trips::Path Trips::pop() {
    std::ranges::pop_heap(heap_, kDearer);
    Path path = std::move(heap_.back());
    heap_.pop_back();
    return path;
}

}  // namespace chaland
