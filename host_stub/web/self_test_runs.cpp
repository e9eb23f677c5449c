#include "web/self_test_runs.hpp"

#include <algorithm>

namespace host {
namespace {

constexpr std::size_t most_kept = 100;
constexpr std::ptrdiff_t most_running = 4;

}  // namespace

void self_test_record::add(shown_test_step step) {
    const std::lock_guard lock{mutex_};
    if (!steps_.empty() && steps_.back().state == step_state::running) steps_.pop_back();
    steps_.push_back(std::move(step));
}

std::vector<shown_test_step> self_test_record::steps() const {
    const std::lock_guard lock{mutex_};
    return steps_;
}

std::shared_ptr<self_test_record> self_test_runs::begin(const std::string& session_id, const std::string& provider_id) {
    const std::lock_guard lock{mutex_};
    const auto is_running = [](const auto& one) { return !one.second.running.expired(); };
    const auto known = runs_.find({session_id, provider_id});
    if (known != runs_.end() && is_running(*known)) return nullptr;
    if (std::count_if(runs_.begin(), runs_.end(), is_running) >= most_running) return nullptr;

    auto record = std::make_shared<self_test_record>();
    // Has a count of holders of its own, so that the record outlives the test.
    std::shared_ptr<self_test_record> running{record.get(), [record](self_test_record*) {}};
    runs_[{session_id, provider_id}] = {record, running, ++begun_};
    if (runs_.size() > most_kept) forget_oldest();
    return running;
}

void self_test_runs::forget_oldest() {
    runs_.erase(std::min_element(runs_.begin(), runs_.end(),
                                 [](const auto& a, const auto& b) { return a.second.number < b.second.number; }));
}

self_test_runs::progress self_test_runs::find(const std::string& session_id, const std::string& provider_id) const {
    const std::lock_guard lock{mutex_};
    const auto known = runs_.find({session_id, provider_id});
    if (known == runs_.end()) return {};
    const bool running = !known->second.running.expired();
    return {running, known->second.record->steps()};
}

}  // namespace host
