import PackFiles
import PackJSON
import PackValidation
import PackageFixtures
import TestSupport

extension Defect {
  static let card: [Defect] = [
    Defect(rule: "CARD001", name: "no front matter") {
      try $0.edit("README.md") { _ in Array("# A model\n".utf8) }
    },
    Defect(rule: "CARD001", name: "front matter that is no YAML") {
      try $0.edit("README.md") { _ in Array("---\na: [\n---\n".utf8) }
    },
    changingCard(
      "CARD002", "a licence that the Hub does not know", "license: apache-2.0", "license: Apache 2.0"),
    changingCard("CARD002", "a licence in capitals", "license: apache-2.0", "license: MIT"),
    changingCard("CARD002", "no licence", .warning, "license: apache-2.0\n", ""),
    changingCard(
      "CARD002", "another licence without a name", "license: apache-2.0",
      "license: other\nlicense_link: LICENSE"),
    changingCard(
      "CARD002", "another licence without a place", "license: apache-2.0",
      "license: other\nlicense_name: mine"),
    changingCard("CARD003", "Norwegian", "language: en", "language: no"),
    changingCard("CARD003", "a region", "language: en", "language: [en, zh-CN]"),
    changingCard("CARD003", "null", "language: en", "language:"),
    changingCard("CARD003", "no language", .warning, "language: en\n", ""),
    changingCard(
      "CARD004", "no task of the Hub's", .warning, "pipeline_tag: text-ranking", "pipeline_tag: reranking"),
    changingCard(
      "CARD004", "another mode's task", .warning, "pipeline_tag: text-ranking",
      "pipeline_tag: token-classification"),
    changingCard("CARD005", "no library", .warning, "library_name: transformers\n", ""),
    changingCard("CARD006", "a path", "base_model: example/tiny", "base_model: /models/tiny/base"),
    changingCard(
      "CARD006", "a data set's address", "datasets: example/pairs", "datasets: [\"https://hf.co/d\"]"),
    changingCard("CARD006", "a relation", "base_model:", "base_model_relation: copy\nbase_model:"),
    changingCard("CARD006", "no data sets", .suggestion, "datasets: example/pairs\n", ""),
    changingCard("CARD006", "no base model", .suggestion, "base_model: example/tiny\n", ""),
    changingCard(
      "CARD007", "results without a task", "base_model:",
      "model-index: [{name: a, results: [{}]}]\nbase_model:"),
    changingCard("CARD007", "no list", "base_model:", "model-index: good\nbase_model:"),
    changingCard("CARD008", "a placeholder", .warning, "# package", "# {{ title }}"),
    changingCard(
      "CARD008", "a word to be replaced", .warning, "# package", "# package\n\n[More Information Needed]"),
    changingCard("CARD008", "a path", .warning, "# package", "# package\n\nSee `/home/me/model`."),
    changingCard("CARD009", "no code", .suggestion, "```python", "```text"),
    changingCard("CARD009", "code without trust", .suggestion, ", trust_remote_code=True", ""),
    changingCard(
      "CARD009", "another Auto class", .suggestion, "AutoModelForSequenceClassification.from",
      "AutoModel.from"),
    changingCard("CARD009", "code that does not parse", .suggestion, "import torch\n", "import torch (\n"),
  ]
}
