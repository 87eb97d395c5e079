"""Signatures with keys, both directions, and everything that must not pass for one."""

import base64
import json
import os
import pty
import shutil

import authority
import flipped
import pytest
import reference
from signing_command import PASSPHRASE, PRUNING_PACK, SAVE, run

CURVES = ["P-256", "P-384", "P-521"]


def sign(package, key, *flags, **variables):
    return run("sign", package, "--key", key, *flags, **variables)


def verify(package, *flags, code=0):
    """The findings of the rules about signatures: (rule, severity, file, problem)."""
    ran = run("verify", package, "--format", "json", "--threads", "2", *flags, code=code)
    report = json.loads(ran.stdout)
    findings = report["packages"][0]["findings"] if "packages" in report else report["findings"]
    return [
        (one["rule"], one["severity"], one["file"], one["problem"])
        for one in findings
        if one["rule"] in ("INT001", "INT002")
    ]


def rules(findings):
    return {(rule, severity) for rule, severity, _, _ in findings}


def change_bundle(package, change):
    file = package / "model.sig"
    bundle = json.loads(file.read_text())
    change(bundle)
    file.write_text(json.dumps(bundle))


@pytest.mark.parametrize("curve", CURVES)
def test_what_is_signed_here_is_verified_there(package, keys, curve):
    private, public = keys[curve]
    ran = sign(package, private)
    assert "signed" in ran.stderr and ran.stdout == ""
    reference.verify(package, public)
    assert verify(package, "--public-key", public) == []
    with pytest.raises(Exception):
        reference.verify(package, keys["other"][1])
    assert rules(verify(package, "--public-key", keys["other"][1], code=1)) == {("INT002", "error")}
    (package / "README.md").write_text("changed")
    with pytest.raises(ValueError):
        reference.verify(package, public)
    assert ("INT001", "error") in rules(verify(package, "--public-key", public, code=1))


@pytest.mark.parametrize("curve", CURVES)
def test_what_is_signed_there_is_verified_here(package, keys, curve):
    private, public = keys[curve]
    reference.sign(package, private)
    assert verify(package, "--public-key", public) == []
    assert rules(verify(package, "--public-key", keys["other"][1], code=1)) == {("INT002", "error")}
    findings = verify(package)
    assert rules(findings) == {("INT002", "suggestion")} and "not known" in findings[0][3]
    (package / "extra.json").write_text("{}")
    assert verify(package, "--public-key", public, code=1) == [
        ("INT001", "error", "extra.json", "extra.json is not among the signed files")
    ]


def test_files_signed_in_parts(package, keys):
    private, public = keys["P-256"]
    (package / "empty.txt").write_bytes(b"")
    reference.sign(package, private, shards=10_000)
    assert verify(package, "--public-key", public) == []
    weights = package / "ranking_model/model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 0x80
    weights.write_bytes(content)
    assert ("INT001", "error", "ranking_model/model.safetensors") in [
        found[:3] for found in verify(package, "--public-key", public, code=1)
    ]
    weights.write_bytes(content + b"\0")
    assert ("INT001", "error") in rules(verify(package, "--public-key", public, code=1))


