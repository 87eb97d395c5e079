/// Threads and scratch memory.
#pragma once

#include <stdatomic.h>

#include "kernels.h"

/// The part of a parallel section that one thread runs; it takes units of work until there are none.
typedef void (*ck_section)(void *job, size_t thread);

/// The kernels that the engine uses.
const ck_kernels *ck_engine_kernels(const ck_engine *engine);

/// Makes every thread's scratch at least `floats` long; its contents are lost. CK_NO_MEMORY leaves it as it was.
ck_status ck_engine_reserve(ck_engine *engine, size_t floats);

/// A thread's scratch, aligned to a cache line.
float *ck_engine_scratch(const ck_engine *engine, size_t thread);

/// Makes the memory that all threads share at least `floats` long; its contents are lost.
ck_status ck_engine_reserve_shared(ck_engine *engine, size_t floats);

/// The memory that all threads share, aligned to a cache line.
float *ck_engine_shared(const ck_engine *engine);

/// Runs the section on up to `threads` threads, the caller's included, and returns when all are done.
void ck_engine_run(ck_engine *engine, ck_section section, void *job, size_t threads);
