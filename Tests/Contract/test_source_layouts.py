"""Which layout a source has: what is none of them is refused."""

import json

import pytest
from binary import attempt

pytestmark = pytest.mark.one_version


def test_an_unknown_layout_is_refused_with_what_was_looked_for(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for content, seen in [({"model_type": "longformer", "architectures": ["LongformerModel"]}, "model_type longformer"),
                          ({"architecture": "Other"}, "no model_type")]:
        (source / "config.json").write_text(json.dumps(content))
        code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
        assert code == 1 and seen in errors
        assert all(name in errors for name in ("open_provence", "XProvence", "ProvenceEncoder", "ForTokenClassification"))
    (source / "config.json").unlink()
    code, _, errors = attempt("save", "--from", source, "--output", tmp_path / "package")
    assert code == 1 and "config.json" in errors
