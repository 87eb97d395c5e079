#include "panels.h"

#include <math.h>
#include <stdlib.h>

/// Rows that a thread quantizes at a time.
enum { rows_at_once = 16 };

typedef struct int8_job {
  const ck_linear *linear;
  const ck_kernels *kernels;
  size_t inputs;
  /// The inputs, rounded up to a multiple of CK_RUN.
  size_t padded;
  /// Scales of a row: one for each group of inputs.
  size_t scales;
  ck_panel_groups groups;
  /// [rows][row_stride bytes], and what gives the values back, [rows, scales] each; in the shared memory.
  char *rows;
  size_t row_stride;
  float *row_scales;
  int32_t *row_zeros;
  atomic_size_t next;
} int8_job;

static void quantize_rows(void *argument, size_t thread) {
  (void)thread;
  int8_job *job = argument;
  const ck_linear *linear = job->linear;
  for (;;) {
    const size_t first = atomic_fetch_add(&job->next, rows_at_once);
    if (first >= linear->rows) return;
    for (size_t row = first; row < ck_min(first + rows_at_once, linear->rows); row++) {
      const size_t place = row * job->scales;
      job->kernels->quantize_row(job->rows + row * job->row_stride, linear->input + row * linear->input_stride, job->inputs,
                                 job->row_scales + place, job->row_zeros + place);
    }
  }
}

/// Some rows of the input times a panel.
static void multiply_panel(const int8_job *job, size_t panel, size_t row, size_t rows) {
  const ck_linear *linear = job->linear;
  const ck_panel_place place = ck_find_panel(linear, panel);
  const ck_quantized *weights = place.matrix->quantized;
  const ck_int8_tile tile = {
      .rows = job->rows + row * job->row_stride,
      .row_stride = job->row_stride,
      .row_scales = job->row_scales + row * job->scales,
      .row_zeros = job->row_zeros + row * job->scales,
      .inputs = job->padded,
      .groups = job->scales,
      .panel = weights->panels + place.row * job->padded,
      .weight_scales = weights->scales + place.row * job->scales,
      .weight_sums = weights->sums + place.row * job->scales,
      .result = ck_result_tile(linear, &place, row),
  };
  job->kernels->int8_tiles[rows](&tile);
}

static void multiply_groups(void *argument, size_t thread) {
  (void)thread;
  int8_job *job = argument;
  const size_t all = job->linear->rows, tiles = ck_divide_up(all, job->kernels->tile_rows);
  for (;;) {
    const size_t group = atomic_fetch_add(&job->next, 1);
    if (group >= job->groups.count) return;
    const size_t first = ck_first_panel(&job->groups, group), end = ck_first_panel(&job->groups, group + 1);
    size_t row = 0;
    for (size_t t = 0; t < tiles; t++) {
      const size_t rows = all / tiles + (t < all % tiles);
      for (size_t panel = first; panel < end; panel++) multiply_panel(job, panel, row, rows);
      row += rows;
    }
  }
}

/// Divides the shared memory among the rows and what gives their values back.
static ck_status place_rows(ck_engine *engine, int8_job *job) {
  const size_t line = 64, rows = ck_round_up(job->linear->rows, line / sizeof(float));
  size_t bytes, scales, floats;
  if (__builtin_mul_overflow(job->padded, job->kernels->row_value_size, &bytes)) return CK_NO_MEMORY;
  // Rows a multiple of 4096 bytes apart would share few lines of the first-level cache.
  job->row_stride = ck_round_up(bytes, line) + line;
  if (__builtin_mul_overflow(job->row_stride, rows, &bytes)) return CK_NO_MEMORY;
  if (__builtin_mul_overflow(job->scales, rows, &scales)) return CK_NO_MEMORY;
  if (__builtin_add_overflow(bytes / sizeof(float), 2 * scales, &floats)) return CK_NO_MEMORY;
  const ck_status status = ck_engine_reserve_shared(engine, floats);
  if (status != CK_OK) return status;
  float *shared = ck_engine_shared(engine);
  job->rows = (char *)shared;
  job->row_scales = shared + bytes / sizeof(float);
  job->row_zeros = (int32_t *)(job->row_scales + scales);
  return CK_OK;
}

