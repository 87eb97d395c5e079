"""What `publish` sends, and that it is what was verified: by the real client, in all ways in which it transfers."""

import json
import shutil
import subprocess
import sys

import keys
import pytest
from binary import PRUNING_PACK, attempt, pruning_pack
from faults import leftovers
from faults.scenarios import SAVE
from loopback_hub import READ_TOKEN, TOKEN, Stored, loopback_hub
from publishing import REPOSITORY, command, content, digests, lies, publish, variables, whatever_the_client

pytestmark = pytest.mark.one_version


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """release(flag...) -> a package that may be published, made once."""
    made = {}

    def make(*flags, name=REPOSITORY):
        if (name, flags) not in made:
            place = tmp_path_factory.mktemp("release") / "my-pruner"
            pruning_pack(*SAVE, *(["--name", name] if name else []), "--output", place, *flags)
            made[name, flags] = place
        return made[name, flags]

    return make


@pytest.fixture
def hub():
    with loopback_hub() as hub:
        yield hub


@pytest.mark.parametrize("way", ["lfs", "multipart", "xet"])
def test_what_lies_there_is_what_was_verified(release, tmp_path, way):
    package = release()
    before = content(package)
    with loopback_hub(mode=way, xet=f"local://{tmp_path}/xet" if way == "xet" else None) as hub:
        ran = publish(hub, tmp_path, package, "--format", "json", "--receipt", tmp_path / "receipt.json")
        assert ran.code == 0 and ran.errors == "", ran.text
        assert lies(hub) == digests(package)
        repository = hub.repositories[REPOSITORY]
        # The one that the Hub makes, and ours.
        assert len(repository.commits) == 2 and not repository.private
        sent = {"lfs": "PUT /store/", "multipart": "PUT /part/.*/2$", "xet": "xet-write-token"}
        assert {name for name, request in sent.items() if hub.requests(request)} == {way}
    receipt = ran.receipt
    assert receipt["verdict"] == "published" and receipt["repository"] == REPOSITORY
    assert receipt["commit"] == repository.branches["main"] and receipt["url"].endswith(receipt["commit"])
    assert receipt["differences"] == receipt["deleted"] == [] and receipt["pull_request"] is None
    assert {file["path"] for file in receipt["files"]} == set(digests(package))
    listed = "".join(f"{file['sha256']}  {file['path']}\n" for file in receipt["files"])
    summed = subprocess.run(["sha256sum"], input=listed, capture_output=True, text=True).stdout.split()[0]
    assert receipt["root_digest"] == summed
    assert json.loads((tmp_path / "receipt.json").read_text()) == receipt
    assert content(package) == before and leftovers(package.parent) == []


@whatever_the_client
def test_the_card_gets_its_name_on_the_hub(release, hub, tmp_path):
    package = release(name=None)
    before = content(package)
    ran = publish(hub, tmp_path, package, "--format", "json")
    assert ran.code == 0, ran.text
    assert content(package) == before
    there, here = lies(hub), digests(package)
    assert {path for path in here if there[path] != here[path]} == {"README.md"}
    tree = hub.repositories[REPOSITORY].commits[ran.receipt["commit"]][0]
    # It is the card that a package saved under that name has.
    assert tree["README.md"].data == (release() / "README.md").read_bytes()
    text = tree["README.md"].data.decode()
    assert f'from_pretrained("{REPOSITORY}", trust_remote_code=True)' in text
    assert f'pruning-pack prune "hf://{REPOSITORY}"' in text and f"# {REPOSITORY}\n" in text
    files = {file["path"]: file for file in ran.receipt["files"]}
    assert ran.receipt["card"]["after"] == files["README.md"]["sha256"] != ran.receipt["card"]["before"]


@whatever_the_client
def test_a_card_of_ones_own_keeps_everything_but_its_name(release, hub, tmp_path):
    package = tmp_path / "own"
    shutil.copytree(release(name=None), package)
    text = (package / "README.md").read_text()
    own = text.replace("# my-pruner\n", "# my-pruner\r\n\nIt is called my-pruner, and \"my-pruner\" it stays here.\n")
    (package / "README.md").write_bytes(own.encode())
    ran = publish(hub, tmp_path, package, "--format", "json")
    assert ran.code == 0, ran.text
    sent = hub.repositories[REPOSITORY].commits[ran.receipt["commit"]][0]["README.md"].data.decode()
    assert f'# {REPOSITORY}\r\n\nIt is called my-pruner, and "my-pruner" it stays here.\n' in sent


