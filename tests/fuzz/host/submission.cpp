#include "web/schema_form/submission.hpp"

#include "fuzz/target.hpp"
#include "host/web/sample_schema.hpp"
#include "web/schema_form/field_value.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

using namespace host;
using fuzz::holds;

namespace {

struct stored_provider {
    config_schema schema = *parse_config_schema(sample_schema, language::english);
    boost::json::object config =
        boost::json::parse(R"({"corp": "ww1", "secret": "made-up", "net": {"base": "https://a.example",
        "proxy": "http://p.example"}, "other": 1})")
            .as_object();
};

}  // namespace

// An urlencoded body, sent by a tenant's administrator.
FUZZ_TARGET(submission) {
    static const stored_provider it;
    const auto sent = parse_form(input);
    if (!sent) return;
    const auto read = read_submission(it.schema, *sent, {}, it.config, false, language::english);
    for (const auto& pointer : {"/net/base", "/net/proxy", "/net/inside"}) {
        const auto *now = value_at(read.config, pointer), *before = value_at(it.config, pointer);
        holds(now ? before && *now == *before : !before, "an operator's setting stays as it is");
    }
    for (const auto& member : read.config)
        holds(it.schema.fields.end() !=
                  std::find_if(it.schema.fields.begin(), it.schema.fields.end(),
                               [&](const auto& field) { return field.pointer == "/" + std::string{member.key()}; }),
              "nothing is stored that the schema does not know");
    const auto by_operator = read_submission(it.schema, *sent, {}, it.config, true, language::english);
    boost::system::error_code failed;
    boost::json::parse(boost::json::serialize(by_operator.config), failed);
    holds(!failed, "what is stored is JSON");
    const auto* secret = value_at(read.config, "/secret");
    const auto typed = value_of(*sent, "/secret");
    const bool is_cleared = sent->contains("/secret") && sent->contains("clear:/secret");
    if (typed.empty()) holds(is_cleared ? !secret : secret && *secret == "made-up", "a blank secret is kept");
    for (const auto& [pointer, why] : read.problems)
        holds(!why.empty() && why.find("made-up") == why.npos, "a problem tells no secret");
    if (!read.problems.empty()) return;
    const auto* wait = value_at(read.config, "/wait");
    holds(!wait || (wait->is_int64() && wait->get_int64() >= 500 && wait->get_int64() <= 30'000),
          "a number is in its range");
}
