#if defined(__x86_64__)

#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define W 8
#define TILE_VECTORS 2
#define TILE_ROWS 6
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_avx2 = KERNELS(CK_ISA_AVX2);

#endif

