import PackFiles

/// Files that training, editors, Python and interrupted runs of this tool leave behind, by their names.
enum Leftovers {
  private static let names: [String: String] = [
    "optimizer.pt": "an optimizer state", "optimizer.bin": "an optimizer state",
    "optimizer.safetensors": "an optimizer state",
    "scheduler.pt": "a scheduler state", "scheduler.bin": "a scheduler state",
    "scaler.pt": "a gradient scaler",
    "trainer_state.json": "a training state", "training_args.bin": "training arguments",
    "training_args.json": "training arguments", ".env": "an environment file",
    ".envrc": "an environment file",
    "checkpoints": "training checkpoints", "__pycache__": "compiled Python",
    ".ds_store": "a file browser's notes", "thumbs.db": "a file browser's thumbnails",
    "desktop.ini": "a file browser's settings",
    ".idea": "an editor's settings", ".vscode": "an editor's settings",
    ".ipynb_checkpoints": "notebook checkpoints",
    ".pytest_cache": "a test cache", ".mypy_cache": "a type checker's cache",
    ".ruff_cache": "a linter's cache",
    "wandb": "training logs", "mlruns": "training logs", "lightning_logs": "training logs",
    "nohup.out": "a training log", ".venv": "a Python environment", "node_modules": "JavaScript dependencies",
  ]

  private static let endings: [(String, String)] = [
    (".pyc", "compiled Python"), (".pyo", "compiled Python"), ("~", "an editor's backup"),
    (".swp", "an editor's swap file"), (".swo", "an editor's swap file"),
    (".ckpt", "a training checkpoint"), ("optim_states.pt", "an optimizer state"),
    (".bak", "a backup"), (".orig", "a merge's backup"), (".rej", "a rejected patch"),
    (".tmp", "a temporary file"), (".part", "an unfinished download"),
    (".incomplete", "an unfinished download"),
    (".crdownload", "an unfinished download"), (".aria2", "an unfinished download"),
  ]

  private static let beginnings: [(String, String)] = [
    ("rng_state", "a random generator's state"), ("events.out.tfevents", "a training log"),
    (".env.", "an environment file"), ("zero_pp_rank", "an optimizer state"),
    ("bf16_zero_pp_rank", "an optimizer state"), (".#", "an editor's lock"),
    (".reference_outputs.json.", "an unfinished recording"),
  ]

  /// What a file or directory of this name is, with its article; nil where it may belong to a package.
  static func kind(of name: String) -> String? {
    if TemporaryName.isOwn(name) { return "an unfinished write" }
    let name = name.lowercased()
    if let kind = names[name] { return kind }
    if let (_, kind) = endings.first(where: { name.hasSuffix($0.0) && name.utf8.count > $0.0.utf8.count }) {
      return kind
    }
    if name.utf8.count > 2, name.hasPrefix("#"), name.hasSuffix("#") { return "an editor's backup" }
    if let (_, kind) = beginnings.first(where: { name.hasPrefix($0.0) }) { return kind }
    for prefix in ["checkpoint-", "global_step", "epoch_"] where name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      if !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
        return "a training checkpoint"
      }
    }
    return nil
  }
}
