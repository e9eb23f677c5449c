#pragma once

#include "directory.hpp"
#include "json_reader.hpp"

#include <boost/json.hpp>

#include <string_view>

namespace simulator {

// The fixtures compiled in: default_fixtures.json.
boost::json::value default_fixtures();

// The document of `--fixtures`; throws malformed if the text is not JSON.
boost::json::value parse_json(std::string_view text);

// docs/simulator.md describes the format; throws malformed.
directory read_directory(const boost::json::value& document);

}  // namespace simulator