def test_every_kind_of_difference(package, keys):
    private, public = keys["P-256"]
    (package / "NOTES.md").write_text("notes")
    sign(package, private)
    (package / "NOTES.md").unlink()
    (package / "more.txt").write_text("more")
    with open(package / "README.md", "a") as card:
        card.write("\nmore\n")
    found = verify(package, "--public-key", public, code=1)
    assert sorted((file, problem.split(" ", 1)[1]) for _, _, file, problem in found) == [
        ("NOTES.md", "was signed and is missing"),
        ("README.md", "was changed after the package was signed"),
        ("more.txt", "is not among the signed files"),
    ]


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("signer", ["here", "there"])
def test_no_byte_of_a_bundle_can_be_changed(package, keys, curve, signer):
    """Tests/SigningTests changes each byte of what `sign` writes; here some bytes are changed, and in `make proof` each bit."""
    private, public = keys[curve]
    sign(package, private) if signer == "here" else reference.sign(package, private)
    assert flipped.accepted(package, "--public-key", public) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda bundle: bundle.update(mediaType="application/vnd.dev.sigstore.bundle.v0.1+json"),
        lambda bundle: bundle["verificationMaterial"]["publicKey"].update(hint="0" * 64),
        lambda bundle: bundle["dsseEnvelope"].update(payloadType="text/plain"),
        lambda bundle: bundle["dsseEnvelope"]["signatures"][0].update(sig=base64.b64encode(b"0" * 70).decode()),
        lambda bundle: bundle["dsseEnvelope"]["signatures"].append(bundle["dsseEnvelope"]["signatures"][0]),
        lambda bundle: bundle["dsseEnvelope"].update(signatures=[]),
        lambda bundle: bundle.pop("dsseEnvelope"),
        lambda bundle: bundle.pop("verificationMaterial"),
        lambda bundle: bundle["verificationMaterial"].pop("publicKey"),
        lambda bundle: bundle.update(more=1),
        lambda bundle: bundle["dsseEnvelope"]["signatures"][0].update(keyid="acme"),
        lambda bundle: bundle["verificationMaterial"].update(tlogEntries=[{}]),
        lambda bundle: bundle["verificationMaterial"].update(timestampVerificationData={}),
        lambda bundle: bundle["verificationMaterial"]["publicKey"].update(rawBytes="AAAA"),
        lambda bundle: bundle["verificationMaterial"].update(publicKey={"rawBytes": "AAAA"}),
    ],
)
def test_bundles_that_are_refused(package, keys, change):
    private, public = keys["P-384"]
    sign(package, private)
    change_bundle(package, change)
    found = verify(package, "--public-key", public, code=1)
    assert rules(found) & {("INT001", "error"), ("INT002", "error")}


FAULTS = {
    "media": lambda bundle: bundle.update(mediaType="text/plain"),
    "hint": lambda bundle: bundle["verificationMaterial"]["publicKey"].update(hint="0" * 64),
    "signature": lambda bundle: bundle["dsseEnvelope"]["signatures"][0].update(sig=base64.b64encode(b"0" * 70).decode()),
    "type": lambda bundle: bundle["dsseEnvelope"].update(payloadType="text/plain"),
    "files": lambda bundle: None,
}


@pytest.mark.parametrize(
    "faults, said",
    [
        ("media hint signature type files", {("INT001", "the signature's media type is not supported"), ("INT002", "the signature's media type is not supported")}),
        ("hint signature type files", {("INT001", "the payload's type is not supported"), ("INT002", "signed with another key")}),
        ("signature type files", {("INT001", "the payload's type is not supported"), ("INT002", "the signature is not valid")}),
        ("type files", {("INT001", "the payload's type is not supported")}),
        ("files", {("INT001", "README.md was changed after the package was signed")}),
        ("signature files", {("INT001", "README.md was changed after the package was signed"), ("INT002", "the signature is not valid")}),
    ],
)  # fmt: skip
def test_the_order_of_checks(package, keys, faults, said):
    """Of several faults each rule tells the first: INT002 of who signed, INT001 of what."""
    private, public = keys["P-256"]
    sign(package, private)
    for fault in faults.split():
        change_bundle(package, FAULTS[fault])
    (package / "README.md").write_text("changed")
    found = verify(package, "--public-key", public, code=1)
    assert {(rule, problem) for rule, _, _, problem in found} == said and len(found) == len(said)


