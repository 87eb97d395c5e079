import ModelDir
import PackFiles

/// A signature that a command ends by changing what was signed.
struct LostSignature {
  /// Whether there was one before.
  let wasThere: Bool

  /// Looks whether a package is signed.
  init(of package: String) {
    wasThere = fileKind(joinPath(package, PackageLayout.signature), followingLinks: false) != nil
  }

  /// Says that the signature does not hold any more.
  func note(_ package: String, _ common: CommonOptions) {
    guard wasThere else { return }
    let isThere = LostSignature(of: package).wasThere
    common.note(
      "\(package): \(isThere ? "its signature no longer holds" : "it was signed, and is not any more"): sign it again with "
        + "`pruning-pack sign`")
  }
}
