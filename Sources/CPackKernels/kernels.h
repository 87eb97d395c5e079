/// The kernels of one instruction set, as the operations call them.
#pragma once

#include "CPackKernels.h"

/// Outputs in a packed panel of weights.
#define CK_PANEL 32
/// Most rows that a tile of any instruction set has.
#define CK_MAX_TILE_ROWS 14
/// Quantized inputs that are read together, at most: rows of them are padded to a multiple.
#define CK_RUN 8
/// Quantized inputs that have one scale.
#define CK_GROUP 128
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

/// What quantized weights have lost: sums of squares.
typedef struct ck_loss {
  /// Without the largest of each group, beside which the others could be nothing.
  double weights;
  double differences;
} ck_loss;

/// A block of quantized rows times one panel of quantized weights.
typedef struct ck_int8_tile {
  /// [rows][row_stride bytes]: the values of an instruction set's `quantize_row`.
  const char *rows;
  size_t row_stride;
  /// [rows, groups] each.
  const float *row_scales;
  const int32_t *row_zeros;
  /// A multiple of CK_RUN.
  size_t inputs;
  /// Groups of CK_GROUP inputs, the last perhaps of fewer.
  size_t groups;
  /// Of an instruction set's `quantize_weights`.
  const int8_t *panel;
  /// [groups, CK_PANEL] each.
  const float *weight_scales;
  const int32_t *weight_sums;
  /// Where the result goes, and what is done with it; its input and its panel are not used.
  ck_tile result;
} ck_int8_tile;

typedef void (*ck_int8_tile_function)(const ck_int8_tile *tile);

typedef struct ck_kernels {
  ck_isa isa;
  /// Rows of the tallest tile.
  size_t tile_rows;
  /// By number of rows; the first is unused.
  const ck_tile_function *tiles;
  const ck_int8_tile_function *int8_tiles;
  /// Bytes of a quantized row's value.
  size_t row_value_size;
  /// Quantizes a row and pads it to a multiple of CK_RUN; a scale and a zero for each group.
  void (*quantize_row)(void *to, const float *x, size_t inputs, float *scales, int32_t *zeros);
  /// Quantizes up to CK_PANEL rows [rows, inputs] to a panel; scales and sums are [groups, CK_PANEL].
  ck_loss (*quantize_weights)(int8_t *panel, const float *matrix, size_t rows, size_t inputs, float *scales,
                              int32_t *sums);
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
  void (*rms_norm)(float *y, const float *x, size_t width, const float *scale, float epsilon);
  /// Turns the pairs (x[i], x[i + half]) by angles that are given as cosines and sines, [half] each.
  void (*rotate)(float *x, const float *cosines, const float *sines, size_t half);
  /// y = x, or y += x, converted.
  void (*convert)(float *y, const void *x, ck_dtype dtype, size_t count, bool accumulate);
} ck_kernels;

extern const ck_kernels ck_kernels_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx2;
extern const ck_kernels ck_kernels_avx2_vnni;
extern const ck_kernels ck_kernels_avx512;
extern const ck_kernels ck_kernels_avx512_vnni;
#elif defined(__aarch64__)
extern const ck_kernels ck_kernels_neon_dot;
extern const ck_kernels ck_kernels_neon_i8mm;
#endif

/// The kernels of an instruction set, or NULL when the processor lacks it.
const ck_kernels *ck_kernels_for(ck_isa isa);

static inline size_t ck_dtype_size(ck_dtype dtype) { return dtype == CK_F32 ? 4 : 2; }
static inline size_t ck_divide_up(size_t a, size_t b) { return a / b + (a % b != 0); }
static inline size_t ck_round_up(size_t a, size_t b) { return ck_divide_up(a, b) * b; }
static inline size_t ck_min(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t ck_max(size_t a, size_t b) { return a > b ? a : b; }
