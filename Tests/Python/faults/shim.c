// Loaded into the command by LD_PRELOAD: counts the calls that change a file system, and makes one of them the last, or fail.
//
// FAULT_LOG: a file that receives a line a call: its number, its name, one or two paths.
// FAULT_AT: the number of the call; FAULT_KIND: "kill" ends the process before it, "term" sends SIGTERM, a number is the errno of its failure.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;
static int log_file = -1, at = 0, failure = 0;

__attribute__((constructor)) static void start(void) {
  const char *log = getenv("FAULT_LOG"), *number = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
  if (log) log_file = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (number) at = atoi(number);
  if (kind) failure = strcmp(kind, "kill") == 0 ? -1 : strcmp(kind, "term") == 0 ? -2 : atoi(kind);
}

// Whether the call is to fail.
static int fails(const char *name, const char *first, const char *second) {
  int number = atomic_fetch_add(&calls, 1) + 1;
  if (log_file >= 0) {
    char line[3 * PATH_MAX];
    int length = snprintf(line, sizeof line, "%d\t%s\t%s\t%s\n", number, name, first, second);
    syscall(SYS_write, log_file, line, length);
  }
  if (number != at) return 0;
  if (failure == -1) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if (failure == -2) {
    kill(getpid(), SIGTERM);
    return 0;
  }
  errno = failure;
  return 1;
}

static const char *of_descriptor(int descriptor, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length < 0 ? 0 : length] = 0;
  return path;
}

static const char *in_directory(int directory, const char *name, char *path) {
  if (directory == AT_FDCWD || name[0] == '/') return name;
  of_descriptor(directory, path);
  size_t length = strlen(path);
  snprintf(path + length, PATH_MAX - length, "/%s", name);
  return path;
}

static int is_file(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define DESCRIPTOR(descriptor) of_descriptor(descriptor, (char[PATH_MAX]){0})

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (flags & O_CREAT && fails("create", path, "")) return -1;
  return NEXT(open)(path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (flags & O_CREAT && fails("create", path, "")) return -1;
  return NEXT(open64)(path, flags, mode);
}
int mkstemp(char *path) { return fails("create", path, "") ? -1 : NEXT(mkstemp)(path); }
int mkstemp64(char *path) { return fails("create", path, "") ? -1 : NEXT(mkstemp64)(path); }
char *mkdtemp(char *path) { return fails("mkdir", path, "") ? NULL : NEXT(mkdtemp)(path); }
int mkdir(const char *path, mode_t mode) { return fails("mkdir", path, "") ? -1 : NEXT(mkdir)(path, mode); }
int fsync(int descriptor) { return fails("sync", DESCRIPTOR(descriptor), "") ? -1 : NEXT(fsync)(descriptor); }
int link(const char *from, const char *to) { return fails("link", from, to) ? -1 : NEXT(link)(from, to); }
int rename(const char *from, const char *to) { return fails("rename", from, to) ? -1 : NEXT(rename)(from, to); }
int renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags) {
  if (fails(flags & 2 ? "exchange" : "rename", from, to)) return -1;
  return NEXT(renameat2)(from_directory, from, to_directory, to, flags);
}
int unlink(const char *path) { return fails("remove", path, "") ? -1 : NEXT(unlink)(path); }
int rmdir(const char *path) { return fails("remove", path, "") ? -1 : NEXT(rmdir)(path); }
int unlinkat(int directory, const char *path, int flags) {
  if (fails("remove", in_directory(directory, path, (char[PATH_MAX]){0}), "")) return -1;
  return NEXT(unlinkat)(directory, path, flags);
}
int fchmod(int descriptor, mode_t mode) { return fails("mode", DESCRIPTOR(descriptor), "") ? -1 : NEXT(fchmod)(descriptor, mode); }
int chmod(const char *path, mode_t mode) { return fails("mode", path, "") ? -1 : NEXT(chmod)(path, mode); }
ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (is_file(descriptor) && fails("write", DESCRIPTOR(descriptor), "")) return -1;
  return NEXT(write)(descriptor, bytes, count);
}
ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t count, unsigned flags) {
  if (fails("write", DESCRIPTOR(to), "")) return -1;
  return NEXT(copy_file_range)(from, from_offset, to, to_offset, count, flags);
}