@pytest.mark.parametrize(
    "change",
    [
        lambda bundle, _: bundle["verificationMaterial"].pop("tlogEntries"),
        lambda bundle, _: bundle["dsseEnvelope"]["signatures"][0].pop("keyid"),
        lambda bundle, _: bundle["dsseEnvelope"]["signatures"][0].update(keyid=None),
        lambda bundle, key: bundle["verificationMaterial"].update(publicKey={"rawBytes": key}),
        lambda bundle, key: bundle["verificationMaterial"]["publicKey"].update(rawBytes=key),
    ],
)
def test_bundles_of_older_signers(package, keys, change):
    private, public = keys["P-256"]
    sign(package, private)
    change_bundle(package, lambda bundle: change(bundle, base64.b64encode(public.read_bytes()).decode()))
    reference.verify(package, public)
    assert verify(package, "--public-key", public) == []


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 10000, b'{"mediaType": 1}'])
def test_what_is_no_bundle(package, keys, content):
    (package / "model.sig").write_bytes(content)
    assert ("INT001", "error") in rules(verify(package, code=1))
    assert ("INT002", "error") in rules(verify(package, "--public-key", keys["P-256"][1], code=1))


def test_a_signature_that_leaves_out_what_is_loaded(package, keys):
    """The reference does not look: whoever signs can leave a door open."""
    private, public = keys["P-256"]
    reference.sign(package, private, ignored=["ranking_model", "modeling_pruning_encoder.py", "README.md"])
    reference.verify(package, public)
    found = verify(package, "--public-key", public, code=1)
    files = {file for rule, severity, file, _ in found if (rule, severity) == ("INT001", "error")}
    assert "modeling_pruning_encoder.py" in files and "ranking_model/model.safetensors" in files
    assert "README.md" not in files and "pruning_head/model.safetensors" not in files


def test_weights_that_look_like_a_picture(package, keys):
    """An index names its shards as it likes; nobody vouches for one that the signature leaves out."""
    private, public = keys["P-256"]
    weights = package / "ranking_model/model.safetensors"
    tensors = json.loads(weights.read_bytes()[8:][: int.from_bytes(weights.read_bytes()[:8], "little")])
    weights.rename(package / "ranking_model/architecture.png")
    index = {"metadata": {}, "weight_map": {name: "architecture.png" for name in tensors if name != "__metadata__"}}
    (package / "ranking_model/model.safetensors.index.json").write_text(json.dumps(index))
    (package / "architecture.png").write_bytes(b"a picture")
    reference.sign(package, private, ignored=["ranking_model/architecture.png", "architecture.png"])
    reference.verify(package, public)
    found = verify(package, "--public-key", public, code=1)
    assert [(rule, severity, file) for rule, severity, file, _ in found] == [
        ("INT001", "error", "ranking_model/architecture.png")
    ]


def test_graph_data_that_look_like_a_picture(package, keys):
    """A graph names the file of its data as it likes, too."""
    private, public = keys["P-256"]
    (package / "onnx").mkdir()
    (package / "onnx/architecture.png").write_bytes(b"a picture")
    reference.sign(package, private, ignored=["onnx/architecture.png"])
    reference.verify(package, public)
    found = verify(package, "--public-key", public, code=1)
    assert [(rule, severity, file) for rule, severity, file, _ in found] == [("INT001", "error", "onnx/architecture.png")]


def test_what_the_hubs_client_adds(package, keys):
    """`hf download --local-dir` leaves .cache/huggingface, and the Hub .gitattributes."""
    private, public = keys["P-256"]
    sign(package, private)
    metadata = package / ".cache/huggingface/download/config.json.metadata"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("0" * 40)
    (package / ".cache/huggingface/.gitignore").write_text("*")
    (package / ".gitattributes").write_text("*.safetensors filter=lfs diff=lfs merge=lfs -text\n")
    assert verify(package, "--public-key", public) == []
    reference.verify(package, public)
    # Signed again, they are left out again.
    sign(package, private)
    shutil.rmtree(package / ".cache")
    reference.verify(package, public)


