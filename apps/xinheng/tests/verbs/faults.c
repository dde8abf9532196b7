// Faults for the drills, preloaded into the program under test (cc -shared -fPIC). Nothing of it is ever delivered.
//   XH_CLOCK=SECONDS    the wall clock is wrong by so much
//   XH_FAULT=FILE       while FILE begins with f the disk is full, with s nothing reaches it: syncing fails
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int wrong(char what) {
    const char *path = getenv("XH_FAULT");
    char found = 0;
    int kept = errno, file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file >= 0) {
        if (read(file, &found, 1) != 1) found = 0;
        close(file);
    }
    errno = kept;
    return found == what;
}

static int full(int fd) {
    struct stat at;
    return fstat(fd, &at) == 0 && S_ISREG(at.st_mode) && wrong('f');
}

#define WRITES(name, more, pass)                                        \
    ssize_t name(int fd, const void *bytes, size_t many more) {         \
        if (full(fd)) { errno = ENOSPC; return -1; }                    \
        return REAL(name)(fd, bytes, many pass);                        \
    }
#define COMMA ,
WRITES(write, , )
WRITES(pwrite, COMMA off_t at, COMMA at)
WRITES(pwrite64, COMMA off64_t at, COMMA at)

#define SYNCS(name)                                                     \
    int name(int fd) {                                                  \
        if (wrong('s')) { errno = EIO; return -1; }                     \
        return REAL(name)(fd);                                          \
    }
SYNCS(fsync)
SYNCS(fdatasync)

int clock_gettime(clockid_t which, struct timespec *now) {
    int said = REAL(clock_gettime)(which, now);
    const char *shift = getenv("XH_CLOCK");
    if (said == 0 && which == CLOCK_REALTIME && shift) now->tv_sec += atol(shift);
    return said;
}
