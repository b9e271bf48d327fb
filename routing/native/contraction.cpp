#include "contraction.hpp"

#include <algorithm>
#include <utility>

#include "heap.hpp"

namespace chaland {
namespace {

std::size_t index(Vertex vertex) { return static_cast<std::size_t>(vertex); }

// The arc to a neighbour: at most one.
Joint* joint_to(Joints& joints, Vertex other) {
    for (Joint& joint : joints)
        if (joint.other == other) return &joint;
    return nullptr;
}

void drop(Joints& joints, Vertex other) {
    if (Joint* joint = joint_to(joints, other)) {
        *joint = joints.back();
        joints.pop_back();
    }
}

// Looks for ways round a vertex, not far: one that is missed only costs a shortcut too many. All
// start from one vertex, in what is left without another one.
class Witnesses {
 public:
    explicit Witnesses(std::size_t vertices) : weights_(vertices), stamps_(vertices, 0) {}

    // Up to so much weight.
    void search(const std::vector<Joints>& outs, Vertex from, Vertex without, Weight most) {
        start(from);
        heap_.push({0, from});
        int left = kSettled;
        while (!heap_.empty() && heap_.top().weight <= most && left-- > 0) {
            const Entry entry = heap_.pop();
            if (weights_[index(entry.vertex)] != entry.weight) continue;
            for (const Joint& out : outs[index(entry.vertex)])
                if (out.other != without && improve(out.other, entry.weight + out.weight))
                    heap_.push({entry.weight + out.weight, out.other});
        }
    }
    // Over one arc only.
    void look_around(const std::vector<Joints>& outs, Vertex from, Vertex without) {
        start(from);
        for (const Joint& out : outs[index(from)])
            if (out.other != without) improve(out.other, out.weight);
    }
    Weight weight(Vertex vertex) const {
        return stamps_[index(vertex)] == now_ ? weights_[index(vertex)] : no_path;
    }
    // Whether some vertex that was found leads on, by one arc more, for so little at most.
    bool reach(const Joints& ins, Weight most) const {
        return std::ranges::any_of(ins, [&](const Joint& in) {
            return in.weight <= most && weight(in.other) <= most - in.weight;
        });
    }

 private:
    static constexpr int kSettled = 15;  // vertices at most

    void start(Vertex from) {
        ++now_;
        heap_.clear();
        improve(from, 0);
    }
    bool improve(Vertex vertex, Weight weight) {
        if (this->weight(vertex) <= weight) return false;
        weights_[index(vertex)] = weight;
        stamps_[index(vertex)] = now_;
        return true;
    }

    std::vector<Weight> weights_;
    std::vector<std::uint32_t> stamps_;
    std::uint32_t now_ = 0;
    Heap heap_;
};

struct Shortcut {
    Vertex from, to;
    std::uint32_t hops;
    Weight weight;
};

class Contractor {
 public:
    explicit Contractor(const Graph& graph)
        : outs_(graph.vertex_count()),
          ins_(graph.vertex_count()),
          levels_(graph.vertex_count(), 0),
          has_changed_(graph.vertex_count(), 0),
          witnesses_(graph.vertex_count()) {
        for (std::size_t tail = 0; tail < graph.vertex_count(); ++tail)
            for (std::size_t arc = graph.offsets[tail]; arc < graph.offsets[tail + 1]; ++arc)
                join({static_cast<Vertex>(tail), graph.heads[arc], 1, graph.weights[arc]},
                     no_vertex);
    }

    Contraction run() {
        Heap queue;
        for (std::size_t vertex = 0; vertex < outs_.size(); ++vertex)
            queue.push({importance(static_cast<Vertex>(vertex)), static_cast<Vertex>(vertex)});
        Contraction result{{}, std::vector<Joints>(outs_.size()), std::vector<Joints>(ins_.size())};
        result.order.reserve(outs_.size());
        while (!queue.empty()) {
            const Vertex vertex = queue.pop().vertex;
            if (std::exchange(has_changed_[index(vertex)], 0) != 0) {
                const Weight now = importance(vertex);
                if (!queue.empty() && queue.top().weight < now) {
                    queue.push({now, vertex});
                    continue;
                }
            }
            take_out(vertex, result);
        }
        return result;
    }

 private:
    enum class Look { kAround, kFar };

