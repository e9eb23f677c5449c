#include "bench/curl_loops.hpp"

#include "bench/bare_loops.hpp"

#include <curl/curl.h>

#include <stdexcept>
#include <vector>

namespace bench {
namespace {

void must(CURLcode code) {
    if (code != CURLE_OK) throw std::runtime_error{std::string{"libcurl: "} + curl_easy_strerror(code)};
}

std::size_t take(char* bytes, std::size_t, std::size_t size, void* to) {
    static_cast<std::string*>(to)->append(bytes, size);
    return size;
}

// A request that may be made again and again.
struct transfer {
    explicit transfer(const stage& on) : at{on} {
        set(CURLOPT_CAINFO, at.ca_file().c_str());
        set(CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1});
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT_MS, 8000L);
        set(CURLOPT_WRITEFUNCTION, &take);
        set(CURLOPT_WRITEDATA, &body);
        set(CURLOPT_PRIVATE, this);
    }
    ~transfer() { curl_easy_cleanup(handle); }
    transfer(const transfer&) = delete;

    void aim(std::size_t which) {
        body.clear();
        set(CURLOPT_URL, (at.origin() + login_path(at.seen(), which)).c_str());
    }
    template <class Value>
    void set(CURLoption option, Value value) {
        must(curl_easy_setopt(handle, option, value));
    }

    const stage& at;
    CURL* const handle = curl_easy_init();
    std::string body;
};

}  // namespace

struct curl_easy::impl : transfer {
    using transfer::transfer;
};

curl_easy::curl_easy(const stage& at) : impl_{std::make_unique<impl>(at)} {}
curl_easy::~curl_easy() = default;

void curl_easy::log_in(std::size_t which) {
    impl_->aim(which);
    must(curl_easy_perform(impl_->handle));
    check_member(impl_->body);
}

struct curl_multi::impl {
    CURLM* const handle = curl_multi_init();
    std::vector<std::unique_ptr<transfer>> transfers;
};

curl_multi::curl_multi(const stage& at, std::size_t in_flight, long connections) : impl_{std::make_unique<impl>()} {
    curl_multi_setopt(impl_->handle, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
    curl_multi_setopt(impl_->handle, CURLMOPT_MAXCONNECTS, connections);
    while (impl_->transfers.size() < in_flight)
        impl_->transfers.push_back(std::make_unique<transfer>(at));
}

curl_multi::~curl_multi() {
    impl_->transfers.clear();
    curl_multi_cleanup(impl_->handle);
}

void curl_multi::log_in_all(std::size_t logins) {
    std::size_t begun = 0, ended = 0;
    const auto begin = [&](transfer& one) {
        if (begun == logins) return;
        one.aim(begun++);
        curl_multi_add_handle(impl_->handle, one.handle);
    };
    for (auto& one : impl_->transfers)
        begin(*one);
    while (ended < logins) {
        int running = 0, waiting = 0;
        curl_multi_perform(impl_->handle, &running);
        while (const auto* const message = curl_multi_info_read(impl_->handle, &waiting)) {
            must(message->data.result);
            transfer* one = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &one);
            curl_multi_remove_handle(impl_->handle, one->handle);
            check_member(one->body);
            ++ended;
            begin(*one);
        }
        if (ended < logins) curl_multi_poll(impl_->handle, nullptr, 0, 1000, nullptr);
    }
}

}  // namespace bench
