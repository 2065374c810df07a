"""HTTP over TLS, when a certificate is given: each connection shakes hands in its own greenlet.

The files are looked at for each new connection: a renewed certificate is shown from then on, and
one that cannot be read changes nothing. Who is connected already notices neither.
"""

import os
import ssl
from collections.abc import Callable
from typing import Any

import eventlet
import structlog

from kernel.settings import file_of

HANDSHAKE_SECONDS = 10.0
CERTIFICATE, KEY = "GUANXI_TLS_CERTIFICATE_FILE", "GUANXI_TLS_KEY_FILE"
ENVIRON = {"wsgi.url_scheme": "https", "HTTPS": "on"}
HSTS = ("Strict-Transport-Security", "max-age=31536000")  # a year, as browsers count it

logger = structlog.get_logger(__name__)


class Shown:
    """The certificate that is shown now."""

    def __init__(self, certificate: str, key: str) -> None:
        self.files = certificate, key
        self.seen = self._looked()
        self.context = self._read()

    def wrap(self, sock: Any) -> Any:
        """After the handshake; OSError when it fails, or is not done in time."""
        if (seen := self._looked()) != self.seen:
            self.seen = seen
            self._renew()
        secure = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        try:
            with eventlet.Timeout(HANDSHAKE_SECONDS, TimeoutError("no handshake")):
                secure.do_handshake()
        except BaseException:
            secure.close()  # the socket of before is but a shell now
            raise
        return secure

    def _read(self) -> ssl.SSLContext:
        made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        made.load_cert_chain(*self.files)
        return made

    def _renew(self) -> None:
        try:
            self.context = self._read()
        except OSError as error:  # half of it is written: the other half changes the files again
            logger.warning("the new certificate cannot be used", error=repr(error))
        else:
            logger.info("a new certificate is shown from now on")

    def _looked(self) -> list[tuple[int, int, int]]:
        try:
            found = [os.stat(file) for file in self.files]
        except OSError:
            return []
        return [(one.st_mtime_ns, one.st_ino, one.st_size) for one in found]


def shown() -> Shown | None:
    """None where no certificate is given; a process that cannot show its own does not start."""
    certificate, key = file_of(CERTIFICATE), file_of(KEY)
    if not certificate and not key:
        return None
    if not certificate or not key:
        raise SystemExit(f"{CERTIFICATE} and {KEY} are given together, or neither")
    return Shown(certificate, key)


def strictly(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """Who has come by TLS once does not come without it again."""
    return lambda status, headers, *rest: start_response(status, [*headers, HSTS], *rest)
