import ModelDir
import PackFiles
package import PackJSON

extension ExamplePackage {
  /// Rewrites a case of the recording.
  package func editCase(_ index: Int, _ change: (inout JSONObject) throws -> Void) throws {
    let name = PackageLayout.referenceOutputs
    try edit(name) { root in
      guard case .array(var cases)? = root["cases"], cases.indices.contains(index),
        case .object(var recorded) = cases[index]
      else { throw ExampleError(at: Place(file: name, jsonPath: "$.cases[\(index)]"), problem: "no case") }
      try change(&recorded)
      cases[index] = .object(recorded)
      root["cases"] = .array(cases)
    }
  }
}
