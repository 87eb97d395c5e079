#include "engine.h"

#include <pthread.h>
#include <stdlib.h>

/// Turns of waiting without giving up the processor: longer than the gaps inside a forward pass, and then it sleeps.
enum { spin_turns = 4000 };

typedef struct worker {
  ck_engine *engine;
  size_t index;
  pthread_t thread;
} worker;

struct ck_engine {
  const ck_kernels *kernels;
  size_t threads;
  float **scratch;
  size_t scratch_floats;
  float *shared;
  size_t shared_floats;
  worker *workers;
  size_t workers_started;

  // The current section. Written by the caller while it is closed and nobody is inside.
  ck_section section;
  void *job;
  size_t section_threads;

  // A section begins when it is open and `generation` moves. A worker goes inside, and then looks whether it is open
  // still; the caller closes it, and then waits for those who are inside. So nobody waits for a worker that was late.
  // Who finds nothing for a while sleeps on a condition, and says so before it looks a last time.
  _Alignas(64) atomic_size_t generation;
  atomic_bool open;
  atomic_bool stopping;
  _Alignas(64) atomic_size_t inside;
  _Alignas(64) atomic_size_t sleeping_workers;
  atomic_bool caller_sleeps;
  pthread_mutex_t mutex;
  pthread_cond_t work_there;
  pthread_cond_t work_done;
};

static inline void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// The generation that follows the one seen before.
static size_t await_generation_after(ck_engine *engine, size_t seen) {
  for (int turn = 0; turn < spin_turns; turn++) {
    const size_t generation = atomic_load_explicit(&engine->generation, memory_order_acquire);
    if (generation != seen) return generation;
    pause_briefly();
  }
  pthread_mutex_lock(&engine->mutex);
  atomic_fetch_add(&engine->sleeping_workers, 1);
  while (atomic_load(&engine->generation) == seen) pthread_cond_wait(&engine->work_there, &engine->mutex);
  atomic_fetch_sub(&engine->sleeping_workers, 1);
  pthread_mutex_unlock(&engine->mutex);
  return atomic_load(&engine->generation);
}

static void *work(void *argument) {
  const worker *self = argument;
  ck_engine *engine = self->engine;
  for (size_t seen = 0;;) {
    seen = await_generation_after(engine, seen);
    if (atomic_load(&engine->stopping)) return NULL;
    atomic_fetch_add(&engine->inside, 1);
    if (atomic_load(&engine->open) && self->index < engine->section_threads) engine->section(engine->job, self->index);
    if (atomic_fetch_sub(&engine->inside, 1) == 1 && atomic_load(&engine->caller_sleeps)) {
      pthread_mutex_lock(&engine->mutex);
      pthread_cond_signal(&engine->work_done);
      pthread_mutex_unlock(&engine->mutex);
    }
  }
}

static void call_workers(ck_engine *engine) {
  atomic_fetch_add(&engine->generation, 1);
  if (atomic_load(&engine->sleeping_workers) == 0) return;
  pthread_mutex_lock(&engine->mutex);
  pthread_cond_broadcast(&engine->work_there);
  pthread_mutex_unlock(&engine->mutex);
}

static void await_nobody_inside(ck_engine *engine) {
  for (int turn = 0; turn < spin_turns; turn++) {
    if (atomic_load(&engine->inside) == 0) return;
    pause_briefly();
  }
  pthread_mutex_lock(&engine->mutex);
  atomic_store(&engine->caller_sleeps, true);
  while (atomic_load(&engine->inside) != 0) pthread_cond_wait(&engine->work_done, &engine->mutex);
  atomic_store(&engine->caller_sleeps, false);
  pthread_mutex_unlock(&engine->mutex);
}

void ck_engine_run(ck_engine *engine, ck_section section, void *job, size_t threads) {
  if (engine->workers_started == 0 || threads <= 1) {
    section(job, 0);
    return;
  }
  engine->section = section;
  engine->job = job;
  engine->section_threads = threads;
  atomic_store(&engine->open, true);
  call_workers(engine);
  section(job, 0);
  atomic_store(&engine->open, false);
  await_nobody_inside(engine);
}

