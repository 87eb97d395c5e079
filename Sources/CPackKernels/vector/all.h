// All kernels of one instruction set, in the order in which they build on each other. vector.h says what the
// including file defines; it has included math.h, string.h and kernels.h.

#include "vector.h"
#include "functions.h"
#include "convert.h"
#include "pack.h"
#include "tile.h"
#include "rows.h"
#include "int8.h"

#define KERNELS(ISA)                                                                                      \
  {                                                                                                       \
    .isa = (ISA), .tile_rows = TILE_ROWS, .tiles = tiles, .pack = pack, .copy_panel = copy_panel,         \
    .int8_tiles = int8_tiles, .row_value_size = sizeof(RowValue), .quantize_row = quantize_row,           \
    .quantize_weights = quantize_weights, .scale_and_add = scale_and_add, .softmax = softmax,             \
    .add_by_bucket = add_by_bucket, .layer_norm = layer_norm, .rms_norm = rms_norm, .rotate = rotate,     \
    .convert = convert                                                                                    \
  }
