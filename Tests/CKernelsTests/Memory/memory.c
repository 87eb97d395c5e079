// Has each allocation of the kernels fail, once or from there on: an operation then says so, loses nothing, and works later.
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CPackKernels.h"

enum { rows = 70, inputs = 48, outputs = 96, matrices = 2, columns = matrices * outputs, heads = 2, products = 36 };

static size_t calls, fail_at;
static bool fails_on;
static long live;
static size_t refused;

static bool fails(void) {
  calls++;
  const bool failing = fail_at && (calls == fail_at || (fails_on && calls > fail_at));
  refused += failing;
  return failing;
}

// The linker has the kernels call these (--wrap).
void *__real_aligned_alloc(size_t, size_t);
void *__real_calloc(size_t, size_t);
void __real_free(void *);
int __real_pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  if (fails()) return NULL;
  live++;
  return __real_aligned_alloc(alignment, size);
}
void *__wrap_calloc(size_t count, size_t size) {
  if (fails()) return NULL;
  live++;
  return __real_calloc(count, size);
}
void __wrap_free(void *pointer) {
  live -= pointer != NULL;
  __real_free(pointer);
}
int __wrap_pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  return fails() ? 11 : __real_pthread_create(thread, attributes, start, argument);
}

static void require(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "allocation %zu%s fails: %s\n", fail_at, fails_on ? " and all later ones" : "", what);
  exit(1);
}

static float input[rows * inputs], weights[matrices][outputs * inputs], bias[outputs], states[rows * columns];
static float expected[rows * columns], expected_states[rows * outputs], expected_quantized[rows * columns];

static ck_status product(ck_engine *engine, ck_packed *packed, float *output) {
  ck_matrix all[matrices];
  for (size_t i = 0; i < matrices; i++) all[i] = (ck_matrix){weights[i], CK_F32, outputs, inputs, bias, &packed[i], NULL};
  const ck_linear linear = {input, inputs, rows, all, matrices, output, columns, CK_GELU_ERF, CK_REPLACE, NULL, 0};
  return ck_linear_run(engine, &linear);
}

/// Quantizes what is not yet, and multiplies.
static ck_status quantized_product(ck_engine *engine, ck_quantized *quantized, float *output) {
  ck_matrix all[matrices];
  for (size_t i = 0; i < matrices; i++) {
    all[i] = (ck_matrix){weights[i], CK_F32, outputs, inputs, bias, NULL, NULL};
    const ck_status status = quantized[i].panels ? CK_OK : ck_quantize(engine, &all[i], &quantized[i]);
    if (status != CK_OK) return status;
    all[i].quantized = &quantized[i];
  }
  const ck_linear linear = {input, inputs, rows, all, matrices, output, columns, CK_GELU_ERF, CK_REPLACE, NULL, 0};
  return ck_linear_run(engine, &linear);
}

static ck_status attention(ck_engine *engine, float *output) {
  static const size_t starts[] = {0, 30, rows};
  const ck_attention attention = {
      .query = states, .key = states, .value = states, .stride = columns, .heads = heads, .head_size = outputs / heads,
      .starts = starts, .sequences = 2, .scale = 0.1f, .window = SIZE_MAX, .output = output, .output_stride = outputs};
  return ck_attention_run(engine, &attention);
}

/// Whether an operation has come to its end; what it said else is that there is no memory.
static bool done(ck_status status) {
  require(status == CK_OK || (status == CK_NO_MEMORY && refused), "an operation says something else");
  return status == CK_OK;
}

static void run(bool records) {
  calls = refused = 0;
  float *output = malloc(sizeof expected), *other = malloc(sizeof expected_states);
  ck_packed packed[matrices] = {{0}};
  ck_quantized quantized[matrices] = {{0}};
  ck_engine *engine = (ck_engine *)1;
  // Where one allocation fails, the second attempt has it.
  for (int attempt = 0; attempt < 2; attempt++) {
    const ck_status status = ck_engine_create(3, CK_ISA_BEST, &engine);
    if (done(status)) break;
    require(engine == NULL, "an engine is there that was not made");
  }
  require(engine || fails_on, "no engine though memory is there again");
  for (size_t i = 0; engine && i < products; i++) {
    bool ran = done(product(engine, packed, output)) || done(product(engine, packed, output));
    require(ran || fails_on, "no product though memory is there again");
    if (ran && records) memcpy(expected, output, sizeof expected);
    require(!ran || memcmp(output, expected, sizeof expected) == 0, "a product differs");
    if (i != products / 2) continue;
    ran = done(attention(engine, other)) || done(attention(engine, other));
    require(ran || fails_on, "no attention though memory is there again");
    if (ran && records) memcpy(expected_states, other, sizeof expected_states);
    require(!ran || memcmp(other, expected_states, sizeof expected_states) == 0, "attention differs");
    ran = done(quantized_product(engine, quantized, output)) || done(quantized_product(engine, quantized, output));
    require(ran || fails_on, "no product in whole numbers though memory is there again");
    if (ran && records) memcpy(expected_quantized, output, sizeof expected);
    require(!ran || memcmp(output, expected_quantized, sizeof expected) == 0, "a product in whole numbers differs");
  }
  for (size_t i = 0; i < matrices; i++) ck_packed_free(&packed[i]);
  for (size_t i = 0; i < matrices; i++) ck_quantized_free(&quantized[i]);
  ck_engine_destroy(engine);
  free(output), free(other);
}

int main(void) {
  unsigned state = 1;
  float *all[] = {input, weights[0], weights[1], bias, states};
  const size_t counts[] = {rows * inputs, outputs * inputs, outputs * inputs, outputs, rows * columns};
  for (size_t i = 0; i < 5; i++) {
    for (size_t k = 0; k < counts[i]; k++) all[i][k] = (float)((state = state * 1664525u + 1013904223u) >> 8) / (1 << 24) - 0.5f;
  }
  run(true);
  const long balance = live;
  const size_t count = calls;
  require(count > 8, "fewer allocations than are known");
  for (int on = 0; on < 2; on++) {
    for (size_t at = 1; at <= count; at++) {
      live = balance, fail_at = at, fails_on = on;
      run(false);
      require(refused > 0, "it was not asked for");
      require(live == balance + balance, "memory is lost");
    }
  }
  printf("kernels: each of %zu allocations failed once, and all from it on\n", count);
  return 0;
}
