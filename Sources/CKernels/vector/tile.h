// The product of a block of rows with a panel. Each output is one chain of multiply-adds over the inputs in
// ascending order, whatever the height of the tile.

/// Bias, activation, operand and row factor, on the way from the accumulators to the output.
static void finish(const ck_tile *t, const float *block, size_t rows, size_t first, size_t columns) {
  for (size_t i = 0; i < rows; i++) {
    for (size_t j = 0; j < columns; j += W) {
      const size_t left = columns - j, at = first + j;
      V x = load(block + i * W * TILE_VECTORS + j);
      if (t->bias) x += load_up_to(t->bias + at, left);
      x = activate(x, t->activation);
      if (t->combine != CK_REPLACE) {
        V operand = load_up_to(t->operand + i * t->operand_stride + at, left);
        x = t->combine == CK_ADD ? x + operand : x * operand;
      }
      if (t->row_scale) x *= t->row_scale[i];
      store_up_to(t->output + i * t->output_stride + at, x, left);
    }
  }
}

INLINE bool stores_plainly(const ck_tile *t) {
  return t->columns == CK_PANEL && !t->bias && t->activation == CK_IDENTITY && t->combine == CK_REPLACE && !t->row_scale;
}

/// A row of the panel's width: asked for before the product, it is there after it.
INLINE void prefetch_panel_row(const float *at) {
  __builtin_prefetch(at);
  __builtin_prefetch(at + CK_PANEL / 2);
}

#define TILE(ROWS)                                                                                    \
  static void tile_##ROWS(const ck_tile *t) {                                                         \
    const size_t stride = t->input_stride, inputs = t->inputs, step = t->prefetch_step;               \
    const bool plain = stores_plainly(t);                                                             \
    if (t->combine != CK_REPLACE)                                                                     \
      for (int i = 0; i < ROWS; i++) prefetch_panel_row(t->operand + i * t->operand_stride);          \
    for (size_t first = 0; first < t->columns; first += W * TILE_VECTORS) {                           \
      const float *input = t->input, *panel = t->panel + first;                                       \
      const char *ahead = t->prefetch;                                                                \
      V sum[ROWS][TILE_VECTORS];                                                                      \
      UNROLL for (int i = 0; i < ROWS; i++) UNROLL for (int j = 0; j < TILE_VECTORS; j++)             \
        sum[i][j] = splat(0);                                                                         \
      for (size_t k = 0; k < inputs; k++, panel += CK_PANEL, ahead += step) {                         \
        V weight[TILE_VECTORS];                                                                       \
        if (first == 0) {                                                                             \
          __builtin_prefetch(ahead);                                                                  \
          __builtin_prefetch(ahead + 64);                                                             \
        }                                                                                             \
        UNROLL for (int j = 0; j < TILE_VECTORS; j++) weight[j] = load(panel + j * W);                \
        UNROLL for (int i = 0; i < ROWS; i++) {                                                       \
          const float x = input[i * stride + k];                                                      \
          UNROLL for (int j = 0; j < TILE_VECTORS; j++) sum[i][j] += x * weight[j];                   \
        }                                                                                             \
      }                                                                                               \
      if (plain) {                                                                                    \
        float *output = t->output + first;                                                            \
        UNROLL for (int i = 0; i < ROWS; i++) UNROLL for (int j = 0; j < TILE_VECTORS; j++)           \
          store(output + i * t->output_stride + j * W, sum[i][j]);                                    \
      } else {                                                                                        \
        float block[ROWS * TILE_VECTORS * W];                                                         \
        UNROLL for (int i = 0; i < ROWS; i++) UNROLL for (int j = 0; j < TILE_VECTORS; j++)           \
          store(block + (i * TILE_VECTORS + j) * W, sum[i][j]);                                       \
        finish(t, block, ROWS, first, ck_min(t->columns - first, W *TILE_VECTORS));                   \
      }                                                                                               \
    }                                                                                                 \
  }

TILE(1) TILE(2) TILE(3) TILE(4) TILE(5) TILE(6)
#if TILE_ROWS > 6
TILE(7) TILE(8) TILE(9) TILE(10) TILE(11) TILE(12) TILE(13) TILE(14)
#endif

static const ck_tile_function tiles[TILE_ROWS + 1] = {
    NULL, tile_1, tile_2, tile_3, tile_4, tile_5, tile_6,
#if TILE_ROWS > 6
    tile_7, tile_8, tile_9, tile_10, tile_11, tile_12, tile_13, tile_14,
#endif
};
