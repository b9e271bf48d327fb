// A heap of vertices by weight with four children each, which is what memory likes. A vertex may
// stand in it twice: the heavier one is old news.
#pragma once

#include <algorithm>
#include <vector>

#include "graph.hpp"

namespace chaland {

struct Entry {
    Weight weight;
    Vertex vertex;

    bool operator<(const Entry& other) const {
        return weight != other.weight ? weight < other.weight : vertex < other.vertex;
    }
};

class Heap {
 public:
    bool empty() const { return entries_.empty(); }
    void clear() { entries_.clear(); }
    const Entry& top() const { return entries_.front(); }

    void push(const Entry& entry) {
        std::size_t at = entries_.size();
        entries_.push_back(entry);
        while (at > 0) {
            const std::size_t parent = (at - 1) / kChildren;
            if (!(entry < entries_[parent])) break;
            entries_[at] = entries_[parent];
            at = parent;
        }
        entries_[at] = entry;
    }

    Entry pop() {
        const Entry least = entries_.front();
        const Entry last = entries_.back();
        entries_.pop_back();
        if (!entries_.empty()) sink(last);
        return least;
    }

 private:
    static constexpr std::size_t kChildren = 4;

    void sink(const Entry& entry) {
        std::size_t at = 0;
        for (;;) {
            const std::size_t first = kChildren * at + 1;
            if (first >= entries_.size()) break;
            std::size_t least = first;
            const std::size_t end = std::min(first + kChildren, entries_.size());
            for (std::size_t child = first + 1; child < end; ++child)
                if (entries_[child] < entries_[least]) least = child;
            if (!(entries_[least] < entry)) break;
            entries_[at] = entries_[least];
            at = least;
        }
        entries_[at] = entry;
    }

    std::vector<Entry> entries_;
};

}  // namespace chaland
