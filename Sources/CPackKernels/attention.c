#include "attention.h"

static size_t blocks_of(size_t length) { return ck_divide_up(length, unit_queries); }

static size_t sequence_length(const ck_attention *attention, size_t sequence) {
  return attention->starts[sequence + 1] - attention->starts[sequence];
}

static size_t first_key_of(const ck_attention *attention, size_t query) {
  return query > attention->window ? (query - attention->window) / CK_PANEL * CK_PANEL : 0;
}

static size_t end_key_of(const ck_attention *attention, size_t query, size_t length) {
  return length - query > attention->window ? ck_min(length, query + attention->window + 1) : length;
}

/// Units are counted sequence by sequence, in a sequence head by head, in a head by blocks of queries.
static attention_unit find_unit(const ck_attention *attention, size_t unit) {
  size_t sequence = 0;
  for (;; sequence++) {
    const size_t units = attention->heads * blocks_of(sequence_length(attention, sequence));
    if (unit < units) break;
    unit -= units;
  }
  const size_t length = sequence_length(attention, sequence), blocks = blocks_of(length), block = unit % blocks;
  const size_t size = length / blocks, longer = length % blocks;
  attention_unit found = {.head = unit / blocks, .sequence_start = attention->starts[sequence], .length = length};
  found.first_query = block * size + ck_min(block, longer);
  found.end_query = found.first_query + size + (block < longer);
  found.first_key = first_key_of(attention, found.first_query);
  found.end_key = end_key_of(attention, found.end_query - 1, length);
  return found;
}

static void pack_unit(const attention_job *job, const attention_unit *unit, attention_buffers *buffers) {
  const ck_attention *attention = job->attention;
  const size_t size = attention->head_size, stride = attention->stride, keys = unit->end_key - unit->first_key;
  const size_t key_head = attention->key_heads ? unit->head / (attention->heads / attention->key_heads) : unit->head;
  const size_t origin = (unit->sequence_start + unit->first_key) * stride + key_head * size;
  for (size_t k = 0; k < keys; k += CK_PANEL) {
    job->kernels->pack(buffers->keys + k * size, attention->key + origin + k * stride, CK_F32, stride,
                       ck_min(CK_PANEL, keys - k), size);
  }
  for (size_t p = 0; p < job->head_panels; p++) {
    job->kernels->copy_panel(buffers->values + p * keys * CK_PANEL, attention->value + origin + p * CK_PANEL, stride, keys,
                             ck_min(CK_PANEL, size - p * CK_PANEL));
  }
  if (attention->relative) ck_relative_pack(job, unit, buffers);
}

/// Scales the scores of a query and adds the bias of each distance.
static void add_distance_bias(const attention_job *job, size_t head, float *scores, size_t query, size_t first_key,
                              size_t keys) {
  const ck_attention *attention = job->attention;
  const size_t reach = attention->bias_reach;
  const float *zero = attention->distance_bias + head * (2 * reach + 1) + reach;
  for (size_t k = 0; k < keys;) {
    const size_t key = first_key + k;
    const size_t distance = key > query ? key - query : query - key;
    if (distance <= reach) {
      const size_t run = ck_min(keys - k, query + reach + 1 - key);
      job->kernels->scale_and_add(scores + k, zero + (ptrdiff_t)(key - query), run, attention->scale);
      k += run;
    } else {
      const float bias = zero[key > query ? (ptrdiff_t)reach : -(ptrdiff_t)reach];
      scores[k] = scores[k] * attention->scale + bias;
      k++;
    }
  }
}

