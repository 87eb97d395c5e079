#include "engine.h"

/// Floats of packed panels that a thread keeps at once: a quarter of a usual second-level cache, so that the weights
/// that come next have room beside them.
enum { packed_floats = 65536 };

/// Up to this many rows the panels are read once or twice, and small units balance the threads better.
enum { few_rows = 64 };

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
  size_t panels;
  /// Groups of panels, of almost equal size; a thread takes one at a time.
  size_t groups;
  size_t threads;
  atomic_size_t next;
} linear_job;

/// A panel among those of all matrices.
typedef struct panel_place {
  const ck_matrix *matrix;
  /// Its first row in the matrix, and how many rows it has.
  size_t row;
  size_t rows;
  /// Its first column in the output.
  size_t column;
} panel_place;

static size_t panels_of(const ck_matrix *matrix) { return ck_divide_up(matrix->outputs, CK_PANEL); }

static panel_place find_panel(const ck_linear *linear, size_t panel) {
  size_t column = 0;
  const ck_matrix *matrix = linear->matrices;
  for (; panel >= panels_of(matrix); matrix++) {
    panel -= panels_of(matrix);
    column += matrix->outputs;
  }
  const size_t row = panel * CK_PANEL;
  return (panel_place){matrix, row, ck_min(CK_PANEL, matrix->outputs - row), column + row};
}

/// Where a panel lies or will lie: among those that are kept, or in the scratch of a thread.
static float *panel_at(const linear_job *job, const panel_place *place, float *scratch) {
  const ck_packed *packed = place->matrix->packed;
  return packed && packed->panels ? packed->panels + place->row * job->inputs : scratch;
}

static bool is_packed(const panel_place *place) { return place->matrix->packed && place->matrix->packed->complete; }

static const char *panel_data(const panel_place *place) {
  const ck_matrix *matrix = place->matrix;
  return (const char *)matrix->data + place->row * matrix->inputs * ck_dtype_size(matrix->dtype);
}

static size_t first_panel(const linear_job *job, size_t group) {
  const size_t size = job->panels / job->groups, larger = job->panels % job->groups;
  return group * size + ck_min(group, larger);
}

/// Has a tile fetch one of `parts` parts of a panel that this thread will need.
static void fetch_panel(const linear_job *job, ck_tile *tile, size_t panel, size_t part, size_t parts) {
  const panel_place place = find_panel(job->linear, panel);
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
  const size_t first = first_panel(job, group), end = first_panel(job, group + 1);
  // The group that this thread is likely to take next.
  const size_t next = group + job->threads;
  const size_t next_first = next < job->groups ? first_panel(job, next) : job->panels;
  size_t row = 0;
  for (size_t t = 0; t < tiles; t++) {
    // Tiles of almost equal height: 16 rows are 8 and 8, not 14 and 2.
    const size_t rows = linear->rows / tiles + (t < linear->rows % tiles);
    for (size_t p = first; p < end; p++) {
      const panel_place place = find_panel(linear, p);
      const float *panel = panel_at(job, &place, scratch + (p - first) * job->inputs * CK_PANEL);
      ck_tile tile = {
          .input = linear->input + row * linear->input_stride,
          .input_stride = linear->input_stride,
          .inputs = job->inputs,
          .panel = panel,
          .output = linear->output + row * linear->output_stride + place.column,
          .output_stride = linear->output_stride,
          .columns = place.rows,
          .bias = place.matrix->bias ? place.matrix->bias + place.row : NULL,
          .activation = linear->activation,
          .combine = linear->combine,
          .operand_stride = linear->operand_stride,
          .prefetch = (const char *)(panel + 1024),
          .prefetch_step = CK_PANEL * sizeof(float),
      };
      if (linear->combine != CK_REPLACE) tile.operand = linear->operand + row * linear->operand_stride + place.column;
      // While the last tiles run, this thread's next weights come in from memory.
      const size_t later = next_first + (p - first);
      if (t + fetching >= tiles && later < job->panels) fetch_panel(job, &tile, later, t + fetching - tiles, fetching);
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
    if (group >= job->groups) return;
    const size_t first = first_panel(job, group), end = first_panel(job, group + 1);
    for (size_t p = first; p < end; p++) {
      const panel_place place = find_panel(job->linear, p);
      if (is_packed(&place)) continue;
      float *panel = panel_at(job, &place, scratch + (p - first) * job->inputs * CK_PANEL);
      job->kernels->pack(panel, panel_data(&place), place.matrix->dtype, job->inputs, place.rows, job->inputs);
    }
    multiply_group(job, scratch, group);
  }
}

/// As few groups as caches allow, at least three for a thread, and the same number for each.
static size_t groups_of(const linear_job *job, size_t rows) {
  if (rows <= few_rows) return job->panels;
  const size_t cached = ck_max(1, packed_floats / (CK_PANEL * job->inputs));
  const size_t groups = ck_max(ck_divide_up(job->panels, cached), 3 * job->threads);
  return ck_min(job->panels, ck_round_up(groups, job->threads));
}

/// Begins to keep a matrix that is used often. Without memory for it, it goes on as before.
static void prepare_to_keep(const ck_matrix *matrix) {
  ck_packed *packed = matrix->packed;
  if (!packed || packed->panels || matrix->dtype != CK_F32 || packed->products++ < products_before_keeping) return;
  size_t floats;
  if (__builtin_mul_overflow(panels_of(matrix) * CK_PANEL, matrix->inputs, &floats)) return;
  packed->panels = ck_floats_allocate(floats);
  if (!packed->panels) packed->products = 0;
}

void ck_packed_free(ck_packed *packed) {
  ck_floats_free(packed->panels);
  *packed = (ck_packed){0};
}

ck_status ck_linear_run(ck_engine *engine, const ck_linear *linear) {
  if (linear->matrix_count == 0) return CK_BAD_ARGUMENT;
  linear_job job = {
      .linear = linear,
      .engine = engine,
      .kernels = ck_engine_kernels(engine),
      .inputs = linear->matrices[0].inputs,
      .threads = ck_engine_threads(engine),
  };
  for (size_t i = 0; i < linear->matrix_count; i++) {
    if (linear->matrices[i].inputs != job.inputs) return CK_BAD_ARGUMENT;
    job.panels += panels_of(&linear->matrices[i]);
  }
  if (job.inputs == 0) return CK_BAD_ARGUMENT;
  if (job.panels == 0 || linear->rows == 0) return CK_OK;
  if (job.inputs > SIZE_MAX / CK_PANEL) return CK_NO_MEMORY;
  job.groups = groups_of(&job, linear->rows);

  size_t floats;
  const size_t columns = ck_divide_up(job.panels, job.groups) * CK_PANEL;
  if (__builtin_mul_overflow(job.inputs, columns, &floats)) return CK_NO_MEMORY;
  const ck_status status = ck_engine_reserve(engine, floats);
  if (status != CK_OK) return status;
  for (size_t i = 0; i < linear->matrix_count; i++) prepare_to_keep(&linear->matrices[i]);
  ck_engine_run(engine, run_linear, &job, job.groups);
  for (size_t i = 0; i < linear->matrix_count; i++) {
    ck_packed *packed = linear->matrices[i].packed;
    if (packed && packed->panels) packed->complete = true;
  }
  return CK_OK;
}
