# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""A certificate authority for a test, made afresh by the openssl program."""
import ssl
import subprocess


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make_authority(folder, name):
    key, certificate = folder / f"{name}.key", folder / f"{name}.pem"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", f"/CN={name}", "-keyout", key, "-out", certificate)
    return key, certificate


def server_context(folder, kind):
    """A server's TLS context and the file of the authority that clients are to trust."""
    folder.mkdir(parents=True, exist_ok=True)
    key, authority = make_authority(folder, "hearth-test-authority")
    if kind == "stranger":
        key, signer = make_authority(folder, "stranger")
    else:
        signer = authority
    names = "DNS:elsewhere.example" if kind == "other-name" else "IP:127.0.0.1,DNS:localhost"
    (folder / "names").write_text(f"subjectAltName={names}\n")
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=test hub",
            "-keyout", folder / "server.key", "-out", folder / "server.csr")
    openssl("x509", "-req", "-in", folder / "server.csr", "-CA", signer, "-CAkey", key, "-CAcreateserial",
            "-days", "2", "-extfile", folder / "names", "-out", folder / "server.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context, authority
