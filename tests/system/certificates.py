"""Makes certificates with openssl, which shares no code with netdumplings."""
import os
import subprocess


def _openssl(*arguments):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError("openssl %s: %s" % (" ".join(map(str, arguments)), done.stderr))
    return done.stdout


class Authority:
    """A certificate authority in a folder."""

    def __init__(self, folder, name="ca"):
        self.folder = folder
        self.certificate, self._key = self._path(name + ".pem"), self._path(name + "-key.pem")
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 30,
                 "-subj", "/CN=%s of a test" % name, "-out", self.certificate, "-keyout", self._key,
                 "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def _path(self, name):
        return os.path.join(self.folder, name)

    def issue(self, name, alternative_names="DNS:localhost,IP:127.0.0.1,IP:::1", days=30, usage="serverAuth,clientAuth"):
        """Signs a certificate. Returns (certificate file, key file)."""
        certificate, key, request = self._path(name + ".pem"), self._path(name + "-key.pem"), self._path(name + ".csr")
        extensions = self._path(name + ".ext")
        with open(extensions, "w") as file:
            file.write("subjectAltName=%s\nextendedKeyUsage=%s\nbasicConstraints=CA:FALSE\n" % (alternative_names, usage))
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name,
                 "-out", request, "-keyout", key)
        _openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self._key, "-CAcreateserial",
                 "-days", days, "-extfile", extensions, "-out", certificate)
        os.chmod(key, 0o600)
        return certificate, key


def fingerprint(certificate):
    return _openssl("x509", "-in", certificate, "-noout", "-fingerprint", "-sha256").strip().partition("=")[2]
