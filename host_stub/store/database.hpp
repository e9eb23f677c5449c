#pragma once

#include "store/connection.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace host {

// The SQLite file, in WAL mode: readers wait for nobody, one writer of all processes at a time, and a change that was
// committed survives a crash of the machine. Any thread.
class database {
public:
    // Opens or makes the file, of mode 0600, and brings its tables up to date. Throws config_error.
    database(const std::filesystem::path& file, const ambient& outside);

private:
    friend class reader;
    friend class writer;

    // Connections of one use, lent to one thread at a time. The mutex is held for looking, never over I/O.
    class pool {
    public:
        pool(std::filesystem::path file, connection::use what_for, std::size_t size);
        std::unique_ptr<connection> take();                // waits until one is there
        void give_back(std::unique_ptr<connection> lent);  // nothing: it was broken, the next taker opens another

    private:
        const std::filesystem::path file_;
        const connection::use what_for_;
        std::mutex mutex_;
        std::condition_variable given_back_;
        std::size_t free_;
        std::vector<std::unique_ptr<connection>> idle_;
    };

    pool readers_, writers_;
};

// Reads what was committed last. A thread holds one reader or one writer at a time: more could wait for each other.
class reader {
public:
    explicit reader(database& of) : of_{of}, lent_{of.readers_.take()} {}
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;
    ~reader() { of_.readers_.give_back(std::move(lent_)); }

    connection* operator->() { return lent_.get(); }
    connection& operator*() { return *lent_; }

private:
    database& of_;
    std::unique_ptr<connection> lent_;
};

// A transaction: what it reads stays true until commit(), without which nothing happened.
class writer {
public:
    explicit writer(database& of);
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;
    ~writer();

    connection* operator->() { return lent_.get(); }
    connection& operator*() { return *lent_; }
    void commit();

private:
    database& of_;
    std::unique_ptr<connection> lent_;
    std::optional<transaction> change_;
};

}  // namespace host
