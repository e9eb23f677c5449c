#include "io/login_service.hpp"

#include <atomic>
#include <condition_variable>
#include <future>

namespace wecom {
namespace {

using namespace std::chrono_literals;

// The I/O thread keeps the same deadline and can say in which phase it passed; a caller gives it this long to do so.
constexpr auto courtesy = 20ms;

login_outcome failed(errc code, std::string detail) {
    return std::make_shared<const result<account>>(error{.code = code, .detail = std::move(detail)});
}

login_outcome shut_down() { return failed(errc::shutdown, "the instance is being destroyed"); }

}  // namespace

// One waiting caller. The first outcome counts; one that comes late is dropped with the last reference.
class login_service::operation {
public:
    void complete(login_outcome outcome) {
        {
            const std::lock_guard lock{mutex_};
            if (outcome_) return;
            outcome_ = std::move(outcome);
        }
        done_.notify_all();
    }

    // Null if there is none by then.
    login_outcome wait_until(time_point when) {
        std::unique_lock lock{mutex_};
        done_.wait_until(lock, when, [&] { return outcome_ != nullptr; });
        return outcome_;
    }

private:
    std::mutex mutex_;
    std::condition_variable done_;
    login_outcome outcome_;
};

struct login_service::io_half {
    std::shared_ptr<const config> settings;
    std::shared_ptr<boost::asio::ssl::context> trust;
    std::shared_ptr<log_queue> log;
    std::shared_ptr<wecom_client> client{};
    std::atomic<bool> closed{false};  // set by close, on a foreign thread

    // Null once the instance is closed: what was posted before then may run after.
    std::shared_ptr<wecom_client> client_of(engine& io) {
        if (closed) return nullptr;
        if (!client) client = io.make_client(settings, trust, log);
        return client;
    }
};

login_service::login_service(runtime& process, std::shared_ptr<const config> settings,
                             std::shared_ptr<boost::asio::ssl::context> trust, std::shared_ptr<log_queue> log)
    : process_{process}, half_{std::make_shared<io_half>(std::move(settings), std::move(trust), std::move(log))} {
    process_.attach();
}

login_service::~login_service() { process_.detach(); }

result<account> login_service::identify(grant of, std::uint64_t op_id, std::chrono::milliseconds timeout) {
    const auto deadline = runtime::around().now() + timeout;
    const auto mine = begin(op_id);
    if (!mine) return error{.code = errc::duplicate_op, .detail = "an operation with this op_id is running"};
    const std::shared_ptr<void> until_return{nullptr, [&](void*) { end(op_id, mine); }};
    auto& io = process_.start();
    io.post([&io, half = half_, mine, deadline, nonce_hash = std::move(of.nonce_hash),
             code = std::move(of.code)]() mutable {
        auto client = half->client_of(io);
        if (!client) return mine->complete(shut_down());
        io.desk().begin({std::move(nonce_hash), std::move(code), deadline, std::move(client)},
                        [mine](login_outcome outcome) { mine->complete(std::move(outcome)); });
    });
    if (const auto outcome = mine->wait_until(deadline + courtesy)) return *outcome;
    return error{.code = errc::deadline, .detail = "WeCom did not answer in time"};
}

bool login_service::cancel(std::uint64_t op_id) {
    const std::lock_guard lock{mutex_};
    const auto at = named_.find(op_id);
    if (at == named_.end()) return false;
    at->second->complete(failed(errc::cancelled, "cancelled by the host"));
    return true;
}

void login_service::prepare() {
    auto& io = process_.start();
    io.post([&io, half = half_] {
        if (const auto client = half->client_of(io)) client->prepare();
    });
}

void login_service::close() {
    half_->closed = true;
    {
        const std::lock_guard lock{mutex_};
        for (const auto& one : running_)
            one->complete(shut_down());
    }
    auto* const io = process_.started();
    if (!io) return;
    const auto ended = std::make_shared<std::promise<void>>();
    io->post([io, half = half_, ended] {
        const auto client = std::move(half->client);
        io->desk().abandon(client, [ended] { ended->set_value(); });
    });
    ended->get_future().wait();
}

std::shared_ptr<login_service::operation> login_service::begin(std::uint64_t op_id) {
    const auto fresh = std::make_shared<operation>();
    const std::lock_guard lock{mutex_};
    if (op_id != 0 && !named_.emplace(op_id, fresh).second) return nullptr;
    running_.insert(fresh);
    return fresh;
}

void login_service::end(std::uint64_t op_id, const std::shared_ptr<operation>& which) {
    const std::lock_guard lock{mutex_};
    running_.erase(which);
    if (op_id != 0) named_.erase(op_id);
}

}  // namespace wecom
