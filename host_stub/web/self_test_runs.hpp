#pragma once

#include "web/pages/self_test_page.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace host {

// The steps of one self-test so far. Any thread.
class self_test_record {
public:
    void add(shown_test_step step);  // a step that was running comes again with its end, before the next one
    std::vector<shown_test_step> steps() const;

private:
    mutable std::mutex mutex_;
    std::vector<shown_test_step> steps_;
};

// Self-tests that people started, kept in memory so that later requests of the same session can show how far they are.
// Any thread.
class self_test_runs {
public:
    // Where to write the steps of a test that begins now; it counts as running while somebody holds this. Null: the
    // session is testing that provider already, or as many tests run as this host has patience for.
    std::shared_ptr<self_test_record> begin(const std::string& session_id, const std::string& provider_id);

    struct progress {
        bool running = false;
        std::vector<shown_test_step> steps;
    };
    progress find(const std::string& session_id, const std::string& provider_id) const;

private:
    struct run {
        std::shared_ptr<self_test_record> record;
        std::weak_ptr<self_test_record> running;
        std::uint64_t number = 0;
    };
    void forget_oldest();

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, run> runs_;  // by session and provider
    std::uint64_t begun_ = 0;
};

}  // namespace host
