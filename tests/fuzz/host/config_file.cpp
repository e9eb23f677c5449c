#include "config_file.hpp"

#include "fuzz/target.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace host;
using fuzz::holds;

namespace {

std::string told_about(std::string_view text) {
    try {
        parse_provider_config(text, "a.json");
        return {};
    } catch (const config_error& why) {
        return why.what();
    }
}

}  // namespace

FUZZ_TARGET(config_file) {
    const auto problem = told_about(input);
    if (!problem.empty()) {
        holds(problem.starts_with("a.json: "), "a problem names the file");
        return;
    }
    const auto read = parse_provider_config(input, "a.json");
    holds(!read.id.empty() && read.id.size() <= 64, "an id is short");
    holds(read.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == read.id.npos, "an id fits into a path");
    holds(!read.provider.empty() && !read.name.empty(), "a provider has an id and a name");
    holds(boost::json::parse(read.config).is_object(), "the provider is given an object");
}
