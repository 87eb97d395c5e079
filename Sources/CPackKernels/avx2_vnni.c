#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,avxvnni"))), apply_to = function)

#define W 8
#define TILE_VECTORS 2
#define TILE_ROWS 6
#define BYTE_DOT(sum, row, weights) (VI) _mm256_dpbusd_avx_epi32((__m256i)(sum), (__m256i)(row), (__m256i)(weights))
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_avx2_vnni = KERNELS(CK_ISA_AVX2_VNNI);

#endif
