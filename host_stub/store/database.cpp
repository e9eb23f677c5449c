#include "store/database.hpp"

#include "config_file.hpp"
#include "store/migrations.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace host {
namespace {

constexpr std::size_t reading_connections = 4;

// SQLite would make it readable by everybody; an empty file is an empty database to it. One that is there is not
// opened: closing it would drop the locks that SQLite holds for this process.
void make_private_file(const std::filesystem::path& file) {
    const auto made = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (made >= 0)
        ::close(made);
    else if (errno != EEXIST)
        throw config_error{file.string() + ": cannot be made: " + std::strerror(errno) +
                           "; the store needs a folder that this user may write"};
}

void prepare(const std::filesystem::path& file, const ambient& outside) {
    make_private_file(file);
    try {
        connection first{file, connection::use::writing};
        migrate(first, file.string(), outside);
    } catch (const store_error& why) {
        throw config_error{why.what()};
    }
}

}  // namespace

database::pool::pool(std::filesystem::path file, connection::use what_for, std::size_t size)
    : file_{std::move(file)}, what_for_{what_for}, free_{size} {}

std::unique_ptr<connection> database::pool::take() {
    {
        std::unique_lock lock{mutex_};
        given_back_.wait(lock, [this] { return free_ > 0; });
        --free_;
        if (!idle_.empty()) {
            auto out = std::move(idle_.back());
            idle_.pop_back();
            return out;
        }
    }
    try {
        return std::make_unique<connection>(file_, what_for_);
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void database::pool::give_back(std::unique_ptr<connection> lent) {
    {
        const std::lock_guard lock{mutex_};
        ++free_;
        if (lent) idle_.push_back(std::move(lent));
    }
    given_back_.notify_one();
}

database::database(const std::filesystem::path& file, const ambient& outside)
    : readers_{file, connection::use::reading, reading_connections}, writers_{file, connection::use::writing, 1} {
    prepare(file, outside);
}

writer::writer(database& of) : of_{of}, lent_{of.writers_.take()} {
    try {
        change_.emplace(*lent_);
    } catch (...) {
        of_.writers_.give_back(std::move(lent_));
        throw;
    }
}

writer::~writer() {
    change_.reset();
    if (lent_->in_transaction()) lent_.reset();  // it cannot even be rolled back; closing it forgets the change
    of_.writers_.give_back(std::move(lent_));
}

void writer::commit() { change_->commit(); }

}  // namespace host
