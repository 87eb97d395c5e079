/// The kernels of one instruction set, as the operations call them.
#pragma once

#include "CPackKernels.h"

/// Outputs in a packed panel of weights.
#define CK_PANEL 32
/// Most rows that a tile of any instruction set has.
#define CK_MAX_TILE_ROWS 14
/// Lanes in which sums over a row are kept.
#define CK_LANES 16

/// A block of rows times one packed panel.
typedef struct ck_tile {
  const float *input;
  size_t input_stride;
  size_t inputs;
  /// [inputs][CK_PANEL]
  const float *panel;
  float *output;
  size_t output_stride;
  /// Columns of the panel that are written, 1...CK_PANEL.
  size_t columns;
  /// [columns] or NULL.
  const float *bias;
  ck_activation activation;
  ck_combine combine;
  const float *operand;
  size_t operand_stride;
  /// One factor for each row, applied last; or NULL.
  const float *row_scale;
  /// What to bring nearer while computing: an address, and by how many bytes it moves at each input.
  const char *prefetch;
  size_t prefetch_step;
} ck_tile;

/// Multiplies a fixed number of rows with one panel.
typedef void (*ck_tile_function)(const ck_tile *tile);

typedef struct ck_kernels {
  ck_isa isa;
  /// Rows of the tallest tile.
  size_t tile_rows;
  /// By number of rows; the first is unused.
  const ck_tile_function *tiles;
  /// Transposes up to CK_PANEL rows of a stored matrix to [inputs][CK_PANEL]; zeros for missing rows.
  void (*pack)(float *panel, const void *matrix, ck_dtype dtype, size_t stride, size_t rows, size_t inputs);
  /// Copies columns [0, width) of `rows` rows to [rows][CK_PANEL], zeros after the width.
  void (*copy_panel)(float *panel, const float *matrix, size_t stride, size_t rows, size_t width);
  /// y = y * factor + x
  void (*scale_and_add)(float *y, const float *x, size_t count, float factor);
  /// exp((x - max x) * factor) for the values in [begin, end), zeros elsewhere in [0, count), a multiple of CK_PANEL;
  /// returns 1 / the sum.
  float (*softmax)(float *row, size_t begin, size_t end, size_t count, float factor);
  /// scores[i] += keys[b] + queries[b * stride + i], where b = bucket[-i] - lowest; either may be NULL.
  void (*add_by_bucket)(float *scores, size_t count, const int32_t *bucket, int32_t lowest, const float *keys,
                        const float *queries, size_t stride);
  void (*layer_norm)(float *y, const float *x, size_t width, const float *scale, const float *shift, float epsilon);
  /// Turns the pairs (x[i], x[i + half]) by angles that are given as cosines and sines, [half] each.
  void (*rotate)(float *x, const float *cosines, const float *sines, size_t half);
  /// y = x, or y += x, converted.
  void (*convert)(float *y, const void *x, ck_dtype dtype, size_t count, bool accumulate);
} ck_kernels;

extern const ck_kernels ck_kernels_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx2;
extern const ck_kernels ck_kernels_avx512;
#endif

/// The kernels of an instruction set, or NULL when the processor lacks it.
const ck_kernels *ck_kernels_for(ck_isa isa);

static inline size_t ck_dtype_size(ck_dtype dtype) { return dtype == CK_F32 ? 4 : 2; }
static inline size_t ck_divide_up(size_t a, size_t b) { return a / b + (a % b != 0); }
static inline size_t ck_round_up(size_t a, size_t b) { return ck_divide_up(a, b) * b; }
static inline size_t ck_min(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t ck_max(size_t a, size_t b) { return a > b ? a : b; }
