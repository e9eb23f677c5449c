#include "validator/network/remote_stand_in.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace validator {
namespace {

std::string read_all(int from) {
    std::string out;
    std::array<char, 512> part;
    for (ssize_t count; (count = ::read(from, part.data(), part.size())) > 0;)
        out.append(part.data(), static_cast<std::size_t>(count));
    return out;
}

}  // namespace

remote_stand_in::remote_stand_in(const test_recipe& of) : config_{of.config_json()} {
    if (!of.has_network()) return;
    int news[2], end[2];
    if (::pipe2(news, O_CLOEXEC) != 0 || ::pipe2(end, O_CLOEXEC) != 0)
        throw std::runtime_error{"no pipe to a stand-in"};
    process_ = ::fork();
    if (process_ == 0) {
        ::close(news[0]);
        ::close(end[1]);
        {
            const stand_in self{of};
            const auto config = self.config_json();
            (void)!::write(news[1], config.data(), config.size());
            ::close(news[1]);
            read_all(end[0]);
        }
        ::_exit(0);
    }
    ::close(news[1]);
    ::close(end[0]);
    end_ = end[1];
    config_ = read_all(news[0]);
    ::close(news[0]);
    if (process_ < 0) throw std::runtime_error{"no process for a stand-in"};
}

remote_stand_in::~remote_stand_in() {
    if (process_ <= 0) return;
    ::close(end_);
    ::waitpid(process_, nullptr, 0);
}

}  // namespace validator
