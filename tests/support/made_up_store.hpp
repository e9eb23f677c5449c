#pragma once

#include "core/encoding.hpp"
#include "io/shared_state.hpp"
#include "support/test_clock.hpp"

#include <map>
#include <memory>
#include <string>

// A host's store in memory, and one process's share of it. A test runs the errands itself, or has them run at once.
struct made_up_store {
    std::map<std::string, std::string> entries;
    bool fails = false;

    wecom::host_store host() {
        return {.get = [this](const std::string& key) -> std::optional<std::string> {
                    const auto at = entries.find(key);
                    if (fails || at == entries.end()) return std::nullopt;
                    return at->second;
                },
                .put =
                    [this](const std::string& key, const std::string& value, auto lifetime) {
                        if (fails) return;
                        if (lifetime <= std::chrono::milliseconds{1})
                            entries.erase(key);
                        else
                            entries[key] = value;
                    },
                .put_if_absent =
                    [this](const std::string& key, const std::string& value, auto) {
                        if (fails) return wecom::claim::unknown;
                        return entries.emplace(key, value).second ? wecom::claim::mine : wecom::claim::taken;
                    }};
    }
    std::shared_ptr<wecom::shared_state> share(const test_clock& clock) {
        const wecom::sealer keys{"kv", {wecom::secret{std::string(32, 'k')}}};
        return std::make_shared<wecom::shared_state>(host(), keys, clock.around());
    }
};
