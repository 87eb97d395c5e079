/// What all operations share: the engine, instruction sets, types of weights.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What an operation reports.
typedef enum ck_status {
  CK_OK = 0,
  /// Memory or a thread could not be had.
  CK_NO_MEMORY,
  /// The processor lacks the instruction set that was asked for.
  CK_NOT_SUPPORTED,
  /// An index lies outside its table, or a size is impossible.
  CK_BAD_ARGUMENT,
} ck_status;

/// Instruction sets with kernels of their own.
typedef enum ck_isa {
  /// The fastest that the processor has.
  CK_ISA_BEST = 0,
  /// 128-bit vectors in portable C: SSE2 on x86-64, NEON on arm64.
  CK_ISA_PORTABLE,
  /// AVX2 with FMA.
  CK_ISA_AVX2,
  /// AVX2 with FMA and AVX-VNNI, which sums four products of bytes at once.
  CK_ISA_AVX2_VNNI,
  /// AVX-512 F, BW, DQ, VL.
  CK_ISA_AVX512,
  /// The same with VNNI.
  CK_ISA_AVX512_VNNI,
  /// NEON with its dot product of bytes.
  CK_ISA_NEON_DOT,
  /// The same with its product of matrices of bytes (I8MM).
  CK_ISA_NEON_I8MM,
} ck_isa;

/// How a weight is stored.
typedef enum ck_dtype { CK_F32 = 0, CK_F16, CK_BF16 } ck_dtype;

/// Element-wise functions that an operation can apply to its result.
typedef enum ck_activation {
  CK_IDENTITY = 0,
  /// x/2 (1 + erf(x/sqrt 2))
  CK_GELU_ERF,
  /// x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))
  CK_GELU_TANH,
  CK_RELU,
  CK_SILU,
  CK_TANH,
} ck_activation;

/// How the operand of a product joins its result.
typedef enum ck_combine { CK_REPLACE = 0, CK_ADD, CK_MULTIPLY } ck_combine;

/// Threads, scratch memory and kernels. One operation at a time may run on an engine.
typedef struct ck_engine ck_engine;

/// Whether this processor can run the instruction set.
bool ck_isa_supported(ck_isa isa);

/// Creates an engine.
///
/// @param threads number of threads, the caller's included; values below 1 count as 1.
/// @param isa the instruction set to use.
/// @param engine receives the engine; NULL on failure.
ck_status ck_engine_create(size_t threads, ck_isa isa, ck_engine **engine);

/// Stops the threads and frees everything. NULL is allowed.
void ck_engine_destroy(ck_engine *engine);

/// The instruction set that the engine uses; never CK_ISA_BEST.
ck_isa ck_engine_isa(const ck_engine *engine);

/// Number of threads, the caller's included.
size_t ck_engine_threads(const ck_engine *engine);

/// Number of its threads that sleep for lack of work; they do so soon after an operation.
size_t ck_engine_sleeping(ck_engine *engine);

/// Allocates `count` floats, aligned to a cache line, not initialised; NULL when there is no memory.
float *ck_floats_allocate(size_t count);

/// Frees what ck_floats_allocate gave.
void ck_floats_free(float *floats);

#ifdef __cplusplus
}
#endif
