import PackJSON
import ModelDir
import PackCheckpoints
import PackFiles

extension WeightsInspection {
  /// The listing as text for a person.
  var text: String {
    var text = "\n  weights of \(name.visible), \(format): \(parameterCount) parameters, \(byteCount) bytes\n"
    for row in rows {
      text += "    \(row.dtype.rawValue)\t\(Tensor.text(of: row.shape))\t\(row.name.visible)\n"
    }
    if !imports.isEmpty { text += "    imports\n" }
    for item in imports {
      let place = item.member.map { "\($0.visible), byte \(item.byteOffset)" } ?? "byte \(item.byteOffset)"
      text += "      \(item.isAllowed ? "allowed" : "REFUSED")\t\(item.qualifiedName.visible)\t\(place)\n"
    }
    return text
  }
}
