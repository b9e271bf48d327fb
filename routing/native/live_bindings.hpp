// The live plan, as a part of the extension module.
#pragma once

#include <nanobind/nanobind.h>

namespace chaland {

void bind_live(nanobind::module_& m);

}  // namespace chaland
