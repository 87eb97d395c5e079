import PackFiles
import PackValidation
import PackageFixtures
import TestSupport
import Testing

/// What looks like something that a rule refuses, and is none of it.
@Suite struct HarmlessCodeTests {
  @Test(arguments: [
    "hf_model_for_sequence_classification_x_with_a_long_name",
    "hf_" + "aBcDeFgHiJkLmNoPqRsTuVwXyZ01234567-and-more",
    "hf_" + String(repeating: "aBcDeFgHiJ", count: 5),
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "aws_secret_access_key = os.environ['KEY']",
  ]) func isNoSecret(text: String) throws {
    let package = try TinyPackage(isRanking: true)
    try writeFile(package.file("notes.txt"), text + "\n")
    let report = try Verifier.verify(root: package.path, threads: 1)
    #expect(report.findings.isEmpty, "\(report.text(strict: true, isColored: false))")
  }

  /// What begins like a compressed file and is text is scanned as text.
  @Test func textThatBeginsLikeZlibIsText() throws {
    let package = try TinyPackage(isRanking: true)
    try writeFile(package.file("notes.txt"), "x^2 is a parabola, Hj is not.\n")
    #expect(try Verifier.verify(root: package.path, threads: 1).findings.isEmpty)
  }
}
