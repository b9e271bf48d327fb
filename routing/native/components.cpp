#include "components.hpp"

#include <algorithm>

namespace chaland {
namespace {

// Written with a stack of its own: streets are long enough to overflow the thread's.
class Tarjan {
public:
    explicit Tarjan(const Graph& graph)
        : graph_(graph),
          order_(graph.vertex_count(), unseen),
          low_(graph.vertex_count()),
          next_arc_(graph.offsets.begin(), graph.offsets.end() - 1),
          component_(graph.vertex_count(), unseen) {}

    std::vector<std::int32_t> run() {
        for (std::size_t root = 0; root < graph_.vertex_count(); ++root)
            if (order_[root] == unseen) explore(root);
        return std::move(component_);
    }

private:
    static constexpr std::int32_t unseen = -1;

    void explore(std::size_t root) {
        enter(root);
        while (!walk_.empty()) {
            const std::size_t vertex = walk_.back();
            if (next_arc_[vertex] < graph_.offsets[vertex + 1])
                follow(vertex, static_cast<std::size_t>(graph_.heads[next_arc_[vertex]++]));
            else
                leave(vertex);
        }
    }

    void enter(std::size_t vertex) {
        order_[vertex] = low_[vertex] = entered_++;
        walk_.push_back(vertex);
        open_.push_back(vertex);
    }

    void follow(std::size_t vertex, std::size_t head) {
        if (order_[head] == unseen)
            enter(head);
        else if (component_[head] == unseen)
            low_[vertex] = std::min(low_[vertex], order_[head]);
    }

    void leave(std::size_t vertex) {
        walk_.pop_back();
        if (!walk_.empty()) low_[walk_.back()] = std::min(low_[walk_.back()], low_[vertex]);
        if (low_[vertex] != order_[vertex]) return;
        for (std::size_t member = graph_.vertex_count(); member != vertex;) {
            member = open_.back();
            open_.pop_back();
            component_[member] = components_;
        }
        ++components_;
    }

    const Graph& graph_;
    std::vector<std::int32_t> order_;
    std::vector<std::int32_t> low_;
    std::vector<std::size_t> next_arc_;
    std::vector<std::int32_t> component_;
    std::vector<std::size_t> walk_;
    std::vector<std::size_t> open_;
    std::int32_t entered_ = 0;
    std::int32_t components_ = 0;
};

}  // namespace

std::vector<std::int32_t> strong_components(const Graph& graph) { return Tarjan(graph).run(); }

}  // namespace chaland
