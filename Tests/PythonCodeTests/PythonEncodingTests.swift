import PackPythonCode
import Testing

/// The encoding that a comment of the first two lines declares.
@Suite struct PythonEncodingTests {
  @Test(arguments: ["utf-8", "UTF_8", "utf8", "utf-8-sig", "utf-8-unix"]) func acceptsUTF8(encoding: String)
    throws
  {
    for line in [
      "# -*- coding: \(encoding) -*-", "\n# vim: fileencoding=\(encoding)", "#!/bin/x\n#coding=\(encoding)",
    ] {
      _ = try PythonFacts(scanning: Array("\(line)\nx = 1\n".utf8), name: "m.py")
    }
  }

  @Test(arguments: [
    "# coding: latin-1", "\t#coding=utf-16", "#\r\n# coding:\tcp1252", "# x\r# coding: utf-7",
    "\u{FEFF}# coding: ascii",
    "# coding coding:: coding:koi8-r",
  ]) func refusesOtherEncodings(line: String) throws {
    #expect(throws: PythonError.self) {
      try PythonFacts(scanning: Array("\(line)\nx = 1".utf8), name: "m.py")
    }
  }

  @Test(arguments: [
    "# coding\n#\n# coding: latin-1", "x = 1\n# coding: latin-1", "'coding: latin-1'", "# encoding utf-7",
  ])
  func whatPythonDoesNotLookAtIsNoEncoding(text: String) throws {
    _ = try PythonFacts(scanning: Array("\(text)\nx = 1".utf8), name: "m.py")
  }
}
