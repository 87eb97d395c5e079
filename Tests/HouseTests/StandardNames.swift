/// Names of the standard library's members that the sources use: where a module declares one of them too, its use tells
/// nothing about who is meant.
let standardNames: Set<String> = [
  "all", "allCases", "allSatisfy", "append", "base", "bitPattern", "bytes", "capacity", "compactMap",
  "contains",
  "count", "description", "digits", "distance", "dropFirst", "dropLast", "elements", "elementsEqual",
  "encode", "end", "endIndex",
  "enumerated", "failure", "filter", "first", "firstIndex", "flatMap", "forEach", "formUnion", "hash",
  "hashValue", "id", "index",
  "indices", "insert", "isASCII", "isEmpty", "isFinite", "isNaN", "isNewline", "joined", "key", "keys",
  "last",
  "lastIndex", "lazy", "length", "load", "lowerBound", "lowercased", "map", "max", "members", "merge", "min",
  "name", "next",
  "none", "path", "popLast", "position", "prefix", "properties", "rawValue", "reduce", "remove", "removeAll",
  "removeFirst", "removeLast", "replace", "replacing", "reserveCapacity", "resume", "reversed", "rounded",
  "size", "some", "sort",
  "sorted", "split", "start", "startIndex", "starts", "stride", "subtracting", "suffix", "sum", "text",
  "union",
  "unicodeScalars", "update", "upperBound", "uppercased", "utf8", "value", "values", "width", "write", "zip",
]
