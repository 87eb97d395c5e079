#define _GNU_SOURCE
#include "CPackFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/syscall.h>
#endif

// What the child says before it becomes the program: whether it is isolated, and the errno of what failed.
struct report {
  int isolated;
  int error;
};

// Both ends above the standard descriptors, whatever of those is closed, and closed on exec.
static int make_pipe(int ends[2]) {
  int raw[2];
  if (pipe(raw) != 0) return errno;
  for (int i = 0; i < 2; i++) {
    ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
    int reason = errno;
    close(raw[i]);
    if (ends[i] < 0) {
      if (i == 0) close(raw[1]);
      if (i == 1) close(ends[0]);
      return reason;
    }
  }
  return 0;
}

static void close_pipe(const int ends[2]) {
  close(ends[0]);
  close(ends[1]);
}

#if defined(__linux__)

static int write_file(const char *path, const char *text) {
  int descriptor = open(path, O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return -1;
  ssize_t written = write(descriptor, text, strlen(text));
  close(descriptor);
  return written < 0 ? -1 : 0;
}

// An empty network namespace: by right, or else inside a user namespace in which the user is who it was.
static int leave_network(const char *user_map, const char *group_map) {
  if (unshare(CLONE_NEWNET) == 0) return 1;
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return 0;
  write_file("/proc/self/setgroups", "deny");
  write_file("/proc/self/uid_map", user_map);
  write_file("/proc/self/gid_map", group_map);
  return 1;
}

static void close_others(void) {
#if defined(SYS_close_range)
  // 4: mark them to be closed on exec, which leaves the report's pipe usable until then.
  syscall(SYS_close_range, 3U, ~0U, 4U);
#endif
}

#else

static int leave_network(const char *user_map, const char *group_map) {
  (void)user_map;
  (void)group_map;
  return 0;
}

static void close_others(void) {}

#endif

// Only calls that are safe after fork in a process with several threads.
static void become(const char *path, char *const arguments[], char *const environment[], const char *directory,
                   const int ends[3], int report, int without_network, const char *user_map, const char *group_map) {
  struct report told = {0, 0};
  setpgid(0, 0);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (without_network) told.isolated = leave_network(user_map, group_map);
  int failed = 0;
  for (int i = 0; i < 3; i++) failed = failed || dup2(ends[i], i) < 0;
  if (!failed && chdir(directory) == 0) {
    close_others();
    ssize_t sent = write(report, &told, sizeof told);
    if (sent == (ssize_t)sizeof told) execve(path, arguments, environment);
  }
  told.error = errno == 0 ? EIO : errno;
  ssize_t sent = write(report, &told, sizeof told);
  (void)sent;
  _exit(127);
}

int cfiles_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                 int without_network, struct cfiles_process *process) {
  char user_map[64];
  char group_map[64];
  snprintf(user_map, sizeof user_map, "%u %u 1", geteuid(), geteuid());
  snprintf(group_map, sizeof group_map, "%u %u 1", getegid(), getegid());
  // Standard input, output, error, and the report.
  int pipes[4][2];
  for (int i = 0; i < 4; i++) {
    int error = make_pipe(pipes[i]);
    if (error != 0) {
      for (int made = 0; made < i; made++) close_pipe(pipes[made]);
      return error;
    }
  }
  const int ends[3] = {pipes[0][0], pipes[1][1], pipes[2][1]};
  pid_t child = fork();
  if (child == 0) {
    become(path, arguments, environment, directory, ends, pipes[3][1], without_network, user_map, group_map);
  }
  int reason = errno;
  for (int i = 0; i < 3; i++) close(ends[i]);
  close(pipes[3][1]);
  if (child < 0) {
    close(pipes[0][1]);
    for (int i = 1; i < 4; i++) close(pipes[i][0]);
    return reason;
  }
  // Here as well as in the child: whichever comes first.
  setpgid(child, child);
  struct report told = {0, 0};
  struct report next;
  ssize_t got;
  while ((got = read(pipes[3][0], &next, sizeof next)) == (ssize_t)sizeof next || (got < 0 && errno == EINTR)) {
    if (got < 0) continue;
    told.isolated = told.isolated || next.isolated;
    told.error = next.error;
  }
  close(pipes[3][0]);
  process->id = child;
  process->input = pipes[0][1];
  process->output = pipes[1][0];
  process->error = pipes[2][0];
  process->isolated = told.isolated;
  return told.error == 0 ? 0 : -told.error;
}

extern char **environ;

char *const *cfiles_environment(void) { return environ; }
