/// Keys that were made for these tests with `openssl genpkey` and sign nothing else.
enum TestKeys {
  /// P-256.
  static let p256 = Array(
    """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdciUP/jfHcgujF/6
    bMpGk685RFCkUDndGXYZqG4ajnuhRANCAARtXAHvzOYpa1bQPMJ4g8ylxgLXoYIo
    1MaoeRM/pGxWpSiwRC3qDSuLiMUwRt795U4MGxtuzQH3rzqGcsjSuj4K
    -----END PRIVATE KEY-----

    """.utf8)

  /// Its public half.
  static let p256Public = Array(
    """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbVwB78zmKWtW0DzCeIPMpcYC16GC
    KNTGqHkTP6RsVqUosEQt6g0ri4jFMEbe/eVODBsbbs0B9686hnLI0ro+Cg==
    -----END PUBLIC KEY-----

    """.utf8)

  /// The public half with the curve spelled out in numbers.
  static let p256ExplicitPublic = Array(
    """
    -----BEGIN PUBLIC KEY-----
    MIIBSzCCAQMGByqGSM49AgEwgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAA
    AAAAAAAAAAAA////////////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA////
    ///////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSd
    NgiG5wSTamZ44ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5
    RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA
    //////////+85vqtpxeehPO5ysL8YyVRAgEBA0IABG1cAe/M5ilrVtA8wniDzKXG
    AtehgijUxqh5Ez+kbFalKLBELeoNK4uIxTBG3v3lTgwbG27NAfevOoZyyNK6Pgo=
    -----END PUBLIC KEY-----

    """.utf8)

  /// The same key, opened by the passphrase `open sesame`.
  static let p256Encrypted = Array(
    """
    -----BEGIN ENCRYPTED PRIVATE KEY-----
    MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAgvDExHQ/cdTQICA+gw
    DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJV02C4eaRzHtziz1wChMwIEgZAJ
    33TxuLQuvEAcdYhAI4A9PeCIMtOb7D11TjKBN3WJD7LPlN8+MQt360ElDGsjLft6
    KYWrZHCrgY+QOxNtn9uFMVpCQo1ocorbXan9yiHPiQuFwEDRsDgFuuP+n4SGSX/E
    Sxfrc6prEgqHI4Gf07tX09JqBmfl+qnlsMuLjDEKDsTV8jIBQjqCybjnvA60gC8=
    -----END ENCRYPTED PRIVATE KEY-----

    """.utf8)

  /// The same key in the old encryption of OpenSSL.
  static let p256EncryptedOld = Array(
    """
    -----BEGIN EC PRIVATE KEY-----
    Proc-Type: 4,ENCRYPTED
    DEK-Info: AES-128-CBC,12585E23F389F17BED9BCF5ABFB1B389

    WcW6sl1y3K/WvZp8UHeIV2BF8jKyUKFZ4x44aqAsfNNe5iPtiAIYMulc0/GBvte5
    LzZJ7yBJQiiCQLGUv0bDQL5IKRHOz5Jf7H9bOdnlxTyaFIiHW4zROD3RTJ4Rc9tV
    a3pKL6xIGDnqLljiDqD8B+nB0KylB0vWfGl6wT71MsE=
    -----END EC PRIVATE KEY-----

    """.utf8)

  /// The same key as `openssl ecparam -genkey` writes it.
  static let p256Traditional = Array(
    """
    -----BEGIN EC PARAMETERS-----
    BggqhkjOPQMBBw==
    -----END EC PARAMETERS-----
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIHXIlD/43x3ILoxf+mzKRpOvOURQpFA53Rl2GahuGo57oAoGCCqGSM49
    AwEHoUQDQgAEbVwB78zmKWtW0DzCeIPMpcYC16GCKNTGqHkTP6RsVqUosEQt6g0r
    i4jFMEbe/eVODBsbbs0B9686hnLI0ro+Cg==
    -----END EC PRIVATE KEY-----

    """.utf8)

  /// Its public half with a compressed point.
  static let p256CompressedPublic = Array(
    """
    -----BEGIN PUBLIC KEY-----
    MDkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDIgACbVwB78zmKWtW0DzCeIPMpcYC16GC
    KNTGqHkTP6RsVqU=
    -----END PUBLIC KEY-----

    """.utf8)

