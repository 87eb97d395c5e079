/// A function or a class.
struct PythonDefinition: Sendable {
  var name: String
  var decorators: [PythonNode.ID]
  var typeParameters: [PythonTypeParameter]
  /// Of a function.
  var parameters: [PythonParameter] = []
  /// Of a function: what is said of its value.
  var returns: PythonNode.ID?
  /// Of a class: bases and keywords.
  var arguments: [PythonCallArgument] = []
  var body: [PythonSentence]
  /// Offset of its name.
  var offset: Int
}
