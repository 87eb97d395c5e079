#include "kernels.h"

bool ck_isa_supported(ck_isa isa) {
  switch (isa) {
    case CK_ISA_BEST:
    case CK_ISA_PORTABLE:
      return true;
#if defined(__x86_64__)
    case CK_ISA_AVX2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case CK_ISA_AVX512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma");
#endif
    default:
      return false;
  }
}

const ck_kernels *ck_kernels_for(ck_isa isa) {
  if (isa == CK_ISA_BEST) {
    isa = ck_isa_supported(CK_ISA_AVX512) ? CK_ISA_AVX512 : ck_isa_supported(CK_ISA_AVX2) ? CK_ISA_AVX2 : CK_ISA_PORTABLE;
  }
  if (!ck_isa_supported(isa)) return NULL;
  switch (isa) {
#if defined(__x86_64__)
    case CK_ISA_AVX2:
      return &ck_kernels_avx2;
    case CK_ISA_AVX512:
      return &ck_kernels_avx512;
#endif
    default:
      return &ck_kernels_portable;
  }
}
