#if defined(__linux__)
#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// The full level: namespaces of its own, and a root that has nothing but what the program needs.
//
// Three processes: the supervisor, outside, which ends as the program does; the first process of the PID namespace, with which
// the kernel ends all others in it; and the program.

#if !defined(SYS_mount_setattr)
#define SYS_mount_setattr 442
#endif

// Of linux/mount.h, which older systems do not have.
struct attributes {
  uint64_t set;
  uint64_t clear;
  uint64_t propagation;
  uint64_t user_namespace;
};
enum { READ_ONLY = 1, NO_SUID = 2, NO_DEVICES = 4, NO_EXEC = 8, RECURSIVE = 0x8000 };

static int set_attributes(const char *path, uint64_t set, unsigned int flags) {
  struct attributes attributes = {set, 0, 0, 0};
  return syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attributes, sizeof attributes) == 0 ? 0 : errno;
}

static int write_text(const char *path, const char *text, int flags) {
  int descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, 0444);
  if (descriptor < 0) return errno;
  size_t length = strlen(text);
  ssize_t written = write(descriptor, text, length);
  int error = written == (ssize_t)length ? 0 : errno == 0 ? EIO : errno;
  close(descriptor);
  return error;
}

// The path of what is to stand in the new root; 0, or ENAMETOOLONG.
static int place(char path[PATH_MAX], const char *root, const char *target) {
  size_t before = strlen(root);
  size_t length = strlen(target);
  if (before + length + 1 > PATH_MAX) return ENAMETOOLONG;
  memcpy(path, root, before);
  memcpy(path + before, target, length + 1);
  return 0;
}

// Makes the directories that lead to a path, and the path itself: a directory or an empty file.
static int make_place(char *path, size_t root_length, int is_directory) {
  struct stat found;
  if (lstat(path, &found) == 0) return 0;
  for (char *slash = path + root_length + 1; *slash != 0; slash++) {
    if (*slash != '/') continue;
    *slash = 0;
    int failed = mkdir(path, 0755) != 0 && errno != EEXIST;
    *slash = '/';
    if (failed) return errno;
  }
  if (is_directory) return mkdir(path, 0755) == 0 || errno == EEXIST ? 0 : errno;
  int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
  if (descriptor < 0) return errno;
  close(descriptor);
  return 0;
}

static int bind_view(const struct cfiles_view *view, char *path, size_t root_length) {
  struct stat found;
  if (stat(view->source, &found) != 0) return errno;
  int error = make_place(path, root_length, S_ISDIR(found.st_mode));
  if (error != 0) return error;
  if (mount(view->source, path, NULL, MS_BIND | MS_REC, NULL) != 0) return errno;
  if (view->kind == CFILES_VIEW_DEVICE) return set_attributes(path, READ_ONLY | NO_SUID | NO_EXEC, 0);
  return set_attributes(path, READ_ONLY | NO_SUID | NO_DEVICES, RECURSIVE);
}

static int show(const struct cfiles_view *view, const struct cfiles_sandbox *sandbox) {
  char path[PATH_MAX];
  size_t root_length = strlen(sandbox->root);
  int error = place(path, sandbox->root, view->target);
  if (error != 0) return error;
  switch (view->kind) {
    case CFILES_VIEW_READ_ONLY:
    case CFILES_VIEW_DEVICE: return bind_view(view, path, root_length);
    case CFILES_VIEW_EMPTY:
      if ((error = make_place(path, root_length, 1)) != 0) return error;
      return mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, view->source) == 0 ? 0 : errno;
    case CFILES_VIEW_LINK:
      if ((error = make_place(path, root_length, 0)) != 0) return error;
      if (unlink(path) != 0) return errno;
      return symlink(view->source, path) == 0 ? 0 : errno;
    case CFILES_VIEW_TEXT:
      if ((error = make_place(path, root_length, 0)) != 0) return error;
      return unlink(path) != 0 ? errno : write_text(path, view->source, O_CREAT | O_EXCL);
    case CFILES_VIEW_DIRECTORY: return make_place(path, root_length, 1);
    case CFILES_VIEW_PROCESSES:
      if ((error = make_place(path, root_length, 1)) != 0) return error;
      // Of others only what may be traced: not the first process, whose arguments are those of the command.
      return mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=ptraceable") == 0 ? 0 : errno;
  }
  return EINVAL;
}

