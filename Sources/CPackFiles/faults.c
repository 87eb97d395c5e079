#define _GNU_SOURCE
#include "CPackFiles.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// Maps are kept in chunks that are never freed, so that the handler can go through them without a lock.
enum { CHUNK = 128 };

struct cfiles_map {
  _Atomic uintptr_t start;
  _Atomic size_t length;
  atomic_int faulted;
  struct cfiles_map *next_free;
};

struct chunk {
  struct cfiles_map maps[CHUNK];
  struct chunk *_Atomic next;
};

static struct chunk first_chunk;
static struct chunk *last_chunk = &first_chunk;
static int used_of_last;
static struct cfiles_map *free_maps;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uintptr_t page_size;
static struct sigaction previous;

struct cfiles_map *cfiles_register_map(const void *start, size_t length) {
  pthread_mutex_lock(&lock);
  struct cfiles_map *map = free_maps;
  if (map != NULL) {
    free_maps = map->next_free;
  } else {
    if (used_of_last == CHUNK) {
      struct chunk *chunk = calloc(1, sizeof *chunk);
      if (chunk == NULL) {
        pthread_mutex_unlock(&lock);
        return NULL;
      }
      atomic_store(&last_chunk->next, chunk);
      last_chunk = chunk;
      used_of_last = 0;
    }
    map = &last_chunk->maps[used_of_last++];
  }
  atomic_store(&map->faulted, 0);
  atomic_store(&map->length, length);
  atomic_store(&map->start, (uintptr_t)start);
  pthread_mutex_unlock(&lock);
  return map;
}

int cfiles_map_has_faulted(struct cfiles_map *map) { return atomic_load(&map->faulted); }

void cfiles_forget_map(struct cfiles_map *map) {
  pthread_mutex_lock(&lock);
  atomic_store(&map->start, 0);
  map->next_free = free_maps;
  free_maps = map;
  pthread_mutex_unlock(&lock);
}

// Puts zeros where the file has nothing any more. Only calls that are safe in a signal handler: mmap is one system call.
static int fill(uintptr_t address) {
  for (struct chunk *chunk = &first_chunk; chunk != NULL; chunk = atomic_load(&chunk->next)) {
    for (int i = 0; i < CHUNK; i++) {
      struct cfiles_map *map = &chunk->maps[i];
      uintptr_t start = atomic_load(&map->start);
      size_t length = atomic_load(&map->length);
      if (start == 0 || address < start || address - start >= (length + page_size - 1) / page_size * page_size) continue;
      // The slot may have been given to another map in between.
      if (atomic_load(&map->start) != start) continue;
      // First: whoever sees a zero must see this, too.
      atomic_store(&map->faulted, 1);
      uintptr_t page = address / page_size * page_size;
      uintptr_t end = (start + length + page_size - 1) / page_size * page_size;
      void *filled = mmap((void *)page, end - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
      return filled != MAP_FAILED;
    }
  }
  return 0;
}

static void handle(int number, siginfo_t *info, void *context) {
  int error = errno;
  // A positive code is the kernel's: the signal comes from an access and was not sent by a process.
  if (info->si_code > 0 && fill((uintptr_t)info->si_addr)) {
    errno = error;
    return;
  }
  if (previous.sa_flags & SA_SIGINFO) {
    previous.sa_sigaction(number, info, context);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
  } else {
    signal(SIGBUS, SIG_DFL);
    raise(SIGBUS);
  }
  errno = error;
}

int cfiles_handle_faults(void) {
  page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
  struct sigaction action = {0};
  action.sa_sigaction = handle;
  // The stack that a thread has for signals, where it has one: its own is none that an access to a map could exhaust.
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  return sigaction(SIGBUS, &action, &previous);
}
