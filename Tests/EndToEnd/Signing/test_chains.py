"""Chains of certificates, judged here, by PyPI's model-signing, and by openssl."""

import base64
import itertools
import json
import subprocess

import issuing
import pytest
import reference
from authority import DAY, NOW
from cryptography import x509
from issuing import authority, day, issue
from signing_command import run
from test_sign import CURVES, change_bundle, rules, verify

CASES = {}


def case(title, good, *, path=None, stray=False):
    """Adds a case: a function of a curve that gives (leaf, the others of the bundle, the trusted ones).

    `good`: whether the reference accepts it. `path`: whether openssl finds a way to a trusted certificate, where that is something
    else, since openssl is not asked what the signer's certificate is for. `stray`: refused here alone, since the bundle has a
    certificate that nobody vouches for.
    """

    def add(make):
        CASES[title] = (make, good, good if path is None else path, good and not stray)
        return make

    return add


def three(curve, root={}, between={}, leaf={}):
    """A root, one below it, and a leaf."""
    top = authority(curve=curve, **root)
    middle = authority(top, "between", curve=curve, **between)
    return top, middle, issue(middle, curve=curve, **leaf)


def simple(title, good, *, path=None, **options):
    """A case of three certificates that differ from good ones in some options."""

    @case(title, good, path=path)
    def made(curve):
        root, between, leaf = three(curve, **options)
        return leaf, [between], [root]


