#include "api/provider_address.hpp"

#include "support/catch.hpp"

using namespace host;

TEST_CASE("a provider is reached below the address of the host", "[api]") {
    provider_setting wecom;
    wecom.id = "0d1183d2-46e5-409c-924c-438f722de2eb";
    wecom.provider = "org.idpplugin.wecom";
    const auto at = address_of({"https://id.example", true}, wecom);
    const std::string path = "https://id.example/api/v1/idp/org_idpplugin_wecom/0d1183d2-46e5-409c-924c-438f722de2eb";
    CHECK(at.login == path + "/login");
    CHECK(at.callback == path + "/callback");
    CHECK(at.bind == path + "/bind");
}

TEST_CASE("the type of a provider is the last word of its id", "[api]") {
    CHECK(type_of("org.idpplugin.wecom") == "wecom");
    CHECK(type_of("wecom") == "wecom");
}

TEST_CASE("a UUID is written without dashes, another id as it is", "[api]") {
    CHECK(without_dashes("0d1183d2-46e5-409c-924c-438f722de2eb") == "0d1183d246e5409c924c438f722de2eb");
    CHECK(without_dashes("wecom-of-the-north") == "wecom-of-the-north");
}
