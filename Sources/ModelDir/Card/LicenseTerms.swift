/// What a license, by its Hub id, requires of the publisher of a converted model.
package enum LicenseTerms {
  /// Whether it does not let changed versions be shared: the "ND" of Creative Commons, `cc-by-nc-nd-4.0`.
  package static func forbidDerivatives(_ license: String) -> Bool {
    let parts = license.lowercased().split(separator: "-")
    return parts.first == "cc" && parts.contains("nd")
  }

  /// What a converted package's card says about such a licence.
  static func notice(_ license: String) -> String {
    "The license, \(license), does not allow modified versions to be shared. This package has the same weights in another "
      + "layout; ask the model's authors before you publish it."
  }
}
