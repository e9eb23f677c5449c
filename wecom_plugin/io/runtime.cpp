#include "io/runtime.hpp"

#include "core/seal.hpp"
#include "io/tls_context.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <mutex>

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
    const signals_blocked during_creation;
    thread_ = std::thread{[this] {
        pthread_setname_np(pthread_self(), "idp-io");
        context_.run();
        OPENSSL_thread_stop();
    }};
}

engine::~engine() {
    // Every client is gone, and with the clients their tokens and connections: what is left ends by itself.
    post([this] {
        names_->stop();
        work_.reset();
    });
    thread_.join();
}

std::shared_ptr<wecom_client> engine::make_client(std::shared_ptr<const config> settings,
                                                  std::shared_ptr<boost::asio::ssl::context> trust,
                                                  std::shared_ptr<log_queue> log) {
    const auto& network = settings->network;
    auto& known_wire =
        transports_[{network.api_base.origin() + network.api_base.path, trust.get(), network.allow_private}];
    auto wire = known_wire.lock();
    if (!wire) {
        https_transport::settings where{network.api_base, std::move(trust), network.allow_private};
        known_wire = wire = std::make_shared<https_transport>(std::move(where), *names_, around_);
    }
    auto& known_tokens = tokens_[{wire.get(), settings->corpid, fingerprint(settings->corpsecret)}];
    auto tokens = known_tokens.lock();
    if (!tokens)
        known_tokens = tokens =
            std::make_shared<token_source>(context_.get_executor(), wire, make_get_token_request(*settings), around_);
    std::erase_if(transports_, [](const auto& known) { return known.second.expired(); });
    std::erase_if(tokens_, [](const auto& known) { return known.second.expired(); });
    return std::make_shared<wecom_client>(std::move(settings), wire, tokens, std::move(log), around_);
}

struct runtime::state {
    std::mutex mutex;
    int instances = 0;
    std::unique_ptr<engine> running;
    std::map<std::string, std::weak_ptr<boost::asio::ssl::context>> trusts;
};

runtime::runtime() : state_{std::make_unique<state>()} {}

const ambient& runtime::around() { return the_process; }

runtime& runtime::of_this_process() {
    struct block {
        pid_t pid;
        runtime of_pid;
    };
    // Never freed: exit() with living instances must be harmless.
    static std::atomic<block*> current{nullptr};
    auto* seen = current.load(std::memory_order_acquire);
    while (!seen || seen->pid != ::getpid()) {
        auto fresh = std::unique_ptr<block>{new block{::getpid(), runtime{}}};
        if (current.compare_exchange_strong(seen, fresh.get(), std::memory_order_acq_rel))
            return fresh.release()->of_pid;
    }
    return seen->of_pid;
}

result<std::shared_ptr<boost::asio::ssl::context>> runtime::trust(const std::string& ca_file) {
    {
        const std::lock_guard lock{state_->mutex};
        if (auto known = state_->trusts[ca_file].lock()) return known;
    }
    auto loaded = make_tls_context(ca_file);
    if (!loaded) return loaded;
    const std::lock_guard lock{state_->mutex};
    auto& known = state_->trusts[ca_file];
    if (auto first = known.lock()) return first;
    known = *loaded;
    return loaded;
}

void runtime::attach() {
    const std::lock_guard lock{state_->mutex};
    ++state_->instances;
}

void runtime::detach() {
    std::unique_ptr<engine> last;
    const std::lock_guard lock{state_->mutex};
    if (--state_->instances == 0) last = std::move(state_->running);
}

engine& runtime::start() {
    const std::lock_guard lock{state_->mutex};
    if (!state_->running) state_->running = std::make_unique<engine>(the_process);
    return *state_->running;
}

engine* runtime::started() {
    const std::lock_guard lock{state_->mutex};
    return state_->running.get();
}

}  // namespace wecom
