"""What `ssl` stands on, by the name under which a board's C code offers it.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

# ruff: noqa: F401
from ssl import (
    CERT_NONE,
    CERT_OPTIONAL,
    CERT_REQUIRED,
    MBEDTLS_VERSION,
    PROTOCOL_TLS_CLIENT,
    PROTOCOL_TLS_SERVER,
    SSLContext,
)
