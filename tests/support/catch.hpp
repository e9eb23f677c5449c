#pragma once

// Debian 12 has Catch2 2.13, Debian 13 has 3: the one place that knows the difference.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
