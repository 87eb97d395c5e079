"""PyPI's model-signing, which is the specification's reference."""

from model_signing import hashing, signing, verifying

IGNORED = [".cache", "model.sig"]


def signer(key, chain=None, passphrase=None):
    config = signing.Config()
    if chain is None:
        return config.use_elliptic_key_signer(private_key=key, password=passphrase)
    return config.use_certificate_signer(
        private_key=chain.key, signing_certificate=chain.leaf, certificate_chain=[chain.between]
    )


def sign(package, key=None, chain=None, ignored=(), shards=None):
    """Signs a package as its users do, with model.sig in it."""
    hashed = hashing.Config()
    paths = [package / name for name in [*IGNORED, *ignored]]
    hashed.set_ignored_paths(paths=paths, ignore_git_paths=True)
    if shards:
        hashed.use_shard_serialization(shard_size=shards, ignore_paths=paths)
    signer(key, chain).set_hashing_config(hashed).sign(package, package / "model.sig")


def verify(package, public=None, root=None, signature=None):
    """Raises unless the package is as somebody with the key has signed it."""
    config = verifying.Config()
    if public is not None:
        config.use_elliptic_key_verifier(public_key=public)
    else:
        config.use_certificate_verifier(certificate_chain=[root])
    config.verify(package, signature or package / "model.sig")
