import PackValidation
import Testing

@Suite struct NearestWordTests {
  @Test(arguments: [
    ("apache2", "apache-2.0"), ("Apache 2.0", "apache-2.0"), ("MIT", "mit"), ("aapche-2.0", "apache-2.0"),
    ("cc-by-4", "cc-by-4.0"),
  ])
  func isTheOneThatWasMeant(word: String, expected: String) {
    let words = ["apache-2.0", "mit", "cc-by-4.0", "bsd-3-clause"]
    #expect(nearestWord(to: word, among: words) == expected)
  }

  @Test(arguments: ["", "proprietary", "x", "☃", String(repeating: "a", count: 100_000)])
  func isNoneWhereNothingIsNear(word: String) {
    #expect(nearestWord(to: word, among: ["apache-2.0", "mit"]) == nil)
  }
}
