/// Kernels of a transformer encoder: matrix products, attention, layer norm, embeddings.
///
/// Every operation runs on an engine, which owns the threads, their scratch memory and the choice of the
/// instruction set. Matrices are row-major; a stride is the distance of two rows in elements. Weights may lie at
/// any address, aligned or not. All arithmetic is in float.
///
/// Results do not depend on the number of threads, nor on which other rows are computed in the same call: an output
/// of a product is one chain of additions over its inputs in ascending order, and sums over a row are kept in
/// sixteen lanes by index, whatever the width of the instruction set.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What an operation reports.
typedef enum ck_status {
  CK_OK = 0,
  /// Memory or a thread could not be had.
  CK_NO_MEMORY,
  /// The processor lacks the instruction set that was asked for.
  CK_NOT_SUPPORTED,
  /// An index lies outside its table, or a size is impossible.
  CK_BAD_ARGUMENT,
} ck_status;

/// Instruction sets with kernels of their own.
typedef enum ck_isa {
  /// The fastest that the processor has.
  CK_ISA_BEST = 0,
  /// 128-bit vectors in portable C: SSE2 on x86-64, NEON on arm64.
  CK_ISA_PORTABLE,
  /// AVX2 with FMA.
  CK_ISA_AVX2,
  /// AVX2 with FMA and AVX-VNNI, which sums four products of bytes at once.
  CK_ISA_AVX2_VNNI,
  /// AVX-512 F, BW, DQ, VL.
  CK_ISA_AVX512,
  /// The same with VNNI.
  CK_ISA_AVX512_VNNI,
  /// NEON with its dot product of bytes.
  CK_ISA_NEON_DOT,
  /// The same with its product of matrices of bytes (I8MM).
  CK_ISA_NEON_I8MM,
} ck_isa;

/// How a weight is stored.
typedef enum ck_dtype { CK_F32 = 0, CK_F16, CK_BF16 } ck_dtype;

/// Element-wise functions that an operation can apply to its result.
typedef enum ck_activation {
  CK_IDENTITY = 0,
  /// x/2 (1 + erf(x/sqrt 2))
  CK_GELU_ERF,
  /// x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))
  CK_GELU_TANH,
  CK_RELU,
  CK_SILU,
  CK_TANH,
} ck_activation;

/// How the operand of a product joins its result.
typedef enum ck_combine { CK_REPLACE = 0, CK_ADD, CK_MULTIPLY } ck_combine;

/// Threads, scratch memory and kernels. One operation at a time may run on an engine.
typedef struct ck_engine ck_engine;

/// Whether this processor can run the instruction set.
bool ck_isa_supported(ck_isa isa);

/// Creates an engine.
///
/// @param threads number of threads, the caller's included; values below 1 count as 1.
/// @param isa the instruction set to use.
/// @param engine receives the engine; NULL on failure.
ck_status ck_engine_create(size_t threads, ck_isa isa, ck_engine **engine);

/// Stops the threads and frees everything. NULL is allowed.
void ck_engine_destroy(ck_engine *engine);

/// The instruction set that the engine uses; never CK_ISA_BEST.
ck_isa ck_engine_isa(const ck_engine *engine);

/// Number of threads, the caller's included.
size_t ck_engine_threads(const ck_engine *engine);

/// Number of its threads that sleep for lack of work; they do so soon after an operation.
size_t ck_engine_sleeping(ck_engine *engine);

/// Allocates `count` floats, aligned to a cache line, not initialised; NULL when there is no memory.
float *ck_floats_allocate(size_t count);

/// Frees what ck_floats_allocate gave.
void ck_floats_free(float *floats);

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

/// Disentangled attention's vectors of relative positions (He et al. 2021), by bucket of the distance query - key. To a
/// score is added query . key_of(bucket) and key . query_of(bucket), with the factor of the scores.
typedef struct ck_relative_positions {
  /// [bucket_count, heads * head_size], or NULL.
  const float *keys;
  /// [bucket_count, heads * head_size], or NULL.
  const float *queries;
  size_t stride;
  size_t bucket_count;
  /// [2 * reach + 1]: the bucket of each distance from -reach to reach, which must cover the longest sequence.
  const int32_t *buckets;
  size_t reach;
} ck_relative_positions;

