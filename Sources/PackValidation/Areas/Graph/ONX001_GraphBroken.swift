import PackFiles
import PackJSON
import PackONNX

extension Rule {
  static let onx001 = Rule(
    "ONX001", "graph-broken", .error, needs: [.layout],
    title: "a graph in onnx/ is whole, has ONNX's own operators, and its data lie in the package",
    why: """
      A graph that is cut short loads nowhere. An operator that is none of ONNX's own runs only where somebody has installed \
      it, and data outside the package are only on the author's machine, or are files that nobody meant to be read.
      """,
    advice: "Write it again with `pruning-pack export DIR --output OUT --format onnx`, and copy OUT/onnx.",
    grading: "a warning for operators that ONNX Runtime alone has",
    examples: ruleExamples
  ) { context throws(RuleSkip) in
    let graphs = try context.package.requiredGraphs()
    for graph in graphs {
      switch graph.graph {
      case .success(let content):
        checkOperators(content, context)
        checkExternalData(content, graph, context)
      case .failure(.broken(let error)): context.report(error)
      case .failure: context.report(at: Place(file: graph.path), "the graph cannot be read")
      }
    }
  }

  private static func checkOperators(_ graph: ONNXGraph, _ context: RuleContext) {
    let place = Place(file: graph.name)
    guard graph.operatorSets.contains(where: { standardDomains.contains($0.domain) && $0.version >= 1 })
    else {
      context.report(
        at: place, "the graph does not say which version of ONNX's operators it uses",
        expected: "an opset of the domain ai.onnx")
      return
    }
    var first: [String: String] = [:]
    for node in graph.nodes where !standardDomains.contains(node.domain) && !graph.functions.contains(node) {
      first[node.domain] = first[node.domain] ?? node.operation
    }
    for (domain, operation) in first.sorted(by: { $0.key < $1.key }) {
      let isRuntimes = domain == "com.microsoft"
      context.report(
        at: place,
        isRuntimes
          ? "only ONNX Runtime has the operator \(operation)"
          : "the operator \(operation) is none of ONNX's own",
        expected: "operators of ai.onnx", found: "domain \(domain)",
        severity: isRuntimes ? .warning : nil)
    }
  }

  private static let standardDomains: Set<String> = ["", "ai.onnx", "ai.onnx.ml"]

  private static func checkExternalData(_ graph: ONNXGraph, _ file: PackageGraph, _ context: RuleContext) {
    var sizes: [String: Int?] = [:]
    var isReported: Set<String> = []
    for constant in graph.constants {
      guard case .external(let location, let offset, let length) = constant.elements,
        !isReported.contains(location)
      else { continue }
      let place = Place(file: graph.name, byteOffset: constant.offset, tensor: constant.name)
      let path = PackageGraph.resolve(location, beside: file.path)
      let size = sizes[location] ?? file.file(of: location)?.count
      sizes[location] = size
      let needed = constant.byteCount
      if path == nil {
        context.report(
          at: place, "the graph's data lie outside its folder", expected: "a file beside the graph",
          found: location.quotedForMessage)
      } else if let size {
        let end = needed.flatMap { length == nil || length == $0 ? $0 : nil }
          .flatMap { offset.addingReportingOverflow($0).overflow ? nil : offset + $0 }
        guard end == nil || end.map({ $0 > size }) == true else { continue }
        context.report(
          at: place, "the graph's data do not fit its tensor",
          expected: "\(needed.map { "\($0)" } ?? "some") bytes from byte \(offset) of \(location)",
          found: length.flatMap { $0 == needed ? nil : "\($0) bytes" } ?? "a file of \(size) bytes")
      } else {
        context.report(
          at: place, "the graph's data are missing", expected: path ?? location, found: "no such file")
      }
      isReported.insert(location)
    }
  }
}

extension PackageInspection {
  /// The graphs, or the reason why a rule about them does not apply.
  func requiredGraphs() throws(RuleSkip) -> [PackageGraph] {
    let graphs = graphs
    guard !graphs.isEmpty else { throw .notApplicable("the package has no ONNX graph") }
    return graphs
  }

  /// The graphs that can be read; what is wrong with others is ONX001's.
  func readableGraphs() throws(RuleSkip) -> [(file: PackageGraph, graph: ONNXGraph)] {
    let all = try requiredGraphs()
    let readable = all.compactMap { file in (try? file.graph.get()).map { (file, $0) } }
    guard readable.count == all.count || !readable.isEmpty else {
      throw .prerequisiteFailed("the ONNX graph cannot be read")
    }
    return readable
  }
}

private let ruleExamples: [RuleExample] = [
  .bad("a graph that is cut short", blocks: true) { package in
    try package.addGraph()
    try package.rewrite(ExampleGraph.path) { Array($0.dropLast($0.count / 3)) }
  },
  .bad("a page of a proxy", blocks: true) { try $0.write("<!doctype html>\n", to: ExampleGraph.path) },
  .bad("a graph that does not say what its operators mean", blocks: true) {
    try $0.addGraph { $0.operatorSets = [] }
  },
  .bad("an operator that somebody has at home") { try $0.addGraph { $0.domain = "my.company" } },
  .bad("an operator of ONNX Runtime", severity: .warning) { try $0.addGraph { $0.domain = "com.microsoft" } },
  .bad("data in another directory") { try $0.addGraph { $0.location = "../pruning_head/model.safetensors" } },
  .bad("data at a place of the author's machine") {
    try $0.addGraph { $0.location = "/tmp/model.onnx_data" }
  },
  .bad("data that were not uploaded") { try $0.addGraph { $0.location = "model.onnx_data" } },
  .bad("data that are cut short") { package in
    try package.addGraph { $0.location = "model.onnx_data" }
    try package.write([UInt8](repeating: 0, count: 8), to: "onnx/model.onnx_data")
  },
  .good("a graph of the package's weights") { try $0.addGraph() },
  .good("a graph with its data beside it") { package in
    let data = try package.addGraph { $0.location = "model.onnx_data" }
    try package.write(data, to: "onnx/model.onnx_data")
  },
]
