/// Library functions that may be called in some ways only.
enum AllowedCalls {
  /// A way to call a function.
  struct Form {
    /// How many arguments may be given by position.
    var positions: Int
    /// Which may be given by name.
    var keywords: Set<String> = []
    /// Which may not be, where any other may.
    var refused: Set<String> = []
    /// Which must be.
    var required: [String] = []
  }

  /// The form in which a function may be called; nil for any.
  static func form(of path: String) -> Form? {
    if let form = limits[path] { return form }
    // `AutoModel.from_pretrained(**kwargs)` may be told to run what it loads.
    let parts = path.split(separator: ".")
    guard parts.first == "transformers", parts.count > 2, parts[parts.count - 2].hasPrefix("Auto"),
      parts[parts.count - 1].hasPrefix("from_")
    else { return nil }
    return Form(positions: .max, refused: ["**", "trust_remote_code"])
  }

  /// By path.
  static let limits: [String: Form] = [
    // A file of the model's repository; with other arguments, of any server.
    "transformers.utils.cached_file": file, "transformers.utils.hub.cached_file": file,
    // `eval_str=True` executes annotations.
    "inspect.signature": Form(positions: 1),
    "torch.compile": Form(positions: 1, keywords: ["dynamic", "fullgraph", "mode", "disable"]),
    "torch.load": Form(positions: 1, keywords: ["map_location", "weights_only"], required: ["weights_only"]),
    "numpy.load": Form(positions: 2, keywords: ["mmap_mode", "allow_pickle"]),
    "importlib.util.find_spec": Form(positions: 1),
    // They copy attributes of any name.
    "functools.wraps": Form(positions: 1),
    "functools.update_wrapper": Form(positions: 2),
  ]

  private static let file = Form(
    positions: 2,
    keywords: [
      "path_or_repo_id", "filename", "subfolder", "revision", "cache_dir", "resume_download",
      "use_auth_token", "force_download", "local_files_only", "token",
      "_raise_exceptions_for_missing_entries", "_raise_exceptions_for_gated_repo",
      "_raise_exceptions_for_connection_errors",
    ])
}
