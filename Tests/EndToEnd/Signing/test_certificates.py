"""Signatures with certificates, both directions."""

import authority
import flipped
import pytest
import reference
from signing_command import run
from test_sign import CURVES, rules, verify


def sign(package, chain, *certificates, code=0):
    flags = [flag for file in certificates for flag in ("--certificate", file)]
    return run("sign", package, "--key", chain.key, *flags, code=code)


@pytest.mark.parametrize("curve", CURVES)
def test_what_is_signed_here_is_verified_there(package, chain, curve):
    signer = chain(curve)
    sign(package, signer, signer.leaf, signer.between)
    reference.verify(package, root=signer.root)
    assert verify(package, "--trusted-certificate", signer.root) == []
    other = chain(curve)
    with pytest.raises(Exception):
        reference.verify(package, root=other.root)
    assert rules(verify(package, "--trusted-certificate", other.root, code=1)) == {("INT002", "error")}


@pytest.mark.parametrize("curve", CURVES)
def test_what_is_signed_there_is_verified_here(package, chain, curve):
    signer = chain(curve)
    reference.sign(package, chain=signer)
    assert verify(package, "--trusted-certificate", signer.root) == []
    found = verify(package)
    assert rules(found) == {("INT002", "suggestion")}
    assert rules(verify(package, "--trusted-certificate", chain(curve).root, code=1)) == {("INT002", "error")}


@pytest.mark.parametrize(
    "options, is_good",
    [
        ({"usage": "code_signing"}, True),
        ({"usage": "neither"}, False),
        # Judged at the time from which the signer's certificate holds: one that has run out since signed what it signed.
        ({"begins": authority.NOW - 100 * authority.DAY, "days": 10}, True),
        # But the authority has to hold at that time.
        ({"begins": authority.NOW - authority.DAY, "authority_days": 100}, False),
    ],
)
def test_what_a_certificate_is_for(package, chain, options, is_good):
    signer = chain(**options)
    sign(package, signer, signer.leaf, signer.between)
    if is_good:
        reference.verify(package, root=signer.root)
        assert verify(package, "--trusted-certificate", signer.root) == []
    else:
        with pytest.raises(Exception):
            reference.verify(package, root=signer.root)
        assert rules(verify(package, "--trusted-certificate", signer.root, code=1)) == {("INT002", "error")}


def test_chains_that_do_not_fit(package, chain, keys):
    signer, other = chain(), chain()
    assert "not the key's" in sign(package, signer, other.leaf, code=2).stderr
    assert "no certificate" in sign(package, signer, signer.key, code=2).stderr
    assert not (package / "model.sig").exists()
    # Without the one between, nobody vouches; with it among the trusted ones, somebody does.
    sign(package, signer, signer.leaf)
    assert rules(verify(package, "--trusted-certificate", signer.root, code=1)) == {("INT002", "error")}
    both = package.parent / "both.pem"
    both.write_bytes(signer.root.read_bytes() + signer.between.read_bytes())
    assert verify(package, "--trusted-certificate", both) == []
    assert verify(package, "--trusted-certificate", signer.root, "--trusted-certificate", signer.between) == []
    # A key alone has no certificate, and a certificate is not a key of somebody else's.
    assert rules(verify(package, "--public-key", keys["P-256"][1], code=1)) == {("INT002", "error")}
    run("sign", package, "--key", keys["P-256"][0])
    assert rules(verify(package, "--trusted-certificate", signer.root, code=1)) == {("INT002", "error")}


def test_the_signers_own_key(package, chain, tmp_path):
    """Who knows the key of a certificate needs no authority."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    signer = chain("P-384")
    sign(package, signer, signer.leaf, signer.between)
    key = x509.load_pem_x509_certificate(signer.leaf.read_bytes()).public_key()
    public = tmp_path / "leaf.pub.pem"
    public.write_bytes(
        key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    assert verify(package, "--public-key", public) == []


@pytest.mark.parametrize("who", ["here", "there"])
def test_no_byte_of_a_chain_can_be_changed(package, chain, who):
    """Not even of the authority's own certificate, which the way from the signer to the trusted one does not need."""
    signer = chain()
    if who == "here":
        sign(package, signer, signer.leaf, signer.between, signer.root)
    else:
        reference.sign(package, chain=signer)
    reference.verify(package, root=signer.root)
    assert verify(package, "--trusted-certificate", signer.root) == []
    assert flipped.accepted(package, "--trusted-certificate", signer.root, count=12) == []


def test_a_certificate_that_belongs_to_nobody(package, chain):
    signer, other = chain(), chain()
    sign(package, signer, signer.leaf, signer.between, other.leaf)
    assert rules(verify(package, "--trusted-certificate", signer.root, code=1)) == {("INT002", "error")}
