// The search, as a part of the extension module.
#pragma once

#include <nanobind/nanobind.h>

namespace chaland {

void bind_search(nanobind::module_& m);

}  // namespace chaland
