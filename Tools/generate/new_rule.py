#!/usr/bin/env python3
"""Begins a rule: `make new-rule ID=CFG018 NAME=key-unread` writes its file and lists it in the catalogue.

Its tests are made from the examples in the file; until the examples say something, they fail.
"""
import re
import sys

import rule_catalogue

FOLDERS = dict(zip(rule_catalogue.LETTERS, (
    "Layout", "Config", "Code", "Weights", "Graph", "Security", "Tokenizer", "Card", "Run", "Integrity")))

TEMPLATE = '''import PackFiles

extension Rule {{
  static let {variable} = Rule(
    "{id}", "{name}", .error, needs: [.layout],
    title: "",
    why: "",
    advice: "",
    examples: ruleExamples
  ) {{ context throws(RuleSkip) in
    throw .notApplicable("the rule is not written yet")
  }}
}}

private let ruleExamples: [RuleExample] = [
  .bad("") {{ try $0.write("", to: "") }},
  .good("") {{ try $0.write("", to: "") }},
]
'''


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: make new-rule ID=CFG018 NAME=key-unread")
    rule, name = sys.argv[1:]
    match = re.fullmatch(r"([A-Z]+)\d{3}", rule)
    if match is None or match[1] not in FOLDERS:
        sys.exit(f"ID={rule}: expected one of {', '.join(FOLDERS)} and three digits")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        sys.exit(f"NAME={name}: expected the fault in kebab case, such as companions-disagree")
    if rule in rule_catalogue.rules():
        sys.exit(f"ID={rule}: there is such a rule")
    pascal = "".join(part.capitalize() for part in name.split("-"))
    file = rule_catalogue.AREAS / FOLDERS[match[1]] / f"{rule}_{pascal}.swift"
    file.write_text(TEMPLATE.format(variable=rule.lower(), id=rule, name=name))
    (rule_catalogue.ROOT / rule_catalogue.CATALOGUE).write_text(rule_catalogue.text())
    print(f"{file.relative_to(rule_catalogue.ROOT)}: write the check and the examples, then `make record-snapshots docs`")


if __name__ == "__main__":
    main()
