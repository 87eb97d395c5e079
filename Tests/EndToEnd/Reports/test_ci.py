"""The files for CI systems: against the schemas of those systems, and run as far as that is possible without them."""

import os
import shutil
import subprocess

import pytest
import yaml
from command import PRUNING_PACK, REPOSITORY, run, tool
from pruning_pack_wheel.archive import WheelArchive

SYSTEMS = ("github", "gitlab", "pre-commit")
VERSION = run("--version").stdout.strip()


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    """A directory that stands for PyPI: a wheel whose command starts the one under test, and what pre-commit needs."""
    place = tmp_path_factory.mktemp("index")
    information = f"pruning_pack-{VERSION}.dist-info"
    archive = WheelArchive(information)
    archive.add(f"{information}/METADATA", f"Metadata-Version: 2.1\nName: pruning-pack\nVersion: {VERSION}\n".encode())
    archive.add(f"{information}/WHEEL", b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: py3-none-any\n")
    starter = f'#!/bin/sh\nexec "{PRUNING_PACK}" "$@"\n'
    archive.add(f"pruning_pack-{VERSION}.data/scripts/pruning-pack", starter.encode(), executable=True)
    archive.write(place / f"pruning_pack-{VERSION}-py3-none-any.whl")
    # For the empty package that pre-commit installs beside a local hook.
    tool("pip", "download", "--quiet", "--no-deps", "--dest", place, "setuptools", "wheel")
    return place


def environment(index, **more):
    """Variables under which pip and uv know the directory and nothing else."""
    return {
        **os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(index), "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(index),
        # Nothing is to be built behind the test's back.
        "PATH": os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if not os.path.exists(f"{p}/swift")),
        **more,
    }


def with_cache(index, cache, **more):
    return environment(index, PRUNING_PACK_CACHE=str(cache), **more)


def script(name, directory, variables, *arguments):
    return subprocess.run(
        [REPOSITORY / ".ci" / name, *arguments], cwd=directory, env=variables, capture_output=True, text=True, timeout=300
    )


def printed(system, *flags):
    text = run("ci", system, *flags, expect=0).stdout
    assert "{{" not in text
    return text


def check(kind, file):
    tool("check-jsonschema", "--builtin-schema", kind, file)


def test_the_workflow_is_one(tmp_path):
    (tmp_path / "workflow.yml").write_text(printed("github"))
    check("vendor.github-workflows", tmp_path / "workflow.yml")
    steps = yaml.safe_load(printed("github"))["jobs"]["verify"]["steps"]
    used = next(step for step in steps if "pruning-pack" in step["uses"])
    assert used["uses"].endswith(f"@v{VERSION}")
    # It uses no input that the action does not have.
    assert set(used["with"]) <= set(yaml.safe_load((REPOSITORY / "action.yml").read_text())["inputs"])


def test_the_job_is_one(tmp_path):
    (tmp_path / ".gitlab-ci.yml").write_text(printed("gitlab"))
    check("vendor.gitlab-ci", tmp_path / ".gitlab-ci.yml")


def test_the_action_is_one():
    check("vendor.github-actions", REPOSITORY / "action.yml")


def test_the_hooks_are_some(tmp_path):
    tool("pre-commit", "validate-manifest", REPOSITORY / ".pre-commit-hooks.yaml")
    # With `language: python`, pre-commit would build the command with Swift at every user's.
    languages = {hook["language"] for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())}
    assert languages == {"script", "system"}
    (tmp_path / ".pre-commit-config.yaml").write_text(printed("pre-commit"))
    tool("pre-commit", "validate-config", tmp_path / ".pre-commit-config.yaml")


@pytest.mark.parametrize("system", SYSTEMS[1:])
def test_this_version_is_installed_from_pypi(system):
    assert f"pruning-pack=={VERSION}" in printed(system)
    ran = run("ci", system, "--repository", "somebody/a-fork", expect=64)
    assert "--repository belongs to github" in ran.stderr


def test_another_repository_can_be_named():
    assert f"somebody/a-fork@v{VERSION}" in printed("github", "--repository", "somebody/a-fork")
    assert run("ci", "github", "--repository", "nonsense").returncode == 64


def test_the_command_is_installed_once(index, tmp_path):
    variables = with_cache(index, tmp_path / "cache")
    first = script("provide-binary", tmp_path, variables)
    assert first.returncode == 0, first.stderr
    assert f"installing pruning-pack {VERSION}" in first.stderr
    assert subprocess.run([first.stdout.strip(), "--version"], capture_output=True, text=True).stdout.strip() == VERSION
    again = script("provide-binary", tmp_path, {**variables, "PIP_FIND_LINKS": "/nowhere", "UV_FIND_LINKS": "/nowhere"})
    assert (again.stdout, again.stderr) == (first.stdout, "")
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_without_wheel_and_toolchain_it_says_so(tmp_path):
    (tmp_path / "nowhere").mkdir()
    ran = script("provide-binary", tmp_path, with_cache(tmp_path / "nowhere", tmp_path / "cache"))
    assert ran.returncode == 1 and ran.stdout == ""
    assert f"no wheel of pruning-pack {VERSION} for " in ran.stderr
    assert "no Swift toolchain" in ran.stderr
    assert list((tmp_path / "cache").iterdir()) == []