@whatever_the_client
def test_a_second_run_finds_it_there(release, hub, tmp_path):
    assert publish(hub, tmp_path, release()).code == 0
    head = hub.repositories[REPOSITORY].branches["main"]
    count = len(hub.requests("POST"))
    ran = publish(hub, tmp_path, release(), "--format", "json")
    assert ran.code == 0 and ran.receipt["commit"] == head, ran.text
    assert ran.receipt["verdict"] == "published" and len(hub.requests("POST")) == count


def test_another_version_is_one_commit(release, hub, tmp_path):
    assert publish(hub, tmp_path, release()).code == 0
    other = release("--threshold", "0.25")
    planned = publish(hub, tmp_path, other, "--dry-run")
    assert planned.code == 0 and "changed" in planned.output and "nothing was sent" in planned.output
    assert len(hub.repositories[REPOSITORY].commits) == 2
    ran = publish(hub, tmp_path, other, "--message", "Lower the threshold")
    assert ran.code == 0 and "3 changed, " in ran.output, ran.text
    repository = hub.repositories[REPOSITORY]
    assert len(repository.commits) == 3 and lies(hub) == digests(other)
    assert repository.commits[repository.branches["main"]][2] == "Lower the threshold"


def test_a_dry_run_sends_nothing(release, hub, tmp_path):
    ran = publish(hub, tmp_path, release(), "--dry-run")
    assert ran.code == 0, ran.text
    assert hub.repositories == {} and {line.split()[0] for line in hub.log} == {"GET"}
    rows = [line.split() for line in ran.output.splitlines()[:-2]]
    expected = digests(release())
    assert {row[2]: (row[0], int(row[1].replace(",", ""))) for row in rows} == {
        path: ("new", size) for path, (size, _) in expected.items()
    }
    hub.create(REPOSITORY).push(**{"README.md": b"---\nlicense: mit\n---\n", "old.bin": b"1234"})
    ran = publish(hub, tmp_path, release(), "--dry-run", "--mirror", "--format", "json")
    assert ran.receipt["verdict"] == "planned" and ran.receipt["deleted"] == ["old.bin"]
    assert ran.receipt["commit"] is None and hub.requests("POST") == []
    changes = {file["path"]: file["change"] for file in ran.receipt["files"]}
    assert changes["README.md"] == "changed" and changes["config.json"] == "new"


@whatever_the_client
def test_files_that_the_package_lacks(release, hub, tmp_path):
    head = hub.create(REPOSITORY).push(**{"notes.txt": b"mine"})
    ran = publish(hub, tmp_path, release())
    assert ran.code == 1 and "notes.txt" in ran.errors and "--mirror" in ran.errors and "nothing was sent" in ran.errors
    assert hub.repositories[REPOSITORY].branches["main"] == head and hub.requests("POST") == []
    assert publish(hub, tmp_path, release(), "--mirror").code == 0
    assert lies(hub) == digests(release()) and len(hub.repositories[REPOSITORY].commits) == 3


@whatever_the_client
def test_a_card_that_somebody_wrote(release, hub, tmp_path):
    hub.create(REPOSITORY).push(**{"README.md": b"---\nlicense: mit\n---\n# Ours\n\nTrained with care on our own data.\n"})
    ran = publish(hub, tmp_path, release())
    assert ran.code == 1 and "Trained with care" in ran.errors and "--replace-card" in ran.errors
    assert hub.requests("POST") == []
    assert publish(hub, tmp_path, release(), "--replace-card").code == 0
    assert lies(hub) == digests(release())


@whatever_the_client
def test_a_license_without_derivatives(release, hub, tmp_path):
    package = release("--license", "cc-by-nc-nd-4.0")
    ran = publish(hub, tmp_path, package)
    assert ran.code == 1 and "cc-by-nc-nd-4.0" in ran.errors and "--license-checked" in ran.errors
    assert hub.repositories == {}
    assert publish(hub, tmp_path, package, "--private").code == 0
    assert hub.repositories[REPOSITORY].private
    assert publish(hub, tmp_path, package, "--license-checked", repository="acme/other").code == 0
    assert publish(hub, tmp_path, package, "--private", repository="acme/other").code == 1


def test_a_pull_request_leaves_the_branch(release, hub, tmp_path):
    head = hub.create(REPOSITORY).branches["main"]
    ran = publish(hub, tmp_path, release(), "--create-pr", "--format", "json")
    assert ran.code == 0, ran.text
    assert hub.repositories[REPOSITORY].branches["main"] == head
    assert ran.receipt["pull_request"].endswith("/discussions/1")
    assert lies(hub, revision=ran.receipt["commit"]) == digests(release())
    assert publish(hub, tmp_path, release(), "--create-pr", "--revision", "v2").code == 64


