#define _POSIX_C_SOURCE 200809L
#include "CPeak.h"

#include <stdint.h>
#include <time.h>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#pragma STDC FP_CONTRACT ON

enum { turns = 100000 };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static volatile float sink;

// Independent chains, enough to fill the units of every processor so far.
#define LOOP(NAME, TARGET, REGISTER, WIDTH, CHAINS)                                                           \
  TARGET static double NAME(void) {                                                                    \
    typedef float V __attribute__((vector_size(WIDTH * 4)));                                           \
    V sum[CHAINS], x = (V){0} + 1.0001f, y = (V){0} + 1e-7f;                                           \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sum[i] = (V){0} + (float)i;    \
    const double start = now();                                                                        \
    for (int turn = 0; turn < turns; turn++) {                                                         \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sum[i] = sum[i] * x + y;     \
      /* The compiler must not see that the turns are alike. */                                        \
      __asm__ volatile("" : REGISTER(x), REGISTER(y));                                                      \
    }                                                                                                  \
    const double seconds = now() - start;                                                              \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sink = sum[i][0];              \
    return 2.0 * WIDTH * CHAINS * turns / seconds;                                                     \
  }

#if defined(__x86_64__)
LOOP(loop_512, __attribute__((target("avx512f"))), "+v", 16, 24)
LOOP(loop_256, __attribute__((target("avx2,fma"))), "+v", 8, 12)

static double loop(void) {
  if (__builtin_cpu_supports("avx512f")) return loop_512();
  return __builtin_cpu_supports("fma") ? loop_256() : 0;
}
#elif defined(__aarch64__)
LOOP(loop, , "+w", 4, 24)
#else
static double loop(void) { return 0; }
#endif

// PRODUCTS multiply-adds in each chain and turn, by ADD(sum, row, weights).
#define INT8_LOOP(NAME, TARGET, REGISTER, WIDTH, CHAINS, PRODUCTS, ADD)                                \
  TARGET static double NAME(void) {                                                                    \
    typedef int32_t V __attribute__((vector_size(WIDTH * 4)));                                         \
    V sum[CHAINS], x = (V){0} + 0x01020304, y = (V){0} + 0x04030201;                                   \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sum[i] = (V){0} + i;           \
    const double start = now();                                                                        \
    for (int turn = 0; turn < turns; turn++) {                                                         \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) {                            \
        sum[i] = ADD(sum[i], x, y);                                                                    \
        /* The compiler must not see that the chains are alike. */                                     \
        __asm__ volatile("" : REGISTER(x));                                                            \
      }                                                                                                \
    }                                                                                                  \
    const double seconds = now() - start;                                                              \
    _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) sink = (float)sum[i][0];       \
    return 2.0 * PRODUCTS * CHAINS * turns / seconds;                                                  \
  }

#if defined(__x86_64__)
#define ADD_512(sum, x, y) (V) _mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(x), (__m512i)(y))
#define ADD_256(sum, x, y) (V) _mm256_dpbusd_avx_epi32((__m256i)(sum), (__m256i)(x), (__m256i)(y))
#define ADD_PAIRS_512(sum, x, y) (sum) + (V)_mm512_madd_epi16((__m512i)(x), (__m512i)(y))
#define ADD_PAIRS_256(sum, x, y) (sum) + (V)_mm256_madd_epi16((__m256i)(x), (__m256i)(y))
INT8_LOOP(int8_512, __attribute__((target("avx512f,avx512vnni"))), "+v", 16, 24, 64, ADD_512)
INT8_LOOP(int8_256, __attribute__((target("avx2,avxvnni"))), "+x", 8, 12, 32, ADD_256)
INT8_LOOP(int8_pairs_512, __attribute__((target("avx512f,avx512bw"))), "+v", 16, 24, 32, ADD_PAIRS_512)
INT8_LOOP(int8_pairs_256, __attribute__((target("avx2"))), "+x", 8, 12, 16, ADD_PAIRS_256)

static double int8_loop(void) {
  if (__builtin_cpu_supports("avx512vnni")) return int8_512();
  if (__builtin_cpu_supports("avx512bw")) return int8_pairs_512();
  if (__builtin_cpu_supports("avxvnni")) return int8_256();
  return __builtin_cpu_supports("avx2") ? int8_pairs_256() : 0;
}
#elif defined(__aarch64__) && defined(__ARM_FEATURE_DOTPROD)
#define ADD_DOT(sum, x, y) (V) vdotq_s32((int32x4_t)(sum), (int8x16_t)(x), (int8x16_t)(y))
INT8_LOOP(int8_loop, , "+w", 4, 24, 16, ADD_DOT)
#else
static double int8_loop(void) { return 0; }
#endif

static double best_of(double (*measured)(void), double seconds) {
  double best = 0;
  const double end = now() + seconds;
  do {
    const double speed = measured();
    if (speed > best) best = speed;
  } while (now() < end);
  return best;
}

double peak_flops(double seconds) { return best_of(loop, seconds); }

double peak_int8(double seconds) { return best_of(int8_loop, seconds); }