/// Scaled dot-product attention over sequences that lie one after another in the same rows.
typedef struct ck_attention {
  /// [rows, heads * head_size], and [rows, key_heads * head_size] for keys and values, all with one stride.
  const float *query;
  const float *key;
  const float *value;
  size_t stride;
  size_t heads;
  /// Heads of keys and of values, each shared by heads / key_heads neighbouring heads of queries; 0 for as many as `heads`.
  size_t key_heads;
  size_t head_size;
  /// [sequences + 1]: the first row of each sequence, and the end of the last.
  const size_t *starts;
  size_t sequences;
  /// Factor of the scores.
  float scale;
  /// Keys further away than this many positions are not seen; SIZE_MAX for none such.
  size_t window;
  /// Added to the scores by head and distance (key - query), or NULL: [heads, 2 * bias_reach + 1], zero distance in the
  /// middle; distances beyond the reach take the outermost value.
  const float *distance_bias;
  size_t bias_reach;
  /// NULL for none.
  const ck_relative_positions *relative;
  /// [rows, heads * head_size]
  float *output;
  size_t output_stride;
} ck_attention;

/// Runs attention.
ck_status ck_attention_run(ck_engine *engine, const ck_attention *attention);

/// y = (x - mean) / sqrt(variance + epsilon) * scale + shift, row by row.
typedef struct ck_layer_norm {
  /// [rows, width]
  const float *input;
  size_t input_stride;
  size_t rows;
  size_t width;
  /// [width]
  const float *scale;
  /// [width], or NULL.
  const float *shift;
  float epsilon;
  /// [rows, width]; may be `input`.
  float *output;
  size_t output_stride;
} ck_layer_norm;

/// Runs a layer norm.
ck_status ck_layer_norm_run(ck_engine *engine, const ck_layer_norm *norm);

/// y = x / sqrt(mean of x^2 + epsilon) * scale, row by row (Zhang and Sennrich 2019).
typedef struct ck_rms_norm {
  /// [rows, width]
  const float *input;
  size_t input_stride;
  size_t rows;
  size_t width;
  /// [width]
  const float *scale;
  float epsilon;
  /// [rows, width]; may be `input`.
  float *output;
  size_t output_stride;
} ck_rms_norm;

/// Runs a norm by the root of the mean square.
ck_status ck_rms_norm_run(ck_engine *engine, const ck_rms_norm *norm);

/// A table of vectors as a checkpoint stores it, and which of them each row takes.
typedef struct ck_table {
  /// [entries, width], without gaps.
  const void *data;
  ck_dtype dtype;
  size_t entries;
  /// [rows]: the entry of each row.
  const int32_t *indices;
} ck_table;

/// Each row is the sum of one entry of each table, in the tables' order.
typedef struct ck_embedding {
  const ck_table *tables;
  size_t table_count;
  size_t width;
  size_t rows;
  /// [rows, width]
  float *output;
  size_t output_stride;
} ck_embedding;

/// Runs an embedding; CK_BAD_ARGUMENT when an index lies outside its table.
ck_status ck_embedding_run(ck_engine *engine, const ck_embedding *embedding);

/// Rotary positions: in each head, the pair (x[i], x[i + head_size / 2]) is turned by the angle of its row's position.
typedef struct ck_rotary {
  /// [rows, heads * head_size], changed in place.
  float *states;
  size_t stride;
  size_t rows;
  size_t heads;
  /// An even number.
  size_t head_size;
  /// [positions, head_size / 2] each, without gaps.
  const float *cosines;
  const float *sines;
  size_t positions;
  /// [rows]: the position of each row.
  const int32_t *indices;
} ck_rotary;

/// Runs the rotation; CK_BAD_ARGUMENT when a position lies outside the tables.
ck_status ck_rotary_run(ck_engine *engine, const ck_rotary *rotary);

/// Converts `count` stored values, at any address, to floats.
void ck_convert(const void *source, ck_dtype dtype, size_t count, float *destination);

#ifdef __cplusplus
}
#endif