ck_status ck_int8_linear_run(ck_engine *engine, const ck_linear *linear, size_t inputs, size_t panels) {
  const size_t threads = ck_engine_threads(engine);
  int8_job job = {
      .linear = linear,
      .kernels = ck_engine_kernels(engine),
      .inputs = inputs,
      .padded = ck_round_up(inputs, CK_RUN),
      .scales = ck_divide_up(inputs, CK_GROUP),
  };
  job.groups = ck_group_panels(panels, job.padded * CK_PANEL, linear->rows, threads);
  const ck_status status = place_rows(engine, &job);
  if (status != CK_OK) return status;
  // Few rows are not worth waking a thread.
  ck_engine_run(engine, quantize_rows, &job, linear->rows <= 2 * rows_at_once ? 1 : threads);
  atomic_store(&job.next, 0);
  ck_engine_run(engine, multiply_groups, &job, job.groups.count);
  return CK_OK;
}

typedef struct quantize_job {
  const ck_matrix *matrix;
  const ck_engine *engine;
  const ck_kernels *kernels;
  ck_quantized *result;
  /// [panels]
  ck_loss *losses;
  atomic_size_t next;
} quantize_job;

static void quantize_panels(void *argument, size_t thread) {
  quantize_job *job = argument;
  const ck_matrix *matrix = job->matrix;
  const size_t padded = ck_round_up(matrix->inputs, CK_RUN), scales = ck_divide_up(matrix->inputs, CK_GROUP);
  const size_t size = ck_dtype_size(matrix->dtype);
  float *rows = ck_engine_scratch(job->engine, thread);
  for (;;) {
    const size_t first = atomic_fetch_add(&job->next, CK_PANEL);
    if (first >= matrix->outputs) return;
    const size_t count = ck_min(CK_PANEL, matrix->outputs - first);
    const char *data = (const char *)matrix->data + first * matrix->inputs * size;
    job->kernels->convert(rows, data, matrix->dtype, count * matrix->inputs, false);
    job->losses[first / CK_PANEL] = job->kernels->quantize_weights(
        job->result->panels + first * padded, rows, count, matrix->inputs, job->result->scales + first * scales,
        job->result->sums + first * scales);
  }
}

ck_status ck_quantize(ck_engine *engine, const ck_matrix *matrix, ck_quantized *quantized) {
  *quantized = (ck_quantized){0};
  if (matrix->inputs == 0 || matrix->outputs == 0) return CK_BAD_ARGUMENT;
  const size_t outputs = ck_round_up(matrix->outputs, CK_PANEL), padded = ck_round_up(matrix->inputs, CK_RUN);
  size_t bytes, scales, floats, all;
  if (padded < matrix->inputs || outputs < matrix->outputs) return CK_NO_MEMORY;
  if (__builtin_mul_overflow(outputs, padded, &bytes)) return CK_NO_MEMORY;
  if (__builtin_mul_overflow(outputs, 2 * ck_divide_up(matrix->inputs, CK_GROUP), &scales)) return CK_NO_MEMORY;
  if (__builtin_add_overflow(scales, bytes / sizeof(float), &all)) return CK_NO_MEMORY;
  if (__builtin_mul_overflow(matrix->inputs, CK_PANEL, &floats)) return CK_NO_MEMORY;
  if (ck_engine_reserve(engine, floats) != CK_OK) return CK_NO_MEMORY;
  // Three arrays in one piece of memory: what has no room fails at once, and one call frees it.
  float *memory = ck_floats_allocate(all);
  if (!memory) return CK_NO_MEMORY;
  quantized->scales = memory;
  quantized->sums = (int32_t *)(memory + scales / 2);
  quantized->panels = (int8_t *)(memory + scales);
  const size_t panels = outputs / CK_PANEL;
  quantize_job job = {.matrix = matrix, .engine = engine, .kernels = ck_engine_kernels(engine), .result = quantized};
  job.losses = calloc(panels, sizeof *job.losses);
  if (!job.losses) {
    ck_quantized_free(quantized);
    return CK_NO_MEMORY;
  }
  ck_engine_run(engine, quantize_panels, &job, panels);
  // In one order, whatever thread came first.
  ck_loss loss = {0};
  for (size_t i = 0; i < panels; i++) {
    loss.weights += job.losses[i].weights;
    loss.differences += job.losses[i].differences;
  }
  free(job.losses);
  quantized->loss = loss.differences == 0 ? 0 : (float)sqrt(loss.differences / loss.weights);
  return CK_OK;
}

void ck_quantized_free(ck_quantized *quantized) {
  ck_floats_free(quantized->scales);
  *quantized = (ck_quantized){0};
}
