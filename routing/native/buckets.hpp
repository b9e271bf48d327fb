// A queue of vertices by weight, in a ring of buckets as wide as a typical arc is heavy.
//
// Inside a bucket nothing is sorted: a vertex may be taken too early and again later, once it is
// reached at less weight. That costs less than keeping a heap in order. R. B. Dial, "Algorithm 360",
// Communications of the ACM 12 (1969), doi:10.1145/363269.363610; U. Meyer and P. Sanders,
// "Delta-stepping", Journal of Algorithms 49 (2003), doi:10.1016/S0196-6774(03)00076-2.
#pragma once

#include <vector>

#include "graph.hpp"

namespace chaland {

struct Entry {
    Weight weight;
    Vertex vertex;
};

class Buckets {
public:
    // No two weights in the queue may differ by more than `spread`.
    Buckets(Weight typical, Weight spread) : shift_(shift(typical, spread)) {
        std::size_t count = 2;
        while (count < static_cast<std::size_t>(spread >> shift_) + 2) count *= 2;
        ring_.resize(count);
    }

    void start(Weight least) { current_ = number(least); }

    void push(Entry entry) {
        ring_[number(entry.weight) & (ring_.size() - 1)].push_back(entry);
        ++size_;
    }

    bool empty() const { return size_ == 0; }

    // The bucket of least weights; pushing may lengthen it.
    std::vector<Entry>& first() {
        while (bucket().empty()) ++current_;
        return bucket();
    }

    void drop_first() {
        size_ -= bucket().size();
        bucket().clear();
    }

    void clear() {
        for (std::vector<Entry>& bucket : ring_) bucket.clear();
        size_ = 0;
    }

private:
    static constexpr Weight most_buckets = 1 << 16;

    static int shift(Weight typical, Weight spread) {
        int bits = 0;
        while ((typical >> (bits + 1)) > 1 || (spread >> bits) >= most_buckets) ++bits;
        return bits;
    }

    std::size_t number(Weight weight) const { return static_cast<std::size_t>(weight >> shift_); }
    std::vector<Entry>& bucket() { return ring_[current_ & (ring_.size() - 1)]; }

    int shift_;
    std::size_t current_ = 0;
    std::size_t size_ = 0;
    std::vector<std::vector<Entry>> ring_;
};

}  // namespace chaland