/// The queries [first, first + rows) of a unit, from scores to output.
static void attend(const attention_job *job, const attention_unit *unit, const attention_buffers *buffers, size_t first,
                   size_t rows) {
  const ck_attention *attention = job->attention;
  const ck_kernels *kernels = job->kernels;
  const size_t size = attention->head_size, unit_keys = unit->end_key - unit->first_key;
  const size_t first_key = first_key_of(attention, first);
  const size_t end_key = end_key_of(attention, first + rows - 1, unit->length);
  const size_t skipped = first_key - unit->first_key, keys = end_key - first_key;
  const size_t padded = ck_round_up(keys, CK_PANEL), score_stride = padded + row_gap;
  const size_t row = unit->sequence_start + first, column = unit->head * size;

  ck_tile tile = {
      .input = attention->query + row * attention->stride + column,
      .input_stride = attention->stride,
      .inputs = size,
      .output_stride = score_stride,
      .columns = CK_PANEL,
      .prefetch_step = CK_PANEL * sizeof(float),
  };
  for (size_t k = 0; k < padded; k += CK_PANEL) {
    tile.panel = buffers->keys + (skipped + k) * size;
    tile.output = buffers->scores + k;
    tile.prefetch = (const char *)(tile.panel + 1024);
    kernels->tiles[rows](&tile);
  }

  if (attention->relative) ck_relative_add(job, unit, buffers, first, rows, first_key, keys, score_stride);

  // The softmax scales the scores, unless a bias is to be added to what is scaled already.
  const float factor = attention->distance_bias ? 1 : attention->scale;
  float factors[CK_MAX_TILE_ROWS];
  for (size_t i = 0; i < rows; i++) {
    float *scores = buffers->scores + i * score_stride;
    const size_t query = first + i;
    if (attention->distance_bias) add_distance_bias(job, unit->head, scores, query, first_key, keys);
    const size_t begin = query > attention->window ? query - attention->window : 0;
    const size_t end = end_key_of(attention, query, unit->length);
    factors[i] = kernels->softmax(scores, ck_max(begin, first_key) - first_key, end - first_key, padded, factor);
  }

  tile = (ck_tile){
      .input = buffers->scores,
      .input_stride = score_stride,
      .inputs = keys,
      .output_stride = attention->output_stride,
      .row_scale = factors,
      .prefetch_step = CK_PANEL * sizeof(float),
  };
  for (size_t p = 0; p < job->head_panels; p++) {
    tile.panel = buffers->values + (p * unit_keys + skipped) * CK_PANEL;
    tile.output = attention->output + row * attention->output_stride + column + p * CK_PANEL;
    tile.columns = ck_min(CK_PANEL, size - p * CK_PANEL);
    tile.prefetch = (const char *)(tile.panel + 1024);
    kernels->tiles[rows](&tile);
  }
}

static void run_attention(void *argument, size_t thread) {
  attention_job *job = argument;
  const size_t size = job->attention->head_size;
  attention_buffers buffers = {.keys = ck_engine_scratch(job->engine, thread)};
  buffers.values = buffers.keys + job->most_keys * size;
  buffers.scores = buffers.values + job->most_keys * job->head_panels * CK_PANEL;
  buffers.relative_scratch = buffers.scores + CK_MAX_TILE_ROWS * (job->most_keys + row_gap);
  for (;;) {
    const size_t next = atomic_fetch_add(&job->next, 1);
    if (next >= job->units) return;
    const attention_unit unit = find_unit(job->attention, next);
    pack_unit(job, &unit, &buffers);
    const size_t queries = unit.end_query - unit.first_query;
    const size_t tiles = ck_divide_up(queries, job->kernels->tile_rows);
    for (size_t t = 0, first = unit.first_query; t < tiles; t++) {
      const size_t rows = queries / tiles + (t < queries % tiles);
      attend(job, &unit, &buffers, first, rows);
      first += rows;
    }
  }
}

ck_status ck_attention_run(ck_engine *engine, const ck_attention *attention) {
  const size_t size = attention->head_size;
  if (size == 0 || attention->heads == 0) return CK_BAD_ARGUMENT;
  if (attention->key_heads) {
    if (attention->key_heads > attention->heads || attention->heads % attention->key_heads) return CK_BAD_ARGUMENT;
    // Positions' vectors have a head for each of the queries'.
    if (attention->relative && attention->key_heads != attention->heads) return CK_BAD_ARGUMENT;
  }
  attention_job job = {
      .attention = attention,
      .engine = engine,
      .kernels = ck_engine_kernels(engine),
      .head_panels = ck_divide_up(size, CK_PANEL),
  };
  size_t longest = 0;
  for (size_t s = 0; s < attention->sequences; s++) {
    if (attention->starts[s + 1] < attention->starts[s]) return CK_BAD_ARGUMENT;
    const size_t length = sequence_length(attention, s);
    size_t keys = length;
    // A unit sees its queries, the window on both sides and what rounding to panels adds.
    if (attention->window < length) keys = ck_min(length, ck_min(length, unit_queries) + 2 * attention->window + CK_PANEL);
    job.most_keys = ck_max(job.most_keys, ck_round_up(keys, CK_PANEL));
    job.most_queries = ck_max(job.most_queries, ck_min(length, unit_queries));
    longest = ck_max(longest, length);
    job.units += attention->heads * blocks_of(length);
  }
  if (job.units == 0) return CK_OK;
  if (!ck_relative_covers(attention->relative, longest)) return CK_BAD_ARGUMENT;

  const size_t per_key = size + job.head_panels * CK_PANEL + CK_MAX_TILE_ROWS;
  size_t floats;
  if (__builtin_mul_overflow(job.most_keys, per_key, &floats)) return CK_NO_MEMORY;
  size_t relative;
  if (!ck_relative_floats(&job, &relative)) return CK_NO_MEMORY;
  if (__builtin_add_overflow(floats, CK_MAX_TILE_ROWS * row_gap, &floats)) return CK_NO_MEMORY;
  if (__builtin_add_overflow(floats, relative, &floats)) return CK_NO_MEMORY;
  const ck_status status = ck_engine_reserve(engine, floats);
  if (status != CK_OK) return status;
  ck_engine_run(engine, run_attention, &job, job.units);
  return CK_OK;
}
