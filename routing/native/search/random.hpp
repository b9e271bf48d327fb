// A small, fast generator, the same on every machine (xoshiro256**, Blackman and Vigna 2021,
// doi 10.1145/3460772; seeded by splitmix64).
#pragma once

#include <bit>
#include <cstdint>

namespace chaland {

class Random {
 public:
    explicit Random(std::uint64_t seed) {
        for (auto& word : state_) {
            seed += 0x9e3779b97f4a7c15ULL;
            std::uint64_t z = seed;
            z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
            z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
            word = z ^ (z >> 31);
        }
    }

    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }
    double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    // 0 to count - 1.
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(unit() * static_cast<double>(count));
    }

 private:
    std::uint64_t state_[4];
};

}  // namespace chaland
