#if defined(__x86_64__)

#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)

#define W 16
#define TILE_VECTORS 2
#define TILE_ROWS 14
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_avx512 = KERNELS(CK_ISA_AVX512);

#endif

