"""Tokens of every shape that detect-secrets knows by its prefix are found, and shown nowhere."""

import json
import random
import string
import subprocess

import pytest
from binary import REPOSITORY, attempt

pytestmark = pytest.mark.one_version
SCANNERS = REPOSITORY / ".cache/venv-scan/bin/python"

# What detect-secrets finds otherwise than by a token's own beginning: by the names and the randomness around it, or by shapes
# that digests and identifiers have, too.
BY_CONTEXT = {
    "Basic Auth Credentials", "Base64 High Entropy String", "Hex High Entropy String", "Secret Keyword", "Public IP (ipv4)",
    "Cloudant Credentials", "IBM Cloud IAM Key", "IBM COS HMAC Credentials", "SoftLayer Credentials", "JSON Web Token",
    "Artifactory Credentials", "Discord Bot Token", "Mailchimp Access Key", "Telegram Bot Token", "Twilio API Key",
    "NPM tokens",
}  # fmt: skip

LISTS = """
import json, sys
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
kinds = get_mapping_from_secret_type_to_class()
texts = json.load(sys.stdin)
found = {}
for kind, plugin in kinds.items():
    lines = []
    for number, text in enumerate(texts):
        try:
            lines += [number] if any(plugin().analyze_string(text)) else []
        except NotImplementedError:
            pass
    found[kind] = lines
json.dump(found, sys.stdout)
"""


def letters(count, alphabet=string.ascii_letters + string.digits):
    return "".join(RANDOM.choices(alphabet, k=count))


RANDOM = random.Random(1)
TOKEN = string.ascii_letters + string.digits + "_-"
CAPITALS = string.ascii_uppercase + string.digits
# As the providers publish them: (kind of detect-secrets, a token).
SHAPES = [
    *(("AWS Access Key", lambda p=p: p + letters(16, CAPITALS)) for p in ("AKIA", "ASIA", "ABIA", "ACCA")),
    ("AWS Access Key", lambda: f"aws_secret_access_key = '{letters(40, string.ascii_letters + string.digits + '/+')}'"),
    ("Azure Storage Account access key", lambda: f"AccountKey={letters(86)}=="),
    *(("GitHub Token", lambda p=p: f"gh{p}_" + letters(36)) for p in "pousr"),
    *(("GitLab Token", lambda p=p: p + letters(20, TOKEN) + "a") for p in ("glpat-", "gldt-", "glft-", "glsoat-", "glrt-")),
    ("GitLab Token", lambda: "GR1348941" + letters(20)),
    ("GitLab Token", lambda: f"glcbt-{letters(2, '0123456789abcdef')}_{letters(20)}"),
    ("GitLab Token", lambda: "glimt-" + letters(25)),
    ("GitLab Token", lambda: "glptt-" + letters(40, "0123456789abcdef")),
    ("GitLab Token", lambda: "glagent-" + letters(50, TOKEN) + "a"),
    ("GitLab Token", lambda: "gloas-" + letters(64, "0123456789abcdef")),
    ("OpenAI Token", lambda: f"sk-{letters(20)}T3BlbkFJ{letters(20)}"),
    ("OpenAI Token", lambda: f"sk-proj-{letters(20)}T3BlbkFJ{letters(20)}"),
    *(
        ("Private Key", lambda k=k: f"-----BEGIN {k}-----\n{letters(64)}\n{letters(64)}\n-----END {k}-----")
        for k in (
            "DSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK", "PRIVATE KEY",
            "RSA PRIVATE KEY",
        )
    ),
    ("Private Key", lambda: f"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n{letters(64)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----"),
    ("Private Key", lambda: f"PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\n{letters(64)}\n"),
    ("PyPI Token", lambda: "pypi-AgEIcHlwaS5vcmc" + letters(80, TOKEN)),
    ("PyPI Token", lambda: "pypi-AgENdGVzdC5weXBpLm9yZw" + letters(80, TOKEN)),
    ("SendGrid API Key", lambda: f"SG.{letters(22, TOKEN)}.{letters(43, TOKEN)}"),
    *(
        ("Slack Token", lambda p=p: f"xox{p}-{letters(12, string.digits)}-{letters(12, string.digits)}-{letters(24)}")
        for p in "abposr"
    ),
    ("Slack Token", lambda: f"https://hooks.slack.com/services/T{letters(8)}/B{letters(8)}/{letters(24)}"),
    ("Square OAuth Secret", lambda: "sq0csp-" + letters(43, TOKEN)),
    ("Stripe Access Key", lambda: "sk_live_" + letters(24)),
    ("Stripe Access Key", lambda: "rk_live_" + letters(24)),
]  # fmt: skip


def told_by_detect_secrets(texts):
    ran = subprocess.run([SCANNERS, "-c", LISTS], input=json.dumps(texts), capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_what_detect_secrets_finds_is_found(copied):
    secrets = [(kind, make()) for kind, make in SHAPES for _ in range(5)]
    told = told_by_detect_secrets([secret for _, secret in secrets])
    assert set(told) == BY_CONTEXT | {kind for kind, _ in SHAPES}
    for number, (kind, secret) in enumerate(secrets):
        assert number in told[kind], f"not of the shape that detect-secrets knows: {secret}"
    directory = copied()
    for number, (_, secret) in enumerate(secrets):
        (directory / f"note-{number}.txt").write_text(f"key: {secret}\n")
    _, output, errors = attempt("verify", directory, "--format", "json")
    found = {finding["file"] for finding in json.loads(output)["findings"] if finding["rule"] == "SEC003"}
    missed = [secret for number, (_, secret) in enumerate(secrets) if f"note-{number}.txt" not in found]
    assert missed == []
    for _, secret in secrets:
        longest = max(secret.replace(".", "\n").replace("'", "\n").replace(" ", "\n").split("\n"), key=len)
        assert longest[-12:] not in output + errors, longest

