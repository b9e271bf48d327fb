// The best plan so far, as those see it who only look.
#pragma once

#include <cstdint>
#include <vector>

#include "problem.hpp"

namespace chaland {

// Node sequences by shift: what is left of a plan when times are forgotten.
using Sequences = std::vector<std::vector<std::int32_t>>;

class Best {
 public:
    virtual ~Best() = default;
    virtual Cost cost() const = 0;
    virtual Sequences sequences() const = 0;
};

}  // namespace chaland
