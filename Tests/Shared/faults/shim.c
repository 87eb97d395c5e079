// Loaded into the command by LD_PRELOAD: counts the calls that change a file system, and makes one of them the last, or fail.
//
// FAULT_LOG: a file that receives a line a call: its number, its name, one or two paths.
// FAULT_TRACE: a file that receives what each call has done: a line (name, path, second path, number, length), and that many bytes.
// FAULT_AT: the number of the call; FAULT_KIND: "kill" ends the process before it, "term" sends SIGTERM, a number is the errno of its failure.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_int calls;
static int log_file = -1, trace_file = -1, at = 0, failure = 0;
static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void start(void) {
  const char *log = getenv("FAULT_LOG"), *number = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
  const char *trace = getenv("FAULT_TRACE");
  if (trace) trace_file = syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
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

static void traced(const char *name, const char *first, const char *second, long number, const void *bytes, size_t length) {
  if (trace_file < 0) return;
  char line[3 * PATH_MAX];
  int count = snprintf(line, sizeof line, "%s\t%s\t%s\t%ld\t%zu\n", name, first, second, number, length);
  struct iovec parts[2] = {{line, count}, {(void *)bytes, length}};
  syscall(SYS_writev, trace_file, parts, length ? 2 : 1);
}

static long mode_of(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 ? (long)(status.st_mode & 07777) : 0;
}

static long mode_at(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 ? (long)(status.st_mode & 07777) : 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define DESCRIPTOR(descriptor) of_descriptor(descriptor, (char[PATH_MAX]){0})
// A call, and the note of what it did where it succeeded: no other call comes between the two.
#define DONE(type, call, succeeded, ...) \
  ({ \
    pthread_mutex_lock(&order); \
    type result = call; \
    int reason = errno; \
    if (succeeded) traced(__VA_ARGS__); \
    pthread_mutex_unlock(&order); \
    errno = reason; \
    result; \
  })

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (!(flags & O_CREAT)) return NEXT(open)(path, flags);
  if (fails("create", path, "")) return -1;
  return DONE(int, NEXT(open)(path, flags, mode), result >= 0, flags & O_TRUNC ? "empty" : "create", path, "", mode_of(result), NULL, 0);
}
int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  if (!(flags & O_CREAT)) return NEXT(open64)(path, flags);
  if (fails("create", path, "")) return -1;
  return DONE(int, NEXT(open64)(path, flags, mode), result >= 0, flags & O_TRUNC ? "empty" : "create", path, "", mode_of(result), NULL, 0);
}
int mkstemp(char *path) {
  if (fails("create", path, "")) return -1;
  return DONE(int, NEXT(mkstemp)(path), result >= 0, "create", path, "", mode_of(result), NULL, 0);
}
int mkstemp64(char *path) {
  if (fails("create", path, "")) return -1;
  return DONE(int, NEXT(mkstemp64)(path), result >= 0, "create", path, "", mode_of(result), NULL, 0);
}
char *mkdtemp(char *path) {
  if (fails("mkdir", path, "")) return NULL;
  return DONE(char *, NEXT(mkdtemp)(path), result, "mkdir", path, "", mode_at(path), NULL, 0);
}
int mkdir(const char *path, mode_t mode) {
  if (fails("mkdir", path, "")) return -1;
  return DONE(int, NEXT(mkdir)(path, mode), result == 0, "mkdir", path, "", mode_at(path), NULL, 0);
}
int fsync(int descriptor) {
  if (fails("sync", DESCRIPTOR(descriptor), "")) return -1;
  return DONE(int, NEXT(fsync)(descriptor), result == 0, "sync", DESCRIPTOR(descriptor), "", 0, NULL, 0);
}
int link(const char *from, const char *to) {
  if (fails("link", from, to)) return -1;
  return DONE(int, NEXT(link)(from, to), result == 0, "link", from, to, 0, NULL, 0);
}
int rename(const char *from, const char *to) {
  if (fails("rename", from, to)) return -1;
  return DONE(int, NEXT(rename)(from, to), result == 0, "rename", from, to, 0, NULL, 0);
}
int renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags) {
  const char *name = flags & 2 ? "exchange" : "rename";
  if (fails(name, from, to)) return -1;
  return DONE(
    int, NEXT(renameat2)(from_directory, from, to_directory, to, flags), result == 0, name, from, to, 0, NULL, 0);
}
int unlink(const char *path) {
  if (fails("remove", path, "")) return -1;
  return DONE(int, NEXT(unlink)(path), result == 0, "remove", path, "", 0, NULL, 0);
}
int rmdir(const char *path) {
  if (fails("remove", path, "")) return -1;
  return DONE(int, NEXT(rmdir)(path), result == 0, "remove", path, "", 0, NULL, 0);
}
int unlinkat(int directory, const char *path, int flags) {
  const char *whole = in_directory(directory, path, (char[PATH_MAX]){0});
  if (fails("remove", whole, "")) return -1;
  return DONE(int, NEXT(unlinkat)(directory, path, flags), result == 0, "remove", whole, "", 0, NULL, 0);
}
int fchmod(int descriptor, mode_t mode) {
  if (fails("mode", DESCRIPTOR(descriptor), "")) return -1;
  return DONE(int, NEXT(fchmod)(descriptor, mode), result == 0, "mode", DESCRIPTOR(descriptor), "", mode & 07777, NULL, 0);
}
int chmod(const char *path, mode_t mode) {
  if (fails("mode", path, "")) return -1;
  return DONE(int, NEXT(chmod)(path, mode), result == 0, "mode", path, "", mode & 07777, NULL, 0);
}
ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (!is_file(descriptor)) return NEXT(write)(descriptor, bytes, count);
  if (fails("write", DESCRIPTOR(descriptor), "")) return -1;
  long offset = lseek(descriptor, 0, SEEK_CUR);
  return DONE(
    ssize_t, NEXT(write)(descriptor, bytes, count), result > 0, "write", DESCRIPTOR(descriptor), "", offset, bytes, result);
}
ssize_t copy_file_range(int from, off64_t *from_offset, int to, off64_t *to_offset, size_t count, unsigned flags) {
  if (fails("write", DESCRIPTOR(to), "")) return -1;
  if (trace_file < 0) return NEXT(copy_file_range)(from, from_offset, to, to_offset, count, flags);
  off64_t start = from_offset ? *from_offset : lseek(from, 0, SEEK_CUR);
  long offset = to_offset ? *to_offset : lseek(to, 0, SEEK_CUR);
  void *bytes = malloc(count);
  ssize_t known = bytes ? pread(from, bytes, count, start) : -1;
  // What was read is what is noted: at most that much is copied.
  ssize_t result = known <= 0 ? known : DONE(
    ssize_t, NEXT(copy_file_range)(from, from_offset, to, to_offset, known, flags), result > 0, "write", DESCRIPTOR(to), "",
    offset, bytes, result);
  free(bytes);
  return result;
}
