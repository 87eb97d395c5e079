"""`pruning_pack.sign`, `verify` with a key, and `diff`, from Python."""

import sys

import keys
import pytest
from binary import attempt
from memory import pruning_pack

pytestmark = pytest.mark.one_version


def test_sign_and_verify(copied, tmp_path):
    package = copied()
    private, public = keys.write(tmp_path)
    assert pruning_pack.sign(package, private) == package / "model.sig"
    report = pruning_pack.verify(package, public_key=public)
    assert not [finding for finding in report.findings if finding.rule.startswith("INT")]
    assert pruning_pack.sign(package, private, output=tmp_path / "a.sig") == tmp_path / "a.sig"
    (package / "README.md").write_text("changed")
    found = {finding.rule for finding in pruning_pack.verify(package, public_key=public).findings}
    assert "INT001" in found and "INT002" not in found
    with pytest.raises(pruning_pack.PruningPackError, match="not a private key"):
        pruning_pack.sign(package, public)


def test_a_record_ends_a_signature(copied, tmp_path):
    package = copied()
    private, public = keys.write(tmp_path)
    pruning_pack.sign(package, private)
    code, _, errors = attempt("record", package, "--python", sys.executable)
    assert code == 0 and "its signature no longer holds" in errors, errors
    found = [finding for finding in pruning_pack.verify(package, public_key=public).findings if finding.rule == "INT001"]
    assert [finding.file for finding in found] == ["README.md", "reference_outputs.json"]


def test_diff(package, copied):
    new = copied()
    same = pruning_pack.diff(package(), new)
    assert same.is_equal and same["settings"].entries == [] and same.json["diff_format"] == 1
    with pytest.raises(KeyError, match="typo"):
        same["typo"]
    (new / "NOTES.txt").write_text("notes")
    different = pruning_pack.diff(package(), new)
    (entry,) = different["files"].entries
    assert not different.is_equal and (entry.subject, entry.change, entry.visible) == ("NOTES.txt", "new", True)
    with pytest.raises(pruning_pack.PruningPackError):
        pruning_pack.diff(package(), new / "nothing")
