#pragma once

#include "io/transport.hpp"

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// WeCom as a test writes it: which requests come, in this order, and what they meet.
//     wire.expect("/cgi-bin/gettoken").reply(200, R"({"errcode":0, ...})");
// One that is expected without an answer waits until the test gives it. At its end nothing may be left over.
class scripted_transport final : public wecom::transport {
public:
    class line {
    public:
        explicit line(std::string path) : path_{std::move(path)} {}
        void reply(unsigned status, std::string body, std::chrono::seconds retry_after = {});
        void fail(wecom::errc code, wecom::reach how_far);
        // The request is here, and waits.
        bool waits() const { return waiting_ != nullptr; }
        // What came as query, or as body.
        const std::string& parameters() const { return parameters_; }

    private:
        friend class scripted_transport;
        void answer(wecom::sent with);

        std::string path_, parameters_;
        std::optional<wecom::sent> answer_;
        wecom::io_timer* waiting_ = nullptr;
    };

    ~scripted_transport() override;
    // The line stays valid as long as the transport.
    line& expect(std::string path) { return script_.emplace_back(std::move(path)); }

    wecom::awaitable<wecom::sent> send(const wecom::http_request& request, wecom::time_point deadline) override;
    void judge(bool able) override { judged.push_back(able); }
    wecom::awaitable<void> prepare(wecom::time_point deadline) override;

    std::vector<bool> judged;  // of the answers, whether the server was able to work
    int prepared = 0;

private:
    std::list<line> script_;
    std::size_t used_ = 0;
};