# What a chain is made of.
simple("three certificates", True)
simple("keys that are not named", True, **{each: {"identified": False} for each in ("root", "between", "leaf")})
simple("a root that is an RSA key's", True, root={"own": issuing.key("RSA")})
simple("a root that is an Ed25519 key's", True, root={"own": issuing.key("Ed25519")})
simple("curves of all sizes", True, root={"own": issuing.key("P-521")}, between={"own": issuing.key("P-384")})
simple("one between that is no authority", False, between={"authority": False})
simple("one between that says nothing of what it is", False, between={"constraints": False, "usage": ()})
simple("one between that may not sign certificates", False, between={"usage": ("digital_signature",)})
simple("a root that may not sign certificates", False, root={"usage": ("digital_signature",)})
simple("a root that is no authority", False, root={"authority": False})
simple("a root that allows none between", False, root={"path_length": 0})
simple("a root that allows one between", True, root={"path_length": 1})
simple("one between that allows the leaf", True, between={"path_length": 0})
simple("one between that another key has signed", False, between={"signed_with": issuing.key("P-256")})
simple("a leaf that another key has signed", False, leaf={"signed_with": issuing.key("P-256"), "identified": False})
simple(
    "an unknown extension that is critical", False,
    leaf={"also": [(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00"), True)]},
)  # fmt: skip
simple(
    "an unknown extension that is not", True,
    leaf={"also": [(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00"), False)]},
)  # fmt: skip
ACME = x509.NameConstraints(
    [x509.DirectoryName(x509.Name([x509.NameAttribute(issuing.NameOID.ORGANIZATION_NAME, "Acme")]))], None
)
simple("a name that its authority may sign", True, between={"also": [(ACME, True)]})
simple("a name that its authority may not sign", False, between={"also": [(ACME, True)]}, leaf={"organization": "Other"})

# When it holds: at the time from which the leaf does.
AFTER = {"begins": NOW - 100 * DAY, "days": 10}
simple("a leaf that has run out", True, leaf=AFTER)
simple("a leaf that does not hold yet", True, leaf={"begins": NOW + 100 * DAY})
simple("one between that has run out since", True, between={"days": 350}, leaf={"begins": NOW - 100 * DAY})
simple("one between that had run out", False, between={"days": 200}, leaf=AFTER)
simple("one between that did not hold yet", False, between={"begins": NOW - 50 * DAY}, leaf=AFTER)
simple("a root that has run out since", True, root={"days": 350}, leaf={"begins": NOW - 100 * DAY})
simple("a root that had run out", False, root={"days": 200}, leaf=AFTER)
simple("a root that did not hold yet", False, root={"begins": NOW - 50 * DAY}, leaf=AFTER)
simple("a leaf of 1960", False, leaf={"begins": day(1960)})
OLD = {"begins": day(1955), "days": 36500}
simple("certificates of 1955 and 1960", True, root=OLD, between=OLD, leaf={"begins": day(1960)})
simple("a leaf of 2052", True, root=OLD, between=OLD, leaf={"begins": day(2052)})

# What the leaf is for.
simple("no usage", False, path=True, leaf={"usage": ()})
simple("a usage that is another one", False, path=True, leaf={"usage": ("key_agreement",)})
simple("a commitment alone", False, path=True, leaf={"usage": ("content_commitment",)})
simple("certificates alone", False, path=True, leaf={"usage": ("key_cert_sign",), "authority": True})
simple("signatures and others", True, leaf={"usage": ("key_agreement", "digital_signature")})
simple("signatures of an authority", True, leaf={"usage": ("digital_signature", "key_cert_sign"), "authority": True})
simple("code alone", True, leaf={"usage": (), "purposes": ("code",)})
simple("code, and another usage", True, leaf={"usage": ("key_agreement",), "purposes": ("server", "code")})
simple("servers alone", False, path=True, leaf={"usage": (), "purposes": ("server",)})
simple("servers, and signatures", True, leaf={"purposes": ("server",)})
simple("any purpose alone", False, path=True, leaf={"usage": (), "purposes": ("any",)})


# Which certificates there are, and in which order.
@case("a leaf of the root", True)
def two(curve):
    root = authority(curve=curve)
    return issue(root, curve=curve), [], [root]


@case("a chain with its root", True)
def whole(curve):
    root, between, leaf = three(curve)
    return leaf, [between, root], [root]


@case("a missing one between", False)
def missing(curve):
    root, between, leaf = three(curve)
    return leaf, [], [root]


@case("one between among the trusted ones", True)
def moved(curve):
    root, between, leaf = three(curve)
    return leaf, [], [root, between]


@case("one between trusted without its root", False)
def rootless(curve):
    root, between, leaf = three(curve)
    return leaf, [between], [between]


@case("a leaf trusted without its root", False)
def trusted_leaf(curve):
    root, between, leaf = three(curve)
    return leaf, [between], [leaf]


@case("another root of the same name", False)
def namesake(curve):
    root, between, leaf = three(curve)
    return leaf, [between], [authority(curve=curve)]


@case("another root, whose namesake is in the chain", False)
def brought(curve):
    root, between, leaf = three(curve)
    return leaf, [between, root], [authority(curve=curve)]


@case("a leaf that has signed itself, trusted", True)
def own(curve):
    leaf = issue(curve=curve)
    return leaf, [], [leaf]


@case("a leaf that has signed itself, not trusted", False)
def nobodys(curve):
    leaf = issue(curve=curve)
    return leaf, [], [authority(curve=curve)]


@case("a root that signs models itself", True)
def root_signs(curve):
    root = authority(curve=curve, usage=("digital_signature", "key_cert_sign"))
    return root, [], [root]


@case("a leaf that signed another leaf", False)
def below_a_leaf(curve):
    root, between, leaf = three(curve)
    return issue(leaf, "below", curve=curve), [leaf, between], [root]


def long(curve, count):
    root = authority(curve=curve)
    between = list(itertools.accumulate(range(count), lambda by, number: authority(by, f"{number}", curve=curve), initial=root))
    return issue(between[-1], curve=curve), between[:0:-1], [root]


@case("six between, the lowest first", True)
def ordered(curve):
    return long(curve, 6)


@case("six between, the highest first", True)
def reversed_order(curve):
    leaf, between, trusted = long(curve, 6)
    return leaf, between[::-1], trusted


@case("six between, one of them missing", False)
def gap(curve):
    leaf, between, trusted = long(curve, 6)
    return leaf, between[:3] + between[4:], trusted


@case("two of a name between, of which the leaf names one by its key", True)
def renewed(curve):
    root, between, leaf = three(curve)
    return leaf, [authority(root, "between", curve=curve), between], [root]


@case("two of a name between, of which the other one is found first", False)
def mistaken(curve):
    root, between, leaf = three(curve, leaf={"identified": False})
    return leaf, [authority(root, "between", curve=curve), between], [root]


@case("the leaf twice", True)
def twice(curve):
    root, between, leaf = three(curve)
    return leaf, [leaf, between], [root]


@case("a certificate of another authority", True, stray=True)
def foreign(curve):
    root, between, leaf = three(curve)
    return leaf, [between, issue(authority(text="elsewhere"), "other")], [root]


def accepted_by_openssl(place, leaf, others, trusted):
    """What `openssl verify` says of the chain, at the time from which the leaf holds."""
    for file, certificates in (("leaf", [leaf]), ("others", others), ("trusted", trusted)):
        (place / f"{file}.pem").write_bytes(b"".join(each.pem for each in certificates))
    moment = int(leaf.certificate.not_valid_before_utc.timestamp())
    chain = ["-untrusted", place / "others.pem"] if others else []
    ran = subprocess.run(
        ["openssl", "verify", "-no-CApath", "-no-CAstore", "-CAfile", place / "trusted.pem", *chain, "-attime", str(moment),
         place / "leaf.pem"], capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0 or "error" in ran.stderr, ran.stderr
    return ran.returncode == 0


def accepted_by_the_reference(package, trusted):
    try:
        reference.verify(package, root=trusted)
    except Exception:
        return False
    return True


def accepted(package, trusted):
    found = verify(package, "--trusted-certificate", trusted, code=None)
    assert rules(found) <= {("INT002", "error")}, found
    return not found


@pytest.mark.parametrize("curve, title", [(CURVES[number % 3], title) for number, title in enumerate(CASES)])
def test_all_three_judge_alike(package, tmp_path, curve, title):
    make, good, path, here = CASES[title]
    leaf, others, trusted = make(curve)
    (tmp_path / "leaf.key").write_bytes(leaf.key_pem)
    (tmp_path / "chain.pem").write_bytes(b"".join(each.pem for each in [leaf, *others]))
    run("sign", package, "--key", tmp_path / "leaf.key", "--certificate", tmp_path / "chain.pem")
    by_openssl = accepted_by_openssl(tmp_path, leaf, others, trusted)
    root = tmp_path / "trusted.pem"
    assert (by_openssl, accepted_by_the_reference(package, root), accepted(package, root)) == (path, good, here)


@pytest.mark.parametrize(
    "change",
    [
        # Not the signer's first.
        lambda chain: chain.reverse(),
        lambda chain: chain.clear(),
        lambda chain: chain.pop(0),
        # Not a certificate, and one with more behind it.
        lambda chain: chain.append({"rawBytes": base64.b64encode(b"0" * 50).decode()}),
        lambda chain: chain[0].update(rawBytes=base64.b64encode(base64.b64decode(chain[0]["rawBytes"]) + b"\0").decode()),
        lambda chain: chain[0].update(rawBytes=base64.b64encode(base64.b64decode(chain[0]["rawBytes"])[:-1]).decode()),
    ],
)
def test_chains_that_no_signer_writes(package, tmp_path, change):
    root, between, leaf = three("P-384")
    for file, text in (("key", leaf.key_pem), ("chain", leaf.pem + between.pem), ("root", root.pem)):
        (tmp_path / f"{file}.pem").write_bytes(text)
    run("sign", package, "--key", tmp_path / "key.pem", "--certificate", tmp_path / "chain.pem")
    assert accepted(package, tmp_path / "root.pem") and accepted_by_the_reference(package, tmp_path / "root.pem")
    change_bundle(package, lambda bundle: change(bundle["verificationMaterial"]["x509CertificateChain"]["certificates"]))
    assert not accepted_by_the_reference(package, tmp_path / "root.pem")
    found = verify(package, "--trusted-certificate", tmp_path / "root.pem", code=1)
    assert rules(found) & {("INT002", "error")}, found


@pytest.mark.parametrize("kind", ["RSA", "Ed25519", "secp256k1"])
def test_certificates_of_keys_that_sign_no_models(package, tmp_path, kind):
    """The reference signs and verifies with none of them, either."""
    root = authority()
    leaf = issue(root, own=issuing.key(kind))
    for file, text in (("key", leaf.key_pem), ("leaf", leaf.pem), ("root", root.pem)):
        (tmp_path / f"{file}.pem").write_bytes(text)
    ran = run("sign", package, "--key", tmp_path / "key.pem", "--certificate", tmp_path / "leaf.pem", code=2)
    assert "the key cannot sign models" in ran.stderr and not (package / "model.sig").exists()
    good = issue(root)
    (tmp_path / "key.pem").write_bytes(good.key_pem)
    (tmp_path / "good.pem").write_bytes(good.pem)
    run("sign", package, "--key", tmp_path / "key.pem", "--certificate", tmp_path / "good.pem")
    change_bundle(
        package,
        lambda bundle: bundle["verificationMaterial"]["x509CertificateChain"].update(
            certificates=[{"rawBytes": base64.b64encode(leaf.der).decode()}]
        ),
    )
    assert not accepted_by_the_reference(package, tmp_path / "root.pem")
    assert json.loads((package / "model.sig").read_text()) and not accepted(package, tmp_path / "root.pem")
    # Nobody vouches for whom the certificate names if the signature is not by its key.
    assert rules(verify(package, code=1)) == {("INT002", "error")}


@pytest.mark.parametrize("listed", [False, True])
def test_an_authority_of_the_settings(package, tmp_path, listed):
    root, between, leaf = three("P-521")
    for file, text in (("key", leaf.key_pem), ("leaf", leaf.pem), ("between", between.pem), ("root", root.pem)):
        (tmp_path / f"{file}.pem").write_bytes(text)
    (tmp_path / "other.pem").write_bytes(authority().pem)
    run("sign", package, "--key", tmp_path / "key.pem", "--certificate", tmp_path / "leaf.pem")
    settings = tmp_path / "gate.yml"
    for names, code in ((["root.pem", "between.pem"], 0), (["root.pem"], 1), (["other.pem", "between.pem"], 1)):
        if not listed:
            (tmp_path / "all.pem").write_bytes(b"".join((tmp_path / file).read_bytes() for file in names))
        settings.write_text(f"signer: {{trusted_certificate: {json.dumps(names) if listed else 'all.pem'}}}\n")
        found = verify(package, "--config", settings, code=code)
        assert rules(found) == ({("INT002", "error")} if code else set()), names
    # A certificate that was named on the command line stands in for the file's.
    settings.write_text("signer: {trusted_certificate: root.pem}\n")
    both = ["--trusted-certificate", tmp_path / "root.pem", "--trusted-certificate", tmp_path / "between.pem"]
    assert verify(package, "--config", settings, *both) == []
