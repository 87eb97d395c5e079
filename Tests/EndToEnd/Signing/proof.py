"""The specification's own schemas and test vectors: `make proof OMS=DIR` runs this with the directory that has them."""

import json
import sys
import tempfile
from pathlib import Path

import jsonschema
from referencing import Registry, Resource

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "Shared"))

import authority  # noqa: E402
from signing_command import SAVE, run  # noqa: E402
from test_sign import verify  # noqa: E402

place = Path(sys.argv[1])
schemas = {file.name.split(".")[0]: json.loads(file.read_text()) for file in (place / "schemas/v1.0").glob("*.json")}
registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas.values())


def check(name, value):
    jsonschema.Draft202012Validator(schemas[name], registry=registry).validate(value)


def payload(bundle):
    import base64

    return json.loads(base64.b64decode(bundle["dsseEnvelope"]["payload"]))


with tempfile.TemporaryDirectory() as scratch:
    scratch = Path(scratch)
    package = scratch / "tiny-pruner"
    run(*SAVE, "--output", package, "--quiet")
    for curve in ("P-256", "P-384", "P-521"):
        private, _ = authority.write_key(scratch, curve, authority.CURVES[curve])
        run("sign", package, "--key", private, "--quiet")
        bundle = json.loads((package / "model.sig").read_text())
        statement = payload(bundle)
        check("bundle", bundle)
        check("envelope", bundle["dsseEnvelope"])
        check("statement", statement)
        check("predicate", statement["predicate"])
        chain = authority.Chain(scratch, curve)
        run("sign", package, "--key", chain.key, "--certificate", chain.leaf, "--certificate", chain.between, "--quiet")
        check("bundle", json.loads((package / "model.sig").read_text()))
    count = 0
    vectors = place / "test-vectors/v1.0"
    # The vectors are of another model: a good bundle can be read, and its files are not these.
    for file in sorted(vectors.rglob("*.json")):
        (package / "model.sig").write_bytes(file.read_bytes())
        kind = file.relative_to(vectors).parts[0]
        found = verify(package, code=1)
        unread = [problem for rule, _, name, problem in found if (rule, name) == ("INT001", "model.sig")]
        assert bool(unread) == (kind != "valid"), (file, found)
        count += 1
    assert count >= 8, f"only {count} vectors in {vectors}"
    print(f"{count} vectors and {len(schemas)} schemas of the specification agree")
