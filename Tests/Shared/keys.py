"""A key that was made for these tests, and signs nothing else."""

PRIVATE = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTwOoh9BQln9JDBIK
v0ZukIkoD7j2TG7ldiBR7s2yMVKhRANCAARuQSLTFvor7qvmpdlngAAYQPHmhmb8
I8pfh/HXKqUWv42A6NnnLAHoPU6h/VCUxVU9ntp6dMA2BfvmcMByB6sE
-----END PRIVATE KEY-----
"""
PUBLIC = """\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbkEi0xb6K+6r5qXZZ4AAGEDx5oZm
/CPKX4fx1yqlFr+NgOjZ5ywB6D1Oof1QlMVVPZ7aenTANgX75nDAcgerBA==
-----END PUBLIC KEY-----
"""
PASSPHRASE = "open sesame"
ENCRYPTED = """\
-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiVrDZRhptLSgICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEH7kkRhsOlf/ajYuvpDbl8oEgZAd
EhhwSGnEtso0OMaOmGC2FyU1uWJ+0drwd0VvdVQiJMF8PTo78nprxlTp3QsJA7lH
jgfYggXs5+6BunsVcpntXHGn7i3QNgaH6xgvsyojD06ZS67RYAbgd19odHaG1YMj
errPoS1r2BM0MTi8wGvm3ljw3zHsfjd8ndNs9wIXO/OuJLZek8G79MK2QU4Hzdc=
-----END ENCRYPTED PRIVATE KEY-----
"""


def write_encrypted(place):
    """The same key, which PASSPHRASE opens: (private, public)."""
    private, public = write(place)
    private.write_text(ENCRYPTED)
    return private, public


def write(place):
    """The key's files: (private, public)."""
    private, public = place / "key.pem", place / "key.pub.pem"
    private.write_text(PRIVATE)
    public.write_text(PUBLIC)
    return private, public
