/// How the panels of a product's matrices are numbered and shared out.
#pragma once

#include "engine.h"

/// Panels in groups of almost equal size; a thread takes one group at a time.
typedef struct ck_panel_groups {
  size_t panels;
  size_t count;
} ck_panel_groups;

/// A panel among those of all matrices.
typedef struct ck_panel_place {
  const ck_matrix *matrix;
  /// Its first row in the matrix, and how many rows it has.
  size_t row;
  size_t rows;
  /// Its first column in the output.
  size_t column;
} ck_panel_place;

static inline size_t ck_panels_of(const ck_matrix *matrix) { return ck_divide_up(matrix->outputs, CK_PANEL); }

static inline ck_panel_place ck_find_panel(const ck_linear *linear, size_t panel) {
  size_t column = 0;
  const ck_matrix *matrix = linear->matrices;
  for (; panel >= ck_panels_of(matrix); matrix++) {
    panel -= ck_panels_of(matrix);
    column += matrix->outputs;
  }
  const size_t row = panel * CK_PANEL;
  return (ck_panel_place){matrix, row, ck_min(CK_PANEL, matrix->outputs - row), column + row};
}

/// The first panel of a group.
static inline size_t ck_first_panel(const ck_panel_groups *groups, size_t group) {
  const size_t size = groups->panels / groups->count, larger = groups->panels % groups->count;
  return group * size + ck_min(group, larger);
}

/// What becomes of the product of the rows from `row` with a panel.
static inline ck_tile ck_result_tile(const ck_linear *linear, const ck_panel_place *place, size_t row) {
  ck_tile tile = {
      .output = linear->output + row * linear->output_stride + place->column,
      .output_stride = linear->output_stride,
      .columns = place->rows,
      .bias = place->matrix->bias ? place->matrix->bias + place->row : NULL,
      .activation = linear->activation,
      .combine = linear->combine,
      .operand_stride = linear->operand_stride,
  };
  if (linear->combine != CK_REPLACE) tile.operand = linear->operand + row * linear->operand_stride + place->column;
  return tile;
}

/// As few groups as caches allow, at least three for a thread, and the same number for each.
ck_panel_groups ck_group_panels(size_t panels, size_t panel_bytes, size_t rows, size_t threads);

/// The inputs of a product's matrices and the number of their panels; CK_BAD_ARGUMENT for matrices that do not go together.
ck_status ck_check_matrices(const ck_linear *linear, size_t *inputs, size_t *panels);

/// Runs a product whose matrices are all quantized.
ck_status ck_int8_linear_run(ck_engine *engine, const ck_linear *linear, size_t inputs, size_t panels);
