#pragma once

namespace host {

// The disk beneath SQLite, which runs full or breaks when a test says so. Only what is opened after it was made uses
// it.
class failing_disk {
public:
    failing_disk();
    failing_disk(const failing_disk&) = delete;
    failing_disk& operator=(const failing_disk&) = delete;
    ~failing_disk();

    void full_after(int writes);
    void broken_after(int syncs);  // a write that cannot be made lasting
    void heal();
};

}  // namespace host