def test_a_snapshot_of_the_hubs_cache(package, keys, tmp_path):
    """Links into the cache's own blobs are what they lead to."""
    private, public = keys["P-256"]
    sign(package, private)
    cache = tmp_path / "models--acme--tiny"
    snapshot = cache / "snapshots" / ("0" * 40)
    (cache / "blobs").mkdir(parents=True)
    for file in sorted(package.rglob("*")):
        if file.is_file():
            link = snapshot / file.relative_to(package)
            link.parent.mkdir(parents=True, exist_ok=True)
            blob = cache / "blobs" / str(len(list((cache / "blobs").iterdir())))
            shutil.copy(file, blob)
            link.symlink_to(os.path.relpath(blob, link.parent))
    assert verify(snapshot, "--public-key", public) == []
    assert "cannot be signed" in run("sign", snapshot, "--key", private, code=1).stderr


def test_sigstore_is_named_and_not_checked(package, keys, chain):
    private, public = keys["P-256"]
    sign(package, private)
    signed = (package / "model.sig").read_text()

    def keyless(bundle):
        bundle["verificationMaterial"] = {"certificate": {"rawBytes": "AAAA"}, "tlogEntries": [{"logIndex": "1"}]}

    change_bundle(package, keyless)
    assert verify(package) == [("INT002", "suggestion", "model.sig", "signed by sigstore, not checked here")]
    assert "model_signing verify sigstore" in run("verify", package).stdout
    # The signature is never at fault, and never good. Whoever named a signer asked for that one's, which is not there: else
    # anybody could change a package and put a bundle like this one in place of the signature.
    key = json.loads(signed)["verificationMaterial"]["publicKey"]["hint"]
    root = chain().root
    settings = package.parent / "gate.yml"
    settings.write_text(f"signer: {{public_key: {public}}}\n")
    for flags in (["--public-key", public], ["--trusted-certificate", root], ["--config", settings]):
        assert verify(package, *flags, code=1) == [
            ("INT002", "error", "model.sig", "the package is not signed by the expected signer"),
            ("INT002", "suggestion", "model.sig", "signed by sigstore, not checked here"),
        ]
        shown = run("verify", package, *flags, code=1).stdout
        assert "model_signing verify sigstore" in shown and ("test root" if root in flags else key) in shown
    # Its files are compared all the same.
    (package / "README.md").write_text("changed")
    assert ("INT001", "error") in rules(verify(package, code=1))


def test_a_package_that_is_not_signed(package, keys, tmp_path):
    assert verify(package) == []
    found = verify(package, "--public-key", keys["P-256"][1], code=1)
    assert found == [("INT002", "error", "model.sig", "the package is not signed")]


def test_a_signer_of_the_settings(package, keys, tmp_path):
    private, public = keys["P-256"]
    sign(package, private)
    shutil.copy(public, tmp_path / "acme.pem")
    settings = tmp_path / "gate.yml"
    settings.write_text("signer:\n  public_key: acme.pem\n")
    assert verify(package, "--config", settings) == []
    assert "has to be signed by the key" in run("verify", package, "--config", settings).stdout
    settings.write_text(f"signer:\n  public_key: {public}\n")
    assert public.is_absolute() and verify(package, "--config", settings) == []
    settings.write_text("signer:\n  public_key: acme.pem\n")
    shutil.copy(keys["other"][1], tmp_path / "acme.pem")
    assert rules(verify(package, "--config", settings, code=1)) == {("INT002", "error")}
    for text, code in [
        ("signer: acme.pem\n", 64), ("signer: {key: acme.pem}\n", 64), ("signer: {public_key: [acme.pem, b.pem]}\n", 64),
        ("signer: {public_key: nowhere.pem}\n", 2), ("signer: {public_key: gate.yml}\n", 2),
    ]:  # fmt: skip
        settings.write_text(text)
        assert "settings: " in run("verify", package, "--config", settings, code=code).stderr, text


