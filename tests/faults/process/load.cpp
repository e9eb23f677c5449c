// Many threads, random faults, for a long time.

#include "faults/process/app.hpp"
#include "faults/process/crowd.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/memory.hpp"

#include <malloc.h>

#include <condition_variable>
#include <cstdlib>
#include <random>
#include <set>
#include <thread>

using namespace process_faults;

namespace {

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr auto storm = 10s, soak = 20s;
constexpr bool memory_is_ours = false;
#else
constexpr auto storm = 10s, soak = 180s;
constexpr bool memory_is_ours = true;
#endif

// FAULTS_SOAK_SECONDS=3600 makes the soak an hour.
std::chrono::seconds length_of_soak() {
    const char* const asked = std::getenv("FAULTS_SOAK_SECONDS");
    return asked ? std::chrono::seconds{std::atoi(asked)} : soak;
}

// What a login may end as that met this toxin, if WeCom is well otherwise.
const std::map<std::string, std::set<std::string>> expected{
    {"", {"OK"}},
    {"reset_", {"-8 ambiguous"}},
    {"close_", {"-8 ambiguous"}},
    {"cut_", {"-8 ambiguous"}},
    {"mute_", {"-3 deadline"}},
    {"busy_", {"-10 busy"}},
    {"used_", {"-8 code_invalid"}},
    {"broken_", {"-5 http_status"}},
    {"html_", {"-6 json"}},
    {"garbage_", {"-5 http_proto"}},
};

// Threads that log in one after the other until the end of this, and note what is not as expected.
class storm_of_logins {
public:
    storm_of_logins(app& at, int threads, double toxic) : at_{at}, toxic_{toxic} {
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this, i](const std::stop_token& end) { run(end, static_cast<unsigned>(i)); });
    }
    void stop() {
        for (auto& thread : threads_)
            thread.request_stop();
        threads_.clear();
    }

    std::atomic<int> clean{0}, met_toxin{0}, late{0};
    // Ends that the matrix does not know, and how many; the breaker may refuse whom it likes.
    std::string surprises() {
        const std::lock_guard lock{mutex_};
        std::string out;
        for (const auto& [story, times] : surprises_)
            out += std::to_string(times) + ' ' + story + '\n';
        return out;
    }

private:
    void run(const std::stop_token& end, unsigned seed) {
        std::mt19937 random{seed};
        while (!end.stop_requested())
            log_in(random);
    }

    void log_in(std::mt19937& random) {
        auto toxin = expected.begin();
        if (std::uniform_real_distribution{}(random) < toxic_)
            toxin = std::next(toxin, 1 + static_cast<long>(random() % (expected.size() - 1)));
        const auto timeout = toxin->first == "mute_" ? 300ms : 8000ms;
        const auto code = toxin->first + app::fresh_code();
        const auto end = at_.log_in(code, timeout);
        auto story = end.status == IDP_OK ? "OK" : end.story();
        if (end.status == IDP_OK && end.subject != code) story = "the account of somebody else";
        ++(toxin == expected.begin() ? clean : met_toxin);
        if (end.elapsed > timeout + 250ms) ++late;
        if (toxin->second.contains(story)) return;
        const std::lock_guard lock{mutex_};
        ++surprises_[toxin->first + ": " + story];
    }

    app& at_;
    const double toxic_;
    std::mutex mutex_;
    std::map<std::string, int> surprises_;
    std::vector<std::jthread> threads_;
};

void wait(std::chrono::seconds time) {
    std::mutex mutex;
    std::unique_lock lock{mutex};
    std::condition_variable never;
    never.wait_for(lock, time, [] { return false; });
}

}  // namespace

TEST_CASE("F90: 64 threads on one instance, and faults of every kind", "[process]") {
    wecom_process wecom;
    app host{wecom.config()};
    storm_of_logins logins{host, 64, 0.3};
    // The token is revoked in the middle. Once: a login that meets two revocations ends as it may.
    wait(storm / 2);
    ++wecom.book().generation;
    wait(storm / 2);
    logins.stop();
    CHECK(logins.surprises() == "");
    CHECK(logins.clean > 0);
    CHECK(logins.met_toxin > 0);
    CHECK(logins.late * 100 <= logins.clean + logins.met_toxin);  // 64 threads share the processors of a test machine
    CHECK(wecom.book().tokens == 2);
    CHECK(host.log_in("alice").story() == "OK alice");
}

TEST_CASE("F98: soak: every login that meets no fault succeeds, and nothing grows", "[process]") {
    wecom_process wecom;
    app host{wecom.config()};
    const auto part = length_of_soak() / 4;
    int clean = 0, met_toxin = 0;
    std::string surprises;
    const auto soak_once = [&] {
        storm_of_logins logins{host, 8, 0.05};
        wait(part);
        logins.stop();
        ++wecom.book().generation;
        clean += logins.clean;
        met_toxin += logins.met_toxin;
        surprises += logins.surprises();
        return ::mallinfo2().uordblks;
    };
    // The table of used callbacks fills in the first half.
    soak_once();
    const auto full = soak_once();
    const auto resident = process::resident_bytes();
    soak_once();
    const auto at_end = soak_once();
    CHECK(surprises == "");
    CHECK(clean > 10 * met_toxin);
    CHECK(wecom.book().tokens <= 4);
    if (memory_is_ours && clean > 40'000) {
        CHECK(at_end <= full + 512 * 1024);
        CHECK(process::resident_bytes() <= resident + 4 * 1024 * 1024);
    }
    WARN(clean << " logins without a fault, " << met_toxin << " with one");
}
