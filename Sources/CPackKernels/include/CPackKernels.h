/// Kernels of a transformer encoder: matrix products, attention, layer norm, embeddings.
///
/// Every operation runs on an engine, which owns the threads, their scratch memory and the choice of the
/// instruction set. Matrices are row-major; a stride is the distance of two rows in elements. Weights may lie at
/// any address, aligned or not. Arithmetic is in float, but for products with quantized matrices.
///
/// Results do not depend on the number of threads, nor on which other rows are computed in the same call: an output
/// of a product is one chain of additions over its inputs in ascending order, and sums over a row are kept in
/// sixteen lanes by index, whatever the width of the instruction set.
#pragma once

#include "ck_engine.h"
#include "ck_linear.h"

#ifdef __cplusplus
extern "C" {
#endif

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
