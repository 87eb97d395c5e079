#include "panels.h"

/// Bytes of panels that a thread keeps at once: a quarter of a usual second-level cache, so that the weights that come
/// next have room beside them.
enum { cached_bytes = 262144 };

/// Up to this many rows the panels are read once or twice, and small units balance the threads better.
enum { few_rows = 64 };

ck_panel_groups ck_group_panels(size_t panels, size_t panel_bytes, size_t rows, size_t threads) {
  if (rows <= few_rows) return (ck_panel_groups){panels, panels};
  const size_t cached = ck_max(1, cached_bytes / panel_bytes);
  const size_t groups = ck_max(ck_divide_up(panels, cached), 3 * threads);
  return (ck_panel_groups){panels, ck_min(panels, ck_round_up(groups, threads))};
}

ck_status ck_check_matrices(const ck_linear *linear, size_t *inputs, size_t *panels) {
  if (linear->matrix_count == 0) return CK_BAD_ARGUMENT;
  const ck_matrix *first = &linear->matrices[0];
  *inputs = first->inputs;
  *panels = 0;
  for (const ck_matrix *matrix = first; matrix < first + linear->matrix_count; matrix++) {
    if (matrix->inputs != first->inputs || !matrix->quantized != !first->quantized) return CK_BAD_ARGUMENT;
    *panels += ck_panels_of(matrix);
  }
  if (*inputs == 0) return CK_BAD_ARGUMENT;
  return *inputs > SIZE_MAX / CK_PANEL / sizeof(float) ? CK_NO_MEMORY : CK_OK;
}
