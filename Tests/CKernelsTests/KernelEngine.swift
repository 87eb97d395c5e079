public import CPackKernels
public import Testing

/// An engine that is destroyed with its owner.
final class KernelEngine {
  private let pointer: OpaquePointer

  init?(_ isa: ck_isa, threads: Int = 1) {
    var engine: OpaquePointer?
    guard ck_engine_create(threads, isa, &engine) == CK_OK, let engine else { return nil }
    pointer = engine
  }

  deinit { ck_engine_destroy(pointer) }

  /// Calls with the engine, which lives at least until the call returns.
  func use<Result>(_ body: (OpaquePointer) -> Result) -> Result {
    withExtendedLifetime(self) { body(pointer) }
  }

  /// The instruction sets that this machine can run; the portable one is always among them.
  static let isas = [
    CK_ISA_PORTABLE, CK_ISA_AVX2, CK_ISA_AVX2_VNNI, CK_ISA_AVX512, CK_ISA_AVX512_VNNI, CK_ISA_NEON_DOT,
    CK_ISA_NEON_I8MM,
  ].filter(ck_isa_supported)
}

extension ck_isa: @retroactive CustomTestStringConvertible {
  /// The name that test reports use.
  public var testDescription: String {
    switch self {
    case CK_ISA_PORTABLE: "portable"
    case CK_ISA_AVX2: "AVX2"
    case CK_ISA_AVX2_VNNI: "AVX2 with VNNI"
    case CK_ISA_AVX512: "AVX-512"
    case CK_ISA_AVX512_VNNI: "AVX-512 with VNNI"
    case CK_ISA_NEON_DOT: "NEON with dot product"
    case CK_ISA_NEON_I8MM: "NEON with I8MM"
    default: "best"
    }
  }
}