def test_another_branch_is_created(release, hub, tmp_path):
    head = hub.create(REPOSITORY).branches["main"]
    ran = publish(hub, tmp_path, release(), "--revision", "v2")
    assert ran.code == 0, ran.text
    assert hub.repositories[REPOSITORY].branches["main"] == head
    assert lies(hub, revision="v2") == digests(release())


@whatever_the_client
def test_what_is_not_in_order_is_not_sent(release, hub, tmp_path):
    package = tmp_path / "bad"
    shutil.copytree(release(), package)
    (package / "tokenizer.json").unlink()
    ran = publish(hub, tmp_path, package, "--report", f"json={tmp_path}/report.json")
    assert ran.code == 1 and "LAY001" in ran.errors and "was not published" in ran.errors
    assert hub.log == [] and json.loads((tmp_path / "report.json").read_text())["findings"]
    assert publish(hub, tmp_path, tmp_path / "nothing").code == 2
    # The settings are those of `verify`.
    ran = publish(hub, tmp_path, package, "--ignore", "LAY001,")
    assert ran.code == 64
    assert publish(hub, tmp_path, release(), repository="my-pruner").code == 64


@whatever_the_client
def test_a_signed_package_whose_card_would_change(release, hub, tmp_path):
    package = tmp_path / "signed"
    shutil.copytree(release(name=None), package)
    private, public = keys.write(tmp_path)
    pruning_pack("sign", package, "--key", private)
    ran = publish(hub, tmp_path, package)
    assert ran.code == 1 and "signed" in ran.errors and f"--name {REPOSITORY}" in ran.errors
    assert hub.log == []
    # One whose signature does not hold is refused by the gate; signed while it is published, it is a release.
    (package / "NOTES.md").write_text("notes")
    ran = publish(hub, tmp_path, package)
    assert ran.code == 1 and "INT001" in ran.errors and hub.log == []
    ran = publish(hub, tmp_path, package, "--sign-key", private, "--public-key", public)
    assert ran.code == 0, ran.text


@whatever_the_client
def test_a_release_is_signed_last(release, hub, tmp_path):
    package = release(name=None)
    before = content(package)
    private, public = keys.write(tmp_path)
    ran = publish(hub, tmp_path, package, "--sign-key", private, "--format", "json")
    assert ran.code == 0 and content(package) == before, ran.text
    repository = hub.repositories[REPOSITORY]
    assert set(lies(hub)) == {*digests(package), "model.sig"} and len(repository.commits) == 2
    assert "model.sig" in {file["path"] for file in ran.receipt["files"]}
    signed = f"hf://{REPOSITORY}"
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "hf").write_text(f"#!{sys.executable}\n")
    (programs / "hf").chmod(0o755)
    there = {"PATH": f"{programs}:/usr/bin:/bin"}
    verified = command(hub, tmp_path, "verify", signed, "--public-key", public, **there)
    assert verified.code == 0 and "INT001" not in verified.output and "INT002" not in verified.output, verified.text
    # The same files are signed already where they are published again from there.
    again = publish(hub, tmp_path, signed, "--sign-key", private, "--format", "json", **there)
    assert again.code == 0 and again.receipt["commit"] == ran.receipt["commit"] and len(repository.commits) == 2, again.text
    # So they are from the directory, which is not signed itself.
    again = publish(hub, tmp_path, package, "--sign-key", private, "--format", "json")
    assert again.code == 0 and again.receipt["commit"] == ran.receipt["commit"] and len(repository.commits) == 2, again.text
    # Only the card was changed on the way.
    changed = command(hub, tmp_path, "diff", package, signed, "--format", "json", **there)
    assert changed.code == 1, changed.text
    sections = json.loads(changed.output)["sections"]
    assert {one["name"] for one in sections if any(entry["visible"] for entry in one["entries"])} == {"card"}
    same = command(hub, tmp_path, "diff", f"{signed}@{ran.receipt['commit']}", signed, **there)
    assert same.code == 0 and ran.receipt["commit"] in same.output, same.text


