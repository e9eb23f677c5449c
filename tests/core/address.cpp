#include "core/address.hpp"

#include "support/catch.hpp"

using namespace wecom;

TEST_CASE("an address of the outside is public", "[address]") {
    for (const auto* address :
         {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
          "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255", "2606:4700:4700::1111", "240e::1",
          "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1"}) {
        INFO(address);
        CHECK(is_public_address(address));
    }
}

TEST_CASE("an address of the inside is not public, however it is written", "[address][T22]") {
    for (const auto* address : {"0.0.0.0",
                                "10.0.0.1",
                                "10.255.255.255",
                                "100.64.0.1",
                                "100.127.255.255",
                                "127.0.0.1",
                                "127.255.255.255",
                                "169.254.169.254",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.168.1.1",
                                "198.18.0.1",
                                "198.19.255.255",
                                "203.0.113.1",
                                "224.0.0.1",
                                "255.255.255.255",
                                "::",
                                "::1",
                                "fe80::1",
                                "fe80::1%eth0",
                                "febf::1",
                                "fc00::1",
                                "fdff::1",
                                "ff02::1",
                                "2001:db8::1",
                                "::ffff:127.0.0.1",
                                "::ffff:169.254.169.254",
                                "::ffff:7f00:1",
                                "::127.0.0.1",
                                "64:ff9b::10.0.0.1",
                                "2002:a00:1::1",
                                "2002:7f00:1::"}) {
        INFO(address);
        CHECK(!is_public_address(address));
    }
}

TEST_CASE("what is no address is not public", "[address][T22]") {
    for (const auto* text :
         {"", "qyapi.weixin.qq.com", "0x7f.1", "2130706433", "127.1", "01.1.1.1", "1.1.1", "1.1.1.1.1", "1.1.1.256",
          "1.1.1.1 ", "[::1]", ":::", "1::2::3", "fe80::1%\n", "fe80::1%a/9"}) {
        INFO(text);
        CHECK(!is_public_address(text));
        CHECK(!is_address(text));
    }
}

TEST_CASE("no address ends at a NUL", "[address]") {
    for (const auto* address : {"1.1.1.1", "2606:4700:4700::1111"}) {
        const auto text = std::string{address} + '\0' + "/8";
        CHECK(!is_address(text));
        CHECK(!is_public_address(text));
        CHECK(!parse_address_range(text));
    }
}

TEST_CASE("a range is made of the addresses with the same first bits", "[address]") {
    const auto contains = [](const char* range, const char* address) {
        return parse_address_range(range).value().contains(address);
    };
    CHECK(contains("192.0.2.128/25", "192.0.2.255"));
    CHECK(!contains("192.0.2.128/25", "192.0.2.127"));
    CHECK(contains("192.0.2.1", "192.0.2.1"));
    CHECK(!contains("192.0.2.1", "192.0.2.0"));
    CHECK(contains("::/0", "2001:db8::1"));
    CHECK(!contains("::/0", "192.0.2.1"));
    CHECK(!contains("0.0.0.0/0", "a.example"));
    for (const auto* bad :
         {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/+1", "10.0.0.0/8 ", "a.example/8"})
        CHECK(!parse_address_range(bad));
}
