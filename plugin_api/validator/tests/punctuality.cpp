#include "validator/tests/punctuality.hpp"

#include <algorithm>

namespace validator {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

punctuality::punctuality()
    : watch_{[this](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
              const auto due = std::chrono::steady_clock::now() + 5ms;
              std::this_thread::sleep_until(due);
              const auto late = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - due);
              worst_ = std::max(worst_.load(), late);
          }
      }} {}

void punctuality::expect_by(const outcome& call, milliseconds timeout, const std::string& situation) const {
    expect(call.elapsed <= timeout + 250ms + allowance(),
           "resolve_account took " + std::to_string(call.elapsed.count()) + " ms with timeout_ms " +
               std::to_string(timeout.count()) + " (" + situation +
               "): it returns by timeout_ms + 250 ms, whatever happens");
}

}  // namespace validator
