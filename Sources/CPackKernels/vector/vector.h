// The vectors of one instruction set. Included once by each of the files that name one; they define
//   W         floats in a vector: 4, 8 or 16
//   TILE_VECTORS  vectors side by side in a tile
//   TILE_ROWS rows of the tallest tile: 6 or 14
// This header has no include guard on purpose; neither have the ones that follow it.

// A product and the sum it goes into are one instruction where the processor has it.
#pragma STDC FP_CONTRACT ON

typedef float V __attribute__((vector_size(W * 4)));
typedef int32_t VI __attribute__((vector_size(W * 4)));
typedef uint32_t VU __attribute__((vector_size(W * 4)));
typedef uint16_t VH __attribute__((vector_size(W * 2)));
// The same in memory, at any address.
typedef V VMemory __attribute__((aligned(1), may_alias));
typedef VH VHMemory __attribute__((aligned(1), may_alias));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

INLINE V load(const void *at) { return *(const VMemory *)at; }
INLINE void store(void *at, V x) { *(VMemory *)at = x; }
INLINE V splat(float x) { return (V){0} + x; }

/// The first `count` values, zeros after them.
INLINE V load_first(const float *at, size_t count) {
  float all[W] = {0};
  memcpy(all, at, ck_min(count, W) * sizeof(float));
  return load(all);
}

INLINE void store_first(float *at, V x, size_t count) {
  float all[W];
  store(all, x);
  memcpy(at, all, ck_min(count, W) * sizeof(float));
}

INLINE V load_up_to(const float *at, size_t count) { return count >= W ? load(at) : load_first(at, count); }

INLINE void store_up_to(float *at, V x, size_t count) {
  if (count >= W) {
    store(at, x);
  } else {
    store_first(at, x, count);
  }
}

// CK_LANES lanes, by index in the row: a sum has the same order with every width of vector.
enum { parts = CK_LANES / W };

typedef struct Lanes {
  V part[parts];
} Lanes;

INLINE float sum_of_lanes(const Lanes *lanes) {
  float all[CK_LANES];
  for (int i = 0; i < parts; i++) store(all + i * W, lanes->part[i]);
  for (int half = CK_LANES / 2; half != 0; half /= 2) {
    for (int i = 0; i < half; i++) all[i] += all[i + half];
  }
  return all[0];
}
