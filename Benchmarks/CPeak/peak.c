#define _POSIX_C_SOURCE 200809L
#include "CPeak.h"

#include <time.h>

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

double peak_flops(double seconds) {
  double best = 0;
  const double end = now() + seconds;
  do {
    const double flops = loop();
    if (flops > best) best = flops;
  } while (now() < end);
  return best;
}
