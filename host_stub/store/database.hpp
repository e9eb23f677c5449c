#pragma once

namespace host {
class database;
}
