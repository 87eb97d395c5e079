#pragma once

#include "CPackFiles.h"

// What spawn.c and the sandbox's files share. All of it runs in a child of a process with several threads: only system calls,
// no memory from the heap.

// What the child says before it becomes the program.
struct report {
  // Whether it has an empty network namespace.
  int isolated;
  // The errno of what failed, and what that was: one of enum cfiles_stage.
  int error;
  int stage;
  // The process that became the program.
  int id;
};

// How the program is started once the walls stand.
struct program {
  const char *path;
  char *const *arguments;
  char *const *environment;
  const char *directory;
  // Where reports go.
  int report;
};

// Reports a failure and ends the process.
_Noreturn void cfiles_fail(int report, enum cfiles_stage stage, int error);

// Goes to the directory, reports that all is well, and becomes the program.
_Noreturn void cfiles_become(const struct program *program, struct report told);

#if defined(__linux__)

// Has every descriptor above the standard ones closed on exec.
void cfiles_close_on_exec(void);

// Closes all descriptors from the first one on.
void cfiles_close_from(unsigned int first);

// fork() without what the C library does around it.
pid_t cfiles_raw_fork(void);

// Both end as the supervisor of the program: they return in no process.
_Noreturn void cfiles_run_full(const struct program *program, const struct cfiles_sandbox *sandbox, const char *user_map,
                               const char *group_map);
_Noreturn void cfiles_run_partial(const struct program *program, const struct cfiles_sandbox *sandbox, pid_t parent);

// Gives away every capability and every way to one. 0, or an errno.
int cfiles_drop_privileges(void);

// Bounds memory, processes and files. 0, or an errno.
int cfiles_set_limits(const struct cfiles_sandbox *sandbox);

// Where the machine's memory runs out all the same, this process and its children are what the kernel ends first.
void cfiles_offer_to_end(void);

// Installs the filter of system calls. At the partial level it also stands in for what namespaces and a read-only file system
// would do, and knows one process that may be sent signals: the program itself. 0, or an errno.
int cfiles_filter_calls(int is_partial, pid_t self);

// Bounds the program's files by Landlock. 0, or an errno.
int cfiles_restrict_files(const struct cfiles_sandbox *sandbox);

// Ends a process as another one ended, by its status.
_Noreturn void cfiles_end_like(int status);

#endif
