import PackFiles
/// The members of an object, in the order of the text.
public struct JSONMembers: Sequence, IteratorProtocol, Sendable {
  private let document: JSONDocument
  private var index: Int
  private let end: Int

  init(_ object: JSONNode) {
    document = object.document
    index = object.index + 1
    end = Int(object.flat.next)
  }

  /// The next member.
  public mutating func next() -> JSONMember? {
    guard index < end else { return nil }
    let key = JSONNode(document: document, index: index)
    let value = JSONNode(document: document, index: index + 1)
    index = Int(value.flat.next)
    return JSONMember(keyNode: key)
  }
}

/// A key and its value.
public struct JSONMember: Sendable {
  let keyNode: JSONNode

  /// The value.
  public var value: JSONNode { JSONNode(document: keyNode.document, index: keyNode.index + 1) }

  /// The key's UTF-8 bytes.
  public var keyBytes: [UInt8] { keyNode.decodedString }

  /// The key. Two keys that differ only in their normal form compare equal as strings: to look keys up, use
  /// ``keyBytes``.
  public var key: String { String(decoding: keyBytes, as: UTF8.self) }

  func hasKey(_ key: String) -> Bool {
    let node = keyNode.flat
    if node.tag == .escapedString { return keyBytes.elementsEqual(key.utf8) }
    return keyNode.document.bytes[Int(node.start)..<Int(node.end)].elementsEqual(key.utf8)
  }

  /// The step that leads from the object to the value in a JSON path.
  package var pathStep: String {
    let bytes = keyBytes
    let isPlain =
      !bytes.isEmpty
      && bytes.allSatisfy {
        $0 == UInt8(ascii: "_") || $0.isASCIIDigit || $0.isASCIILetter
      }
    return isPlain ? ".\(key)" : "[\(key.quotedForMessage)]"
  }
}

/// The elements of an array.
public struct JSONElements: Sequence, IteratorProtocol, Sendable {
  private let document: JSONDocument
  private var index: Int
  private let end: Int

  init(_ array: JSONNode) {
    document = array.document
    index = array.index + 1
    end = Int(array.flat.next)
  }

  /// The next element.
  public mutating func next() -> JSONNode? {
    guard index < end else { return nil }
    let element = JSONNode(document: document, index: index)
    index = Int(element.flat.next)
    return element
  }
}
