/* Fails the n-th call that touches a file: for tests of what a full or dying disk does. Loaded with LD_PRELOAD; armed by fault_arm(n, errno). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/types.h>
#include <fcntl.h>
#include <unistd.h>

static long left = 0;
static int code = 0;

void fault_arm(long n, int error) { left = n; code = error; }
long fault_left(void) { return left; }

static int fails(int fd) {
    if (left <= 0 || (fd >= 0 && fd <= 2)) return 0;
    if (--left) return 0;
    errno = code;
    return 1;
}

#define REAL(type, name, ...) static type (*real)(__VA_ARGS__) = 0; if (!real) real = dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *b, size_t n) { REAL(ssize_t, "write", int, const void *, size_t); return fails(fd) ? -1 : real(fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { REAL(ssize_t, "pwrite", int, const void *, size_t, off_t); return fails(fd) ? -1 : real(fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t); return fails(fd) ? -1 : real(fd, b, n, o); }
int fsync(int fd) { REAL(int, "fsync", int); return fails(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(int, "fdatasync", int); return fails(fd) ? -1 : real(fd); }
int ftruncate(int fd, off_t n) { REAL(int, "ftruncate", int, off_t); return fails(fd) ? -1 : real(fd, n); }
int ftruncate64(int fd, off64_t n) { REAL(int, "ftruncate64", int, off64_t); return fails(fd) ? -1 : real(fd, n); }
int rename(const char *a, const char *b) { REAL(int, "rename", const char *, const char *); return fails(-1) ? -1 : real(a, b); }
int unlink(const char *a) { REAL(int, "unlink", const char *); return fails(-1) ? -1 : real(a); }