static ck_status start_workers(ck_engine *engine) {
  for (size_t index = 1; index < engine->threads; index++) {
    worker *next = &engine->workers[index - 1];
    *next = (worker){.engine = engine, .index = index};
    if (pthread_create(&next->thread, NULL, work, next) != 0) return CK_NO_MEMORY;
    engine->workers_started++;
  }
  return CK_OK;
}

ck_status ck_engine_create(size_t threads, ck_isa isa, ck_engine **result) {
  *result = NULL;
  const ck_kernels *kernels = ck_kernels_for(isa);
  if (!kernels) return CK_NOT_SUPPORTED;
  ck_engine *engine = aligned_alloc(_Alignof(ck_engine), sizeof(ck_engine));
  if (!engine) return CK_NO_MEMORY;
  *engine = (ck_engine){.kernels = kernels, .threads = ck_max(threads, 1)};
  if (pthread_mutex_init(&engine->mutex, NULL) != 0) goto no_mutex;
  if (pthread_cond_init(&engine->work_there, NULL) != 0) goto no_first_condition;
  if (pthread_cond_init(&engine->work_done, NULL) != 0) goto no_second_condition;

  engine->scratch = calloc(engine->threads, sizeof(float *));
  engine->workers = calloc(engine->threads, sizeof(worker));
  if (!engine->scratch || !engine->workers || start_workers(engine) != CK_OK) {
    ck_engine_destroy(engine);
    return CK_NO_MEMORY;
  }
  *result = engine;
  return CK_OK;

no_second_condition:
  pthread_cond_destroy(&engine->work_there);
no_first_condition:
  pthread_mutex_destroy(&engine->mutex);
no_mutex:
  free(engine);
  return CK_NO_MEMORY;
}

void ck_engine_destroy(ck_engine *engine) {
  if (!engine) return;
  if (engine->workers_started != 0) {
    atomic_store(&engine->stopping, true);
    call_workers(engine);
    for (size_t i = 0; i < engine->workers_started; i++) pthread_join(engine->workers[i].thread, NULL);
  }
  if (engine->scratch) {
    for (size_t i = 0; i < engine->threads; i++) ck_floats_free(engine->scratch[i]);
  }
  ck_floats_free(engine->shared);
  free(engine->scratch);
  free(engine->workers);
  pthread_cond_destroy(&engine->work_done);
  pthread_cond_destroy(&engine->work_there);
  pthread_mutex_destroy(&engine->mutex);
  free(engine);
}

ck_isa ck_engine_isa(const ck_engine *engine) { return engine->kernels->isa; }

size_t ck_engine_threads(const ck_engine *engine) { return engine->threads; }

size_t ck_engine_sleeping(ck_engine *engine) { return atomic_load(&engine->sleeping_workers); }

const ck_kernels *ck_engine_kernels(const ck_engine *engine) { return engine->kernels; }

float *ck_engine_scratch(const ck_engine *engine, size_t thread) { return engine->scratch[thread]; }

ck_status ck_engine_reserve(ck_engine *engine, size_t floats) {
  if (floats <= engine->scratch_floats) return CK_OK;
  for (size_t i = 0; i < engine->threads; i++) {
    float *larger = ck_floats_allocate(floats);
    if (!larger) return CK_NO_MEMORY;
    ck_floats_free(engine->scratch[i]);
    engine->scratch[i] = larger;
  }
  engine->scratch_floats = floats;
  return CK_OK;
}

float *ck_engine_shared(const ck_engine *engine) { return engine->shared; }

ck_status ck_engine_reserve_shared(ck_engine *engine, size_t floats) {
  if (floats <= engine->shared_floats) return CK_OK;
  float *larger = ck_floats_allocate(floats);
  if (!larger) return CK_NO_MEMORY;
  ck_floats_free(engine->shared);
  engine->shared = larger;
  engine->shared_floats = floats;
  return CK_OK;
}

float *ck_floats_allocate(size_t count) {
  const size_t line = 64;
  if (count > (SIZE_MAX - line) / sizeof(float)) return NULL;
  return aligned_alloc(line, ck_round_up(ck_max(count, 1) * sizeof(float), line));
}

void ck_floats_free(float *floats) { free(floats); }
