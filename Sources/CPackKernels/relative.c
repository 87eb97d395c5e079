#include "attention.h"

static size_t most_buckets(const attention_job *job) {
  return ck_round_up(job->attention->relative->bucket_count, CK_PANEL);
}

bool ck_relative_covers(const ck_relative_positions *relative, size_t length) {
  if (!relative) return true;
  if (length > relative->reach + 1) return false;
  for (size_t i = 0; i < 2 * relative->reach + 1; i++) {
    if (relative->buckets[i] < 0 || (size_t)relative->buckets[i] >= relative->bucket_count) return false;
  }
  return true;
}

bool ck_relative_floats(const attention_job *job, size_t *floats) {
  *floats = 0;
  if (!job->attention->relative) return true;
  const size_t buckets = most_buckets(job);
  const size_t per_bucket = job->attention->head_size + CK_MAX_TILE_ROWS + job->most_keys + row_gap;
  if (__builtin_mul_overflow(buckets, per_bucket, floats)) return false;
  return !__builtin_add_overflow(*floats, CK_MAX_TILE_ROWS * row_gap, floats);
}

/// Finds the buckets that occur in a unit.
static relative_buffers lay_out(const attention_job *job, const attention_unit *unit, float *scratch) {
  const ck_relative_positions *relative = job->attention->relative;
  const int32_t *zero = relative->buckets + relative->reach;
  int32_t lowest = INT32_MAX, highest = 0;
  const ptrdiff_t first = (ptrdiff_t)unit->first_query - (ptrdiff_t)(unit->end_key - 1);
  const ptrdiff_t last = (ptrdiff_t)(unit->end_query - 1) - (ptrdiff_t)unit->first_key;
  for (ptrdiff_t distance = first; distance <= last; distance++) {
    lowest = zero[distance] < lowest ? zero[distance] : lowest;
    highest = zero[distance] > highest ? zero[distance] : highest;
  }
  relative_buffers result = {.lowest = lowest, .buckets = (size_t)(highest - lowest) + 1, .keys = scratch};
  result.by_query = result.keys + most_buckets(job) * job->attention->head_size;
  result.by_query_stride = most_buckets(job) + row_gap;
  result.by_key = result.by_query + CK_MAX_TILE_ROWS * result.by_query_stride;
  result.by_key_stride = job->most_keys + row_gap;
  return result;
}

void ck_relative_pack(const attention_job *job, const attention_unit *unit, attention_buffers *buffers) {
  const ck_attention *attention = job->attention;
  const ck_relative_positions *relative = attention->relative;
  buffers->relative = lay_out(job, unit, buffers->relative_scratch);
  const relative_buffers r = buffers->relative;
  const size_t size = attention->head_size;
  const size_t origin = (size_t)r.lowest * relative->stride + unit->head * size;
  if (relative->keys) {
    for (size_t b = 0; b < r.buckets; b += CK_PANEL) {
      job->kernels->pack(r.keys + b * size, relative->keys + origin + b * relative->stride, CK_F32, relative->stride,
                         ck_min(CK_PANEL, r.buckets - b), size);
    }
  }
  if (!relative->queries) return;
  const size_t keys = unit->end_key - unit->first_key;
  const size_t tiles = ck_divide_up(r.buckets, job->kernels->tile_rows);
  for (size_t t = 0, first = 0; t < tiles; t++) {
    const size_t rows = r.buckets / tiles + (t < r.buckets % tiles);
    ck_tile tile = {
        .input = relative->queries + origin + first * relative->stride,
        .input_stride = relative->stride,
        .inputs = size,
        .output_stride = r.by_key_stride,
        .columns = CK_PANEL,
        .prefetch_step = CK_PANEL * sizeof(float),
    };
    for (size_t k = 0; k < keys; k += CK_PANEL) {
      tile.panel = buffers->keys + k * size;
      tile.output = r.by_key + first * r.by_key_stride + k;
      tile.prefetch = (const char *)(tile.panel + 1024);
      job->kernels->tiles[rows](&tile);
    }
    first += rows;
  }
}

void ck_relative_add(const attention_job *job, const attention_unit *unit, const attention_buffers *buffers, size_t first,
                     size_t rows, size_t first_key, size_t keys, size_t score_stride) {
  const ck_relative_positions *relative = job->attention->relative;
  const relative_buffers r = buffers->relative;
  const ck_attention *attention = job->attention;
  const size_t size = attention->head_size;
  if (relative->keys) {
    ck_tile tile = {
        .input = attention->query + (unit->sequence_start + first) * attention->stride + unit->head * size,
        .input_stride = attention->stride,
        .inputs = size,
        .output_stride = r.by_query_stride,
        .columns = CK_PANEL,
        .prefetch_step = CK_PANEL * sizeof(float),
    };
    for (size_t b = 0; b < r.buckets; b += CK_PANEL) {
      tile.panel = r.keys + b * size;
      tile.output = r.by_query + b;
      tile.prefetch = (const char *)(tile.panel + 1024);
      job->kernels->tiles[rows](&tile);
    }
  }
  for (size_t i = 0; i < rows; i++) {
    const int32_t *bucket = relative->buckets + relative->reach + (ptrdiff_t)(first + i) - (ptrdiff_t)first_key;
    job->kernels->add_by_bucket(buffers->scores + i * score_stride, keys, bucket, r.lowest,
                                relative->keys ? r.by_query + i * r.by_query_stride : NULL,
                                relative->queries ? r.by_key + (first_key - unit->first_key) : NULL, r.by_key_stride);
  }
}
