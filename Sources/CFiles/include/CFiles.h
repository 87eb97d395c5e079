#pragma once

#include <stddef.h>
#include <sys/types.h>

// System calls of Linux that Swift's view of the C library leaves out (they need _GNU_SOURCE).
// On other systems each returns -1 with errno ENOSYS.

/// Copies bytes from one open file to another inside the kernel; shares blocks where the file system can.
ssize_t cfiles_copy_range(int input, int output, size_t count);

/// Exchanges two paths atomically.
int cfiles_rename_exchange(const char *old_path, const char *new_path);

/// Renames, failing with EEXIST when the new path exists.
int cfiles_rename_no_replace(const char *old_path, const char *new_path);