def test_the_action_marks_lines_and_writes_reports(workspace, index, tmp_path):
    variables = with_cache(
        index, tmp_path / "cache", INPUT_PACKAGES="  good\n\n bad \n", INPUT_STRICT="true", INPUT_CONFIG="",
        INPUT_ARGUMENTS="--ignore\nLAY002\n", INPUT_SARIF=str(tmp_path / "a b.sarif"), INPUT_JUNIT="", INPUT_JSON="",
        INPUT_HTML=str(tmp_path / "page.html"),
    )
    ran = script("action", workspace, variables)
    assert ran.returncode == 1, ran.stderr
    assert "::error file=bad/" in ran.stdout and "PASSED  good" in ran.stdout and "FAILED  bad" in ran.stdout
    assert "LAY002 is ignored" in ran.stdout
    assert (tmp_path / "a b.sarif").exists() and (tmp_path / "page.html").exists()
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n\n")
    good = script("action", workspace, {**variables, "INPUT_PACKAGES": "good", "GITHUB_STEP_SUMMARY": str(summary)})
    # What the step has written before stays.
    assert summary.read_text().startswith("# Before\n\n### ✅ good\n\n**Publishable**\n")
    assert good.returncode == 0
    none = script("action", workspace, {**variables, "INPUT_PACKAGES": " \n"})
    assert none.returncode == 64


def test_no_input_of_the_action_is_taken_for_shell_or_for_an_option(workspace, index, tmp_path):
    traps = f"$(touch {tmp_path}/a)\n`touch {tmp_path}/b`\n; touch {tmp_path}/c\n--help"
    ran = script("action", workspace, with_cache(index, tmp_path / "cache", INPUT_PACKAGES=traps))
    assert ran.returncode == 2
    assert ran.stdout.count("NOT VERIFIED") == 4
    assert {entry.name for entry in tmp_path.iterdir()} == {"cache"}


def test_every_input_of_the_action_reaches_its_script():
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text())
    passed = {v for v in action["runs"]["steps"][0]["env"].values() if "inputs." in v}
    assert passed == {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    # Inputs stand in the environment only: inside `run` they would be shell.
    assert "${{" not in action["runs"]["steps"][0]["run"]


def test_the_jobs_commands_run(workspace, index, tmp_path):
    job = yaml.safe_load(printed("gitlab"))["pruning-pack"]
    # A container's package manager and Git LFS are GitLab's business; the rest runs as it stands.
    steps = [s for s in job["before_script"] + job["script"] if not s.startswith(("apt-get", "git "))]
    assert len(steps) == 2
    tool("virtualenv", "--quiet", tmp_path / "venv")
    shutil.copytree(workspace / "good", tmp_path / "good")
    shutil.copytree(workspace / "bad", tmp_path / "bad")
    for packages, status in (("good", 0), ("good bad", 1)):
        variables = environment(index, **job["variables"])
        variables |= {"PACKAGES": packages, "PATH": f"{tmp_path}/venv/bin:{variables['PATH']}"}
        ran = subprocess.run(
            ["bash", "-c", "\n".join(["set -e", *steps])], cwd=tmp_path, env=variables, capture_output=True, text=True,
            timeout=300,
        )
        assert ran.returncode == status, ran.stderr
    assert all((tmp_path / path).exists() for path in job["artifacts"]["reports"].values())
    assert all((tmp_path / path).exists() for path in job["artifacts"]["paths"])


@pytest.mark.parametrize("source", ["printed", "hooks"])
def test_pre_commit_runs_the_hook(workspace, index, tmp_path, source):
    """The printed configuration; and the hooks of this repository, from a clone as pre-commit makes one."""
    user = tmp_path / "user"
    shutil.copytree(workspace / "good", user / "my-pruner")
    variables = with_cache(
        index, tmp_path / "cache", PRE_COMMIT_HOME=str(tmp_path / "home"), HOME=str(tmp_path),
        GIT_CONFIG_GLOBAL=os.devnull, GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="a",
        GIT_COMMITTER_EMAIL="a@example.org",
    )

    def git(directory, *arguments):
        ran = subprocess.run(["git", *arguments], cwd=directory, env=variables, check=True, capture_output=True, text=True)
        return ran.stdout.strip()

    def commit(directory):
        git(directory, "init", "--quiet")
        git(directory, "add", "--all")
        git(directory, "commit", "--quiet", "--message", "state")
        return git(directory, "rev-parse", "HEAD")

    text = printed("pre-commit")
    if source == "hooks":
        hooks = tmp_path / "hooks"
        for part in (".ci", ".pre-commit-hooks.yaml", "Sources/pruning-pack/Support/Version.swift"):
            target = hooks / part
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (REPOSITORY / part).is_dir() else shutil.copy
            copy(REPOSITORY / part, target)
        hook = {"id": "pruning-pack", "args": ["my-pruner"]}
        text = yaml.safe_dump({"repos": [{"repo": str(hooks), "rev": commit(hooks), "hooks": [hook]}]})
    (user / ".pre-commit-config.yaml").write_text(text)
    commit(user)
    output = tool("pre-commit", "run", "--all-files", "--verbose", directory=user, environment=variables)
    assert "Publishable\n" in output
    (user / "my-pruner/config.json").write_text("{")
    git(user, "add", "--all")
    with pytest.raises(AssertionError, match="LAY008"):
        tool("pre-commit", "run", "--all-files", directory=user, environment=variables)