def test_a_signed_release_that_was_downloaded(release, hub, tmp_path):
    """`hf download --local-dir` leaves .cache, and the Hub .gitattributes: nobody signed them, and nothing loads them."""
    private, public = keys.write(tmp_path)
    ran = publish(hub, tmp_path, release(), "--sign-key", private, "--format", "json")
    assert ran.code == 0, ran.text
    script = f"from huggingface_hub import snapshot_download; snapshot_download({REPOSITORY!r}, local_dir='here')"
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=variables(hub, tmp_path), check=True, timeout=120)
    here = tmp_path / "here"
    assert (here / ".cache/huggingface").is_dir() and (here / ".gitattributes").is_file()
    report = json.loads(pruning_pack("verify", here, "--public-key", public, "--format", "json"))
    assert not [finding for finding in report["findings"] if finding["rule"].startswith("INT00")]
    (here / "ranking_model/more.json").write_text("{}")
    code, output, _ = attempt("verify", here, "--public-key", public, "--format", "concise")
    assert code == 1 and "INT001" in output


@whatever_the_client
def test_a_bill_of_materials_names_the_commit(release, hub, tmp_path):
    ran = publish(hub, tmp_path, release(), "--format", "json")
    assert ran.code == 0, ran.text
    (tmp_path / "hf").write_text(f"#!{sys.executable}\n")
    (tmp_path / "hf").chmod(0o755)
    commit = ran.receipt["commit"]
    for name in (f"hf://{REPOSITORY}", f"hf://{REPOSITORY}@{commit}"):
        told = command(hub, tmp_path, "verify", name, "--format", "cyclonedx", PATH=f"{tmp_path}:/usr/bin:/bin")
        assert told.code == 0, told.text
        model = json.loads(told.output)["metadata"]["component"]
        assert (model["group"], model["name"], model["version"]) == ("acme", "my-pruner", commit)
        assert model["purl"] == f"pkg:huggingface/{REPOSITORY}@{commit}"


@whatever_the_client
def test_no_passphrase_is_told(release, hub, tmp_path):
    """The Hub's client is told neither the passphrase nor where it was."""
    seen = tmp_path / "variables"
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nenv >>{seen}\nexec {sys.executable} "$@"\n')
    wrapper.chmod(0o755)
    private, public = keys.write_encrypted(tmp_path)
    secret = {"PRUNING_PACK_KEY_PASSPHRASE": keys.PASSPHRASE}
    ran = publish(hub, tmp_path, release(), "--sign-key", private, "--public-key", public, hf=wrapper, **secret)
    assert ran.code == 0, ran.text
    assert "HF_ENDPOINT" in seen.read_text()
    assert "PASSPHRASE" not in seen.read_text() and keys.PASSPHRASE not in seen.read_text() + ran.text


def test_no_token_is_told(release, hub, tmp_path):
    """Not to other users of the machine, who see arguments, and not in what is printed or kept."""
    seen = tmp_path / "arguments"
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nprintf "%s\\n" "$0" "$@" >>{seen}\nexec {sys.executable} "$@"\n')
    wrapper.chmod(0o755)
    hub.fault("POST .*/commit/", lambda handler: handler.refuse(400, f"no: {TOKEN}"))
    for code in (2, 0):
        ran = publish(hub, tmp_path, release(), "--receipt", tmp_path / "receipt.json", "--format", "json", hf=wrapper)
        assert ran.code == code, ran.text
        assert TOKEN not in ran.text
    assert "hub_client" not in seen.read_text() and "sys.stdin" in seen.read_text()
    assert TOKEN not in seen.read_text() and TOKEN not in (tmp_path / "receipt.json").read_text()


