#!/usr/bin/env python3
"""Lint: nothing that is generated is stale. Runs the generators that need nothing but Python with --check.

Every file that says it is generated stands in the table below, with what holds it to its source: a generator that is run here, or
a test. A new one fails until it does. Needs Python 3.9 and nothing else.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATE = "Tools/generate"
# What needs an environment is compared in `make test`: another version of a library gives another table.
IN_TESTS = "Tests/Contract/test_generated.py"
CHECKED_BY = {
    "Sources/PackDiff/Compare/DefaultKeys.generated.swift": IN_TESTS,
    "Sources/PackPythonCode/Judgement/AllowedModules.generated.swift": IN_TESTS,
    "Sources/PackPythonCode/Judgement/FrameNames.generated.swift": IN_TESTS,
    "Sources/PackTokenizers/Transformers/TransformersNames.generated.swift": IN_TESTS,
    "Sources/PackTokenizers/Unicode/UnicodeTables.generated.swift": IN_TESTS,
    "Sources/PackValidation/Areas/Card/HubValues.generated.swift": "hub_values.py",
    "Sources/PackValidation/Areas/Code/ImportGuards.generated.swift": IN_TESTS,
    "Sources/PackValidation/Areas/Config/ConfigTypes.generated.swift": IN_TESTS,
    "Sources/PackValidation/Areas/Config/ConsumedKeys.generated.swift": IN_TESTS,
    "Sources/PackValidation/Areas/Layout/CrossEncoderNames.generated.swift": IN_TESTS,
    "Sources/PackValidation/Areas/Tokenizer/TokenizerClasses.generated.swift": IN_TESTS,
    "Sources/PackValidation/Verify/RuleCatalogue.generated.swift": "rule_catalogue.py",
    "Sources/Pruning/Sentences/SentenceWords.generated.swift": "sentence_words.py",
    "docs/rules.md": "Tests/CommandTests/RulesCommandTests.swift",
    "docs/images/made_from.json": "Tests/EndToEnd/Reports/test_screenshots.py",
    "python/pruning_pack/_pruner/arguments.py": "process_arguments.py",
    "python/pruning_pack/_report.py": "report_types.py",
    "templates/modeling_pruning_encoder.py": "modelling_file.py",
    "templates/modelling/sentence_words.py": "sentence_words.py",
}
# How a generated file says so, in one of its first lines.
MARKS = ("enerated by Tools/", "Written by Tools/", "Made of docs/", "made of templates/modelling", "generates this page")


def says_it_is_generated(file):
    if file.name.endswith(".generated.swift"):
        return True
    if file.suffix not in (".swift", ".py", ".md", ".json", ".yml"):
        return False
    beginning = "".join(file.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)[:8])
    return any(mark in beginning for mark in MARKS)


def main():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, check=True, capture_output=True)
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name and not name.startswith((GENERATE, "Tools/lint"))]
    found = {str(file.relative_to(ROOT)) for file in files if file.is_file() and says_it_is_generated(file)}
    problems = [f"{name} is generated: say in {Path(__file__).name} what checks it" for name in sorted(found - set(CHECKED_BY))]
    problems += [f"{name} is in {Path(__file__).name}, and there is no such file" for name in CHECKED_BY if not (ROOT / name).exists()]
    for checker in sorted(set(CHECKED_BY.values())):
        if "/" in checker:
            if not (ROOT / checker).exists():
                problems.append(f"{checker}: there is no such test")
            continue
        ran = subprocess.run([sys.executable, ROOT / GENERATE / checker, "--check"], capture_output=True, text=True)
        if ran.returncode != 0:
            problems.append(ran.stderr.strip())
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
