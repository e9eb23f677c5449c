#include "io/runtime.hpp"

#include "core/seal.hpp"
#include "io/tls_context.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <stdexcept>

namespace wecom {
namespace {

const ambient the_process{
    .now = [] { return std::chrono::steady_clock::now(); },
    .random =
        [] {
            std::uint32_t value = 0;
            RAND_bytes(reinterpret_cast<unsigned char*>(&value), sizeof value);
            return value;
        },
};

// No signal of the host is ever handled on a thread of ours. Blocked around the creation, since a thread inherits the
// mask.
class signals_blocked {
public:
    signals_blocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~signals_blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

std::string fingerprint(const secret& value) { return short_hash(value.reveal()); }

}  // namespace

engine::engine(const ambient& around)
    : around_{around},
      names_{std::make_unique<resolver>(context_, around)},
      desk_{std::make_unique<login_desk>(context_.get_executor(), around)} {
    // With its first timer Asio opens its descriptors: here a refusal can be told.
    io_timer{context_};
    const signals_blocked during_creation;
    thread_ = std::thread{[this] {
        pthread_setname_np(pthread_self(), "idp-io");
        run();
        OPENSSL_thread_stop();
        halted_.release();
    }};
}

engine::~engine() {
    // An end cannot fail: where there is no memory for it, it waits until there is.
    while (!try_to_end())
        std::this_thread::yield();
    thread_.join();
}

// Every client is gone, and with the clients their tokens and connections: what is left ends by itself.
bool engine::try_to_end() try {
    post([this] {
        names_->stop();
        work_.reset();
    });
    return true;
} catch (const std::bad_alloc&) {
    return false;
}

void engine::halt() {
    // A completion of the host's that calls exit: this thread does nothing else any more.
    if (std::this_thread::get_id() == thread_.get_id()) return;
    context_.stop();
    // A completion that hangs is not in OpenSSL either.
    (void)halted_.try_acquire_for(std::chrono::seconds{1});
}

// A handler that finds no memory is lost, and nothing else: who waits for it leaves at his deadline.
void engine::run() {
    for (;;)
        try {
            context_.run();
            return;
        } catch (const std::bad_alloc&) {
            continue;
        }
}

std::shared_ptr<wecom_client> engine::make_client(std::shared_ptr<const config> settings,
                                                  std::shared_ptr<boost::asio::ssl::context> trust,
                                                  std::shared_ptr<log_queue> log,
                                                  std::shared_ptr<shared_state> shared) {
    const auto& network = settings->network;
    if (network.uses_plain_http())
        log->write(log_level::warning,
                   "WeCom is reached over plain http, as /network/allow_http permits: the secret of the app and the "
                   "codes of people cross the network unencrypted",
                   around_.now());
    auto where = route_to(network.api_base, network);
    auto& known_wire = transports_[{fingerprint(where), trust.get()}];
    auto wire = known_wire.lock();
    if (!wire)
        known_wire = wire = std::make_shared<connection_pool>(
            connection_pool::settings{std::move(where), std::move(trust)}, context_.get_executor(), *names_, around_);
    auto& known_tokens = tokens_[{wire.get(), settings->corpid, fingerprint(settings->corpsecret)}];
    auto tokens = known_tokens.lock();
    if (!tokens)
        known_tokens = tokens =
            std::make_shared<token_source>(context_.get_executor(), wire, make_get_token_request(*settings), around_);
    std::erase_if(transports_, [](const auto& known) { return known.second.expired(); });
    std::erase_if(tokens_, [](const auto& known) { return known.second.expired(); });
    return std::make_shared<wecom_client>(std::move(settings), wire, tokens, std::move(log), std::move(shared),
                                          context_.get_executor(), around_);
}

struct runtime::state {
    std::mutex mutex;
    int instances = 0;
    std::unique_ptr<engine> running;
    std::map<std::string, std::weak_ptr<boost::asio::ssl::context>> trusts;
    spent_tickets tickets;  // of all instances: a ticket outlives the one that issued it
};

// Never freed: exit() with living instances must be harmless.
struct runtime::block {
    pid_t pid;
    runtime of_pid;
    static std::atomic<block*> current;
};
std::atomic<runtime::block*> runtime::block::current{nullptr};

namespace {
std::atomic<bool> over{false};
}

runtime::runtime() : state_{std::make_unique<state>()} {}

const ambient& runtime::around() { return the_process; }
bool runtime::is_over() { return over; }

runtime& runtime::of_this_process() {
    auto* seen = block::current.load(std::memory_order_acquire);
    while (!seen || seen->pid != ::getpid()) {
        auto fresh = std::unique_ptr<block>{new block{::getpid(), runtime{}}};
        if (block::current.compare_exchange_strong(seen, fresh.get(), std::memory_order_acq_rel))
            return fresh.release()->of_pid;
    }
    return seen->of_pid;
}

// OpenSSL registered its own end when the first instance was made, so ours comes before it. Our thread would otherwise
// be at work on what another takes apart.
void runtime::halt_before_openssl_ends() {
    static std::atomic_flag registered;  // no lock: the process may be the child of a fork
    if (registered.test_and_set()) return;
    std::atexit([] {
        over = true;
        const auto* const seen = block::current.load(std::memory_order_acquire);
        if (!seen || seen->pid != ::getpid()) return;
        const std::lock_guard lock{seen->of_pid.state_->mutex};
        if (const auto& running = seen->of_pid.state_->running) running->halt();
    });
}

result<std::shared_ptr<boost::asio::ssl::context>> runtime::trust(const std::string& ca_file) {
    const auto sources = trust_sources(ca_file);
    {
        const std::lock_guard lock{state_->mutex};
        if (auto known = state_->trusts[sources].lock()) return known;
    }
    auto loaded = make_tls_context(ca_file);
    if (!loaded) return loaded;
    const std::lock_guard lock{state_->mutex};
    std::erase_if(state_->trusts, [](const auto& known) { return known.second.expired(); });
    auto& known = state_->trusts[sources];
    if (auto first = known.lock()) return first;
    known = *loaded;
    return loaded;
}

spent_tickets& runtime::tickets() { return state_->tickets; }

void runtime::attach() {
    const std::lock_guard lock{state_->mutex};
    ++state_->instances;
}

void runtime::detach() {
    std::unique_ptr<engine> last;
    const std::lock_guard lock{state_->mutex};
    if (--state_->instances == 0) last = std::move(state_->running);
}

result<engine*> runtime::start() {
    const std::lock_guard lock{state_->mutex};
    if (!state_->running) try {
            state_->running = std::make_unique<engine>(the_process);
            halt_before_openssl_ends();
        } catch (const std::runtime_error& refused) {
            return error{.code = errc::no_memory,
                         .detail = std::string{"the network thread cannot start ("} + refused.what() +
                                   "): raise this process's limits of threads and open files"};
        }
    return state_->running.get();
}

engine* runtime::started() {
    const std::lock_guard lock{state_->mutex};
    return state_->running.get();
}

}  // namespace wecom
