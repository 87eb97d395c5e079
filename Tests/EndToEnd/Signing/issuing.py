"""Certificates of every shape, good and bad, made by Python's cryptography."""

import dataclasses
import datetime

from authority import CURVES, DAY, NOW
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LONG_AGO = NOW - 400 * DAY
USAGES = [
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
]  # fmt: skip
PURPOSES = {
    "code": ExtendedKeyUsageOID.CODE_SIGNING,
    "server": ExtendedKeyUsageOID.SERVER_AUTH,
    "any": ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
}


def key(kind):
    """A private key: on one of the curves, or of a kind that signs certificates alone."""
    if kind == "RSA":
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256K1() if kind == "secp256k1" else CURVES[kind])


def name(text, organization="Acme"):
    pairs = [(NameOID.ORGANIZATION_NAME, organization), (NameOID.COMMON_NAME, text)]
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in pairs])


@dataclasses.dataclass
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: object

    @property
    def pem(self):
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def key_pem(self):
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def issue(
    by=None, text="leaf", *, curve="P-256", own=None, authority=False, path_length=None, constraints=True,
    usage=("digital_signature",), purposes=(), begins=LONG_AGO, days=3650, organization="Acme", identified=True,
    signed_with=None, also=(),
):  # fmt: skip
    """A certificate; without an issuer, of one that has signed itself.

    `constraints`: whether it has basic constraints at all; `identified`: whether it names keys, and not only their owners;
    `signed_with`: another key than the issuer's; `also`: further extensions, (extension, critical).
    """
    own = own or key(curve)
    signer = signed_with or (by.key if by else own)
    subject = name(text, organization)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + days * DAY)
    )
    if constraints:
        builder = builder.add_extension(x509.BasicConstraints(authority, path_length), critical=True)
    if usage:
        flags = {each: each in usage for each in USAGES}
        builder = builder.add_extension(x509.KeyUsage(**flags), critical=True)
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage([PURPOSES[each] for each in purposes]), critical=False)
    if identified:
        issuer = (by.key if by else own).public_key()
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False)
    for extension, critical in also:
        builder = builder.add_extension(extension, critical=critical)
    algorithm = None if isinstance(signer, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return Issued(builder.sign(signer, algorithm), own)


def authority(by=None, text="root", **options):
    """A certificate that may sign others."""
    return issue(by, text, **{"authority": True, "usage": ("key_cert_sign", "crl_sign"), **options})


def day(year):
    return datetime.datetime(year, 1, 1, tzinfo=datetime.timezone.utc)
