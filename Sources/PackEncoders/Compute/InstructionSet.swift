import CPackKernels

/// The instruction sets that the kernels are written for.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  /// 128-bit vectors in portable C.
  case portable
  /// AVX2 with FMA.
  case avx2
  /// AVX2 with FMA and AVX-VNNI.
  case avx2VNNI = "avx2-vnni"
  /// AVX-512.
  case avx512
  /// AVX-512 with VNNI.
  case avx512VNNI = "avx512-vnni"
  /// NEON with its dot product of bytes.
  case neonDot = "neon-dot"
  /// NEON with its product of matrices of bytes.
  case neonI8MM = "neon-i8mm"

  /// The one that an encoder takes by itself.
  public static var best: InstructionSet { allCases.last(where: \.isSupported) ?? .portable }

  /// Whether this machine has it.
  public var isSupported: Bool { ck_isa_supported(kernelType) }

  var kernelType: ck_isa {
    switch self {
    case .portable: CK_ISA_PORTABLE
    case .avx2: CK_ISA_AVX2
    case .avx2VNNI: CK_ISA_AVX2_VNNI
    case .avx512: CK_ISA_AVX512
    case .avx512VNNI: CK_ISA_AVX512_VNNI
    case .neonDot: CK_ISA_NEON_DOT
    case .neonI8MM: CK_ISA_NEON_I8MM
    }
  }
}
