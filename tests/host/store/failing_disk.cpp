#include "store/failing_disk.hpp"

#include <sqlite3.h>

#include <atomic>

namespace host {
namespace {

constexpr int never = 1 << 30;

std::atomic<int> writes_left{never}, syncs_left{never};
sqlite3_vfs* real_disk = nullptr;
sqlite3_vfs disk{};

// The same of every file; the rest differs between the database, which has locks, and the files beside it.
decltype(sqlite3_io_methods::xWrite) real_write = nullptr;
decltype(sqlite3_io_methods::xSync) real_sync = nullptr;
sqlite3_io_methods database_file{}, file_beside{};

int write(sqlite3_file* to, const void* bytes, int count, sqlite3_int64 offset) {
    if (writes_left <= 0) return SQLITE_FULL;
    --writes_left;
    return real_write(to, bytes, count, offset);
}

int sync(sqlite3_file* what, int flags) {
    if (syncs_left <= 0) return SQLITE_IOERR_FSYNC;
    --syncs_left;
    return real_sync(what, flags);
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* out, int flags, int* out_flags) {
    const auto result = real_disk->xOpen(real_disk, name, out, flags, out_flags);
    if (result != SQLITE_OK) return result;
    auto& methods = (flags & SQLITE_OPEN_MAIN_DB) != 0 ? database_file : file_beside;
    real_write = out->pMethods->xWrite;
    real_sync = out->pMethods->xSync;
    methods = *out->pMethods;
    methods.xWrite = write;
    methods.xSync = sync;
    out->pMethods = &methods;
    return SQLITE_OK;
}

}  // namespace

failing_disk::failing_disk() {
    real_disk = sqlite3_vfs_find("unix");
    disk = *real_disk;
    disk.zName = "failing";
    disk.xOpen = open;
    sqlite3_vfs_register(&disk, 1);
}

failing_disk::~failing_disk() {
    heal();
    sqlite3_vfs_unregister(&disk);
    sqlite3_vfs_register(real_disk, 1);
}

void failing_disk::full_after(int writes) { writes_left = writes; }
void failing_disk::broken_after(int syncs) { syncs_left = syncs; }
void failing_disk::heal() { writes_left = syncs_left = never; }

}  // namespace host
