#include "world.hpp"

#include "fixtures.hpp"

namespace simulator {

world::world(boost::json::value document, random_text source)
    : fixtures(std::move(document)), people_and_apps(read_directory(fixtures)), random(std::move(source)) {}

void world::replace_fixtures(boost::json::value changed) {
    people_and_apps = read_directory(changed);
    fixtures = std::move(changed);
}

std::string world::opaque_text(std::size_t usual_length) {
    static constexpr std::string_view base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return random(settings.huge_values ? 512 : usual_length, base64url);
}

std::string consent_key(const app_key& asking, std::string_view userid) {
    return asking.corpid + " " + std::to_string(asking.agentid) + " " + std::string(userid);
}

}  // namespace simulator
