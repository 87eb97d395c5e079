#if defined(__aarch64__)

#include <arm_neon.h>
#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("dotprod,i8mm"))), apply_to = function)

#define W 4
#define TILE_VECTORS 4
#define TILE_ROWS 6
#define BYTE_MATRIX(sum, rows, weights) (VI) vusmmlaq_s32((int32x4_t)(sum), (uint8x16_t)(rows), (int8x16_t)(weights))
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_neon_i8mm = KERNELS(CK_ISA_NEON_I8MM);

#endif
