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
