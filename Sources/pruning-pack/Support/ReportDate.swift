import ArgumentParser

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// When a report is made.
enum ReportDate {
  /// Seconds from 1970 to the end of the year 9999.
  private static let limit = 253_402_300_799

  /// The time now, or the one that SOURCE_DATE_EPOCH gives for reports that are to be the same: `2026-11-30 07:21 UTC`.
  ///
  /// Source: the specification of SOURCE_DATE_EPOCH at reproducible-builds.org.
  ///
  /// - Throws: `ValidationError` where the variable is not a number of seconds.
  static func text() throws -> String {
    guard let value = environmentVariable("SOURCE_DATE_EPOCH"), !value.isEmpty else { return text(time(nil)) }
    guard let seconds = Int(value), (0...limit).contains(seconds) else {
      throw ValidationError("SOURCE_DATE_EPOCH must be a number of seconds since 1970; found \"\(value)\".")
    }
    return text(seconds)
  }

  /// A time of the Gregorian calendar.
  ///
  /// - Parameter seconds: since the beginning of 1970 in UTC, not negative.
  private static func text(_ seconds: Int) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400)
    // Years begin with March here, so that the leap day is the last; 719,468 days lie before 1970.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let day = shifted % 146_097
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    let month = (5 * dayOfYear + 2) / 153
    let date = [
      padded(year + era * 400 + (month < 10 ? 0 : 1), 4), padded(month < 10 ? month + 3 : month - 9, 2),
      padded(dayOfYear - (153 * month + 2) / 5 + 1, 2),
    ].joined(separator: "-")
    return "\(date) \(padded(rest / 3600, 2)):\(padded(rest % 3600 / 60, 2)) UTC"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
