#define _GNU_SOURCE
#include "CPackFiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

ssize_t cfiles_find(const void *bytes, size_t length, const void *pattern, size_t pattern_length) {
  const char *found = memmem(bytes, length, pattern, pattern_length);
  return found ? found - (const char *)bytes : -1;
}

#if defined(__linux__)

ssize_t cfiles_copy_range(int input, int output, size_t count) {
  return copy_file_range(input, NULL, output, NULL, count, 0);
}

int cfiles_rename_exchange(const char *old_path, const char *new_path) {
  return renameat2(AT_FDCWD, old_path, AT_FDCWD, new_path, RENAME_EXCHANGE);
}

int cfiles_rename_no_replace(const char *old_path, const char *new_path) {
  return renameat2(AT_FDCWD, old_path, AT_FDCWD, new_path, RENAME_NOREPLACE);
}

#elif defined(__APPLE__)

ssize_t cfiles_copy_range(int input, int output, size_t count) {
  errno = ENOSYS;
  return -1;
}

int cfiles_rename_exchange(const char *old_path, const char *new_path) {
  return renamex_np(old_path, new_path, RENAME_SWAP);
}

int cfiles_rename_no_replace(const char *old_path, const char *new_path) {
  return renamex_np(old_path, new_path, RENAME_EXCL);
}

#endif
