#include "engine.h"

/// Rows that a thread takes at a time.
enum { rows_at_once = 16 };

typedef struct rows_job {
  const void *operation;
  const ck_kernels *kernels;
  size_t rows;
  void (*row)(const struct rows_job *job, size_t row);
  atomic_size_t next;
} rows_job;

static void run_rows(void *argument, size_t thread) {
  (void)thread;
  rows_job *job = argument;
  for (;;) {
    const size_t first = atomic_fetch_add(&job->next, rows_at_once);
    if (first >= job->rows) return;
    const size_t end = ck_min(first + rows_at_once, job->rows);
    for (size_t row = first; row < end; row++) job->row(job, row);
  }
}

/// Few rows are not worth waking a thread.
static void run_job(ck_engine *engine, rows_job *job) {
  ck_engine_run(engine, run_rows, job, job->rows <= 4 * rows_at_once ? 1 : ck_engine_threads(engine));
}

static void normalize_row(const rows_job *job, size_t row) {
  const ck_layer_norm *norm = job->operation;
  job->kernels->layer_norm(norm->output + row * norm->output_stride, norm->input + row * norm->input_stride, norm->width,
                           norm->scale, norm->shift, norm->epsilon);
}

ck_status ck_layer_norm_run(ck_engine *engine, const ck_layer_norm *norm) {
  rows_job job = {
      .operation = norm, .kernels = ck_engine_kernels(engine), .rows = norm->rows, .row = normalize_row};
  run_job(engine, &job);
  return CK_OK;
}

static void scale_row(const rows_job *job, size_t row) {
  const ck_rms_norm *norm = job->operation;
  job->kernels->rms_norm(norm->output + row * norm->output_stride, norm->input + row * norm->input_stride, norm->width,
                         norm->scale, norm->epsilon);
}

ck_status ck_rms_norm_run(ck_engine *engine, const ck_rms_norm *norm) {
  rows_job job = {.operation = norm, .kernels = ck_engine_kernels(engine), .rows = norm->rows, .row = scale_row};
  run_job(engine, &job);
  return CK_OK;
}

static void embed_row(const rows_job *job, size_t row) {
  const ck_embedding *embedding = job->operation;
  float *output = embedding->output + row * embedding->output_stride;
  for (size_t i = 0; i < embedding->table_count; i++) {
    const ck_table *table = &embedding->tables[i];
    const size_t offset = (size_t)table->indices[row] * embedding->width * ck_dtype_size(table->dtype);
    job->kernels->convert(output, (const char *)table->data + offset, table->dtype, embedding->width, i != 0);
  }
}

static bool all_below(const int32_t *indices, size_t count, size_t limit) {
  for (size_t i = 0; i < count; i++) {
    if (indices[i] < 0 || (size_t)indices[i] >= limit) return false;
  }
  return true;
}

ck_status ck_embedding_run(ck_engine *engine, const ck_embedding *embedding) {
  for (size_t i = 0; i < embedding->table_count; i++) {
    const ck_table *table = &embedding->tables[i];
    if (!all_below(table->indices, embedding->rows, table->entries)) return CK_BAD_ARGUMENT;
  }
  rows_job job = {
      .operation = embedding, .kernels = ck_engine_kernels(engine), .rows = embedding->rows, .row = embed_row};
  run_job(engine, &job);
  return CK_OK;
}

static void rotate_row(const rows_job *job, size_t row) {
  const ck_rotary *rotary = job->operation;
  const size_t half = rotary->head_size / 2, angles = (size_t)rotary->indices[row] * half;
  for (size_t head = 0; head < rotary->heads; head++) {
    float *states = rotary->states + row * rotary->stride + head * rotary->head_size;
    job->kernels->rotate(states, rotary->cosines + angles, rotary->sines + angles, half);
  }
}

ck_status ck_rotary_run(ck_engine *engine, const ck_rotary *rotary) {
  if (rotary->head_size % 2 != 0) return CK_BAD_ARGUMENT;
  if (!all_below(rotary->indices, rotary->rows, rotary->positions)) return CK_BAD_ARGUMENT;
  rows_job job = {
      .operation = rotary, .kernels = ck_engine_kernels(engine), .rows = rotary->rows, .row = rotate_row};
  run_job(engine, &job);
  return CK_OK;
}

void ck_convert(const void *source, ck_dtype dtype, size_t count, float *destination) {
  ck_kernels_portable.convert(destination, source, dtype, count, false);
}
