// The store that the processes of a deployment share: four of them at once, and one that misbehaves.

#include "faults/process/app.hpp"
#include "faults/process/wecom_process.hpp"
#include "support/catch.hpp"
#include "validator/process/child.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

using namespace process_faults;
using namespace process;

namespace {

// A directory: a file for each key, so that every process sees the same.
struct directory_store {
    std::filesystem::path directory = make_directory();
    idp_status fails_with = IDP_OK;  // of every call
    bool marks_are_taken = false;

    ~directory_store() { std::filesystem::remove_all(directory); }

    std::filesystem::path file(const idp_str& key) const {
        std::string name{idp::view(key)};
        std::replace(name.begin(), name.end(), '/', '.');
        return directory / name;
    }
    // Whole from the first moment that it is seen.
    std::filesystem::path written(const idp_str& value) const {
        const auto draft = directory / ("draft" + std::to_string(::gettid()));
        std::ofstream{draft} << idp::view(value);
        return draft;
    }

    static std::filesystem::path make_directory() {
        auto pattern = (std::filesystem::temp_directory_path() / "store-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error{"no temporary directory"};
        return pattern;
    }
};

directory_store& store_of(void* host) {
    return *static_cast<directory_store*>(static_cast<faults::listening_host*>(host)->store);
}

const idp_host_kv_v1 kv{
    .struct_size = sizeof kv,
    .flags = 0,
    .get = [](void* host, const idp_str* key, auto* sink, void* user) -> idp_status {
        auto& store = store_of(host);
        if (store.fails_with != IDP_OK) return store.fails_with;
        std::ifstream in{store.file(*key)};
        if (!in) return IDP_NO;
        const std::string value{std::istreambuf_iterator<char>{in}, {}};
        sink(user, value.data(), value.size());
        return IDP_OK;
    },
    .put = [](void* host, const idp_str* key, const idp_str* value, std::uint32_t) -> idp_status {
        auto& store = store_of(host);
        if (store.fails_with == IDP_OK) std::filesystem::rename(store.written(*value), store.file(*key));
        return store.fails_with;
    },
    .put_if_absent = [](void* host, const idp_str* key, const idp_str* value, std::uint32_t) -> idp_status {
        auto& store = store_of(host);
        if (store.fails_with != IDP_OK) return store.fails_with;
        if (store.marks_are_taken) return IDP_NO;
        const auto draft = store.written(*value);
        const bool mine = ::link(draft.c_str(), store.file(*key).c_str()) == 0;
        std::filesystem::remove(draft);
        return mine ? IDP_OK : IDP_NO;
    },
};

// So many processes at once, each with ten logins.
void check_processes(int count, const wecom_process& wecom, directory_store& store) {
    std::deque<child> all;
    for (int i = 0; i < count; ++i)
        all.emplace_back([&]() -> std::string {
            app host{wecom.config(), kv, &store};
            for (int login = 0; login < 10; ++login)
                if (const auto end = host.log_in(); end.status != IDP_OK) return end.story();
            return "all in";
        });
    for (auto& one : all)
        CHECK(one.said() == "all in");
}

// A store that answers nobody until it is let go.
struct stuck_store {
    std::mutex mutex;
    std::condition_variable changed;
    int inside = 0;
    bool gone_on = false;

    void hold() {
        std::unique_lock lock{mutex};
        ++inside;
        changed.notify_all();
        changed.wait(lock, [&] { return gone_on; });
    }
    void wait_until_somebody_is_inside() {
        std::unique_lock lock{mutex};
        changed.wait(lock, [&] { return inside > 0; });
    }
    void let_go() {
        const std::lock_guard lock{mutex};
        gone_on = true;
        changed.notify_all();
    }
};

stuck_store& stuck_store_of(void* host) {
    return *static_cast<stuck_store*>(static_cast<faults::listening_host*>(host)->store);
}

const idp_host_kv_v1 stuck_kv{
    .struct_size = sizeof stuck_kv,
    .flags = 0,
    .get = [](void* host, const idp_str*, auto*, void*) -> idp_status {
        stuck_store_of(host).hold();
        return IDP_NO;
    },
    .put = [](void*, const idp_str*, const idp_str*, std::uint32_t) -> idp_status { return IDP_OK; },
    .put_if_absent = [](void* host, const idp_str*, const idp_str*, std::uint32_t) -> idp_status {
        stuck_store_of(host).hold();
        return IDP_OK;
    },
};

}  // namespace

TEST_CASE("F77: four processes start cold, and again when the token has been revoked", "[process]") {
    wecom_process wecom;
    directory_store store;
    check_processes(4, wecom, store);
    const int at_the_start = wecom.book().tokens;
    CHECK(at_the_start <= 4);
    CHECK(wecom.book().questions == 40);

    ++wecom.book().generation;
    check_processes(4, wecom, store);
    CHECK(wecom.book().tokens - at_the_start <= 4);
}

TEST_CASE("F77: a process that comes later finds the token", "[process]") {
    wecom_process wecom;
    directory_store store;
    check_processes(1, wecom, store);
    check_processes(1, wecom, store);
    CHECK(wecom.book().tokens == 1);
}

TEST_CASE("F78: the store is down", "[process]") {
    wecom_process wecom;
    directory_store store;
    store.fails_with = IDP_E_INTERNAL;
    app host{wecom.config(), kv, &store};
    for (int i = 0; i < 10; ++i)
        CHECK(host.log_in("alice").story() == "OK alice");
}

TEST_CASE("F78: what the store holds was tampered with", "[process]") {
    wecom_process wecom;
    directory_store store;
    check_processes(1, wecom, store);
    for (const auto& file : std::filesystem::directory_iterator{store.directory})
        std::ofstream{file.path()} << "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    check_processes(1, wecom, store);
    CHECK(wecom.book().tokens == 2);
}

TEST_CASE("F78: a store that lies about marks lets nobody in, and WeCom is not asked", "[process]") {
    wecom_process wecom;
    directory_store store;
    store.marks_are_taken = true;
    app host{wecom.config(), kv, &store};
    CHECK(host.log_in("alice", 300ms).story() == "-9 replayed");
    CHECK(wecom.book().questions == 0);
}

TEST_CASE("F78: a store that hangs holds up who waits for it, and nobody else", "[process]") {
    wecom_process wecom;
    stuck_store store;
    app host{wecom.config(), stuck_kv, &store}, other{wecom.config()};
    std::string alice;
    std::thread waiting{[&] { alice = host.log_in("alice").story(); }};
    store.wait_until_somebody_is_inside();
    CHECK(other.log_in("bob").story() == "OK bob");
    // WeCom has been asked for alice as well: the login went on without the store.
    wecom.wait_until([](const ledger& book) { return book.questions == 2; });
    store.let_go();
    waiting.join();
    CHECK(alice == "OK alice");
}
