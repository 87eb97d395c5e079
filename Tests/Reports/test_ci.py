"""The files for CI systems: against the schemas of those systems, and run as far as that is possible without them."""

import hashlib
import os
import platform
import shutil
import subprocess
import tarfile

import pytest
import yaml
from command import PRUNING_PACK, REPOSITORY, run, tool

SYSTEMS = ("github", "gitlab", "pre-commit")
NAME = f"pruning-pack-{run('--version').stdout.strip()}-{platform.system().lower()}-{platform.machine()}"
VERSION = run("--version").stdout.strip()


@pytest.fixture(scope="module")
def releases(tmp_path_factory):
    """A place with a release as `make dist` leaves it; its address."""
    place = tmp_path_factory.mktemp("releases")
    directory = place / f"v{VERSION}"
    directory.mkdir()
    archive = directory / f"{NAME}.tar.gz"
    with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
        tar.add(PRUNING_PACK, f"pruning-pack-{VERSION}/pruning-pack")
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (directory / f"{NAME}.tar.gz.sha256").write_text(f"{digest}  {NAME}.tar.gz\n")
    return place


def environment(releases, cache, **more):
    return {
        **os.environ, "PRUNING_PACK_RELEASES": f"file://{releases}", "PRUNING_PACK_CACHE": str(cache),
        # Nothing is to be built behind the test's back.
        "PATH": os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if not os.path.exists(f"{p}/swift")),
        **more,
    }


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
    (tmp_path / ".pre-commit-config.yaml").write_text(printed("pre-commit"))
    tool("pre-commit", "validate-config", tmp_path / ".pre-commit-config.yaml")
    hooks = {hook["id"] for hook in yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text())}
    config = yaml.safe_load(printed("pre-commit"))["repos"][0]
    assert {hook["id"] for hook in config["hooks"]} <= hooks
    assert config["rev"] == f"v{VERSION}"


@pytest.mark.parametrize("system", SYSTEMS)
def test_another_repository_can_be_named(system):
    assert "somebody/a-fork" in printed(system, "--repository", "somebody/a-fork")
    assert run("ci", system, "--repository", "nonsense").returncode == 64


def test_the_binary_is_fetched_once(releases, tmp_path):
    variables = environment(releases, tmp_path / "cache")
    first = script("provide-binary", tmp_path, variables)
    assert first.returncode == 0, first.stderr
    assert "fetching" in first.stderr
    assert subprocess.run([first.stdout.strip(), "--version"], capture_output=True, text=True).stdout.strip() == VERSION
    again = script("provide-binary", tmp_path, {**variables, "PRUNING_PACK_RELEASES": "file:///nowhere"})
    assert (again.stdout, again.stderr) == (first.stdout, "")
    assert [entry.name for entry in (tmp_path / "cache").iterdir()] == [NAME]


def test_a_release_with_another_digest_is_refused(releases, tmp_path):
    broken = tmp_path / "releases"
    shutil.copytree(releases, broken)
    digest = broken / f"v{VERSION}" / f"{NAME}.tar.gz.sha256"
    digest.write_text("0" * 64 + digest.read_text()[64:])
    ran = script("provide-binary", tmp_path, environment(broken, tmp_path / "cache"))
    assert ran.returncode == 1
    assert "SHA-256" in ran.stderr and ran.stdout == ""
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_release_and_toolchain_it_says_so(tmp_path):
    ran = script("provide-binary", tmp_path, environment(tmp_path / "nowhere", tmp_path / "cache"))
    assert ran.returncode == 1
    assert "no Swift toolchain" in ran.stderr


def test_the_action_marks_lines_and_writes_reports(workspace, releases, tmp_path):
    variables = environment(
        releases, tmp_path / "cache", INPUT_PACKAGES="  good\n\n bad \n", INPUT_STRICT="true", INPUT_CONFIG="",
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


def test_no_input_of_the_action_is_taken_for_shell_or_for_an_option(workspace, releases, tmp_path):
    traps = f"$(touch {tmp_path}/a)\n`touch {tmp_path}/b`\n; touch {tmp_path}/c\n--help"
    ran = script("action", workspace, environment(releases, tmp_path / "cache", INPUT_PACKAGES=traps))
    assert ran.returncode == 2
    assert ran.stdout.count("NOT VERIFIED") == 4
    assert {entry.name for entry in tmp_path.iterdir()} == {"cache"}


def test_every_input_of_the_action_reaches_its_script():
    action = yaml.safe_load((REPOSITORY / "action.yml").read_text())
    passed = {v for v in action["runs"]["steps"][0]["env"].values() if "inputs." in v}
    assert passed == {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]}
    # Inputs stand in the environment only: inside `run` they would be shell.
    assert "${{" not in action["runs"]["steps"][0]["run"]


def test_the_jobs_commands_run(workspace, releases, tmp_path):
    job = yaml.safe_load(printed("gitlab"))["pruning-pack"]
    # A container's package manager and Git LFS are GitLab's business; the rest runs as it stands.
    steps = [s for s in job["before_script"] + job["script"] if not s.startswith(("apt-get", "git "))]
    assert len(steps) == 6
    (tmp_path / "bin").mkdir()
    text = "\n".join(["set -e", *steps]).replace("/usr/local/bin", str(tmp_path / "bin"))
    shutil.copytree(workspace / "good", tmp_path / "good")
    shutil.copytree(workspace / "bad", tmp_path / "bad")
    for packages, status in (("good", 0), ("good bad", 1)):
        variables = {
            **os.environ, **job["variables"], "PACKAGES": packages, "RELEASE": f"file://{releases}/v{VERSION}",
            "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        }
        ran = subprocess.run(["bash", "-c", text], cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=300)
        assert ran.returncode == status, ran.stderr
    assert all((tmp_path / path).exists() for path in job["artifacts"]["reports"].values())
    assert all((tmp_path / path).exists() for path in job["artifacts"]["paths"])


def test_pre_commit_runs_the_hook(workspace, releases, tmp_path):
    """From a clone, as pre-commit makes one of the repository that a configuration names."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for part in (".ci", ".pre-commit-hooks.yaml", "Sources/pruning-pack/Support/Version.swift"):
        target = hooks / part
        target.parent.mkdir(parents=True, exist_ok=True)
        source = REPOSITORY / part
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    user = tmp_path / "user"
    shutil.copytree(workspace / "good", user / "my-pruner")
    variables = environment(
        releases, tmp_path / "cache", PRE_COMMIT_HOME=str(tmp_path / "home"), HOME=str(tmp_path),
        GIT_CONFIG_GLOBAL=os.devnull, GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="a",
        GIT_COMMITTER_EMAIL="a@example.org",
    )

    def git(directory, *arguments):
        subprocess.run(["git", *arguments], cwd=directory, env=variables, check=True, capture_output=True)

    for directory in (hooks, user):
        git(directory, "init", "--quiet")
        git(directory, "add", "--all")
        git(directory, "commit", "--quiet", "--message", "state")
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True).stdout.strip()
    config = yaml.safe_load(printed("pre-commit"))
    config["repos"][0] |= {"repo": str(hooks), "rev": head}
    (user / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(user, "add", "--all")
    output = tool("pre-commit", "run", "--all-files", "--verbose", directory=user, environment=variables)
    assert "Publishable\n" in output
    (user / "my-pruner/config.json").write_text("{")
    git(user, "add", "--all")
    with pytest.raises(AssertionError, match="LAY008"):
        tool("pre-commit", "run", "--all-files", directory=user, environment=variables)
