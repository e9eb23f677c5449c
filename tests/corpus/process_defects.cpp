// Defects of how the provider lives in the process of its host.

#include "corpus/defect.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <mutex>
#include <set>
#include <thread>

namespace {

// The host of the last instance.
std::atomic<const idp_host_v1*> host_of_last{nullptr};

idp_status create_and_note(const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
    const auto status = good().create(host, req, out, err);
    if (status == IDP_OK) host_of_last = host;
    return status;
}

void say(const idp_host_v1* host, const char* what) {
    idp_log_record record{};
    record.struct_size = sizeof record;
    record.level = IDP_LOG_DEBUG;
    record.text = {what, std::strlen(what)};
    host->log(host->ctx, &record);
}

// Before or after each resolve_account something happens that should not.
template <auto what>
idp_status resolve_with(idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
    what();
    return good().resolve_account(self, req, out, err);
}

}  // namespace

DEFECT(logs_on_its_own_thread) {
    table->create = create_and_note;
    static std::atomic<int> logins{0};
    table->resolve_account = resolve_with<[] { ++logins; }>;
    table->prepare = [](idp_instance* self) {
        if (logins >= 8) std::thread{say, host_of_last.load(), "from a thread of mine"}.join();
        return good().prepare(self);
    };
}

DEFECT(speaks_after_its_end) {
    static std::set<const idp_host_v1*> gone;
    static std::mutex mutex;
    static std::atomic<idp_instance*> last{nullptr};
    table->create = [](const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
        const auto status = create_and_note(host, req, out, err);
        if (status == IDP_OK) last = *out;
        return status;
    };
    // Of the only instance that there is, its host is told one thing more, by the next instance.
    table->destroy = [](idp_instance* self) {
        const auto* const host = host_of_last.load();
        const bool was_last = last.exchange(nullptr) == self;
        const auto status = good().destroy(self);
        const std::unique_lock lock{mutex, std::try_to_lock};  // which may be held for ever after fork
        if (lock && status == IDP_OK && was_last && self) gone.insert(host);
        return status;
    };
    table->resolve_account = resolve_with<[] {
        const std::unique_lock lock{mutex, std::try_to_lock};
        if (!lock) return;
        for (const auto* host : gone)
            if (host != host_of_last) say(host, "by the way");
        gone.clear();
    }>;
}

DEFECT(leaves_a_descriptor) {
    static std::atomic<int> left{0};
    table->resolve_account = resolve_with<[] {
        if (left++ < 100) (void)::open("/dev/null", O_RDONLY | O_CLOEXEC);
    }>;
}

DEFECT(leaves_memory) {
    table->create = [](const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
        constexpr std::size_t size = 1024 * 1024;
        if (auto* const lost = static_cast<volatile char*>(std::malloc(size)))
            for (std::size_t i = 0; i < size; i += 512)
                lost[i] = 1;
        return good().create(host, req, out, err);
    };
}

DEFECT(forgets_its_process) {
    table->cancel = [](idp_instance* self, uint64_t op_id) {
        const auto status = good().cancel(self, op_id);
        return status == IDP_E_WRONG_PROCESS ? idp_status{IDP_NO} : status;
    };
}

DEFECT(changes_the_umask) {
    table->create = [](const idp_host_v1* host, const idp_create_request* req, idp_instance** out, idp_error* err) {
        ::umask(077);
        return good().create(host, req, out, err);
    };
}

DEFECT(prints) {
    table->resolve_account = resolve_with<[] {
        std::puts("somebody logs in");
        std::fflush(stdout);
    }>;
}

DEFECT(says_it_has_destroyed) {
    table->destroy = [](idp_instance* self) {
        const auto status = good().destroy(self);
        return status == IDP_E_INVALID ? idp_status{IDP_OK} : status;
    };
}

DEFECT(serves_sixteen_at_most) {
    static std::atomic<int> inside{0};
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const int others = inside++;
        const timespec moment{0, 2'000'000};
        ::nanosleep(&moment, nullptr);
        auto status = good().resolve_account(self, req, out, err);
        if (status == IDP_OK && others > 16) {
            if (out->owner.release) out->owner.release(&out->owner);
            const auto size = out->struct_size;
            *out = {};
            out->struct_size = size;
            status = IDP_E_BUSY;
        }
        --inside;
        return status;
    };
}

DEFECT(needs_a_large_stack) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        volatile char large[256 * 1024];
        for (std::size_t i = 0; i < sizeof large; i += 1024)
            large[sizeof large - 1 - i] = 0;
        return good().resolve_account(self, req, out, err);
    };
}

DEFECT(gives_up_when_interrupted) {
    table->resolve_account = [](idp_instance* self, const idp_resolve_request* req, idp_account* out, idp_error* err) {
        const timespec moment{0, 20'000'000};
        if (::nanosleep(&moment, nullptr) != 0 && errno == EINTR) {
            if (out) {
                const auto size = out->struct_size;
                *out = {};
                out->struct_size = size;
            }
            if (err) err->status = IDP_E_INTERNAL;
            return idp_status{IDP_E_INTERNAL};
        }
        return good().resolve_account(self, req, out, err);
    };
}

DEFECT(dies_at_exit) {
    table->resolve_account = resolve_with<[] {
        static const int registered = std::atexit([] { std::abort(); });
        (void)registered;
    }>;
}

DEFECT(takes_its_time_to_end) {
    static std::atomic<int> ends{0};
    table->destroy = [](idp_instance* self) {
        const timespec moment{0, 150'000'000};
        if (self && ends++ < 8) ::nanosleep(&moment, nullptr);
        return good().destroy(self);
    };
}
