/* The stand-ins for what glibc 2.28 lacks, in a process whose glibc lacks it: dlsym finds nothing, and the clocks are
 * ours. */

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void* __wrap_dlsym(void* library, const char* name);
int __wrap_clock_gettime(clockid_t clock, struct timespec* out);
int __wrap_pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const struct timespec* until);

static struct timespec steady, wall, waited_until;
static int waits, steady_seconds_of_a_wait, end_of_wait;

void* __wrap_dlsym(void* library, const char* name) { return (void)library, (void)name, NULL; }

int __wrap_clock_gettime(clockid_t clock, struct timespec* out) {
    *out = clock == CLOCK_MONOTONIC ? steady : wall;
    return 0;
}

int __wrap_pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex, const struct timespec* until) {
    (void)condition, (void)mutex;
    ++waits;
    waited_until = *until;
    steady.tv_sec += steady_seconds_of_a_wait;
    return end_of_wait;
}

static void check(int holds, const char* what) {
    if (holds) return;
    fprintf(stderr, "failed: %s\n", what);
    exit(1);
}

static int wait_until(time_t seconds, long nanoseconds, int seconds_of_the_wait, int end) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    const struct timespec until = {.tv_sec = seconds, .tv_nsec = nanoseconds};
    steady = (struct timespec){.tv_sec = 100, .tv_nsec = 900000000};
    wall = (struct timespec){.tv_sec = 5000, .tv_nsec = 700000000};
    waits = 0;
    steady_seconds_of_a_wait = seconds_of_the_wait;
    end_of_wait = end;
    return pthread_cond_clockwait(&condition, &mutex, CLOCK_MONOTONIC, &until);
}

static void a_wait_ends_by_the_steady_clock(void) {
    check(wait_until(103, 200000000, 3, ETIMEDOUT) == ETIMEDOUT, "a wait ends when its time has come");
    check(waited_until.tv_sec == 5003 && waited_until.tv_nsec == 0, "a wait of 2.3 s ends 2.3 s later on the wall");
    check(wait_until(103, 200000000, 1, ETIMEDOUT) == 0, "a wall clock set forward wakes, and is no end");
    check(wait_until(103, 200000000, 1, 0) == 0, "who is notified is woken");
    check(wait_until(103, 200000000, 1, EPERM) == EPERM, "a refusal is passed on");
    check(wait_until(100, 800000000, 0, 0) == ETIMEDOUT && waits == 0, "a time that has passed is not waited for");
}

static void randomness_has_every_bit(void) {
    uint32_t ones = 0, zeros = 0;
    for (int i = 0; i < 200; ++i) {
        const uint32_t value = arc4random();
        ones |= value;
        zeros |= ~value;
    }
    check(ones == UINT32_MAX && zeros == UINT32_MAX, "in 200 values each bit is 0 once, and 1 once");
}

int main(void) {
    a_wait_ends_by_the_steady_clock();
    randomness_has_every_bit();
    return 0;
}
