#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

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

void cfiles_fail(int report, enum cfiles_stage stage, int error) {
  struct report told = {0, error == 0 ? EIO : error, stage, 0};
  ssize_t sent = write(report, &told, sizeof told);
  (void)sent;
  _exit(127);
}

void cfiles_become(const struct program *program, struct report told) {
  if (chdir(program->directory) == 0) {
#if defined(__linux__)
    cfiles_close_on_exec();
#endif
    ssize_t sent = write(program->report, &told, sizeof told);
    if (sent == (ssize_t)sizeof told) execve(program->path, program->arguments, program->environment);
  }
  cfiles_fail(program->report, CFILES_STAGE_PROGRAM, errno);
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

void cfiles_close_on_exec(void) {
#if defined(SYS_close_range)
  // 4: mark them to be closed on exec, which leaves the report's pipe usable until then.
  syscall(SYS_close_range, 3U, ~0U, 4U);
#endif
}

void cfiles_close_from(unsigned int first) {
#if defined(SYS_close_range)
  if (syscall(SYS_close_range, first, ~0U, 0U) == 0) return;
#endif
  for (int descriptor = (int)first; descriptor < 65536; descriptor++) close(descriptor);
}

pid_t cfiles_raw_fork(void) { return (pid_t)syscall(SYS_clone, (unsigned long)SIGCHLD, 0, 0, 0, 0); }

void cfiles_hide_process(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

#else

static int leave_network(const char *user_map, const char *group_map) {
  (void)user_map;
  (void)group_map;
  return 0;
}

void cfiles_hide_process(void) {}

#endif

// Only calls that are safe after fork in a process with several threads.
static void start(const struct program *program, const int ends[3], int without_network,
                  const struct cfiles_sandbox *sandbox, pid_t parent, const char *user_map, const char *group_map) {
  setpgid(0, 0);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int i = 0; i < 3; i++) {
    if (dup2(ends[i], i) < 0) cfiles_fail(program->report, CFILES_STAGE_PROGRAM, errno);
  }
#if defined(__linux__)
  if (sandbox != NULL && sandbox->is_full) cfiles_run_full(program, sandbox, user_map, group_map);
  if (sandbox != NULL) cfiles_run_partial(program, sandbox, parent);
#else
  (void)parent;
  if (sandbox != NULL) cfiles_fail(program->report, CFILES_STAGE_WALLS, ENOSYS);
#endif
  struct report told = {0, 0, 0, 0};
  if (without_network) told.isolated = leave_network(user_map, group_map);
  cfiles_become(program, told);
}

int cfiles_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                 int without_network, const struct cfiles_sandbox *sandbox, struct cfiles_process *process) {
  char user_map[64];
  char group_map[64];
  // In a sandbox the superuser is an ordinary user, who gets no capabilities by starting a program.
  unsigned int inner_user = sandbox != NULL && geteuid() == 0 ? 1000 : geteuid();
  unsigned int inner_group = sandbox != NULL && getegid() == 0 ? 1000 : getegid();
  snprintf(user_map, sizeof user_map, "%u %u 1", inner_user, geteuid());
  snprintf(group_map, sizeof group_map, "%u %u 1", inner_group, getegid());
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
  const struct program program = {path, arguments, environment, directory, pipes[3][1]};
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) start(&program, ends, without_network, sandbox, parent, user_map, group_map);
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
  struct report told = {0, 0, 0, 0};
  struct report next;
  ssize_t got;
  while ((got = read(pipes[3][0], &next, sizeof next)) == (ssize_t)sizeof next || (got < 0 && errno == EINTR)) {
    if (got < 0) continue;
    told.isolated = told.isolated || next.isolated;
    told.error = next.error;
    told.stage = next.stage;
    if (next.id != 0) told.id = next.id;
  }
  close(pipes[3][0]);
  process->id = child;
  process->group = told.id != 0 ? told.id : child;
  process->input = pipes[0][1];
  process->output = pipes[1][0];
  process->error = pipes[2][0];
  process->isolated = told.isolated;
  process->stage = told.stage;
  return told.error == 0 ? 0 : -told.error;
}

extern char **environ;

char *const *cfiles_environment(void) { return environ; }