// Whether a view that cannot be had says that there is no full sandbox here, or that the path itself is at fault.
static enum cfiles_stage stage(const struct cfiles_view *view) {
  return view->kind == CFILES_VIEW_PROCESSES ? CFILES_STAGE_WALLS : CFILES_STAGE_PATHS;
}

static void make_root(const struct program *program, const struct cfiles_sandbox *sandbox) {
  int report = program->report;
  const char *root = sandbox->root;
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, sandbox->root_options) != 0) {
    cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  }
  int error = set_attributes(root, NO_SUID | NO_DEVICES, 0);
  if (error != 0) cfiles_fail(report, CFILES_STAGE_WALLS, error);
  for (size_t i = 0; i < sandbox->view_count; i++) {
    error = show(&sandbox->views[i], sandbox);
    if (error != 0) cfiles_fail(report, stage(&sandbox->views[i]), error);
  }
  if (chdir(root) != 0 || syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0 || chdir("/") != 0) {
    cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  }
  // The limit of processes does not bound the superuser; a namespace's own number of ids does, from Linux 6.14 on.
  (void)write_text("/proc/sys/kernel/pid_max", sandbox->processes_text, 0);
  // Inside a namespace /proc/sys would still be the host's for the user that the superuser is outside.
  if ((error = set_attributes("/proc", READ_ONLY, 0)) != 0 || (error = set_attributes("/", READ_ONLY, 0)) != 0) {
    cfiles_fail(report, CFILES_STAGE_WALLS, error);
  }
}

// The first process of the PID namespace.
static _Noreturn void run_first(const struct program *program, const struct cfiles_sandbox *sandbox, int status_end) {
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  struct pollfd reader = {status_end, 0, 0};
  // The supervisor was killed before it could be watched.
  if (poll(&reader, 1, 0) > 0 && (reader.revents & POLLERR) != 0) _exit(127);
  setsid();
  make_root(program, sandbox);
  int error = cfiles_set_limits(sandbox);
  if (error == 0) error = cfiles_drop_privileges();
  if (error == 0) error = cfiles_filter_calls(0, 0);
  if (error != 0) cfiles_fail(program->report, CFILES_STAGE_WALLS, error);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  pid_t child = cfiles_raw_fork();
  if (child == 0) {
    // In a session of its own: no signal to its group reaches the supervisor.
    setsid();
    struct report told = {1, 0, 0, 0};
    cfiles_become(program, told);
  }
  if (child < 0) cfiles_fail(program->report, CFILES_STAGE_WALLS, errno);
  dup2(status_end, 0);
  cfiles_close_from(1);
  int status = 0;
  pid_t ended;
  while ((ended = waitpid(-1, &status, 0)) != child) {
    if (ended < 0 && errno != EINTR) _exit(127);
  }
  ssize_t sent = write(0, &status, sizeof status);
  (void)sent;
  _exit(0);
}

void cfiles_run_full(const struct program *program, const struct cfiles_sandbox *sandbox, const char *user_map,
                     const char *group_map) {
  int report = program->report;
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGTERM);
  int namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWUTS;
  if (unshare(namespaces) != 0) cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  int error = write_text("/proc/self/setgroups", "deny", 0);
  if (error == 0) error = write_text("/proc/self/uid_map", user_map, 0);
  if (error == 0) error = write_text("/proc/self/gid_map", group_map, 0);
  if (error != 0) cfiles_fail(report, CFILES_STAGE_WALLS, error);
  cfiles_offer_to_end();
  int status_ends[2];
  if (pipe2(status_ends, O_CLOEXEC) != 0) cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  pid_t first = cfiles_raw_fork();
  if (first == 0) {
    close(status_ends[0]);
    run_first(program, sandbox, status_ends[1]);
  }
  if (first < 0) cfiles_fail(report, CFILES_STAGE_WALLS, errno);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  sigprocmask(SIG_BLOCK, &awaited, NULL);
  dup2(status_ends[0], 0);
  cfiles_close_from(1);
  int status = 0;
  // What ended before the signals were blocked sends none.
  while (waitpid(first, &status, WNOHANG) == 0) {
    struct timespec second = {1, 0};
    if (sigtimedwait(&awaited, NULL, &second) == SIGTERM) kill(first, SIGKILL);
  }
  int told = 0;
  if (read(0, &told, sizeof told) == (ssize_t)sizeof told) cfiles_end_like(told);
  cfiles_end_like(status);
}

#endif
