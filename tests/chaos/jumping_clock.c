/* Sets the clock of a process ahead or back by the seconds that a file holds.
 *
 *     cc -shared -fPIC -O2 -o jumping_clock.so jumping_clock.c
 *     LD_PRELOAD=./jumping_clock.so JUMPING_CLOCK=/tmp/offset python …
 *
 * Only the time of day jumps, as it does when somebody sets it; what measures how long something
 * takes goes on. libfaketime 0.9.10 can't be used: with FAKETIME_DONT_FAKE_MONOTONIC=1 Python's
 * time.sleep fails (EINVAL).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t offset_s(void)
{
    const char *path = getenv("JUMPING_CLOCK");
    char text[32] = {0};
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    return length > 0 ? (time_t)atol(text) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += offset_s();
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    (void)zone;
    struct timespec precise;
    int result = clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return result;
}

time_t time(time_t *now)
{
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME, &precise);
    if (now)
        *now = precise.tv_sec;
    return precise.tv_sec;
}
