#pragma once

#include "bench/stage.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace bench {

// The same request as the plugin's, without a plugin: what a login costs at least. Everybody gets a new code and reads
// the member's id out of the JSON; whoever is told anything else throws.
std::string login_path(const board& seen, std::size_t which);
void check_member(std::string_view body);

// SSL_write and SSL_read on one connection: the floor.
class raw_openssl {
public:
    explicit raw_openssl(const stage& at);
    ~raw_openssl();
    void log_in(std::size_t which);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

// Beast's blocking calls on one connection.
class blocking_beast {
public:
    explicit blocking_beast(const stage& at);
    ~blocking_beast();
    void log_in(std::size_t which);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

// What every asynchronous client behind a synchronous call has to do: a thread that runs an io_context, a coroutine
// posted to it with a deadline, and a caller that is woken with the member's id.
class posted_coroutine {
public:
    explicit posted_coroutine(const stage& at);
    ~posted_coroutine();
    void log_in(std::size_t which);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

// One thread and so many connections, each with a coroutine that asks again as soon as it has its answer.
class beast_loop {
public:
    beast_loop(const stage& at, std::size_t connections);
    ~beast_loop();
    void log_in_all(std::size_t logins);

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace bench
