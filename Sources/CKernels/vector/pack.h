// Panels: 32 rows of a matrix, transposed, so that a tile reads 32 weights of one input side by side.

#if W == 4
#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define ZIP_HIGH(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#elif W == 8
#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define ZIP_HIGH(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define ZIP_LOW(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define ZIP_HIGH(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#endif

/// Transposes W x W: log2(W) perfect shuffles of the whole square.
INLINE void transpose(V square[W]) {
  UNROLL for (int step = 1; step < W; step *= 2) {
    V zipped[W];
    UNROLL for (int i = 0; i < W / 2; i++) {
      zipped[2 * i] = ZIP_LOW(square[i], square[i + W / 2]);
      zipped[2 * i + 1] = ZIP_HIGH(square[i], square[i + W / 2]);
    }
    UNROLL for (int i = 0; i < W; i++) square[i] = zipped[i];
  }
}

/// W rows into W columns of the panel.
INLINE void pack_rows(float *panel, const char *const row[W], ck_dtype dtype, size_t inputs) {
  const size_t size = ck_dtype_size(dtype);
  for (size_t k = 0; k < inputs; k += W) {
    V square[W];
    const size_t left = inputs - k;
    if (left >= W) {
      UNROLL for (int i = 0; i < W; i++) square[i] = load_stored(row[i] + k * size, dtype);
    } else {
      for (int i = 0; i < W; i++) square[i] = load_stored_first(row[i] + k * size, dtype, left);
    }
    transpose(square);
    if (left >= W) {
      UNROLL for (int i = 0; i < W; i++) store(panel + (k + i) * CK_PANEL, square[i]);
    } else {
      for (size_t i = 0; i < left; i++) store(panel + (k + i) * CK_PANEL, square[i]);
    }
  }
}

INLINE void pack_as(float *panel, const char *matrix, ck_dtype dtype, size_t stride, size_t rows, size_t inputs) {
  for (size_t first = 0; first < CK_PANEL; first += W) {
    const char *row[W];
    for (size_t i = 0; i < W; i++) row[i] = matrix + ck_min(first + i, rows - 1) * stride * ck_dtype_size(dtype);
    pack_rows(panel + first, row, dtype, inputs);
  }
}

static void pack(float *panel, const void *matrix, ck_dtype dtype, size_t stride, size_t rows, size_t inputs) {
  switch (dtype) {
    case CK_F32:
      return pack_as(panel, matrix, CK_F32, stride, rows, inputs);
    case CK_F16:
      return pack_as(panel, matrix, CK_F16, stride, rows, inputs);
    case CK_BF16:
      return pack_as(panel, matrix, CK_BF16, stride, rows, inputs);
  }
}

static void copy_panel(float *panel, const float *matrix, size_t stride, size_t rows, size_t width) {
  for (size_t r = 0; r < rows; r++) {
    for (size_t j = 0; j < CK_PANEL; j += W) {
      V value = width > j ? load_up_to(matrix + r * stride + j, width - j) : splat(0);
      store(panel + r * CK_PANEL + j, value);
    }
  }
}
