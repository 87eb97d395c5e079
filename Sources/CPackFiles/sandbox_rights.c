#if defined(__linux__)
#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// What both levels of the sandbox take from a program: capabilities, and more than its share of the machine.

// Of linux/capability.h and linux/securebits.h.
struct capability_header {
  uint32_t version;
  int32_t id;
};
struct capability_data {
  uint32_t effective;
  uint32_t permitted;
  uint32_t inheritable;
};
enum { CAPABILITY_VERSION_3 = 0x20080522 };
// No capabilities for being the superuser, none kept and none raised, and all of it locked.
enum { SECURE_BITS = 0x01 | 0x02 | 0x04 | 0x08 | 0x20 | 0x40 | 0x80 };

int cfiles_drop_privileges(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  // Without the right to do so there is nothing that no_new_privs would let come back.
  prctl(PR_SET_SECUREBITS, SECURE_BITS, 0, 0, 0);
  for (unsigned long capability = 0; capability < 64; capability++) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  // PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL
  prctl(47, 4, 0, 0, 0);
  struct capability_header header = {CAPABILITY_VERSION_3, 0};
  struct capability_data none[2] = {{0, 0, 0}, {0, 0, 0}};
  return syscall(SYS_capset, &header, none) == 0 ? 0 : errno;
}

// Lowers a limit; one that is lower stays.
static int set_limit(int what, unsigned long long value) {
  struct rlimit limit;
  if (getrlimit(what, &limit) != 0) return errno;
  if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > value) limit.rlim_max = value;
  if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > limit.rlim_max) limit.rlim_cur = limit.rlim_max;
  return setrlimit(what, &limit) == 0 ? 0 : errno;
}

int cfiles_set_limits(const struct cfiles_sandbox *sandbox) {
  int error = set_limit(RLIMIT_DATA, sandbox->memory);
  if (error == 0) error = set_limit(RLIMIT_AS, sandbox->addresses);
  if (error == 0) error = set_limit(RLIMIT_FSIZE, sandbox->file_size);
  if (error == 0) error = set_limit(RLIMIT_NPROC, sandbox->processes);
  if (error == 0) error = set_limit(RLIMIT_CORE, 0);
  if (error == 0) error = set_limit(RLIMIT_NOFILE, 4096);
  return error;
}

void cfiles_offer_to_end(void) {
  int descriptor = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ssize_t written = write(descriptor, "1000", 4);
  (void)written;
  close(descriptor);
}

void cfiles_end_like(int status) {
  if (WIFSIGNALED(status)) {
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_UNBLOCK, &all, NULL);
    kill((pid_t)syscall(SYS_getpid), WTERMSIG(status));
    _exit(128 + WTERMSIG(status));
  }
  _exit(WEXITSTATUS(status));
}

#endif
