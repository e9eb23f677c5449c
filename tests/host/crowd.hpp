#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace host {

// Many browsers on one thread, each with one connection that it keeps.
class crowd {
public:
    crowd(const std::string& address, std::size_t size) : browsers_(size) {
        rlimit files{};
        ::getrlimit(RLIMIT_NOFILE, &files);
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
        for (std::size_t i = 0; i < size; ++i) {
            const int socket = browsers_[i].socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            epoll_event readable{EPOLLIN, {}};
            readable.data.u64 = i;
            if (::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 ||
                ::epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &readable) != 0)
                throw std::runtime_error{"a browser of the crowd has no connection"};
        }
    }
    crowd(const crowd&) = delete;
    ~crowd() {
        for (const auto& one : browsers_)
            ::close(one.socket);
        ::close(epoll_);
    }

    // To everybody. The number of those who could still say it.
    std::size_t say(std::string_view bytes) {
        std::size_t said = 0;
        for (const auto& one : browsers_)
            said += ::send(one.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) > 0;
        return said;
    }

    // Each asks so many times, the next time when it has its answer. Meanwhile something else may happen now and then.
    // The number of answers that begin like this.
    template <class Meanwhile>
    std::size_t ask(std::string_view request, std::size_t times, std::string_view beginning, Meanwhile meanwhile) {
        std::size_t good = 0, left = browsers_.size();
        for (auto& one : browsers_)
            one.left = times;
        say(request);
        std::array<epoll_event, 64> events;
        while (left > 0) {
            const auto count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), -1);
            for (int i = 0; i < count; ++i) {
                auto& one = browsers_[events.at(static_cast<std::size_t>(i)).data.u64];
                if (!one.read_answer()) continue;
                good += one.answer.starts_with(beginning);
                one.answer.clear();
                if (--one.left == 0)
                    --left;
                else
                    ::send(one.socket, request.data(), request.size(), MSG_NOSIGNAL);
            }
            meanwhile();
        }
        return good;
    }

private:
    struct browser {
        int socket = -1;
        std::size_t left = 0;
        std::string answer;

        // True if it is whole.
        bool read_answer() {
            std::array<char, 4096> part;
            const auto count = ::recv(socket, part.data(), part.size(), 0);
            if (count <= 0) throw std::runtime_error{"a browser of the crowd has lost its connection"};
            answer.append(part.data(), static_cast<std::size_t>(count));
            const auto end = answer.find("\r\n\r\n"), length = answer.find("Content-Length: ");
            return end != answer.npos && answer.size() >= end + 4 + std::stoul(answer.substr(length + 16));
        }
    };

    const int epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    std::vector<browser> browsers_;
};

}  // namespace host
