/// A `for ... in ... if ...` of a comprehension.
struct PythonClause: Sendable {
  var target: PythonNode.ID
  var source: PythonNode.ID
  var conditions: [PythonNode.ID]
}
