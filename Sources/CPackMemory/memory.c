#include "CPackMemory.h"

#ifdef __linux__
#include <features.h>
#endif
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#ifdef __GLIBC__

// glibc's own name of what this file puts in the place of malloc.
extern void *__libc_malloc(size_t size);

static volatile sig_atomic_t exhausted;
static const char *message;

void *malloc(size_t size) {
  void *memory = __libc_malloc(size);
  if (memory == NULL && size > 0) exhausted = 1;
  return memory;
}

static void end(int signal_number) {
  if (exhausted) {
    // There is nothing to be done where this cannot be written either.
    ssize_t written = write(STDERR_FILENO, message, strlen(message));
    (void)written;
    _exit(2);
  }
  signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void pack_end_without_memory(const char *text) {
  message = text;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = end;
  action.sa_flags = SA_NODEFER;
  sigemptyset(&action.sa_mask);
  sigaction(SIGABRT, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  sigaction(SIGTRAP, &action, NULL);
}

#else

void pack_end_without_memory(const char *text) { (void)text; }

#endif
