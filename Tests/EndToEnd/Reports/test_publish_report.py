"""The receipt of `publish` against its schema, and the workflow that publishes against GitHub's."""

import copy
import json
import os
import subprocess

import keys
import pytest
import yaml
from command import PRUNING_PACK, REPOSITORY, run, tool
from jsonschema import Draft202012Validator
from loopback_hub import Stored, loopback_hub

SCHEMA = json.loads((REPOSITORY / "docs/receipt.schema.json").read_text())
# It has huggingface_hub.
CLIENT = REPOSITORY / ".cache/venv-tf5/bin/python"


EXAMPLE = REPOSITORY / "examples/tiny-pruner"


def save_example(place, *flags):
    run(
        "save", "--ranking-model", EXAMPLE / "ranking_model", "--pruning-head", EXAMPLE / "pruning_head.safetensors",
        "--license", "apache-2.0", "--language", "en", "--output", place, "--quiet", *flags, expect=0,
    )  # fmt: skip


def receipts(tmp_path):
    """(exit code, receipt) of a dry run, a first release, and one that lies there otherwise."""
    save_example(tmp_path / "my-pruner")
    with loopback_hub() as hub:
        for flags in (["--dry-run"], [], ["--mirror"]):
            if flags == ["--mirror"]:
                hub.create("acme/my-pruner").push(**{"old.txt": b"x"})
                hub.after_commit = lambda tree: tree.update({"config.json": Stored(b"{}")})
            ran = subprocess.run(
                [PRUNING_PACK, "publish", tmp_path / "my-pruner", "acme/my-pruner", "--hf", CLIENT, "--format", "json", *flags],
                capture_output=True, text=True, env={**os.environ, **hub.environment(tmp_path)},
            )  # fmt: skip
            yield ran.returncode, ran.stderr, json.loads(ran.stdout)


def test_the_receipt_is_what_its_schema_says(tmp_path):
    if not CLIENT.exists():
        pytest.skip(f"{CLIENT} is missing: run `make environments`")
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    seen = []
    for code, errors, receipt in receipts(tmp_path):
        assert list(validator.iter_errors(receipt)) == [], errors
        seen.append((code, receipt["verdict"]))
    assert seen == [(0, "planned"), (0, "published"), (3, "differs")]
    assert receipt["deleted"] == ["old.txt"] and receipt["differences"][0]["path"] == "config.json"
    for change in (
        lambda value: value.pop("root_digest"),
        lambda value: value["files"][0].pop("sha256"),
        lambda value: value.update(verdict="fine"),
        lambda value: value.update(token="hf_x"),
    ):
        wrong = copy.deepcopy(receipt)
        change(wrong)
        assert list(validator.iter_errors(wrong)) != []


def test_the_publishing_workflow_is_one(tmp_path):
    text = run("ci", "github", "--publish", expect=0).stdout
    (tmp_path / "workflow.yml").write_text(text)
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", tmp_path / "workflow.yml")
    workflow = yaml.safe_load(text)
    assert "{{version}}" not in text
    # The key that signs, if there is one, and no token.
    assert {word for word in text.split() if word.startswith("secrets.")} == {"secrets.SIGN_KEY", "secrets.SIGN_KEY_PASSPHRASE"}
    # `on` is a truth value in YAML 1.1.
    assert list(workflow[True]) == ["push"] and workflow[True]["push"] == {"tags": ["v*"]}
    assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
    job = workflow["jobs"]["publish"]
    assert job["env"]["HF_OIDC_RESOURCE"] == "acme/my-pruner" and "HF_TOKEN" not in text
    # What GitHub puts into a text stands in the environment only: inside `run` it would be shell.
    assert all("${{" not in step.get("run", "") for step in job["steps"])
    (script,) = [step["run"] for step in job["steps"] if "publish" in step.get("run", "")]
    line = script.strip().split("\n")[-1]
    # The key is not in the environment of what runs then.
    assert script.index('"$SIGN_KEY" >') < script.index("unset SIGN_KEY\n") < script.index(line)
    assert "--sign-key" in script and line.endswith(' "$@"')
    words = line.removesuffix(' "$@"').replace('"$PACKAGE"', "nothing").replace('"$HF_OIDC_RESOURCE"', "acme/x").replace('"$RELEASE"', "v1").split()
    # The command knows all of its options, and ends for want of a package.
    ran = run(*words[1:], "--hf", CLIENT if CLIENT.exists() else "/bin/false", expect=2)
    assert "nothing" in ran.stderr or "/bin/false" in ran.stderr
    version = run("--version").stdout.strip()
    assert any(f"pruning-pack[hub]=={version}'" in step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize("passphrase", [None, "", "open sesame"])
def test_the_publishing_workflow_signs_a_release(tmp_path, passphrase):
    """Its script is run as GitHub runs it: without a key, with one, and with an encrypted one; a secret that is not set is empty."""
    if not CLIENT.exists():
        pytest.skip(f"{CLIENT} is missing: run `make environments`")
    workflow = yaml.safe_load(run("ci", "github", "--publish", expect=0).stdout)
    (script,) = [step["run"] for step in workflow["jobs"]["publish"]["steps"] if step.get("name") == "publish"]
    save_example(tmp_path / "my-pruner", "--reference", EXAMPLE / "reference_outputs.json")
    programs, temporary = tmp_path / "bin", tmp_path / "tmp"
    for place in (programs, temporary):
        place.mkdir()
    (programs / "pruning-pack").symlink_to(PRUNING_PACK)
    # The token of the loopback Hub in place of the one that GitHub gives.
    (programs / "python").write_text(f'#!/bin/sh\nunset HF_OIDC_RESOURCE\nexec {CLIENT} "$@"\n')
    (programs / "hf").write_text(f"#!{programs}/python\n")
    for program in ("python", "hf"):
        (programs / program).chmod(0o755)
    keys.write(tmp_path)
    secret = "" if passphrase is None else keys.ENCRYPTED if passphrase else keys.PRIVATE
    with loopback_hub() as hub:
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True,
            env={
                **hub.environment(tmp_path), "PATH": f"{programs}:/usr/bin:/bin", "TMPDIR": str(temporary), "HOME": str(tmp_path),
                "PACKAGE": "my-pruner", "HF_OIDC_RESOURCE": "acme/my-pruner", "RELEASE": "v1", "SIGN_KEY": secret,
                "PRUNING_PACK_KEY_PASSPHRASE": passphrase or "", "NO_PROXY": "*",
            },
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr + ran.stdout
        tree = hub.tree("acme/my-pruner")
        assert ("model.sig" in tree) == bool(secret) and len(hub.repositories["acme/my-pruner"].commits) == 2
        stored = hub.repositories["acme/my-pruner"]
        files = {path: one.data for path, one in stored.commits[stored.branches["main"]][0].items()}
    # The key is nowhere any more.
    assert list(temporary.iterdir()) == []
    if secret:
        (tmp_path / "my-pruner/model.sig").write_bytes(files["model.sig"])
        (tmp_path / "my-pruner/README.md").write_bytes(files["README.md"])
        run("verify", tmp_path / "my-pruner", "--public-key", tmp_path / "key.pub.pem", expect=0)


@pytest.mark.parametrize("arguments", [("gitlab",), ("pre-commit",), ("github", "--repository", "a/b")])
def test_only_github_publishes(arguments):
    assert "--publish goes with github" in run("ci", *arguments, "--publish", expect=64).stderr
