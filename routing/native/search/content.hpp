// Names for what a route holds: what is remembered of one content is never taken for another's,
// though plans are copied between threads.
#pragma once

#include <atomic>
#include <cstdint>

namespace chaland {

// Each thread draws from a block of its own. 0 is the content of a route that was never changed.
inline std::uint64_t fresh_content() {
    static std::atomic<std::uint64_t> blocks = 0;
    thread_local std::uint64_t last = ++blocks << 40;
    return ++last;
}

}  // namespace chaland
