#include "panels.h"

/// The last tiles of a group, among which fetching the next weights is divided: early enough to be there when they are
/// packed, late enough not to be gone again, and no faster than memory gives them.
enum { fetching_tiles = 4 };

/// Products after which a matrix is kept: writing to fresh memory takes about as long as packing for so many.
enum { products_before_keeping = 32 };

typedef struct linear_job {
  const ck_linear *linear;
  const ck_engine *engine;
  const ck_kernels *kernels;
  size_t inputs;
  ck_panel_groups groups;
  size_t threads;
  atomic_size_t next;
} linear_job;

/// Where a panel lies or will lie: among those that are kept, or in the scratch of a thread.
static float *panel_at(const linear_job *job, const ck_panel_place *place, float *scratch) {
  const ck_packed *packed = place->matrix->packed;
  return packed && packed->panels ? packed->panels + place->row * job->inputs : scratch;
}

static bool is_packed(const ck_panel_place *place) { return place->matrix->packed && place->matrix->packed->complete; }

static const char *panel_data(const ck_panel_place *place) {
  const ck_matrix *matrix = place->matrix;
  return (const char *)matrix->data + place->row * matrix->inputs * ck_dtype_size(matrix->dtype);
}

/// Has a tile fetch one of `parts` parts of a panel that this thread will need.
static void fetch_panel(const linear_job *job, ck_tile *tile, size_t panel, size_t part, size_t parts) {
  const ck_panel_place place = ck_find_panel(job->linear, panel);
  const bool packed = is_packed(&place);
  const char *data = packed ? (const char *)panel_at(job, &place, NULL) : panel_data(&place);
  const size_t size = packed ? sizeof(float) : ck_dtype_size(place.matrix->dtype);
  const size_t share = job->inputs * CK_PANEL * size / parts;
  tile->prefetch = data + part * share;
  tile->prefetch_step = share / job->inputs;
}

/// All rows of the input times a group's packed panels.
static void multiply_group(const linear_job *job, float *scratch, size_t group) {
  const ck_linear *linear = job->linear;
  const size_t tiles = ck_divide_up(linear->rows, job->kernels->tile_rows);
  const size_t fetching = ck_min(tiles, fetching_tiles);
  const size_t first = ck_first_panel(&job->groups, group), end = ck_first_panel(&job->groups, group + 1);
  // The group that this thread is likely to take next.
  const size_t next = group + job->threads;
  const size_t next_first = next < job->groups.count ? ck_first_panel(&job->groups, next) : job->groups.panels;
  size_t row = 0;
  for (size_t t = 0; t < tiles; t++) {
    // Tiles of almost equal height: 16 rows are 8 and 8, not 14 and 2.
    const size_t rows = linear->rows / tiles + (t < linear->rows % tiles);
    for (size_t p = first; p < end; p++) {
      const ck_panel_place place = ck_find_panel(linear, p);
      const float *panel = panel_at(job, &place, scratch + (p - first) * job->inputs * CK_PANEL);
      ck_tile tile = ck_result_tile(linear, &place, row);
      tile.input = linear->input + row * linear->input_stride;
      tile.input_stride = linear->input_stride;
      tile.inputs = job->inputs;
      tile.panel = panel;
      tile.prefetch = (const char *)(panel + 1024);
      tile.prefetch_step = CK_PANEL * sizeof(float);
      // While the last tiles run, this thread's next weights come in from memory.
      const size_t later = next_first + (p - first);
      if (t + fetching >= tiles && later < job->groups.panels) fetch_panel(job, &tile, later, t + fetching - tiles, fetching);
      job->kernels->tiles[rows](&tile);
    }
    row += rows;
  }
}

static void run_linear(void *argument, size_t thread) {
  linear_job *job = argument;
  float *scratch = ck_engine_scratch(job->engine, thread);
  for (;;) {
    const size_t group = atomic_fetch_add(&job->next, 1);
    if (group >= job->groups.count) return;
    const size_t first = ck_first_panel(&job->groups, group), end = ck_first_panel(&job->groups, group + 1);
    for (size_t p = first; p < end; p++) {
      const ck_panel_place place = ck_find_panel(job->linear, p);
      if (is_packed(&place)) continue;
      float *panel = panel_at(job, &place, scratch + (p - first) * job->inputs * CK_PANEL);
      job->kernels->pack(panel, panel_data(&place), place.matrix->dtype, job->inputs, place.rows, job->inputs);
    }
    multiply_group(job, scratch, group);
  }
}

/// Begins to keep a matrix that is used often. Without memory for it, it goes on as before.
static void prepare_to_keep(const ck_matrix *matrix) {
  ck_packed *packed = matrix->packed;
  if (!packed || packed->panels || matrix->dtype != CK_F32 || packed->products++ < products_before_keeping) return;
  size_t floats;
  if (__builtin_mul_overflow(ck_panels_of(matrix) * CK_PANEL, matrix->inputs, &floats)) return;
  packed->panels = ck_floats_allocate(floats);
  if (!packed->panels) packed->products = 0;
}

void ck_packed_free(ck_packed *packed) {
  ck_floats_free(packed->panels);
  *packed = (ck_packed){0};
}

ck_status ck_linear_run(ck_engine *engine, const ck_linear *linear) {
  linear_job job = {
      .linear = linear,
      .engine = engine,
      .kernels = ck_engine_kernels(engine),
      .threads = ck_engine_threads(engine),
  };
  const ck_status checked = ck_check_matrices(linear, &job.inputs, &job.groups.panels);
  if (checked != CK_OK || job.groups.panels == 0 || linear->rows == 0) return checked;
  if (linear->matrices[0].quantized) return ck_int8_linear_run(engine, linear, job.inputs, job.groups.panels);
  job.groups = ck_group_panels(job.groups.panels, job.inputs * CK_PANEL * sizeof(float), linear->rows, job.threads);

  size_t floats;
  const size_t columns = ck_divide_up(job.groups.panels, job.groups.count) * CK_PANEL;
  if (__builtin_mul_overflow(job.inputs, columns, &floats)) return CK_NO_MEMORY;
  const ck_status status = ck_engine_reserve(engine, floats);
  if (status != CK_OK) return status;
  for (size_t i = 0; i < linear->matrix_count; i++) prepare_to_keep(&linear->matrices[i]);
  ck_engine_run(engine, run_linear, &job, job.groups.count);
  for (size_t i = 0; i < linear->matrix_count; i++) {
    ck_packed *packed = linear->matrices[i].packed;
    if (packed && packed->panels) packed->complete = true;
  }
  return CK_OK;
}
