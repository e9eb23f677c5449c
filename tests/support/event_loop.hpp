#pragma once

#include "io/awaitable.hpp"
#include "support/catch.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <csignal>
#include <memory>
#include <optional>

// A coroutine that a test has begun.
template <class T>
class started {
public:
    bool done() const { return outcome_.has_value(); }
    const T& outcome() const { return *outcome_; }
    void cancel() { stop_.emit(boost::asio::cancellation_type::terminal); }

private:
    friend class event_loop;
    std::optional<T> outcome_;
    boost::asio::cancellation_signal stop_;
};

// The I/O thread of a test is the test's own. As on the plugin's, no signal ends it that a peer could cause.
class event_loop {
public:
    event_loop() {
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
    }

    boost::asio::io_context context{1};

    // As far as it gets without waiting.
    template <class T>
    std::shared_ptr<started<T>> start(wecom::awaitable<T> what) {
        const auto begun = std::make_shared<started<T>>();
        auto landed = [begun](std::exception_ptr broken, T outcome) {
            begun->outcome_ = broken ? T{wecom::failure_of(broken)} : std::move(outcome);
        };
        boost::asio::co_spawn(context, std::move(what),
                              boost::asio::bind_cancellation_slot(begun->stop_.slot(), std::move(landed)));
        settle();
        return begun;
    }

    template <class T>
    T run(wecom::awaitable<T> what) {
        const auto begun = start(std::move(what));
        run_until([&] { return begun->done(); });
        return begun->outcome();
    }

    // Everything happens that waits for nothing.
    void settle() {
        context.restart();
        context.poll();
    }

    template <class Condition>
    void run_until(Condition reached) {
        while (!reached()) {
            context.restart();
            if (context.run_one_for(std::chrono::seconds{20}) == 0) FAIL("what a test waits for does not happen");
        }
    }
};
