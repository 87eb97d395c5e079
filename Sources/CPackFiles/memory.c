#define _GNU_SOURCE
#include "CPackFiles.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static const int ends[] = {SIGSEGV, SIGABRT, SIGILL, SIGTRAP};
enum { ENDS = sizeof ends / sizeof *ends, LEAST_ROOM = 16 << 20 };
static struct sigaction before[ENDS];
static char text[256];
static size_t text_length;
static int end_status;
static size_t limit;

// Whether more than half of what the process may have is in use: the rest cannot be had in one piece.
static int is_used_up(void) {
  void *probe = mmap(NULL, limit / 2, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (probe == MAP_FAILED) return errno == ENOMEM;
  munmap(probe, limit / 2);
  return 0;
}

static _Noreturn void end(void) {
  ssize_t written = write(STDERR_FILENO, text, text_length);
  (void)written;
  _exit(end_status);
}

// Only calls that are safe in a signal handler.
static void handle(int number, siginfo_t *info, void *context) {
  if (is_used_up()) end();
  for (int i = 0; i < ENDS; i++) {
    if (ends[i] != number) continue;
    if (before[i].sa_flags & SA_SIGINFO) {
      before[i].sa_sigaction(number, info, context);
    } else if (before[i].sa_handler != SIG_DFL && before[i].sa_handler != SIG_IGN) {
      before[i].sa_handler(number);
    }
  }
  // It ends as it would have ended.
  signal(number, SIG_DFL);
  raise(number);
}

#if defined(__linux__)
// Swift's runtime says through stdio what it could not allocate, and where, before it ends by a signal. Nothing else here writes
// through stdio.
static ssize_t say(void *cookie, const char *bytes, size_t count) {
  static const char failure[] = "Fatal error: failed to allocate";
  if (memmem(bytes, count, failure, sizeof failure - 1) && is_used_up()) end();
  return write(STDERR_FILENO, bytes, count);
}

static void watch_standard_error(void) {
  FILE *watched = fopencookie(NULL, "w", (cookie_io_functions_t){.write = say});
  if (!watched) return;
  setvbuf(watched, NULL, _IONBF, 0);
  stderr = watched;
}
#else
static void watch_standard_error(void) {}
#endif

void cfiles_end_without_memory(const char *message, int status) {
  struct rlimit address_space;
  if (getrlimit(RLIMIT_AS, &address_space) != 0 || address_space.rlim_cur == RLIM_INFINITY) return;
  limit = (size_t)address_space.rlim_cur;
  end_status = status;
  text_length = strnlen(message, sizeof text);
  memcpy(text, message, text_length);
  // With less than that nothing is done; it would end wherever it is first missed, by a line of Swift's runtime.
  void *room = mmap(NULL, LEAST_ROOM, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (room == MAP_FAILED) {
    if (errno == ENOMEM) end();
  } else {
    munmap(room, LEAST_ROOM);
  }
  watch_standard_error();
  struct sigaction action = {0};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < ENDS; i++) sigaction(ends[i], &action, &before[i]);
}
