#include "moves.hpp"

#include "insertion.hpp"
#include "worker.hpp"

namespace chaland {
namespace {

constexpr double kMeanRemoved = 6;  // services that leave in strings

class Mover {
 public:
    Mover(const Problem& problem, std::uint64_t seed)
        : problem_(problem),
          near_(problem, 1),
          worker_(problem, near_, seed),
          state_(problem),
          marked_(problem.shipments.size(), 0) {}

    std::vector<Moved> run(std::size_t moves) {
        for (std::size_t move = 0; move < moves; ++move) {
            state_.begin();
            switch (worker_.random.below(4)) {
                case 0:
                    insert();
                    keep("insert");
                    break;
                case 1:
                    remove();
                    keep("remove");
                    break;
                case 2:
                    worker_.ruin(state_, worker_.random, kMeanRemoved);
                    worker_.recreate(state_, worker_.random);
                    keep("strings");
                    break;
                default:
                    state_.exchange(any_shift(), any_shift());
                    keep("exchange");
            }
        }
        return std::move(moved_);
    }

 private:
    std::int32_t any_shift() {
        return static_cast<std::int32_t>(worker_.random.below(problem_.shifts.size()));
    }

    void insert() {
        if (state_.absent().empty()) return;
        const std::int32_t guest = state_.absent()[worker_.random.below(state_.absent().size())];
        const std::int32_t shift = any_shift();
        const Insertion where =
            cheapest_insertion(problem_, state_.route(shift), guest, kUnpayable);
        if (where.found()) state_.insert(guest, shift, where);
    }

    void remove() {
        const std::size_t leaver = worker_.random.below(marked_.size());
        const std::int32_t shift = state_.carrier(static_cast<std::int32_t>(leaver));
        if (shift < 0) return;
        marked_[leaver] = 1;
        state_.remove(shift, marked_);
        marked_[leaver] = 0;
    }

    // Moves after which a route cannot be ridden are taken back.
    void keep(const char* move) {
        for (const Route& route : state_.routes())
            if (!route.sound()) return state_.roll_back();
        for (const Route& route : state_.routes())
            if (state_.touched(route.shift()) && !route.empty())
                moved_.push_back({move, route.shift(), route.nodes(), route.cost()});
    }

    const Problem& problem_;
    const Neighbours near_;
    Worker<Route> worker_;
    State<Route> state_;
    std::vector<char> marked_;
    std::vector<Moved> moved_;
};

}  // namespace

std::vector<Moved> random_moves(const Problem& problem, std::uint64_t seed, std::size_t moves) {
    return Mover(problem, seed).run(moves);
}

}  // namespace chaland
