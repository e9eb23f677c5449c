// idp_plugin.h is a specification: what every function pointer in it has to say about itself.

#include "support/catch.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

// A function pointer of a table or struct: its name, its declaration, and the comment above it.
struct function {
    std::string name, declaration, comment;

    int count(std::initializer_list<const char*> words) const {
        return static_cast<int>(std::count_if(
            words.begin(), words.end(), [&](const char* word) { return comment.find(word) != std::string::npos; }));
    }
    bool takes(const char* type) const { return declaration.find(type) != std::string::npos; }
};

const std::string member = "(IDP_CALL *";

std::vector<function> functions_of(const std::string& header) {
    std::vector<function> found;
    std::size_t end_of_last = 0;
    for (auto at = header.find(member); at != std::string::npos; at = header.find(member, end_of_last)) {
        const auto begin = header.rfind('\n', at) + 1, end = header.find(';', at);
        const auto open = header.rfind("/*", begin), close = header.find("*/", open);
        const bool mine = open > end_of_last && close < begin;
        const auto name = at + member.size();
        if (!header.compare(begin, 4, "    "))
            found.push_back({header.substr(name, header.find(')', name) - name), header.substr(begin, end - begin),
                             mine ? header.substr(open, close - open) : ""});
        end_of_last = end;
    }
    return found;
}

std::vector<function> functions() {
    std::ifstream in{IDP_PLUGIN_HEADER};
    return functions_of({std::istreambuf_iterator<char>{in}, {}});
}

}  // namespace

TEST_CASE("every function pointer of the header says which thread may call it, and since when", "[header]") {
    const auto all = functions();
    CHECK(all.size() >= 17);
    for (const auto& each : all) {
        CAPTURE(each.name);
        CHECK(each.count({"[any-thread]", "[callback]"}) == 1);
        CHECK(each.count({"[blocking]", "[non-blocking]"}) == 1);
        CHECK(each.count({"Since 1."}) == 1);
        if (each.takes("idp_instance *")) CHECK(each.count({"[after-fork]"}) == 1);
    }
}

TEST_CASE("every function pointer that meets foreign memory says whose it is", "[header]") {
    for (const auto& each : functions()) {
        CAPTURE(each.name);
        const bool only_its_own_context = each.declaration.find("(void *ctx)") != std::string::npos;
        if (!only_its_own_context)
            CHECK(each.count({"orrowe", "Borrows as", "caller's", "is consumed", "self is the owner member itself"}) >
                  0);
    }
}

TEST_CASE("every function pointer that can fail lists its statuses", "[header]") {
    for (const auto& each : functions()) {
        CAPTURE(each.name);
        if (each.declaration.find("idp_status (") != std::string::npos) CHECK(each.count({"IDP_OK"}) == 1);
        if (each.takes("idp_error *")) CHECK(each.count({"On failure"}) == 1);
    }
}

TEST_CASE("the lint sees a function pointer without a comment of its own", "[header]") {
    const auto found = functions_of(
        "struct t {\n"
        "    /* [any-thread] [non-blocking] Since 1.0. */\n"
        "    void (IDP_CALL *first)(int);\n"
        "    void (IDP_CALL *second)(int);\n"
        "};\n");
    REQUIRE(found.size() == 2);
    CHECK(found[0].count({"[any-thread]"}) == 1);
    CHECK(found[1].comment.empty());
}
