import PackJSON
import ModelDir
import PackCheckpoints
import PackFiles

extension WeightsInspection {
  /// The listing as text for a person.
  var text: String {
    var text = "\n  weights of \(name), \(format): \(parameterCount) parameters, \(byteCount) bytes\n"
    for row in rows {
      text += "    \(row.dtype.rawValue)\t\(Tensor.text(of: row.shape))\t\(Self.line(row.name))\n"
    }
    if !imports.isEmpty { text += "    imports\n" }
    for item in imports {
      let place = item.member.map { "\($0), byte \(item.byteOffset)" } ?? "byte \(item.byteOffset)"
      text += "      \(item.isAllowed ? "allowed" : "REFUSED")\t\(Self.line(item.qualifiedName))\t\(place)\n"
    }
    return text
  }

  /// A name on one line: control characters do not reach the terminal.
  private static func line(_ name: String) -> String {
    let isPlain = name.unicodeScalars.allSatisfy {
      !$0.isControl && $0.value != 0x2028 && $0.value != 0x2029
    }
    return isPlain ? name : name.quotedForMessage
  }
}
