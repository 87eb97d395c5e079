/// What the two files of attention share.
#pragma once

#include "engine.h"

/// Most queries in a unit of work. Keys and values are packed once for each unit.
enum { unit_queries = 1024 };

/// Space after each row of scores, so that rows do not fall on the same cache sets.
enum { row_gap = 16 };

typedef struct attention_job {
  const ck_attention *attention;
  const ck_engine *engine;
  const ck_kernels *kernels;
  /// Panels that the columns of a head fill.
  size_t head_panels;
  /// Most keys that a unit sees, a multiple of CK_PANEL.
  size_t most_keys;
  /// Most queries that a unit has.
  size_t most_queries;
  size_t units;
  atomic_size_t next;
} attention_job;

/// Some queries of one head in one sequence; positions are counted from the sequence's start.
typedef struct attention_unit {
  size_t head;
  size_t sequence_start;
  size_t length;
  size_t first_query;
  size_t end_query;
  /// The keys that any of the queries sees; `first_key` is a multiple of CK_PANEL, so that a key always has the same lane.
  size_t first_key;
  size_t end_key;
} attention_unit;

/// What relative.c keeps for a unit, and the buckets that occur in it: those from `lowest` on.
typedef struct relative_buffers {
  int32_t lowest;
  size_t buckets;
  /// [buckets / CK_PANEL][head_size][CK_PANEL]: the positions' keys.
  float *keys;
  /// [CK_MAX_TILE_ROWS][buckets + row_gap]: queries times the positions' keys, for one tile.
  float *by_query;
  size_t by_query_stride;
  /// [buckets][keys + row_gap]: the positions' queries times keys.
  float *by_key;
  size_t by_key_stride;
} relative_buffers;

/// A thread's scratch.
typedef struct attention_buffers {
  /// [keys / CK_PANEL][head_size][CK_PANEL]
  float *keys;
  /// [head_panels][keys][CK_PANEL]
  float *values;
  /// [CK_MAX_TILE_ROWS][keys + row_gap]
  float *scores;
  float *relative_scratch;
  relative_buffers relative;
} attention_buffers;

/// Whether the buckets reach over a sequence and lie in their tables; true without relative positions.
bool ck_relative_covers(const ck_relative_positions *relative, size_t length);

/// How many floats of scratch relative positions take; false when that does not fit in a number.
bool ck_relative_floats(const attention_job *job, size_t *floats);

/// Prepares a unit: packs the positions' keys, and multiplies the positions' queries with the unit's packed keys.
void ck_relative_pack(const attention_job *job, const attention_unit *unit, attention_buffers *buffers);

/// Adds the relative positions to the scores of the queries [first, first + rows) and the keys from `first_key` on.
void ck_relative_add(const attention_job *job, const attention_unit *unit, const attention_buffers *buffers, size_t first,
                     size_t rows, size_t first_key, size_t keys, size_t score_stride);
