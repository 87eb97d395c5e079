// The product of a block of rows with a panel. Each output is one chain of multiply-adds over the inputs in
// ascending order, whatever the height of the tile. What follows the product happens in registers; only an
// activation, which needs registers of its own, and an incomplete panel go through memory.

typedef V Sums[TILE_ROWS][TILE_VECTORS];

enum { tile_columns = W * TILE_VECTORS };

INLINE void multiply(const ck_tile *t, size_t first, const int rows, Sums sum) {
  const size_t stride = t->input_stride, step = t->prefetch_step;
  const float *input = t->input, *panel = t->panel + first;
  const char *ahead = t->prefetch;
  UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < TILE_VECTORS; j++) sum[i][j] = splat(0);
  for (size_t k = 0; k < t->inputs; k++, panel += CK_PANEL, ahead += step) {
    if (first == 0) {
      __builtin_prefetch(ahead);
      __builtin_prefetch(ahead + 64);
    }
    V weight[TILE_VECTORS];
    UNROLL for (int j = 0; j < TILE_VECTORS; j++) weight[j] = load(panel + j * W);
    UNROLL for (int i = 0; i < rows; i++) {
      const float x = input[i * stride + k];
      UNROLL for (int j = 0; j < TILE_VECTORS; j++) sum[i][j] += x * weight[j];
    }
  }
}

/// What follows a product without activation, for all columns of the tile.
INLINE void finish_sums(const ck_tile *t, size_t first, const int rows, Sums sum) {
  if (t->bias) {
    UNROLL for (int j = 0; j < TILE_VECTORS; j++) {
      const V bias = load(t->bias + first + j * W);
      UNROLL for (int i = 0; i < rows; i++) sum[i][j] += bias;
    }
  }
  UNROLL for (int i = 0; i < rows; i++) {
    const float *operand = t->operand + i * t->operand_stride + first;
    UNROLL for (int j = 0; j < TILE_VECTORS; j++) {
      V x = sum[i][j];
      if (t->combine == CK_ADD) x += load(operand + j * W);
      if (t->combine == CK_MULTIPLY) x *= load(operand + j * W);
      if (t->row_scale) x *= t->row_scale[i];
      store(t->output + i * t->output_stride + first + j * W, x);
    }
  }
}

/// What follows a product, for up to `columns` columns of sums in memory.
INLINE void finish_as(const ck_tile *t, const float *block, size_t rows, size_t first, size_t columns,
                      ck_activation activation) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < columns; j += W) {
      const size_t left = columns - j, at = first + j;
      V x = load(block + i * tile_columns + j);
      if (t->bias) x += load_up_to(t->bias + at, left);
      x = activate(x, activation);
      if (t->combine != CK_REPLACE) {
        V operand = load_up_to(t->operand + i * t->operand_stride + at, left);
        x = t->combine == CK_ADD ? x + operand : x * operand;
      }
      if (t->row_scale) x *= t->row_scale[i];
      store_up_to(t->output + i * t->output_stride + at, x, left);
    }
  }
}

static void finish(const ck_tile *t, const float *block, size_t rows, size_t first, size_t columns) {
  switch (t->activation) {
    case CK_IDENTITY:
      return finish_as(t, block, rows, first, columns, CK_IDENTITY);
    case CK_GELU_ERF:
      return finish_as(t, block, rows, first, columns, CK_GELU_ERF);
    case CK_GELU_TANH:
      return finish_as(t, block, rows, first, columns, CK_GELU_TANH);
    case CK_RELU:
      return finish_as(t, block, rows, first, columns, CK_RELU);
    case CK_SILU:
      return finish_as(t, block, rows, first, columns, CK_SILU);
    case CK_TANH:
      return finish_as(t, block, rows, first, columns, CK_TANH);
  }
}

/// A row of the panel's width: asked for before the product, it is there after it.
INLINE void prefetch_panel_row(const float *at) {
  __builtin_prefetch(at);
  __builtin_prefetch(at + CK_PANEL / 2);
}

INLINE void prefetch_operand(const ck_tile *t, const int rows) {
  if (t->combine == CK_REPLACE) return;
  for (int i = 0; i < rows; i++) prefetch_panel_row(t->operand + i * t->operand_stride);
}

/// What follows a product, for the columns of a tile from `first`.
INLINE void finish_tile(const ck_tile *t, size_t first, const int rows, Sums sum) {
  const size_t columns = ck_min(t->columns - first, tile_columns);
  if (t->activation == CK_IDENTITY && columns == tile_columns) {
    finish_sums(t, first, rows, sum);
  } else {
    float block[TILE_ROWS * tile_columns];
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int j = 0; j < TILE_VECTORS; j++)
      store(block + i * tile_columns + j * W, sum[i][j]);
    finish(t, block, rows, first, columns);
  }
}

INLINE void run_tile(const ck_tile *t, const int rows) {
  prefetch_operand(t, rows);
  for (size_t first = 0; first < t->columns; first += tile_columns) {
    Sums sum;
    multiply(t, first, rows, sum);
    finish_tile(t, first, rows, sum);
  }
}

// X for each height of a tile.
#if TILE_ROWS > 6
#define EACH_HEIGHT(X) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14)
#else
#define EACH_HEIGHT(X) X(1) X(2) X(3) X(4) X(5) X(6)
#endif

#define TILE(ROWS) \
  static void tile_##ROWS(const ck_tile *t) { run_tile(t, ROWS); }

EACH_HEIGHT(TILE)

#define TILE_NAME(ROWS) tile_##ROWS,
static const ck_tile_function tiles[TILE_ROWS + 1] = {NULL, EACH_HEIGHT(TILE_NAME)};
