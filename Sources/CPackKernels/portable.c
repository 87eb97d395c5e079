#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <math.h>
#include <string.h>

#include "kernels.h"

#define W 4
// x86-64 has 16 registers without AVX-512, arm64 has 32.
#if defined(__x86_64__)
#define TILE_VECTORS 2
#define PAIR_DOT(row, weights) (VI) _mm_madd_epi16((__m128i)(row), (__m128i)(weights))
#else
#define TILE_VECTORS 4
#endif
#define TILE_ROWS 6
#include "vector/all.h"

const ck_kernels ck_kernels_portable = KERNELS(CK_ISA_PORTABLE);