  /// P-384.
  static let p384 = Array(
    """
    -----BEGIN PRIVATE KEY-----
    MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDC24SlHYpS6ugmjRNZ2
    kIALTJbKMLCnxWw7RONh9xZ0Wpe1ts7AsrC5Xhs/dmc7atShZANiAATuifd+YCGN
    mKN7yPkcS0MtBRDekv6q+BdbZXEL9afJ1mKszrKrafa9N/QIbniw08gTkxn4UTLk
    14pRj+UBjJO9PmDEsKKzeb79YCN2kv8LnWEghUviAiS9vN+j+Ygh+R0=
    -----END PRIVATE KEY-----

    """.utf8)

  /// Its public half.
  static let p384Public = Array(
    """
    -----BEGIN PUBLIC KEY-----
    MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE7on3fmAhjZije8j5HEtDLQUQ3pL+qvgX
    W2VxC/WnydZirM6yq2n2vTf0CG54sNPIE5MZ+FEy5NeKUY/lAYyTvT5gxLCis3m+
    /WAjdpL/C51hIIVL4gIkvbzfo/mIIfkd
    -----END PUBLIC KEY-----

    """.utf8)

  /// P-521.
  static let p521 = Array(
    """
    -----BEGIN PRIVATE KEY-----
    MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIBMsp43JNpY01H/CQV
    8ofZdA5PDWeFo6Ma3XQt+Kze+I2CTSZ8aQ8FMZMs5W26I9spX+w36vL2YVvj0cnX
    UBNfEXqhgYkDgYYABAAuep2Kz0KTErRReveMpxXCGRlwq39Oz7Z7mVWveXqHe08t
    6SQ6YZSRvT440VVwJNygOmNRS4vVgjuJaCzeRsemvQC8qJoFNx6bRCD6PYsv2Bkx
    xj+BctnghqBS8uqsUnImiOZlQcwAnt4NJeva82WVfJZfRExPqytmNFZCv7qq5FCQ
    BA==
    -----END PRIVATE KEY-----

    """.utf8)

  /// Its public half.
  static let p521Public = Array(
    """
    -----BEGIN PUBLIC KEY-----
    MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQALnqdis9CkxK0UXr3jKcVwhkZcKt/
    Ts+2e5lVr3l6h3tPLekkOmGUkb0+ONFVcCTcoDpjUUuL1YI7iWgs3kbHpr0AvKia
    BTcem0Qg+j2LL9gZMcY/gXLZ4IagUvLqrFJyJojmZUHMAJ7eDSXr2vNllXyWX0RM
    T6srZjRWQr+6quRQkAQ=
    -----END PUBLIC KEY-----

    """.utf8)

  /// Another key on P-256.
  static let other = Array(
    """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgGLZ61uGlRs6hrpwO
    dboPnYEVPhdt++6gAv6gowy4Ja+hRANCAARDT+xNvUyDDzFOz+FvLwDL4nqm7yd2
    JZaFItv+OkdWFGW2CY7zbd/XxD2rWoBAOabMF/2uzPyMn6LUQa9n5xwB
    -----END PRIVATE KEY-----

    """.utf8)

  /// Its public half.
  static let otherPublic = Array(
    """
    -----BEGIN PUBLIC KEY-----
    MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEQ0/sTb1Mgw8xTs/hby8Ay+J6pu8n
    diWWhSLb/jpHVhRltgmO823f18Q9q1qAQDmmzBf9rsz8jJ+i1EGvZ+ccAQ==
    -----END PUBLIC KEY-----

    """.utf8)

  /// A curve that signs no models.
  static let secp256k1 = Array(
    """
    -----BEGIN PRIVATE KEY-----
    MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgqPbL8vDr/iFO6VyAC5Jm
    iI37ANM9fRGFBiIWSB4BCq2hRANCAAQ5C07k3byi0AM5kCvI97456mXSisNIwkVU
    YSB6A5FO6pCO0MDuxqdx1m+kCWpacU7rto1EC6jAsHanMffA8ZZU
    -----END PRIVATE KEY-----

    """.utf8)

  /// A key of another kind.
  static let ed25519 = Array(
    """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEIASQlbNhUSy9LqZwPLTfL9Q4ehIcu1IKfj6DTazFGltg
    -----END PRIVATE KEY-----

    """.utf8)
}
