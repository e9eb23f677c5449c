#pragma once

#include "core/retry.hpp"
#include "io/transport.hpp"

namespace wecom {

// One call of the API from its first attempt to its end: repeats what may be repeated, as retry_story decides. `parse`
// makes a result<T> of a body.
template <class T, class Parse>
awaitable<result<T>> exchange(transport& wire, api_call call, http_request request, Parse parse, ambient around,
                              time_point deadline) {
    retry_story story{call};
    for (;;) {
        sent answer = co_await wire.send(request, deadline);
        failed_attempt failure;
        if (answer) {
            const auto body = usable_body(*answer);
            auto parsed = body ? parse(*body) : result<T>{body.error()};
            wire.judge(parsed || !says_overloaded(parsed.error()));
            if (parsed) co_return parsed;
            failure = {parsed.error(), reach::answered};
        } else {
            failure = answer.error();
        }
        const auto pause = story.after(std::move(failure), around.random());
        if (!pause) co_return story.failure();
        const auto again = around.now() + *pause;
        if (again >= deadline) co_return story.failure();
        co_await pause_until(again);
    }
}

}  // namespace wecom
