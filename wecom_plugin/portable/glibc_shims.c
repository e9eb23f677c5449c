// What the machine's compiler and static libraries ask of a glibc newer than 2.28, in words of older ones. Hidden in
// the portable library: nobody else finds them.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

// glibc 2.32: "this process has one thread", by which libstdc++ saves atomic instructions. No is always true enough.
char __libc_single_threaded = 0;

// glibc 2.36: where std::random_device gets its values. It cannot fail, so without randomness there is no going on.
uint32_t arc4random(void) {
    uint32_t value;
    while (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value)
        if (errno != EINTR) abort();
    return value;
}

static struct timespec sum(struct timespec a, struct timespec b, int sign) {
    struct timespec out = {.tv_sec = a.tv_sec + sign * b.tv_sec, .tv_nsec = a.tv_nsec + sign * b.tv_nsec};
    for (; out.tv_nsec < 0; out.tv_nsec += 1000000000)
        --out.tv_sec;
    for (; out.tv_nsec >= 1000000000; out.tv_nsec -= 1000000000)
        ++out.tv_sec;
    return out;
}

static struct timespec now(clockid_t clock) {
    struct timespec out;
    clock_gettime(clock, &out);
    return out;
}

// glibc 2.28 and 2.29: the wall clock's time of the same moment. If the wall clock is set forward meanwhile, the caller
// is woken for nothing, which condition variables may; if it is set back, he waits that much longer unless notified.
static int wait_by_the_wall_clock(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                  const struct timespec* until) {
    struct timespec left = sum(*until, now(clock), -1);
    if (left.tv_sec < 0) return ETIMEDOUT;
    const struct timespec wall = sum(now(CLOCK_REALTIME), left, 1);
    const int end = pthread_cond_timedwait(condition, mutex, &wall);
    if (end != ETIMEDOUT) return end;
    left = sum(*until, now(clock), -1);
    return left.tv_sec < 0 || (left.tv_sec == 0 && left.tv_nsec == 0) ? ETIMEDOUT : 0;
}

// glibc 2.30: what std::condition_variable waits with until a time of the steady clock.
int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const struct timespec* until) {
    typedef int waiting(pthread_cond_t*, pthread_mutex_t*, clockid_t, const struct timespec*);
    static _Atomic(waiting*) known;
    waiting* wait = atomic_load_explicit(&known, memory_order_acquire);
    if (!wait) {
        void* const found = dlsym(RTLD_DEFAULT, "pthread_cond_clockwait");
        wait = found ? __extension__(waiting*) found : wait_by_the_wall_clock;
        atomic_store_explicit(&known, wait, memory_order_release);
    }
    return wait(condition, mutex, clock, until);
}
