"""The scripts of the release workflow, on a copy of what they read."""

import hashlib
import os
import shutil
import subprocess

import pytest
from command import REPOSITORY

VERSION = "Sources/pruning-pack/Support/Version.swift"
CHANGES = """# Changelog

## 9.8.7 - 2026-12-31

### Gate

Nothing that passed fails.

## 9.8.6 - 2026-12-01

Older.
"""


@pytest.fixture
def clone(tmp_path):
    place = tmp_path / "clone"
    shutil.copytree(REPOSITORY / "Tools/release", place / "Tools/release")
    (place / VERSION).parent.mkdir(parents=True)
    (place / VERSION).write_text('let toolVersion = "9.8.7"\n')
    (place / "CHANGELOG.md").write_text(CHANGES)
    return place


def script(clone, name, *arguments, **variables):
    ran = subprocess.run(
        [clone / "Tools/release" / name, *arguments], env={**os.environ, **variables}, capture_output=True, text=True, timeout=60
    )
    return ran.returncode, ran.stdout, ran.stderr


def test_a_tag_that_everything_agrees_with(clone):
    assert script(clone, "check_tag.sh", TAG="v9.8.7") == (0, "", "")


@pytest.mark.parametrize(
    "tag, old, new, said",
    [
        ("v9.8.6", "", "", "has another version"),
        ("v9.8.7", " - 2026-12-31", " - not released", 'no heading "## 9.8.7 - YYYY-MM-DD"'),
        ("v9.8.7", "### Gate\n", "", "needs a section Gate"),
    ],
)
def test_a_tag_that_something_contradicts(clone, tag, old, new, said):
    changes = clone / "CHANGELOG.md"
    changes.write_text(changes.read_text().replace(old, new, 1))
    code, _, errors = script(clone, "check_tag.sh", TAG=tag)
    assert code == 1 and said in errors


def test_the_release_has_the_notes_of_its_version_and_every_digest(clone, tmp_path):
    dist = tmp_path / "dist"
    dist.mkdir()
    digests = []
    for name in ("a.tar.gz", "b.whl"):
        (dist / name).write_text(name)
        digests.append(f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n")
    (dist / "a.tar.gz.sha256").write_text(digests[0])
    client = tmp_path / "client"
    client.write_text(f'#!/bin/sh\necho "$*" >"{tmp_path}/called"\nfor last; do :; done\ncat "$last"\n')
    client.chmod(0o755)
    code, notes, errors = script(clone, "publish.sh", dist, TAG="v9.8.7", GH=str(client))
    assert code == 0, errors
    assert notes == "\n### Gate\n\nNothing that passed fails.\n\n"
    assert (dist / "SHA256SUMS").read_text() == "".join(digests)
    called = (tmp_path / "called").read_text()
    assert called.startswith("release create v9.8.7 ./SHA256SUMS ./a.tar.gz ./a.tar.gz.sha256 ./b.whl --verify-tag ")
    (dist / "a.tar.gz").write_text("other")
    assert script(clone, "publish.sh", dist, TAG="v9.8.7", GH=str(client))[0] != 0


def test_the_changelog_has_the_version_of_the_sources():
    version = (REPOSITORY / VERSION).read_text().split('toolVersion = "', 1)[1].split('"', 1)[0]
    notes = script(REPOSITORY, "notes.sh", version)[1]
    assert "### Gate\n" in notes


GENERATOR = """#!/bin/sh
# As swift-argument-parser's generate-manual: COMMAND --multi-page --date DATE --output-directory DIRECTORY
test "$2 $3" = "--multi-page --date" && test "$5" = --output-directory || exit 9
printf '.Dd %s\\n.Dt PRUNING-PACK 1\\n.Xr pruning-pack.hidden 1 ,\\n.Xr pruning-pack.rules 1 ,\\n.Xr pruning-pack.verify 1' "$4" >"$6/pruning-pack.1"
for name in hidden rules verify; do printf '.Dt PRUNING-PACK.%s 1\\n' "$name" >"$6/pruning-pack.$name.1"; done
"""


def test_commands_with_a_page_have_a_man_page(tmp_path):
    (tmp_path / "generator").write_text(GENERATOR)
    (tmp_path / "generator").chmod(0o755)
    code, _, errors = script(
        REPOSITORY, "manual.sh", tmp_path / "generator", "pruning-pack", tmp_path / "manual", SOURCE_DATE_EPOCH="1796083200"
    )
    assert code == 0, errors
    pages = {page.name: page.read_text() for page in (tmp_path / "manual").iterdir()}
    assert pages == {
        "pruning-pack.1": ".Dd 2026-12-01\n.Dt PRUNING-PACK 1\n.Xr pruning-pack-rules 1 ,\n.Xr pruning-pack-verify 1",
        "pruning-pack-rules.1": ".Dt PRUNING-PACK-rules 1\n",
        "pruning-pack-verify.1": ".Dt PRUNING-PACK-verify 1\n",
    }
