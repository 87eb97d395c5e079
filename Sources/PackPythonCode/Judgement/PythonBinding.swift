/// What binds a name in a scope, as far as it matters what the name may stand for.
enum PythonBinding: Hashable {
  /// `import a.b` or `import a.b as c`: the module.
  case module(String)
  /// `from a import b`: what is taken of a module, which may be a module itself.
  case member(module: String, name: String)
  /// `from .a import b`: what is taken of a file of the package.
  case own(file: String, name: String)
  /// An assignment of an expression.
  case value(PythonNode.ID)
  /// The elements of an expression, one after the other.
  case element(PythonNode.ID)
  /// A parameter: its place, and what its name has before it.
  case parameter(Int, star: String)
  /// A function or class.
  case definition
  /// Anything else.
  case other
}
