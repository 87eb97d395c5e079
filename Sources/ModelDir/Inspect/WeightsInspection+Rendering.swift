import PackCheckpoints
import PackFiles
import PackJSON

extension WeightsInspection {
  /// The listing as a JSON object.
  var json: JSONValue {
    .object([
      "name": .string(name),
      "format": .string(format),
      "parameters": .int(parameterCount),
      "bytes": .int(byteCount),
      "tensors": .array(rows.map(\.json)),
      "imports": .array(imports.map { Self.json(of: $0) }),
      "problem": problem.map { .string($0.description) } ?? .null,
    ])
  }

  private static func json(of item: PickleImport) -> JSONValue {
    .object([
      "module": .string(item.module),
      "name": .string(item.name),
      "allowed": .bool(item.isAllowed),
      "member": item.member.map { .string($0) } ?? .null,
      "byte_offset": .int(item.byteOffset),
    ])
  }

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
      $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) && $0.value != 0x2028 && $0.value != 0x2029
    }
    return isPlain ? name : name.quotedForMessage
  }
}

extension WeightsInspection.Row {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "name": .string(name),
      "dtype": .string(dtype.rawValue),
      "shape": .array(shape.map { .int($0) }),
      "file": .string(file),
    ]
    if let byteRange {
      object["data_offsets"] = .array([.int(byteRange.lowerBound), .int(byteRange.upperBound)])
    }
    if let storage { object["storage"] = .string(storage) }
    return .object(object)
  }
}
