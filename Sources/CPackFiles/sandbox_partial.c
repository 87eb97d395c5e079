#if defined(__linux__)
#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The partial level: Landlock, a filter of system calls and limits, for systems that give no namespaces.
//
// Two processes: the supervisor, to which whatever the program leaves behind comes back as a child, and the program.

#if !defined(SYS_landlock_create_ruleset)
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

// Of linux/landlock.h, which older systems do not have.
struct ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};
struct __attribute__((packed)) beneath {
  uint64_t allowed;
  int32_t parent;
};
enum { ANSWER_VERSION = 1, RULE_BENEATH = 1 };
enum {
  EXECUTE = 1 << 0,
  WRITE_FILE = 1 << 1,
  READ_FILE = 1 << 2,
  READ_DIRECTORY = 1 << 3,
  MAKE_CHARACTER_DEVICE = 1 << 6,
  MAKE_SOCKET = 1 << 9,
  MAKE_BLOCK_DEVICE = 1 << 11,
};

static int allow(int rules, const char *path, uint64_t allowed) {
  int parent = open(path, O_PATH | O_CLOEXEC);
  // What is not there needs no right.
  if (parent < 0) return errno == ENOENT || errno == EACCES || errno == ENOTDIR ? 0 : errno;
  struct stat found;
  if (fstat(parent, &found) == 0 && !S_ISDIR(found.st_mode)) allowed &= EXECUTE | WRITE_FILE | READ_FILE;
  struct beneath rule = {allowed, parent};
  int error = syscall(SYS_landlock_add_rule, rules, RULE_BENEATH, &rule, 0) == 0 ? 0 : errno;
  close(parent);
  return error;
}

int cfiles_restrict_files(const struct cfiles_sandbox *sandbox) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, ANSWER_VERSION);
  if (version < 1) return errno == 0 ? ENOSYS : errno;
  // Each version knows more rights: 13 on files at first; moving between directories, truncation and devices later.
  struct ruleset ruleset = {(1 << 13) - 1, 0, 0};
  if (version >= 2) ruleset.files |= 1 << 13;
  if (version >= 3) ruleset.files |= 1 << 14;
  if (version >= 5) ruleset.files |= 1 << 15;
  if (version >= 4) ruleset.network = 3;
  if (version >= 6) ruleset.scopes = 3;
  size_t size = version >= 6 ? sizeof ruleset : version >= 4 ? 16 : 8;
  int rules = (int)syscall(SYS_landlock_create_ruleset, &ruleset, size, 0);
  if (rules < 0) return errno;
  uint64_t devices = MAKE_CHARACTER_DEVICE | MAKE_BLOCK_DEVICE | MAKE_SOCKET;
  int error = 0;
  for (size_t i = 0; error == 0 && i < sandbox->view_count; i++) {
    const struct cfiles_view *view = &sandbox->views[i];
    switch (view->kind) {
      case CFILES_VIEW_READ_ONLY: error = allow(rules, view->source, EXECUTE | READ_FILE | READ_DIRECTORY); break;
      case CFILES_VIEW_DEVICE: error = allow(rules, view->source, READ_FILE | WRITE_FILE); break;
      case CFILES_VIEW_EMPTY: error = allow(rules, view->target, ruleset.files & ~devices); break;
      case CFILES_VIEW_PROCESSES: error = allow(rules, view->target, READ_FILE | READ_DIRECTORY); break;
      default: break;
    }
  }
  if (error == 0 && syscall(SYS_landlock_restrict_self, rules, 0) != 0) error = errno;
  close(rules);
  return error;
}

// The parent of a process by /proc, or -1.
static pid_t parent_of(const char *name) {
  char path[64] = "/proc/";
  size_t length = strlen(name);
  if (length > 20) return -1;
  memcpy(path + 6, name, length);
  memcpy(path + 6 + length, "/stat", 6);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  char text[1024];
  ssize_t count = read(descriptor, text, sizeof text - 1);
  close(descriptor);
  // `id (name) state parent`; the name may have anything in it but ends with the last parenthesis.
  while (count > 0 && text[count - 1] != ')') count--;
  if (count == 0 || count + 4 > (ssize_t)sizeof text) return -1;
  pid_t parent = 0;
  for (char *digit = text + count + 3; *digit >= '0' && *digit <= '9'; digit++) parent = parent * 10 + (*digit - '0');
  return parent;
}

// Kills the children of this process.
static void kill_children(pid_t self) {
  int directory = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return;
  // linux_dirent64: inode, offset, length of the record, type, name.
  _Alignas(8) char buffer[8192];
  long count;
  while ((count = syscall(SYS_getdents64, directory, buffer, sizeof buffer)) > 0) {
    for (long at = 0; at < count;) {
      unsigned short length;
      memcpy(&length, buffer + at + 16, sizeof length);
      const char *name = buffer + at + 19;
      if (*name >= '1' && *name <= '9' && parent_of(name) == self) {
        pid_t id = 0;
        for (const char *digit = name; *digit >= '0' && *digit <= '9'; digit++) id = id * 10 + (*digit - '0');
        kill(id, SIGKILL);
      }
      if (length == 0) break;
      at += length;
    }
  }
  close(directory);
}

// Waits for the program, or for the word to end it, and then ends all that it has left: the children of what is killed become
// ours.
static _Noreturn void supervise(pid_t child) {
  pid_t self = (pid_t)syscall(SYS_getpid);
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGTERM);
  int status = SIGKILL;
  int isEnding = 0;
  while (1) {
    int ended = 0;
    pid_t id = waitpid(-1, &ended, WNOHANG);
    if (id == child) {
      status = ended;
      isEnding = 1;
    }
    if (id > 0) continue;
    if (id < 0 && errno != EINTR) cfiles_end_like(status);
    if (isEnding) {
      kill(-child, SIGKILL);
      kill_children(self);
    }
    struct timespec patience = {isEnding ? 0 : 1, isEnding ? 2000000 : 0};
    if (sigtimedwait(&awaited, NULL, &patience) == SIGTERM) isEnding = 1;
  }
}

void cfiles_run_partial(const struct program *program, const struct cfiles_sandbox *sandbox, pid_t parent) {
  int report = program->report;
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGTERM);
  sigprocmask(SIG_BLOCK, &awaited, NULL);
  prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
  if (getppid() != parent) _exit(127);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  pid_t supervisor = (pid_t)syscall(SYS_getpid);
  pid_t child = cfiles_raw_fork();
  if (child == 0) {
    sigprocmask(SIG_UNBLOCK, &awaited, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    if (syscall(SYS_getppid) != supervisor) _exit(127);
    setsid();
    pid_t self = (pid_t)syscall(SYS_getpid);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) cfiles_fail(report, CFILES_STAGE_WALLS, errno);
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    cfiles_offer_to_end();
    int error = cfiles_restrict_files(sandbox);
    if (error == 0) error = cfiles_set_limits(sandbox);
    if (error == 0) error = cfiles_drop_privileges();
    if (error == 0) error = cfiles_filter_calls(1, self);
    if (error != 0) cfiles_fail(report, CFILES_STAGE_WALLS, error);
    struct report told = {0, 0, 0, self};
    cfiles_become(program, told);
  }
  if (child < 0) cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  cfiles_close_from(0);
  supervise(child);
}

#endif
