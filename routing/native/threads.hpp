// Threads that are waited for, and whose exceptions reach who waits.
#pragma once

#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace chaland {

class Threads {
 public:
    // Does some work beside the caller's.
    template <typename Work>
    void start(Work work) {
        threads_.emplace_back([this, work = std::move(work)]() mutable {
            try {
                work();
            } catch (...) {
                const std::scoped_lock lock(mutex_);
                if (!failure_) failure_ = std::current_exception();
            }
        });
    }
    // Until all is done. Throws what one of them has thrown.
    void wait() {
        threads_.clear();
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    }

 private:
    std::mutex mutex_;
    std::exception_ptr failure_;
    std::vector<std::jthread> threads_;  // joined before what they write goes
};

}  // namespace chaland
