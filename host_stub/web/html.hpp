#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace host {

// Markup in which every text and attribute value was escaped: there is no way to put a string in unescaped.
class html {
public:
    const std::string& markup() const { return markup_; }

    friend html text(std::string_view content);
    friend html element(std::string_view tag, const std::vector<std::pair<std::string_view, std::string>>& attributes,
                        const std::vector<html>& children);

private:
    std::string markup_;
};

using attributes = std::vector<std::pair<std::string_view, std::string>>;

html text(std::string_view content);

// Elements that cannot have children ("img", "input") get no end tag.
html element(std::string_view tag, const attributes& with = {}, const std::vector<html>& children = {});

}  // namespace host
