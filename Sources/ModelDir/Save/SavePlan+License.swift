import PackFiles
import PackYAML

extension SavePlan {
  /// The licence's id: as asked for, else the source's own.
  static func license(
    _ options: SaveOptions, _ frontMatter: FrontMatter?, decisions: inout [SaveText]
  ) -> String? {
    let license = options.license ?? frontMatter?.license
    if license == nil { decisions.append("no license recorded; set \(.license)") }
    return license
  }

  /// Name and place of a licence: as given, else the source's own where the licence is the source's.
  static func licenseDetails(
    _ options: SaveOptions, _ license: String?, _ frontMatter: FrontMatter?
  ) throws -> (name: String?, link: String?) {
    let source = license == frontMatter?.license ? frontMatter?.value : nil
    let name = options.licenseName ?? source?["license_name"]?.string
    let link = options.licenseLink ?? source?["license_link"]?.string
    if options.license == "other" {
      for (option, value) in [(SaveOption.licenseName, name), (.licenseLink, link)] where value == nil {
        throw ModelDirError(
          .missingOption, at: .license,
          problem: "the license `other` needs a name and a link", expected: "\(option)")
      }
    }
    return (name, link)
  }

  /// Says what the license requires of the publisher.
  static func noteLicense(_ license: String?, decisions: inout [SaveText]) {
    guard let license, LicenseTerms.forbidDerivatives(license) else { return }
    decisions.append(SaveText(LicenseTerms.notice(license)))
  }
}
