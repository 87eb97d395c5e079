#if defined(__aarch64__)

#include <arm_neon.h>
#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)

#define W 4
#define TILE_VECTORS 4
#define TILE_ROWS 6
#define BYTE_DOT(sum, row, weights) (VI) vdotq_s32((int32x4_t)(sum), (int8x16_t)(row), (int8x16_t)(weights))
#define BYTE_DOT_SIGNED
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_neon_dot = KERNELS(CK_ISA_NEON_DOT);

#endif
