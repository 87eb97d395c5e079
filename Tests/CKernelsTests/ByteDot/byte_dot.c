// Runs the products of int8 that sum four bytes at a time with an instruction that is written out here, so that they are
// tested on processors that do not have it: tile by tile they give the bits of the portable ones.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

#define W VECTOR
#define TILE_ROWS ROWS

typedef int32_t Sums32 __attribute__((vector_size(W * 4)));

/// What VPDPBUSD does: to each lane, four products of an unsigned and a signed byte are added.
static inline Sums32 add_four_products(Sums32 sum, Sums32 rows, Sums32 weights) {
  uint8_t row[W * 4];
  int8_t weight[W * 4];
  memcpy(row, &rows, sizeof row);
  memcpy(weight, &weights, sizeof weight);
  for (int i = 0; i < W * 4; i++) sum[i / 4] += row[i] * weight[i];
  return sum;
}

#define TILE_VECTORS 2
#define BYTE_DOT(sum, row, weights) add_four_products(sum, row, weights)
#include "vector/all.h"

static const ck_kernels emulated = KERNELS(CK_ISA_PORTABLE);

enum { inputs = 300, padded = 304, groups = 3, outputs = 29 };

static float number(void) {
  static uint32_t state = 5;
  return (float)((state = state * 1664525u + 1013904223u) >> 8) / (1 << 24) - 0.4f;
}

/// The outputs of a tile, with some kernels.
static void run_tiles(const ck_kernels *kernels, const float *x, const float *weights, size_t rows, float *y) {
  static int8_t panel[CK_PANEL * padded];
  static float scales[groups * CK_PANEL], row_scales[TILE_ROWS * groups];
  static int32_t sums[groups * CK_PANEL], row_zeros[TILE_ROWS * groups];
  static char values[TILE_ROWS][2 * padded];
  kernels->quantize_weights(panel, weights, outputs, inputs, scales, sums);
  for (size_t i = 0; i < rows; i++) {
    kernels->quantize_row(values[i], x + i * inputs, inputs, row_scales + i * groups, row_zeros + i * groups);
  }
  // The portable tiles are not as tall.
  for (size_t first = 0; first < rows;) {
    const size_t count = ck_min(rows - first, kernels->tile_rows);
    const ck_int8_tile tile = {
        .rows = values[first],
        .row_stride = sizeof values[0],
        .row_scales = row_scales + first * groups,
        .row_zeros = row_zeros + first * groups,
        .inputs = padded,
        .groups = groups,
        .panel = panel,
        .weight_scales = scales,
        .weight_sums = sums,
        .result = {.output = y + first * outputs, .output_stride = outputs, .columns = outputs},
    };
    kernels->int8_tiles[count](&tile);
    first += count;
  }
}

int main(void) {
  static float x[TILE_ROWS * inputs], weights[outputs * inputs], expected[TILE_ROWS * outputs], y[TILE_ROWS * outputs];
  for (size_t i = 0; i < TILE_ROWS * inputs; i++) x[i] = number();
  for (size_t i = 0; i < outputs * inputs; i++) weights[i] = number();
  for (size_t rows = 1; rows <= TILE_ROWS; rows++) {
    run_tiles(&ck_kernels_portable, x, weights, rows, expected);
    run_tiles(&emulated, x, weights, rows, y);
    if (memcmp(y, expected, rows * outputs * sizeof *y) != 0) {
      fprintf(stderr, "a tile of %zu rows differs\n", rows);
      return 1;
    }
  }
  printf("int8, four bytes at a time, vectors of %d: tiles of 1 to %d rows have the bits of the portable ones\n", W, TILE_ROWS);
  return 0;
}