@whatever_the_client
def test_where_the_client_is_found(release, hub, tmp_path):
    programs = tmp_path / "bin"
    programs.mkdir()
    arguments = ["publish", release(), REPOSITORY, "--dry-run"]
    ran = command(hub, tmp_path, *arguments, PATH=str(programs))
    assert ran.code == 2 and "pip install 'pruning-pack[hub]'" in ran.errors and len(ran.errors.splitlines()) == 1
    hf = programs / "hf"
    for first in (f"#!{sys.executable}\n", f"#!/bin/sh\n'''exec' {sys.executable} \"$0\" \"$@\"\n' '''\n"):
        hf.write_text(first)
        hf.chmod(0o755)
        assert command(hub, tmp_path, *arguments, PATH=str(programs)).code == 0
        assert command(hub, tmp_path, *arguments, "--hf", hf, PATH="/nowhere").code == 0
    # The wheel puts the command beside the interpreter that it was installed into.
    beside = tmp_path / "venv/bin"
    beside.mkdir(parents=True)
    shutil.copy(PRUNING_PACK, beside / "pruning-pack")
    (beside / "python3").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (beside / "python3").chmod(0o755)
    ran = subprocess.run(
        [beside / "pruning-pack", *map(str, arguments)], capture_output=True, text=True,
        env={"PATH": "/nowhere", **hub.environment(tmp_path)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    ran = publish(hub, tmp_path, release(), hf="/bin/false")
    assert ran.code == 2 and "huggingface_hub" in ran.errors


def test_its_traffic_is_on_the_loopback_interface(release, hub, tmp_path):
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "log"
    trace = tmp_path / "python"
    trace.write_text(f'#!/bin/sh\nexec strace -f -A -e trace=connect,sendto -o {log} {sys.executable} "$@"\n')
    trace.chmod(0o755)
    ran = publish(hub, tmp_path, release(), hf=trace)
    if ran.code == 2 and "ptrace" in ran.errors:
        pytest.skip(f"strace may not trace here: {ran.errors}")
    assert ran.code == 0, ran.text
    calls = [line for line in log.read_text().splitlines() if "sa_family=AF_INET" in line]
    assert calls and all("127.0.0.1" in line or "::1" in line for line in calls), calls


def test_a_package_on_the_hub_stands_where_a_directory_could(release, hub, tmp_path):
    package = release()
    assert publish(hub, tmp_path, package).code == 0
    commit = hub.repositories[REPOSITORY].branches["main"]
    reference = f"hf://{REPOSITORY}"
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "hf").write_text(f"#!{sys.executable}\n")
    (programs / "hf").chmod(0o755)

    def run(*arguments, **more):
        return command(hub, tmp_path, *arguments, PATH=f"{programs}:/usr/bin:/bin", **more)

    verified = run("verify", reference, "--format", "json")
    assert verified.code == 0, verified.text
    report = json.loads(verified.output)
    assert f"{reference}@{commit}" in json.dumps(report) and str(tmp_path) not in json.dumps(report)
    page = run("verify", reference, "--format", "html")
    assert page.code == 0 and commit in page.output
    pair = ["--query", "a river", "--document", "The river is long. A day is short."]
    for name in ("score", "prune"):
        there = run(name, reference, *pair, "--format", "json")
        assert there.code == 0 and there.output == pruning_pack(name, package, *pair, "--format", "json"), there.text
    inspected = run("inspect", reference, "--format", "json")
    assert inspected.code == 0, inspected.text
    assert json.loads(inspected.output)["layout"] == json.loads(pruning_pack("inspect", package, "--format", "json"))["layout"]
    assert run("save", "--from", reference, "--output", tmp_path / "again").code == 0
    assert (tmp_path / "again/pruning_head/model.safetensors").read_bytes() == (
        package / "pruning_head/model.safetensors"
    ).read_bytes()

    # What was fetched is there without a network, by the commit, too.
    for name in (reference, f"{reference}@{commit}"):
        assert run("score", name, *pair, HF_HUB_OFFLINE="1").code == 0
    ran = run("score", f"{reference}@v9", *pair)
    assert ran.code == 2 and "revision" in ran.errors, ran.errors
    ran = run("score", "hf://acme/nothing", *pair)
    assert ran.code == 2 and "no such repository" in ran.errors, ran.errors
    assert run("score", "hf://acme/nothing", *pair, HF_HUB_OFFLINE="1").code == 2
    assert run("score", "hf://acme", *pair).code == 64 and run("verify", "hf://acme").code == 64
    assert run("verify", reference, "--fix").code == 64


@whatever_the_client
def test_the_release_before_can_be_published_again(release, hub, tmp_path):
    """As the message of an exit code 3 says."""
    assert publish(hub, tmp_path, release()).code == 0
    first = hub.repositories[REPOSITORY].branches["main"]

    def spoils(tree):
        tree["config.json"] = Stored(b"{}")

    hub.after_commit = spoils
    ran = publish(hub, tmp_path, release("--threshold", "0.25"))
    hub.after_commit = None
    assert ran.code == 3 and "config.json" in ran.errors, ran.text
    undo = ran.errors.strip().split("undo it: pruning-pack ")[1].split()
    assert undo == ["publish", f"hf://{REPOSITORY}@{first}", REPOSITORY, "--mirror", "--replace-card"]
    ran = command(hub, tmp_path, *undo, "--hf", sys.executable)
    assert ran.code == 0 and lies(hub) == digests(release()), ran.text


def test_a_token_that_may_only_read(release, hub, tmp_path):
    assert publish(hub, tmp_path, release(), token=READ_TOKEN).code == 2
    assert hub.repositories == {}
