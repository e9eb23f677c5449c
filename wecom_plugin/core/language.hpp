#pragma once

#include <string_view>

namespace wecom {

enum class language { en, zh };

// Of a BCP 47 locale: Chinese for "zh-..." and for nothing, since this is WeCom; English for all others.
inline language language_of(std::string_view locale) {
    const bool chinese = locale.empty() || locale.starts_with("zh") || locale.starts_with("ZH");
    return chinese ? language::zh : language::en;
}

}  // namespace wecom
