"""The options of lesson 05, for programs that start another server with settings of the same meaning."""

import argparse
import subprocess


def size(text):
    return int(text.removesuffix("K")) * (1024 if text.endswith("K") else 1)


def parse(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("port", type=int)
    parser.add_argument("dir")
    parser.add_argument("--host", default="127.0.0.1")
    for name in ("--user", "--folder-rights", "--masquerade-address"):
        parser.add_argument(name, action="append", default=[])
    for name in ("--no-anonymous", "--tls-implicit", "--tls-required"):
        parser.add_argument(name, action="store_true")
    for name in ("--banner", "--passive-ports", "--tls", "--tls-password"):
        parser.add_argument(name)
    for name, count in (("--max-connections", 256), ("--max-connections-per-ip", 0), ("--login-attempts", 3)):
        parser.add_argument(name, type=int, default=count)
    for name, time in (("control", 300), ("data", 300), ("passive", 30), ("active", 30)):
        parser.add_argument(f"--{name}-timeout", type=float, default=time)
    parser.add_argument("--login-delay", type=float, default=3)
    for name in ("--download-rate", "--upload-rate"):
        parser.add_argument(name, type=size, default=0)
    return parser.parse_args()


def write_pem(options, file):
    """The key and the certificate of --tls, as OpenSSL likes to have them."""
    words = ["openssl", "pkcs12", "-in", options.tls, "-passin", "pass:" + options.tls_password, "-nodes", "-out", file]
    subprocess.run(words, check=True)
