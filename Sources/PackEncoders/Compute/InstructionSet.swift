import CPackKernels

/// The instruction sets that the kernels are written for.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  /// 128-bit vectors in portable C.
  case portable
  /// AVX2 with FMA.
  case avx2
  /// AVX-512.
  case avx512

  /// The one that an encoder takes by itself.
  public static var best: InstructionSet { allCases.last(where: \.isSupported) ?? .portable }

  /// Whether this machine has it.
  public var isSupported: Bool { ck_isa_supported(kernelType) }

  var kernelType: ck_isa {
    switch self {
    case .portable: CK_ISA_PORTABLE
    case .avx2: CK_ISA_AVX2
    case .avx512: CK_ISA_AVX512
    }
  }
}
