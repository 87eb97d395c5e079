/// A date, or a date and a time.
struct YAMLTimestamp {
  private var year = 0
  private var month = 0
  private var day = 0
  private var time: (hour: Int, minute: Int, second: Int, fraction: String)?
  /// Minutes east of Greenwich.
  private var zone: Int?

  /// - Parameters:
  ///   - bytes: `2024-05-17`, `2024-5-17 12:30:00.5 +2:00`.
  ///   - isStrict: whether a date without a time needs two digits of month and day: with fewer, a text without a tag is
  ///     none.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, isStrict: Bool = false) {
    var text = YAMLText(bytes)
    guard let year = text.number(4...4), text.skip("-"), let month = text.number(1...2), text.skip("-"),
      let day = text.number(1...2)
    else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
    if text.isAtEnd {
      if isStrict, bytes.count != 10 { return nil }
      return
    }
    if !text.skip("Tt") {
      guard text.skip(" \t") else { return nil }
      while text.skip(" \t") {}
    }
    guard let hour = text.number(1...2), text.skip(":"), let minute = text.number(2...2), text.skip(":"),
      let second = text.number(2...2)
    else { return nil }
    time = (hour, minute, second, text.skip(".") ? text.digits() : "")
    if text.isAtEnd { return }
    while text.skip(" \t") {}
    if text.skip("Z") {
      zone = 0
    } else {
      let isWest = text.skip("-")
      guard isWest || text.skip("+"), let hours = text.number(1...2) else { return nil }
      var minutes = 0
      if text.skip(":") {
        guard let more = text.number(2...2) else { return nil }
        minutes = more
      }
      zone = (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
    if !text.isAtEnd { return nil }
  }

  /// Whether the calendar and the clock have it.
  var exists: Bool {
    guard year > 0, (1...12).contains(month) else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...days[month - 1]).contains(day) else { return false }
    guard let time else { return true }
    return time.hour < 24 && time.minute < 60 && time.second < 60 && abs(zone ?? 0) < 24 * 60
  }

  /// The date and the time in one form, `2024-05-17T12:30:00.500000+120` with the zone in minutes.
  var canonical: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    guard let time else { return date }
    let clock = [time.hour, time.minute, time.second].map { padded($0, 2) }.joined(separator: ":")
    let fraction = time.fraction.prefix(6)
    let zone = zone.map { ($0 < 0 ? "" : "+") + String($0) } ?? ""
    return "\(date)T\(clock).\(fraction)\(String(repeating: "0", count: 6 - fraction.count))\(zone)"
  }
}
