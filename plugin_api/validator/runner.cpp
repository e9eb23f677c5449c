#include "validator/runner.hpp"

#include "validator/child.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <map>
#include <optional>
#include <utility>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

namespace validator {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// SIGCHLD waits until it is asked for.
class child_signal {
public:
    child_signal() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGCHLD);
        ::sigprocmask(SIG_BLOCK, &set_, &before_);
        struct sigaction standard {};
        standard.sa_handler = SIG_DFL;
        ::sigaction(SIGCHLD, &standard, &action_before_);
    }
    ~child_signal() {
        ::sigaction(SIGCHLD, &action_before_, nullptr);
        ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    }
    child_signal(const child_signal&) = delete;

    void wait(milliseconds at_most) const {
        const timespec time{at_most.count() / 1000, at_most.count() % 1000 * 1'000'000};
        ::sigtimedwait(&set_, nullptr, &time);
    }

private:
    sigset_t set_, before_;
    struct sigaction action_before_;
};

// Verdicts come in any order and leave in that of the tests. That the file is no provider is said once.
class queue {
public:
    queue(std::size_t size, const std::function<void(const verdict&)>& to) : said_(size), to_{to} {}

    void put(std::size_t place, verdict what) {
        said_[place] = std::move(what);
        for (; next_ < said_.size() && said_[next_]; ++next_) {
            auto& each = *said_[next_];
            if (each.no_provider && std::exchange(told_, true)) {
                each.kind = outcome_kind::skip;
                each.text = "the file is no provider, as a test before this one says";
            }
            to_(each);
        }
    }
    std::vector<verdict> take() {
        std::vector<verdict> out;
        for (auto& each : said_)
            out.push_back(std::move(*each));
        return out;
    }

private:
    std::vector<std::optional<verdict>> said_;
    std::size_t next_ = 0;
    bool told_ = false;
    const std::function<void(const verdict&)>& to_;
};

// How long the first of them may still take.
milliseconds patience(const std::map<std::size_t, child>& running, milliseconds limit) {
    auto least = limit;
    for (const auto& [place, each] : running)
        least = std::min(least, limit - std::chrono::duration_cast<milliseconds>(steady_clock::now() - each.began()));
    return std::max(least, 0ms);
}

void collect(std::map<std::size_t, child>& running, milliseconds limit, queue& to) {
    for (auto each = running.begin(); each != running.end();) {
        auto& [place, process] = *each;
        const bool too_long = steady_clock::now() - process.began() >= limit;
        if (!process.has_ended()) {
            if (!too_long) {
                ++each;
                continue;
            }
            process.end(limit);
        }
        to.put(place, process.take_verdict());
        each = running.erase(each);
    }
}

unsigned twice_the_cores() { return 2 * static_cast<unsigned>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN))); }

}  // namespace

milliseconds run_settings::default_limit() {
#ifdef SANITIZED
    return 3 * 45s;
#else
    return 45s;
#endif
}

std::vector<verdict> run_all(std::span<const contract_test* const> tests, const subject& of, const run_settings& how,
                             const std::function<void(const verdict&)>& as_they_end) {
    queue said{tests.size(), as_they_end};
    if (how.in_process) {
        for (std::size_t i = 0; i < tests.size(); ++i)
            said.put(i, attempt(*tests[i], of));
        return said.take();
    }
    const child_signal ends;
    const auto jobs = how.jobs > 0 ? how.jobs : twice_the_cores();
    std::map<std::size_t, child> running;
    for (std::size_t next = 0; next < tests.size() || !running.empty();) {
        for (; next < tests.size() && running.size() < jobs; ++next)
            running.emplace(next, child{*tests[next], of});
        ends.wait(patience(running, how.limit));
        collect(running, how.limit, said);
    }
    return said.take();
}

}  // namespace validator
