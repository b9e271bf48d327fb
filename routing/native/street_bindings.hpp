// What Python sees of the shortest paths.
#pragma once

#include <nanobind/nanobind.h>

namespace chaland {

void bind_streets(nanobind::module_& m);

}  // namespace chaland
