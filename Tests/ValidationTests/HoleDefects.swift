import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

/// Defects that once went through, or around, the rule that they break.
extension Defect {
  static let holes: [Defect] = [
    Defect(rule: "PY001", name: "code that another encoding makes", consequences: ["PRE"], also: ["PY012"]) {
      try writeFile(
        $0.file("helper.py"), "# -*- coding: utf-7 -*-\n# +AAo-import os+AAo-os.system('id')\n")
    },
    Defect(rule: "PY001", name: "another encoding in the second line", also: ["PY012"]) {
      try $0.edit("modeling_pruning_encoder.py") {
        Array("#!/usr/bin/python\n# vim: set fileencoding=raw_unicode_escape :\n".utf8) + $0
      }
    },
    Defect(rule: "PY001", name: "Latin letters in bytes of their own", also: ["PY012"]) {
      try overwriteFile($0.file("helper.py"), Array("x = '".utf8) + [0xE9] + Array("'\n".utf8))
    },
  ]
}