    // Least for what is passed by few paths: much is gained, and nothing near it is gone yet. It
    // changes when a neighbour leaves.
    Weight importance(Vertex vertex) {
        find_shortcuts(vertex, Look::kAround);
        const auto removed =
            static_cast<Weight>(outs_[index(vertex)].size() + ins_[index(vertex)].size());
        Weight removed_hops = 1, added_hops = 0;
        for (const Joints* joints : {&outs_[index(vertex)], &ins_[index(vertex)]})
            for (const Joint& joint : *joints) removed_hops += joint.hops;
        for (const Shortcut& shortcut : shortcuts_) added_hops += shortcut.hops;
        const auto added = static_cast<Weight>(shortcuts_.size());
        return 1'000 * levels_[index(vertex)] + 1'000 * added / (removed + 1) +
               1'000 * added_hops / removed_hops;
    }

    // Those that are needed so that all distances stay when the vertex leaves. Most ways round are
    // short: who looks far does so only for what is left.
    void find_shortcuts(Vertex vertex, Look look) {
        shortcuts_.clear();
        const Joints& outs = outs_[index(vertex)];
        if (outs.empty()) return;
        for (const Joint& in : ins_[index(vertex)]) {
            const bool comes_back_only = outs.size() == 1 && outs.front().other == in.other;
            if (comes_back_only) continue;
            witnesses_.look_around(outs_, in.other, vertex);
            const std::size_t first = shortcuts_.size();
            Weight most = 0;
            for (const Joint& out : outs) {
                if (out.other == in.other) continue;
                const Weight through = in.weight + out.weight;
                if (witnesses_.reach(ins_[index(out.other)], through)) continue;
                shortcuts_.push_back({in.other, out.other, in.hops + out.hops, through});
                most = std::max(most, through);
            }
            if (look == Look::kAround || first == shortcuts_.size()) continue;
            witnesses_.search(outs_, in.other, vertex, most);
            const auto gone = std::ranges::remove_if(
                shortcuts_.begin() + static_cast<std::ptrdiff_t>(first), shortcuts_.end(),
                [&](const Shortcut& s) { return witnesses_.weight(s.to) <= s.weight; });
            shortcuts_.erase(gone.begin(), gone.end());
        }
    }

    void take_out(Vertex vertex, Contraction& result) {
        find_shortcuts(vertex, Look::kFar);
        Joints outs = std::exchange(outs_[index(vertex)], {});
        Joints ins = std::exchange(ins_[index(vertex)], {});
        for (const Joint& out : outs) {
            drop(ins_[index(out.other)], vertex);
            raise(out.other, vertex);
        }
        for (const Joint& in : ins) {
            drop(outs_[index(in.other)], vertex);
            raise(in.other, vertex);
        }
        for (const Shortcut& shortcut : shortcuts_) join(shortcut, vertex);
        result.order.push_back(vertex);
        result.outs[index(vertex)] = std::move(outs);
        result.ins[index(vertex)] = std::move(ins);
    }

    void raise(Vertex neighbour, Vertex gone) {
        has_changed_[index(neighbour)] = 1;
        levels_[index(neighbour)] = std::max(levels_[index(neighbour)], levels_[index(gone)] + 1);
    }

    // Of two arcs between the same vertices the lighter one counts.
    void join(const Shortcut& arc, Vertex middle) {
        if (arc.from == arc.to) return;
        Joint* out = joint_to(outs_[index(arc.from)], arc.to);
        if (out != nullptr && out->weight <= arc.weight) return;
        const Joint ahead{arc.to, middle, arc.hops, arc.weight};
        const Joint back{arc.from, middle, arc.hops, arc.weight};
        if (out == nullptr) {
            outs_[index(arc.from)].push_back(ahead);
            ins_[index(arc.to)].push_back(back);
        } else {
            *out = ahead;
            *joint_to(ins_[index(arc.to)], arc.from) = back;
        }
    }

    std::vector<Joints> outs_, ins_;
    std::vector<Weight> levels_;
    std::vector<char> has_changed_;
    Witnesses witnesses_;
    std::vector<Shortcut> shortcuts_;
};

}  // namespace

Contraction contracted(const Graph& graph) { return Contractor(graph).run(); }

}  // namespace chaland
