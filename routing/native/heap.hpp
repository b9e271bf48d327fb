// A four-ary heap of vertices, least weight first: half as deep as a binary one, and the four
// children of an entry lie side by side.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "graph.hpp"

namespace chaland {

class Heap {
public:
    struct Entry {
        Weight weight;
        Vertex vertex;
    };

    explicit Heap(std::size_t vertex_count) : places_(vertex_count) {
        entries_.reserve(vertex_count);
    }

    bool empty() const { return entries_.empty(); }
    void clear() { entries_.clear(); }

    void push(Entry entry) {
        entries_.push_back(entry);
        rise(entries_.size() - 1, entry);
    }

    // The vertex must be in the heap, with a weight that is not less.
    void decrease(Entry entry) { rise(places_[index(entry.vertex)], entry); }

    Entry pop() {
        const Entry least = entries_.front();
        const Entry last = entries_.back();
        entries_.pop_back();
        if (!entries_.empty()) sink(last);
        return least;
    }

private:
    static constexpr std::size_t arity = 4;

    static std::size_t index(Vertex vertex) { return static_cast<std::size_t>(vertex); }

    void put(std::size_t place, Entry entry) {
        entries_[place] = entry;
        places_[index(entry.vertex)] = place;
    }

    void rise(std::size_t place, Entry entry) {
        while (place > 0) {
            const std::size_t parent = (place - 1) / arity;
            if (entries_[parent].weight <= entry.weight) break;
            put(place, entries_[parent]);
            place = parent;
        }
        put(place, entry);
    }

    void sink(Entry entry) {
        std::size_t place = 0;
        for (;;) {
            const std::size_t first = place * arity + 1;
            if (first >= entries_.size()) break;
            const std::size_t end = std::min(first + arity, entries_.size());
            std::size_t least = first;
            for (std::size_t child = first + 1; child < end; ++child)
                if (entries_[child].weight < entries_[least].weight) least = child;
            if (entry.weight <= entries_[least].weight) break;
            put(place, entries_[least]);
            place = least;
        }
        put(place, entry);
    }

    std::vector<Entry> entries_;
    std::vector<std::size_t> places_;
};

}  // namespace chaland
