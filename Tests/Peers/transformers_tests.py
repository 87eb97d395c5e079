"""transformers' common tests of models and configurations, run on packages and, beside them, on the plain encoder class.

    PYTHON Tests/Peers/transformers_tests.py [--family NAME]... [--mode MODE]... [--test WORD]... [--peers DIRECTORY]

What the plain class passes and a package fails has to be in exceptions.txt, and everything there has to fail still. With
--test, only tests whose names have the word. Fetch them first: fetch.py.
"""

import argparse
import copy
import sys
import tempfile
import time
import unittest
import warnings
from pathlib import Path

import setting  # noqa: F401 - before transformers

import fetch
import torch
import transformers
from checkpoints import FAMILIES, MAIN_FAMILIES, make_checkpoint
from packages import pack
from remembering import remember_code
from support import AUTO, ENCODER, MODES, PRUNING_ONLY, load
from transformers import AutoModel

HERE = Path(__file__).resolve().parent
LINE = transformers.__version__.split(".")[0]


class Tester:
    """What the common tests ask about a model: its configuration, inputs, and some sizes."""

    batch_size, seq_length, is_training = 3, 7, True

    def __init__(self, test, config):
        self.parent, self.config = test, config
        encoder = getattr(config, "encoder_config", None) or config
        self.vocab_size = encoder.vocab_size
        self.hidden_size, self.num_hidden_layers = encoder.hidden_size, encoder.num_hidden_layers
        self.num_attention_heads, self.num_labels = encoder.num_attention_heads, config.num_labels

    def get_config(self):
        return copy.deepcopy(self.config)

    def prepare_config_and_inputs_for_common(self):
        generator = torch.Generator().manual_seed(0)
        ids = torch.randint(5, self.vocab_size, (self.batch_size, self.seq_length), generator=generator)
        return self.get_config(), {"input_ids": ids, "attention_mask": torch.ones_like(ids)}


def test_class(name, model_class, config):
    """The test case: the common tests of models, and those of configurations as one more."""
    from tests.test_configuration_common import ConfigTester
    from tests.test_modeling_common import ModelTesterMixin

    def set_up(self):
        torch.manual_seed(0)
        self.model_tester = Tester(self, config)
        self.config_tester = ConfigTester(self, config_class=type(config), hidden_size=37)

    def test_config(self):
        self.config_tester.run_common_tests()

    def prepare(self, inputs, model_class, return_labels=False):
        """The mixin's own knows transformers' classes by name, and gives only those labels."""
        inputs = ModelTesterMixin._prepare_for_class(self, inputs, model_class, return_labels)
        if return_labels and hasattr(config, "mode"):
            rows, tokens = inputs["input_ids"].shape
            of_tokens = torch.zeros((rows, tokens), dtype=torch.long)
            if config.mode == PRUNING_ONLY:
                inputs["labels"] = of_tokens
            else:
                inputs.update(labels=torch.zeros(rows), pruning_labels=of_tokens)
        return inputs

    members = {"all_model_classes": (model_class,), "setUp": set_up, "test_config": test_config, "fx_compatible": False}
    members["_prepare_for_class"] = prepare
    return type(name, (ModelTesterMixin, unittest.TestCase), members)


def outcomes(case, words):
    """{test: (passed, failed or skipped, the last line of what it said)}"""
    names = unittest.defaultTestLoader.getTestCaseNames(case)
    names = [name for name in names if not words or any(word in name for word in words)]
    result = unittest.TestResult()
    found = dict.fromkeys(names, ("passed", ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unittest.TestSuite(map(case, names)).run(result)
    for test, text in result.failures + result.errors:
        test = getattr(test, "test_case", test)  # a subtest's
        found[test._testMethodName] = ("failed", text.strip().splitlines()[-1][:200])
    for test, reason in result.skipped:
        found[test._testMethodName] = ("skipped", reason)
    return found


def exceptions():
    """[(test, family, mode, line of transformers)], with `*` for any; the reasons are for readers."""
    entries = []
    for line in (HERE / "exceptions.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            test, family, mode, version, reason = line.split(None, 4)
            entries.append((test, family, mode, version))
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--family", action="append", choices=list(FAMILIES))
    parser.add_argument("--mode", action="append", choices=MODES)
    parser.add_argument("--test", action="append", default=[])
    parser.add_argument("--peers", type=Path, default=fetch.PLACE)
    options = parser.parse_args()
    place = fetch.folder(options.peers)
    if not (place / "tests/__init__.py").exists():
        sys.exit(f"{place} has no tests: run fetch.py")
    sys.path.insert(0, str(place))
    torch.set_num_threads(1)
    remember_code()
    listed, used, faults = exceptions(), set(), []
    for family in options.family or MAIN_FAMILIES:
        for mode in options.mode or MODES:
            started = time.monotonic()
            with tempfile.TemporaryDirectory() as directory:
                checkpoint = make_checkpoint(Path(directory) / "checkpoint", family=family, mode=mode)
                package = pack(checkpoint, Path(directory) / "package", mode=mode)
                plain_class = AUTO[mode] if mode != PRUNING_ONLY else AutoModel
                plain = plain_class.from_pretrained(package / ENCODER[mode])
                model = load(package, mode)
                mine = outcomes(test_class("Package", type(model), model.config), options.test)
                control = outcomes(test_class("Plain", type(plain), plain.config), options.test)
            known = len(faults)
            for name, (state, text) in mine.items():
                entries = [
                    entry for entry in listed
                    if entry[0] == name and all(part in ("*", value) for part, value in zip(entry[1:], (family, mode, LINE)))
                ]
                if state == "failed" and control[name][0] == "passed":
                    used.update(entries)
                    if not entries:
                        faults.append(f"{family} {mode} {name}: {text}")
                elif state == "passed" and entries:
                    faults.append(f"{family} {mode} {name}: passes, and is in exceptions.txt")
            for fault in faults[known:]:
                print(fault)
            counts = [sum(state == which for state, _ in mine.values()) for which in ("passed", "failed", "skipped")]
            others = [sum(state == which for state, _ in control.values()) for which in ("passed", "failed", "skipped")]
            print(
                f"{family} {mode}: passed {counts[0]}, failed {counts[1]}, skipped {counts[2]}; the plain class "
                f"{others[0]}, {others[1]}, {others[2]}; {time.monotonic() - started:.0f} s", flush=True,
            )
    if not (options.family or options.mode or options.test):
        idle = [entry for entry in listed if entry not in used and entry[3] in ("*", LINE)]
        faults += idle
        for entry in idle:
            print(f"{' '.join(entry)}: nothing fails so")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
