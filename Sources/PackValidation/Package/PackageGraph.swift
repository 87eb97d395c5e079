import PackFiles
import PackONNX

/// A graph of ONNX in a package, as far as it can be read.
struct PackageGraph: Sendable {
  /// Its path in the package.
  let path: String
  /// The graph without the elements of its tensors.
  let graph: Result<ONNXGraph, InspectionError>
  /// Files of the package that hold elements of its tensors, by the names that the graph gives them.
  private let external: [String: String]
  private let root: String

  /// The paths of a package's graphs: what readers of ONNX find is in the folder `onnx`.
  static func paths(_ listing: PackageListing) -> [String] {
    listing.filePaths.filter { $0.hasPrefix("\(ONNXFiles.folder)/") && $0.hasSuffix(".onnx") }
  }

  /// Reads one.
  init(_ path: String, _ listing: PackageListing, _ reader: PackageReader, _ timings: Timings) {
    self.path = path
    root = reader.root
    graph = timings.measure("graphs") {
      reader.reading { try ONNXGraph(MappedFile(joinPath(reader.root, path), name: path), name: path) }
    }
    var external: [String: String] = [:]
    for constant in (try? graph.get())?.constants ?? [] {
      guard case .external(let location, _, _) = constant.elements, external[location] == nil,
        let file = Self.resolve(location, beside: path), listing.files.contains(file)
      else { continue }
      external[location] = file
    }
    self.external = external
  }

  /// The files that hold elements of its tensors.
  var externalFiles: [String] { external.values.sorted() }

  /// The file of the package that a location of the graph means; nil where there is none.
  func file(of location: String) -> MappedFile? {
    external[location].flatMap { try? MappedFile(joinPath(root, $0), name: $0) }
  }

  /// The path in the package that a location means; nil for one that leads out of the graph's folder, or is none of a file.
  static func resolve(_ location: String, beside path: String) -> String? {
    let parts = location.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && !part.elementsEqual("..".utf8) && !part.elementsEqual(".".utf8)
        && !part.contains(UInt8(ascii: "\\")) && !part.contains(UInt8(ascii: ":")) && !part.contains(0)
    }
    return isPlain ? joinPath(parentPath(path), location) : nil
  }
}
