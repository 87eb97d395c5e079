#if defined(__x86_64__)

#include <immintrin.h>
#include <math.h>
#include <string.h>

#include "kernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma"))), apply_to = function)

#define W 16
#define TILE_VECTORS 2
#define TILE_ROWS 14
#define BYTE_DOT(sum, row, weights) (VI) _mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(row), (__m512i)(weights))
#include "vector/all.h"

#pragma clang attribute pop

const ck_kernels ck_kernels_avx512_vnni = KERNELS(CK_ISA_AVX512_VNNI);

#endif