def test_keys_that_do_not_fit(package, keys, tmp_path):
    private, public = keys["P-256"]
    assert "not a private key" in run("sign", package, "--key", public, code=2).stderr
    assert "not a public key" in run("verify", package, "--public-key", private, code=2).stderr
    run("sign", package, "--key", tmp_path / "nowhere", code=2)
    run("sign", tmp_path / "nowhere", "--key", private, code=2)
    run("sign", package, code=64)
    run("verify", package, "--public-key", public, "--trusted-certificate", public, code=64)
    assert not (package / "model.sig").exists()


def test_encrypted_keys(package, tmp_path):
    private, public = authority.write_key(tmp_path, "secret", authority.CURVES["P-384"], "open sesame")
    ran = run("sign", package, "--key", private, code=2)
    assert PASSPHRASE in ran.stderr and not (package / "model.sig").exists()
    run("sign", package, "--key", private, code=2, **{PASSPHRASE: "sesame"})
    sign(package, private, **{PASSPHRASE: "open sesame"})
    reference.verify(package, public)


@pytest.mark.parametrize("answer, code", [("open sesame\n", 0), ("sesame\n", 2), ("\x04", 2)])
def test_the_passphrase_is_asked_for(package, tmp_path, answer, code):
    private, _ = authority.write_key(tmp_path, "secret", authority.CURVES["P-256"], "open sesame")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.pop(PASSPHRASE, None)
        os.execv(PRUNING_PACK, [str(PRUNING_PACK), "sign", str(package), "--key", str(private)])
    shown = b""
    while b"Passphrase" not in shown:
        shown += os.read(terminal, 1000)
    os.write(terminal, answer.encode())
    try:
        while part := os.read(terminal, 1000):
            shown += part
    except OSError:
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == code, shown
    assert b"sesame" not in shown and (package / "model.sig").exists() == (code == 0)


def test_commands_that_end_a_signature_say_so(package, keys, tmp_path):
    private, public = keys["P-256"]
    sign(package, private)
    assert "not any more" in run(*SAVE, "--output", package, "--force").stderr
    assert not (package / "model.sig").exists()
    config = json.loads((package / "config.json").read_text())
    config["base_model_name_or_path"] = "/home/someone/models/tiny"
    (package / "config.json").write_text(json.dumps(config))
    sign(package, private)
    ran = run("verify", package, "--fix", code=1)
    assert "its signature no longer holds" in ran.stderr, ran.stderr
    sign(package, private)
    assert verify(package, "--public-key", public) == []


def test_a_signature_elsewhere(package, keys, tmp_path):
    private, public = keys["P-521"]
    sign(package, private, "--output", tmp_path / "release.sig")
    assert not (package / "model.sig").exists()
    reference.verify(package, public, signature=tmp_path / "release.sig")
    sign(package, private, "--output", package / "release.sig")
    reference.verify(package, public, signature=package / "release.sig")
    statement = json.loads(base64.b64decode(json.loads((package / "release.sig").read_text())["dsseEnvelope"]["payload"]))
    names = [resource["name"] for resource in statement["predicate"]["resources"]]
    assert names == sorted(names) and "release.sig" not in names and "config.json" in names
    assert statement["subject"][0]["name"] == package.name


def test_nothing_but_a_signature_is_overwritten(package, keys, tmp_path):
    private, public = keys["P-256"]
    for output in (package / "config.json", package / "README.md", public, tmp_path):
        before = output.read_bytes() if output.is_file() else None
        ran = sign(package, private, "--output", output, code=2)
        assert "is not a signature" in ran.stderr and (before is None or output.read_bytes() == before)
    assert "is not a signature" in run("sign", package, "--key", private, "--output", private, code=2).stderr
    # Nothing is lost of an empty file, and a signature is replaced; so is whatever stands in place of the package's own.
    (tmp_path / "new.sig").touch()
    for _ in range(2):
        sign(package, private, "--output", tmp_path / "new.sig")
        (package / "model.sig").write_text("{}")
        sign(package, private, "--output", package / "model.sig")
    reference.verify(package, public, signature=tmp_path / "new.sig")
    reference.verify(package, public)
