import CPackFiles

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What a program is started with, as the C library takes it.
struct SpawnArguments {
  private let process: ChildProcess
  private let level: SandboxLevel

  init(_ process: ChildProcess, _ level: SandboxLevel) {
    self.process = process
    self.level = level
  }

  /// Starts the program.
  ///
  /// - Returns: what `cfiles_spawn` does.
  func start(_ sandbox: Sandbox?, _ started: inout cfiles_process) -> Int32 {
    var arguments = Self.texts([process.program] + process.arguments)
    var variables = Self.texts(
      process.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    defer { for text in arguments + variables { free(text) } }
    func spawn(_ sandbox: UnsafePointer<cfiles_sandbox>?) -> Int32 {
      cfiles_spawn(
        process.program, &arguments, &variables, process.directory, process.isWithoutNetwork ? 1 : 0, sandbox,
        &started)
    }
    guard let sandbox else { return spawn(nil) }
    if level == .partial { cfiles_hide_process() }
    let views = sandbox.views(level)
    let limits = sandbox.limits
    let texts = Self.texts(
      views.flatMap { [$0.source, $0.target] }
        + [sandbox.scratch, sandbox.fileSystemOptions, "\(limits.processes)"])
    defer { for text in texts { free(text) } }
    let shown = views.enumerated().map { index, view in
      cfiles_view(kind: view.kind, source: texts[2 * index], target: texts[2 * index + 1])
    }
    return shown.withUnsafeBufferPointer { buffer in
      var walls = cfiles_sandbox(
        is_full: level == .full ? 1 : 0, views: buffer.baseAddress, view_count: buffer.count,
        root: texts[2 * views.count], root_options: texts[2 * views.count + 1],
        memory: UInt64(limits.memory), addresses: UInt64(limits.addresses),
        file_size: UInt64(limits.fileSize), processes: UInt64(limits.processes),
        processes_text: texts[2 * views.count + 2])
      return spawn(&walls)
    }
  }

  /// Copies of texts, and a null pointer at the end.
  private static func texts(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    texts.map { strdup($0) } + [nil]
  }
}
