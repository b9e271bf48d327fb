#include "reduce.hpp"

#include <algorithm>

namespace chaland {
namespace {

constexpr std::size_t most_neighbours = 3;

// How a vertex is joined to one neighbour; no_path where there is no arc.
struct Link {
    Vertex neighbour;
    Weight out;
    Weight in;
};

using Links = std::vector<Link>;

class Reduction {
public:
    Reduction(const Graph& graph, const std::vector<bool>& kept)
        : kept_(kept), gone_(graph.vertex_count()), links_(graph.vertex_count()) {
        for (std::size_t tail = 0; tail < graph.vertex_count(); ++tail)
            for (std::size_t arc = graph.offsets[tail]; arc < graph.offsets[tail + 1]; ++arc)
                join(static_cast<Vertex>(tail), graph.heads[arc], graph.weights[arc]);
    }

    Reduced run() {
        for (std::size_t vertex = 0; vertex < links_.size(); ++vertex)
            waiting_.push_back(static_cast<Vertex>(vertex));
        while (!waiting_.empty()) {
            const Vertex vertex = waiting_.back();
            waiting_.pop_back();
            if (!kept_[index(vertex)] && !gone_[index(vertex)] &&
                links_[index(vertex)].size() <= most_neighbours)
                take_out(vertex);
        }
        return remaining();
    }

private:
    static std::size_t index(Vertex vertex) { return static_cast<std::size_t>(vertex); }

    Link& link(Vertex vertex, Vertex neighbour) {
        Links& links = links_[index(vertex)];
        for (Link& link : links)
            if (link.neighbour == neighbour) return link;
        return links.emplace_back(neighbour, no_path, no_path);
    }

    void join(Vertex tail, Vertex head, Weight weight) {
        if (tail == head) return;
        Link& out = link(tail, head);
        out.out = std::min(out.out, weight);
        Link& in = link(head, tail);
        in.in = std::min(in.in, weight);
    }

    void take_out(Vertex vertex) {
        const Links links = std::move(links_[index(vertex)]);
        links_[index(vertex)].clear();
        gone_[index(vertex)] = true;
        for (const Link& link : links) {
            std::erase_if(links_[index(link.neighbour)],
                          [&](const Link& back) { return back.neighbour == vertex; });
            waiting_.push_back(link.neighbour);
        }
        for (const Link& from : links)
            for (const Link& to : links)
                if (from.in != no_path && to.out != no_path)
                    join(from.neighbour, to.neighbour, from.in + to.out);
    }

    Reduced remaining() const {
        std::vector<Vertex> numbers(links_.size(), no_vertex);
        Vertex count = 0;
        for (std::size_t vertex = 0; vertex < links_.size(); ++vertex)
            if (!gone_[vertex]) numbers[vertex] = count++;
        std::vector<std::size_t> offsets{0};
        std::vector<Vertex> heads;
        std::vector<Weight> weights;
        for (std::size_t vertex = 0; vertex < links_.size(); ++vertex) {
            if (gone_[vertex]) continue;
            for (const Link& link : links_[vertex])
                if (link.out != no_path) {
                    heads.push_back(numbers[index(link.neighbour)]);
                    weights.push_back(link.out);
                }
            offsets.push_back(heads.size());
        }
        return {{std::move(offsets), std::move(heads), std::move(weights)}, std::move(numbers)};
    }

    const std::vector<bool>& kept_;
    std::vector<bool> gone_;
    std::vector<Links> links_;
    std::vector<Vertex> waiting_;
};

}  // namespace

Reduced reduced(const Graph& graph, const std::vector<bool>& kept) {
    return Reduction(graph, kept).run();
}

}  // namespace chaland
