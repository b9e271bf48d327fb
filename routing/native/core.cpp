// What Python sees of the native core.
#include <nanobind/nanobind.h>

#include "live_bindings.hpp"
#include "search_bindings.hpp"
#include "street_bindings.hpp"

NB_MODULE(core, m) {
    m.doc() = "Hot loops in C++: shortest paths on compact arrays, and the search.";
    chaland::bind_streets(m);
    chaland::bind_search(m);
    chaland::bind_live(m);
}
