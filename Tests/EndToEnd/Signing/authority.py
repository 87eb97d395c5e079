"""Keys and certificates, made by Python's cryptography."""

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CURVES = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1(), "other": ec.SECP256R1()}
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
DAY = datetime.timedelta(days=1)


def private_pem(key, passphrase=None):
    encryption = (
        serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    )
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)


def write_key(place, name, curve, passphrase=None):
    key = ec.generate_private_key(curve)
    private, public = place / f"{name}.pem", place / f"{name}.pub.pem"
    private.write_bytes(private_pem(key, passphrase))
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return private, public


class Chain:
    """The files of an authority, one below it, and a signer: `key`, `leaf`, `between`, `root`."""

    def __init__(self, place, curve, usage="digital_signature", begins=NOW - DAY, days=30, authority_days=3650):
        keys = {name: ec.generate_private_key(CURVES[curve]) for name in ("root", "between", "leaf")}

        def issue(name, issuer, is_authority, begins, days):
            builder = (
                x509.CertificateBuilder()
                .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"test {name}")]))
                .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"test {issuer}")]))
                .public_key(keys[name].public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(begins)
                .not_valid_after(begins + days * DAY)
                .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(keys[name].public_key()), critical=False)
                .add_extension(
                    x509.AuthorityKeyIdentifier.from_issuer_public_key(keys[issuer].public_key()), critical=False
                )
            )
            if is_authority or usage != "code_signing":
                signs = not is_authority and usage == "digital_signature"
                builder = builder.add_extension(
                    x509.KeyUsage(signs, False, not signs and not is_authority, False, False, is_authority, is_authority, False, False),
                    critical=True,
                )  # fmt: skip
            if not is_authority and usage == "code_signing":
                builder = builder.add_extension(
                    x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False
                )
            certificate = builder.sign(keys[issuer], hashes.SHA384())
            file = place / f"{name}.crt"
            file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
            return file

        long_ago = NOW - 5000 * DAY if authority_days > 5000 else NOW - 400 * DAY
        self.root = issue("root", "root", True, long_ago, authority_days)
        self.between = issue("between", "root", True, long_ago, authority_days)
        self.leaf = issue("leaf", "between", False, begins, days)
        self.key = place / "leaf.pem"
        self.key.write_bytes(private_pem(keys["leaf"]))
