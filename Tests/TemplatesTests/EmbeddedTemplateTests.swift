import PackFiles
import PackTemplates
import TestSupport
import Testing

/// Each template is the file of its name.
@Suite struct EmbeddedTemplateTests {
  private static func job(_ system: ContinuousIntegration) -> String {
    system.text(repository: "{{repository}}", version: "{{version}}")
  }

  private static let templates: KeyValuePairs = [
    "modeling_pruning_encoder.py": String(decoding: ModellingFile.bytes, as: UTF8.self),
    "README.md.template": CardTemplate.text,
    "README.unmarked.md.template": CardTemplate.textWithoutMarks,
    "EXPORT.md.template": ExportCardTemplate.text,
    "ONNX.md.template": GraphCardTemplate.text,
    "ci/github.yml": job(.github),
    "ci/gitlab.yml": job(.gitlab),
    "ci/pre-commit.yml": job(.preCommit),
    "ci/github_publish.yml": ContinuousIntegration.publishingText(version: "{{version}}"),
  ]

  // A loop, since a test prints its arguments.
  @Test func eachIsItsFile() throws {
    for (path, text) in Self.templates {
      let file = try readFile(joinPath(joinPath(CommandRun.repository, "templates"), path))
      let isSame = Array(text.utf8) == file
      #expect(isSame, "templates/\(path)")
    }
  }
}
