// Panels: 32 rows of a matrix, transposed, so that a tile reads 32 weights of one input side by side.

// The even or odd ones of a pair of vectors: elements inside each 128-bit lane, or whole lanes. No other shuffles are
// as cheap.
#if W == 4
#define EVEN_ELEMENTS(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6)
#define ODD_ELEMENTS(a, b) __builtin_shufflevector(a, b, 1, 3, 5, 7)
#elif W == 8
#define EVEN_ELEMENTS(a, b) __builtin_shufflevector(a, b, 0, 2, 8, 10, 4, 6, 12, 14)
#define ODD_ELEMENTS(a, b) __builtin_shufflevector(a, b, 1, 3, 9, 11, 5, 7, 13, 15)
#define EVEN_LANES(a, b) __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define ODD_LANES(a, b) __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#else
#define EVEN_ELEMENTS(a, b) \
  __builtin_shufflevector(a, b, 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30)
#define ODD_ELEMENTS(a, b) \
  __builtin_shufflevector(a, b, 1, 3, 17, 19, 5, 7, 21, 23, 9, 11, 25, 27, 13, 15, 29, 31)
#define EVEN_LANES(a, b) \
  __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27)
#define ODD_LANES(a, b) \
  __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31)
#endif

/// Transposes 4 x 4 elements in each lane of four vectors.
INLINE void transpose_elements(V v[4]) {
  UNROLL for (int step = 0; step < 2; step++) {
    V even[2] = {EVEN_ELEMENTS(v[0], v[1]), EVEN_ELEMENTS(v[2], v[3])};
    V odd[2] = {ODD_ELEMENTS(v[0], v[1]), ODD_ELEMENTS(v[2], v[3])};
    v[0] = even[0], v[1] = even[1], v[2] = odd[0], v[3] = odd[1];
  }
}

/// Transposes W x W: the elements of each 4 x 4 block, then the blocks, which are the lanes.
INLINE void transpose(V square[W]) {
  UNROLL for (int i = 0; i < W; i += 4) transpose_elements(square + i);
#if W > 4
  UNROLL for (int step = 4; step < W; step *= 2) {
    V sorted[W];
    UNROLL for (int i = 0; i < W / 2; i++) {
      const int first = i / 4 * 8 + i % 4;
      sorted[i] = EVEN_LANES(square[first], square[first + 4]);
      sorted[i + W / 2] = ODD_LANES(square[first], square[first + 4]);
    }
    UNROLL for (int i = 0; i < W; i++) square[i] = sorted[i];
  }
#endif
}

/// W rows of W inputs.
INLINE void pack_square(float *panel, const char *at, ck_dtype dtype, size_t stride) {
  V square[W];
  UNROLL for (int i = 0; i < W; i++) square[i] = load_stored(at + i * stride, dtype);
  transpose(square);
  UNROLL for (int i = 0; i < W; i++) store(panel + i * CK_PANEL, square[i]);
}

/// Up to W rows of up to W inputs; zeros for missing rows.
static void pack_part(float *panel, const char *at, ck_dtype dtype, size_t stride, size_t rows, size_t inputs) {
  V square[W];
  for (size_t i = 0; i < W; i++) square[i] = i < rows ? load_stored_first(at + i * stride, dtype, inputs) : splat(0);
  transpose(square);
  for (size_t i = 0; i < ck_min(inputs, W); i++) store(panel + i * CK_PANEL, square[i]);
}

INLINE void pack_as(float *panel, const char *matrix, ck_dtype dtype, size_t stride, size_t rows, size_t inputs) {
  const size_t size = ck_dtype_size(dtype), step = stride * size;
  for (size_t first = 0; first < CK_PANEL; first += W) {
    const char *at = matrix + ck_min(first, rows) * step;
    const size_t there = rows - ck_min(first, rows), whole = there >= W ? inputs / W * W : 0;
    for (size_t k = 0; k < whole; k += W) pack_square(panel + k * CK_PANEL + first, at + k * size, dtype, step);
    for (size_t k = whole; k < inputs; k += W) {
      pack_part(panel + k * CK_PANEL + first, at + k * size, dtype, step, there, inputs - k);
    }
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
