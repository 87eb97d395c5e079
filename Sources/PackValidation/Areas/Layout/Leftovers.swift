/// Files that training, editors and Python leave behind, by their names.
enum Leftovers {
  private static let names: [String: String] = [
    "optimizer.pt": "optimizer state", "optimizer.bin": "optimizer state",
    "optimizer.safetensors": "optimizer state",
    "scheduler.pt": "scheduler state", "scheduler.bin": "scheduler state", "scaler.pt": "gradient scaler",
    "trainer_state.json": "training state", "training_args.bin": "training arguments",
    "training_args.json": "training arguments", ".env": "environment file", ".envrc": "environment file",
    "checkpoints": "training checkpoints", "__pycache__": "compiled Python",
    ".ds_store": "file browser's notes", "thumbs.db": "file browser's notes",
    "desktop.ini": "file browser's notes",
    ".idea": "editor's settings", ".vscode": "editor's settings",
    ".ipynb_checkpoints": "notebook checkpoints",
    ".pytest_cache": "test cache", ".mypy_cache": "type checker's cache", ".ruff_cache": "linter's cache",
    "wandb": "training log", "mlruns": "training log", "lightning_logs": "training log",
    "nohup.out": "training log", ".venv": "Python environment", "node_modules": "dependencies",
  ]

  private static let endings: [(String, String)] = [
    (".pyc", "compiled Python"), (".pyo", "compiled Python"), ("~", "editor's backup"),
    (".swp", "editor's swap file"),
    (".ckpt", "training checkpoint"), ("optim_states.pt", "optimizer state"), (".swo", "editor's swap file"),
    (".bak", "backup"), (".orig", "merge leftover"),
    (".rej", "merge leftover"),
    (".tmp", "temporary file"), (".part", "broken download"), (".incomplete", "broken download"),
    (".crdownload", "broken download"), (".aria2", "broken download"),
  ]

  private static let beginnings: [(String, String)] = [
    ("rng_state", "random state"), ("events.out.tfevents", "training log"), (".env.", "environment file"),
    ("zero_pp_rank", "optimizer state"), ("bf16_zero_pp_rank", "optimizer state"), (".#", "editor's lock"),
  ]

  /// What a file or directory of this name is; nil where it may belong to a package.
  static func kind(of name: String) -> String? {
    let name = name.lowercased()
    if let kind = names[name] { return kind }
    if let (_, kind) = endings.first(where: { name.hasSuffix($0.0) && name.utf8.count > $0.0.utf8.count }) {
      return kind
    }
    if name.utf8.count > 2, name.hasPrefix("#"), name.hasSuffix("#") { return "editor's backup" }
    if let (_, kind) = beginnings.first(where: { name.hasPrefix($0.0) }) { return kind }
    for prefix in ["checkpoint-", "global_step", "epoch_"] where name.hasPrefix(prefix) {
      let rest = name.dropFirst(prefix.count)
      if !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return "training checkpoint" }
    }
    return nil
  }
}
