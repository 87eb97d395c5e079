#if defined(__linux__)
#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// The filter of system calls: what no model needs, and what reaches further than the program itself.

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#if defined(MACHINE)

// Calls that fail at both levels. Numbers above 423 are the same on every machine, and not all headers have them.
static const int denied[] = {
  SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp,
  438 /* pidfd_getfd */, 440 /* process_madvise */, 448 /* process_mrelease */,
  SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns,
  428 /* open_tree */, 429 /* move_mount */, 430 /* fsopen */, 431 /* fsconfig */, 432 /* fsmount */, 433 /* fspick */,
  442 /* mount_setattr */, 467 /* open_tree_attr */,
  SYS_keyctl, SYS_add_key, SYS_request_key, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
  425 /* io_uring_setup */, 426 /* io_uring_enter */, 427 /* io_uring_register */,
  SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct,
  SYS_quotactl, 443 /* quotactl_fd */, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
  SYS_sethostname, SYS_setdomainname, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_syslog, SYS_fanotify_init,
  SYS_vhangup, SYS_socket, 447 /* memfd_secret */, SYS_shmget, SYS_shmat, SYS_semget, SYS_semop, SYS_msgget, SYS_msgsnd,
  SYS_msgrcv, SYS_mq_open, SYS_mq_unlink,
#if defined(SYS_kexec_file_load)
  SYS_kexec_file_load,
#endif
#if defined(__x86_64__)
  SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_lookup_dcookie, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl,
#endif
};

// Calls that reach other processes or files by name, past what Landlock sees.
static const int denied_partially[] = {
  SYS_truncate, SYS_inotify_init1, SYS_setpriority, SYS_ioprio_set, SYS_migrate_pages, SYS_move_pages,
  424 /* pidfd_send_signal */, SYS_tkill,
#if defined(__x86_64__)
  SYS_inotify_init,
#endif
};

// Calls that say they have done it: libraries copy a file's mode with its bytes, and Landlock does not keep anybody from
// changing that of a file elsewhere.
static const int pretended_partially[] = {
  SYS_fchmod, SYS_fchmodat, 452 /* fchmodat2 */, SYS_fchown, SYS_fchownat, SYS_utimensat, SYS_setxattr, SYS_lsetxattr,
  SYS_fsetxattr, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr, 463 /* setxattrat */, 466 /* removexattrat */,
  469 /* file_setattr */,
#if defined(__x86_64__)
  SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
};

// Calls whose first argument is a process: the program itself, or 0.
static const int own_partially[] = {
  SYS_kill, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_prlimit64, SYS_sched_setaffinity,
  SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr,
};

enum { CAPACITY = 1024 };
struct filter {
  struct sock_filter steps[CAPACITY];
  unsigned short count;
};

enum { NUMBER = offsetof(struct seccomp_data, nr), ARCHITECTURE = offsetof(struct seccomp_data, arch) };

// The lower half of an argument, on machines that store it first.
static uint32_t argument(int index) { return (uint32_t)(offsetof(struct seccomp_data, args) + 8 * (size_t)index); }

static void add(struct filter *filter, uint16_t code, uint8_t when_true, uint8_t when_false, uint32_t value) {
  if (filter->count == CAPACITY) return;
  filter->steps[filter->count++] = (struct sock_filter){code, when_true, when_false, value};
}

static void load(struct filter *filter, uint32_t offset) { add(filter, BPF_LD | BPF_W | BPF_ABS, 0, 0, offset); }
static void fail(struct filter *filter, uint32_t error) {
  add(filter, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | error);
}

static void fail_call(struct filter *filter, int call, uint32_t error) {
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, (uint32_t)call);
  fail(filter, error);
}

// Fails a call unless an argument is one of two values.
static void require(struct filter *filter, int call, int index, uint32_t one, uint32_t other, uint32_t error) {
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 5, (uint32_t)call);
  load(filter, argument(index));
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 2, 0, one);
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, other);
  fail(filter, error);
  load(filter, NUMBER);
}

// Fails a call where an argument is a value.
static void refuse(struct filter *filter, int call, int index, uint32_t value) {
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, (uint32_t)call);
  load(filter, argument(index));
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, value);
  fail(filter, EPERM);
  load(filter, NUMBER);
}

// Fails a call where an argument has one of some bits.
static void refuse_bits(struct filter *filter, int call, int index, uint32_t bits) {
  add(filter, BPF_JMP | BPF_JEQ | BPF_K, 0, 4, (uint32_t)call);
  load(filter, argument(index));
  add(filter, BPF_JMP | BPF_JSET | BPF_K, 0, 1, bits);
  fail(filter, EPERM);
  load(filter, NUMBER);
}

#define EACH(numbers, statement) \
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) statement

int cfiles_filter_calls(int is_partial, pid_t self) {
  struct filter filter;
  filter.count = 0;
  load(&filter, ARCHITECTURE);
  // Another machine's calls have other numbers.
  add(&filter, BPF_JMP | BPF_JEQ | BPF_K, 1, 0, MACHINE);
  fail(&filter, ENOSYS);
  load(&filter, NUMBER);
#if defined(__x86_64__)
  add(&filter, BPF_JMP | BPF_JGE | BPF_K, 0, 1, 0x40000000);
  fail(&filter, ENOSYS);
#endif
  EACH(denied, fail_call(&filter, denied[i], EPERM));
  // Its flags lie in memory, where a filter cannot see them; libraries then use clone.
  fail_call(&filter, 435 /* clone3 */, ENOSYS);
  // Namespaces: mount, cgroup, UTS, IPC, user, PID, network.
  refuse_bits(&filter, SYS_clone, 0, 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000);
  require(&filter, SYS_socketpair, 0, AF_UNIX, AF_UNIX, EPERM);
  require(&filter, SYS_personality, 0, 0, 0xFFFFFFFF, EPERM);
  // TIOCSTI, TIOCLINUX, TIOCSCTTY: words put into a terminal's mouth.
  refuse(&filter, SYS_ioctl, 1, 0x5412);
  refuse(&filter, SYS_ioctl, 1, 0x541C);
  refuse(&filter, SYS_ioctl, 1, 0x540E);
  if (is_partial) {
    EACH(own_partially, require(&filter, own_partially[i], 0, 0, (uint32_t)self, EPERM));
    EACH(denied_partially, fail_call(&filter, denied_partially[i], EPERM));
    EACH(pretended_partially, fail_call(&filter, pretended_partially[i], 0));
    // F_SETOWN, F_SETOWN_EX, F_SETSIG, FIOSETOWN, SIOCSPGRP: signals by way of a file.
    refuse(&filter, SYS_fcntl, 1, 8);
    refuse(&filter, SYS_fcntl, 1, 15);
    refuse(&filter, SYS_fcntl, 1, 10);
    refuse(&filter, SYS_ioctl, 1, 0x8901);
    refuse(&filter, SYS_ioctl, 1, 0x8902);
    // FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR
    refuse(&filter, SYS_ioctl, 1, 0x40086602);
    refuse(&filter, SYS_ioctl, 1, 0x401C5820);
  }
  add(&filter, BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
  if (filter.count == CAPACITY) return E2BIG;
  struct sock_fprog program = {filter.count, filter.steps};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0 ? 0 : errno;
}

#else

// A machine whose numbers of system calls are not written down here has no sandbox.
int cfiles_filter_calls(int is_partial, pid_t self) {
  (void)is_partial;
  (void)self;
  return ENOSYS;
}

#endif
#endif
