/// Products with the weights of a checkpoint, in float and in whole numbers of 8 bits.
#pragma once

#include "ck_engine.h"

#ifdef __cplusplus
extern "C" {
#endif

/// A matrix in the order in which products read it, kept from one product to the next. All zeros at first; it belongs to the
/// caller, who lets one operation at a time use it.
typedef struct ck_packed {
  /// Products that have packed the matrix for themselves alone.
  size_t products;
  /// [outputs / 32, rounded up][inputs][32], or NULL as long as the matrix is not kept.
  float *panels;
  /// Whether all panels are there.
  bool complete;
} ck_packed;

/// Frees what is kept; all zeros again.
void ck_packed_free(ck_packed *packed);

/// A matrix in whole numbers of -127...127, in groups of 128 inputs: weight = scale of its output and group * number. Made
/// by ck_quantize for the instruction set of an engine, and read by engines of the same.
typedef struct ck_quantized {
  /// [outputs / 32, rounded up][inputs, rounded up to 8][32], in the order of a tile.
  int8_t *panels;
  /// [outputs / 32, rounded up][groups][32]
  float *scales;
  /// As the scales: the sums of the numbers.
  int32_t *sums;
  /// The root mean square of what the weights have lost, as a share of that of all but the largest of each group; NaN where
  /// one is NaN or infinite.
  float loss;
} ck_quantized;

/// A weight matrix as a checkpoint stores it.
typedef struct ck_matrix {
  /// [outputs, inputs], without gaps.
  const void *data;
  ck_dtype dtype;
  size_t outputs;
  size_t inputs;
  /// [outputs], or NULL.
  const float *bias;
  /// Where a matrix of floats is kept once enough products have used it; NULL: every product packs it again.
  ck_packed *packed;
  /// The matrix in whole numbers, which is read instead of `data`; NULL: floats. All matrices of a product or none.
  const ck_quantized *quantized;
} ck_matrix;

/// Quantizes a matrix: the largest weight of an output's group is 127. A NaN or an infinity
/// makes its outputs NaN. The result is to be freed.
ck_status ck_quantize(ck_engine *engine, const ck_matrix *matrix, ck_quantized *quantized);

/// Frees what ck_quantize has made; all zeros again.
void ck_quantized_free(ck_quantized *quantized);

/// y = activation(x W^T + b), then `+ operand` or `* operand`. The outputs of several matrices stand side by side.
typedef struct ck_linear {
  /// [rows, inputs]
  const float *input;
  size_t input_stride;
  size_t rows;
  /// [matrix_count], all with the same number of inputs.
  const ck_matrix *matrices;
  size_t matrix_count;
  /// [rows, sum of outputs]; may be `operand`, not `input`.
  float *output;
  size_t output_stride;
  ck_activation activation;
  ck_combine combine;
  /// [rows, sum of outputs], read unless `combine` is CK_REPLACE.
  const float *operand;
  size_t operand_stride;
} ck_linear;

/// Runs a product.
///
/// With quantized matrices each group of a row is quantized as well, to 0...255 around a zero of its own; the products of a
/// group and their sum are exact, and the rest is in float. The product has the same bits with every instruction set; an
/// activation has those of the instruction set, as ever.
ck_status ck_linear_run(ck_engine *engine, const ck_linear *linear);

#ifdef __cplusplus
}
#endif
