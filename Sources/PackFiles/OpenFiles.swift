import CPackFiles
import Synchronization

/// The maps of the process, and what watches are to know of.
enum OpenFiles {
  /// A map that is in use.
  struct Map: Sendable {
    /// What errors call the file.
    let name: String
    let path: String
    /// The file when it was mapped.
    let stamp: FileStamp
    /// The file itself, whatever its path leads to by now; nil where there are too many open files.
    let descriptor: Int32?
    /// What the handler of faults notes.
    nonisolated(unsafe) let faults: OpaquePointer?

    /// What has become of the file.
    var change: FileError? {
      if let descriptor {
        if let change = stamp.change(of: name, to: FileStamp(descriptor: descriptor)) { return change }
      } else if let later = FileStamp(path: path), later.isSameFile(as: stamp) {
        if let change = stamp.change(of: name, to: later) { return change }
      }
      if let faults, cfiles_map_has_faulted(faults) != 0 {
        return FileError(.inputOutput, path: name, problem: "a part of the file could not be read")
      }
      return nil
    }
  }

  private struct Watch {
    let roots: [String]
    var maps: Range<Int>
    var files: [ExactText: (name: String, stamp: FileStamp)] = [:]
    var isClosed = false
    var changes: [FileError] = []

    func knows(_ path: String) -> Bool {
      roots.contains { root in
        guard path.utf8.starts(with: root.utf8) else { return false }
        let rest = path.utf8.dropFirst(root.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/") || root.utf8.last == UInt8(ascii: "/")
      }
    }

    func knows(_ id: Int, _ map: Map) -> Bool { maps.contains(id) && knows(map.path) }
  }

  private struct State: ~Copyable {
    var nextMap = 0
    var maps: [Int: Map] = [:]
    var nextWatch = 0
    var watches: [Int: Watch] = [:]
  }

  private static let state = Mutex(State())

  static func beginWatch(_ roots: [String]) -> Int {
    state.withLock { state in
      state.nextWatch += 1
      state.watches[state.nextWatch] = Watch(roots: roots, maps: state.nextMap..<Int.max)
      return state.nextWatch
    }
  }

  static func endWatch(_ id: Int) { state.withLock { _ = $0.watches.removeValue(forKey: id) } }

  static func keepMaps(_ id: Int) {
    state.withLock { state in
      guard var watch = state.watches[id] else { return }
      watch.isClosed = true
      watch.files = [:]
      watch.maps = watch.maps.lowerBound..<state.nextMap
      state.watches[id] = watch
    }
  }

  /// A file has been opened for reading.
  static func note(_ path: String, name: String, stamp: FileStamp) {
    state.withLock { state in
      // The numbers first: a loop over the watches themselves would have each of them copied when it is written to.
      for id in state.watches.compactMap({ !$1.isClosed && $1.knows(path) ? $0 : nil }) {
        // Of one that is opened again the first stamp counts.
        state.watches[id]?.files[ExactText(path), default: (name, stamp)].name = name
      }
    }
  }

  static func add(_ map: Map) -> Int {
    state.withLock { state in
      let id = state.nextMap
      state.nextMap += 1
      state.maps[id] = map
      return id
    }
  }

  /// A map is not used any more; what became of its file meanwhile is kept for whoever watches.
  static func remove(_ id: Int) {
    guard let map = state.withLock({ $0.maps.removeValue(forKey: id) }), let change = map.change else {
      return
    }
    state.withLock { state in
      for (key, watch) in state.watches where watch.knows(id, map) {
        state.watches[key]?.changes.append(change)
      }
    }
  }

  /// The first change that a watch knows of, by the files' names.
  static func change(in id: Int) -> FileError? {
    let (watch, maps) = state.withLock { state -> (Watch?, [Map]) in
      guard let watch = state.watches[id] else { return (nil, []) }
      return (watch, state.maps.filter { watch.knows($0.key, $0.value) }.map(\.value))
    }
    guard let watch else { return nil }
    let changes =
      watch.changes + maps.compactMap(\.change)
      + watch.files.compactMap { path, file in
        file.stamp.change(of: file.name, to: FileStamp(path: path.text))
      }
    return changes.min { ExactText($0.place.file) < ExactText($1.place.file) }
  }
}
