/// What code may use of modules, builtins and objects.
enum AllowedNames {
  /// What a path of dotted names leads to.
  enum Target: Hashable {
    /// A module, or something of which only named attributes may be used.
    case module
    /// A function, class or constant.
    case member
    case unknown
  }

  /// What a module's attribute is.
  static func target(_ module: String, _ name: String) -> Target {
    let path = "\(module).\(name)"
    if AllowedModules.members[module]?.contains(name) == true { return .member }
    if isModule(path) { return .module }
    return isModelsMember(module, name) ? .member : .unknown
  }

  /// Whether something of a module may be used, or the module may be imported at least.
  static func isModule(_ path: String) -> Bool {
    AllowedModules.members[path] != nil || isModelsModule(path)
  }

  /// Modules of transformers' models: `transformers.models.bert.modeling_bert`, and the packages above them.
  private static func isModelsModule(_ path: String) -> Bool {
    let parts = path.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0] == "transformers", parts[1] == "models", isPlain(parts[2]) else {
      return false
    }
    if parts.count == 3 { return true }
    return parts.count == 4
      && ["modeling_", "configuration_", "generation_"].contains { parts[3].hasPrefix($0) }
      && isPlain(parts[3])
  }

  private static func isPlain(_ part: Substring) -> Bool {
    part.first.map { $0.isLowercase } == true
      && part.utf8.allSatisfy { isNameByte($0) && $0 < 0x80 } && !part.hasPrefix("_")
  }

  /// Configurations and models of transformers, by what their names end in: no module and no function has such a name.
  private static func isModelsMember(_ module: String, _ name: String) -> Bool {
    guard module == "transformers" || isModelsModule(module), name.contains(where: \.isUppercase) else {
      return false
    }
    if name.hasPrefix("Auto"),
      module == "transformers" || module == "transformers.models.auto"
        || module.hasPrefix("transformers.models.auto.")
    {
      return false
    }
    return AllowedModules.modelEndings.contains { name.hasSuffix($0) }
      || name.contains("For") && AllowedModules.tasks.contains { name.hasSuffix("For\($0)") }
  }

  // MARK: Builtins

  /// Builtins that may not occur: they run text, hand out namespaces or change how imports work.
  static let forbidden: Set<String> = [
    "eval", "exec", "compile", "__import__", "vars", "globals", "locals", "breakpoint", "__builtins__",
    "__loader__",
    "__spec__", "__build_class__", "__package__", "__path__", "__dict__",
  ]

  /// Builtins that nobody needs, whose names others may well have.
  static let unneeded: Set<String> = ["input", "help", "exit", "quit", "copyright", "credits", "license"]

  /// Builtins that may only be called where they stand.
  static let onlyCalled: Set<String> = ["getattr", "setattr", "delattr", "open"]

  /// Classes of `types` that an object may be asked for, and that nobody may call.
  static let onlyAsked: Set<String> = ["FunctionType", "LambdaType", "MethodType", "ModuleType", "CodeType"]

  /// Names with underscores that every module has.
  static let ownNames: Set<String> = ["__name__", "__file__", "__doc__", "__class__", "__debug__"]

  /// Names with underscores that a module may give a value.
  static let boundNames: Set<String> = [
    "__all__", "__version__", "__author__", "__copyright__", "__license__", "__email__", "__date__",
    "__doc__",
    "__slots__", "__match_args__", "__hash__", "__annotations__", "__test__", "__credits__", "__maintainer__",
    "__status__", "__metaclass__", "__torch_function__", "__array_priority__", "__constants__", "__repr__",
    "__str__", "__call__", "__getitem__", "__len__", "__eq__", "__iter__", "__version_info__",
  ]

  // MARK: Attributes

  /// Attributes with two underscores on either side that lead to nothing dangerous.
  private static let dunders: Set<String> = Set(
    """
    __class__ __name__ __qualname__ __module__ __doc__ __init__ __new__ __call__ __len__ __iter__ __next__ \
    __getitem__ __setitem__ __delitem__ __contains__ __enter__ __exit__ __aenter__ __aexit__ __await__ __aiter__ \
    __anext__ __post_init__ __repr__ __str__ __format__ __bytes__ __hash__ __bool__ __int__ __float__ __index__ \
    __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ \
    __pow__ __and__ __or__ __xor__ __lshift__ __rshift__ __neg__ __pos__ __abs__ __invert__ __radd__ __rsub__ \
    __rmul__ __rmatmul__ __rtruediv__ __iadd__ __isub__ __imul__ __itruediv__ __ior__ __iand__ __reversed__ \
    __round__ __copy__ __deepcopy__ __version__ __init_subclass__ __members__ __dataclass_fields__ __notes__ \
    __missing__ __dir__ __sizeof__ __length_hint__ __torch_function__ __set_name__ __instancecheck__ \
    __mro__ __cause__ __context__ __suppress_context__ __all__ __file__
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Methods that write files, start something or open connections, of objects that a model's code may come by.
  private static let powers: Set<String> = Set(
    """
    push_to_hub save_pretrained save_vocabulary _upload_modified_files create_repo _create_repo upload_file upload_folder \
    tofile dump dumpfile to_csv to_parquet to_pickle to_json_file save_to_disk to_disk write_text write_bytes \
    unlink rmdir rmtree mkdir makedirs symlink_to hardlink_to chmod load_library load_module \
    exec_module find_class _evaluate urlopen urlretrieve system popen Popen run_module run_path check_call check_output \
    create_subprocess_exec create_subprocess_shell subprocess_exec subprocess_shell import_module addaudithook \
    settrace setprofile _getframe currentframe get_type_hints attrgetter methodcaller _load_from_bytes \
    _write_file _new_shared_filename_cpu _share_filename_cpu_ _new_using_filename_cpu set_source_from_file \
    http_get http_backoff get_session hf_hub_download snapshot_download cached_file cached_download \
    FileHandler save_model save_file savez memmap fget fset fdel cell_contents \
    register_for_auto_class custom_object_save _convert_ _convert save
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Whether an attribute of any object is refused, and why.
  static func objection(attribute name: String) -> String? {
    if isReserved(name) {
      return dunders.contains(name) ? nil : "the attribute \(name) leads into the interpreter"
    }
    if FrameNames.names.contains(name) { return "the attribute \(name) leads into the interpreter" }
    return powers.contains(name) ? "the method \(name) writes, connects or runs" : nil
  }

  /// Whether a name begins and ends with two underscores.
  static func isReserved(_ name: String) -> Bool {
    name.utf8.count > 4 && name.hasPrefix("__") && name.hasSuffix("__")
  }

  /// Whether a name of which only beginning and end are known may be one that is refused.
  static func mayBeRefused(_ text: PythonText, besides more: Set<String>) -> Bool {
    if let name = text.value { return objection(attribute: name) != nil || more.contains(name) }
    let isDunder =
      ("__".hasPrefix(text.prefix) || text.prefix.hasPrefix("__"))
      && ("__".hasSuffix(text.suffix) || text.suffix.hasSuffix("__"))
    if isDunder { return true }
    func fits(_ name: String) -> Bool { name.hasPrefix(text.prefix) && name.hasSuffix(text.suffix) }
    return FrameNames.names.contains(where: fits) || powers.contains(where: fits)
      || more.contains(where: fits)
  }

  /// Keywords whose wrong value makes a library run or unpickle what it loads, with the value that is right.
  static let keywords: [String: String] = [
    "trust_remote_code": "False", "weights_only": "True", "allow_pickle": "False", "eval_str": "False",
  ]
}
