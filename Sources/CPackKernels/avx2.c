#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define W 8
#define TILE_VECTORS 2
#define TILE_ROWS 6
#define PAIR_DOT(row, weights) (VI) _mm256_madd_epi16((__m256i)(row), (__m256i)(weights))
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_avx2 = KERNELS(CK_ISA_AVX2);

#endif

