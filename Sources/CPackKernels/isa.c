#include "kernels.h"

#if defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#elif defined(__aarch64__) && defined(__APPLE__)
#include <sys/sysctl.h>
#endif

/// The kernels of each instruction set, the slower first.
static const ck_kernels *const all_kernels[] = {
    &ck_kernels_portable,
#if defined(__x86_64__)
    &ck_kernels_avx2,     &ck_kernels_avx2_vnni, &ck_kernels_avx512, &ck_kernels_avx512_vnni,
#elif defined(__aarch64__)
    &ck_kernels_neon_dot, &ck_kernels_neon_i8mm,
#endif
};

enum { kernels_count = sizeof all_kernels / sizeof *all_kernels };

#if defined(__x86_64__)
static bool has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static bool has_avx512(void) {
  return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}
#elif defined(__aarch64__)
#if defined(__APPLE__)
static bool has(const char *feature) {
  int value = 0;
  size_t size = sizeof value;
  return sysctlbyname(feature, &value, &size, NULL, 0) == 0 && value != 0;
}
static bool has_neon_dot(void) { return has("hw.optional.arm.FEAT_DotProd"); }
static bool has_neon_i8mm(void) { return has("hw.optional.arm.FEAT_I8MM"); }
#elif defined(__linux__)
static bool has_neon_dot(void) { return (getauxval(AT_HWCAP) & 1UL << 20) != 0; }   // HWCAP_ASIMDDP
static bool has_neon_i8mm(void) { return (getauxval(AT_HWCAP2) & 1UL << 13) != 0; } // HWCAP2_I8MM
#else
static bool has_neon_dot(void) { return false; }
static bool has_neon_i8mm(void) { return false; }
#endif
#endif

bool ck_isa_supported(ck_isa isa) {
  switch (isa) {
    case CK_ISA_BEST:
    case CK_ISA_PORTABLE:
      return true;
#if defined(__x86_64__)
    case CK_ISA_AVX2:
      return has_avx2();
    case CK_ISA_AVX2_VNNI:
      return has_avx2() && __builtin_cpu_supports("avxvnni");
    case CK_ISA_AVX512:
      return has_avx512();
    case CK_ISA_AVX512_VNNI:
      return has_avx512() && __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__)
    case CK_ISA_NEON_DOT:
      return has_neon_dot();
    case CK_ISA_NEON_I8MM:
      return has_neon_dot() && has_neon_i8mm();
#endif
    default:
      return false;
  }
}

const ck_kernels *ck_kernels_for(ck_isa isa) {
  for (size_t i = kernels_count; i-- != 0;) {
    const ck_kernels *kernels = all_kernels[i];
    if ((isa == CK_ISA_BEST || isa == kernels->isa) && ck_isa_supported(kernels->isa)) return kernels;
  }
  return NULL;
}
