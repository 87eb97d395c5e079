#pragma once

#include <stddef.h>
#include <sys/types.h>

// System calls that Swift's view of the C library leaves out, because they need _GNU_SOURCE, or because Swift has no fork.

/// Copies bytes from one open file to another inside the kernel; shares blocks where the file system can.
/// Where the system cannot, -1 with errno ENOSYS.
ssize_t cfiles_copy_range(int input, int output, size_t count);

/// Exchanges two paths atomically.
int cfiles_rename_exchange(const char *old_path, const char *new_path);

/// Renames, failing with EEXIST when the new path exists.
int cfiles_rename_no_replace(const char *old_path, const char *new_path);

/// Where the first of some bytes begins in others, or -1: memmem of the C library.
ssize_t cfiles_find(const void *bytes, size_t length, const void *pattern, size_t pattern_length);

/// A file's bytes in memory, for which a fault is no end of the process.
struct cfiles_map;

/// Has accesses to mapped bytes that the file does not have any more, or that cannot be read, give zeros and be noted,
/// where they would end the process by SIGBUS. Other faults go where they went before. Once a process; 0, or -1 with errno.
int cfiles_handle_faults(void);

/// Makes a map known to the handler; NULL where there is no memory for it.
struct cfiles_map *cfiles_register_map(const void *start, size_t length);

/// Whether zeros stand anywhere in the map instead of the file's bytes.
int cfiles_map_has_faulted(struct cfiles_map *map);

/// Forgets a map, which must not be used by anybody any more, before it is unmapped.
void cfiles_forget_map(struct cfiles_map *map);

/// Has the process end with a message and a status, where it would end by a signal because memory is limited (RLIMIT_AS, that
/// is `ulimit -v`) and used up: a runtime that gets none has no other way out. Nothing is done where there is no such limit.
void cfiles_end_without_memory(const char *message, int status);

/// A program that was started.
struct cfiles_process {
  // What is to be waited for.
  pid_t id;
  // The process group that has to be killed when this process is told to stop.
  pid_t group;
  // Our ends of its standard streams: input is for writing, the others for reading.
  int input;
  int output;
  int error;
  // Whether it has an empty network namespace.
  int isolated;
  // Where it failed: one of enum cfiles_stage.
  int stage;
};

/// What was being done when a child could not become the program.
enum cfiles_stage {
  CFILES_STAGE_PROGRAM = 0,  // the program itself could not be started
  CFILES_STAGE_WALLS = 1,    // this system does not give such a sandbox
  CFILES_STAGE_PATHS = 2,    // something that was to be shown in the sandbox could not be
};

/// How a path comes to stand in a sandbox.
enum cfiles_view_kind {
  CFILES_VIEW_READ_ONLY = 0,  // what stands at `source`, with all that is mounted below, read-only
  CFILES_VIEW_DEVICE = 1,     // a device
  CFILES_VIEW_EMPTY = 2,      // an empty, writable file system; `source` has its options
  CFILES_VIEW_LINK = 3,       // a symbolic link; `source` is where it leads
  CFILES_VIEW_TEXT = 4,       // a file; `source` is what it says
  CFILES_VIEW_DIRECTORY = 5,  // a directory
  CFILES_VIEW_PROCESSES = 6,  // /proc
};

/// A path in a sandbox.
struct cfiles_view {
  enum cfiles_view_kind kind;
  const char *source;
  const char *target;
};

/// How a program is fenced in.
struct cfiles_sandbox {
  // Namespaces, or else Landlock.
  int is_full;
  // Parents before children. Landlock takes those that are read-only, devices, /proc and what is empty.
  const struct cfiles_view *views;
  size_t view_count;
  // A directory of ours on which the new root is mounted.
  const char *root;
  // Options of the new root's file system.
  const char *root_options;
  // Bytes of private memory and of addresses that a process may have, and of a file that it writes.
  unsigned long long memory;
  unsigned long long addresses;
  unsigned long long file_size;
  // Processes and threads, also as a text.
  unsigned long long processes;
  const char *processes_text;
};

/// Starts a program in a process group of its own, with default signals and three pipes, and nothing else open.
///
/// Asked to run without network, it is given an empty network namespace where the system allows that. In a sandbox `id` is a
/// supervisor that ends as the program does, after all that the program has left running; SIGTERM has it end that at once.
/// Returns 0; or an errno when nothing was started; or a negative errno when a child was started that could not become
/// the program: it has ended, and *process is filled so that it can be waited for.
int cfiles_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                 int without_network, const struct cfiles_sandbox *sandbox, struct cfiles_process *process);

/// Has nobody but the superuser see this process's memory and environment.
void cfiles_hide_process(void);

/// The variables of this process's environment, `NAME=value` each, and NULL at the end.
char *const *cfiles_environment(void);
