// The parts of the search that can be left out, to measure what each is worth.
#pragma once

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace chaland {

struct Recipe {
    bool ejections = true;    // one or two leave a route for an absent one
    bool alternation = true;  // cheaper plans in between, when no route more can be taken away
    bool basins = true;       // plans that race, from scratch or by way of a route more
    bool blocks = true;       // large plans cut into blocks of neighbouring routes
    bool heat = true;         // plans are found anew from where they melt
    bool absences = true;     // on long routes, a few may be absent for a while
    bool stretches = true;    // long stretches of one route leave now and then
    bool exchanges = true;    // two shifts ride what the other rode
    bool blinks = true;       // a route is overlooked now and then
    bool memory = true;       // what an insertion costs is remembered until the route changes

    void leave_out(std::string_view name) {
        const std::array<std::pair<std::string_view, bool*>, 10> parts{{
            {"ejections", &ejections},
            {"alternation", &alternation},
            {"basins", &basins},
            {"blocks", &blocks},
            {"heat", &heat},
            {"absences", &absences},
            {"stretches", &stretches},
            {"exchanges", &exchanges},
            {"blinks", &blinks},
            {"memory", &memory},
        }};
        for (const auto& [part, on] : parts)
            if (part == name) {
                *on = false;
                return;
            }
        throw std::invalid_argument("no such part: " + std::string(name));
    }
};

}  // namespace chaland
