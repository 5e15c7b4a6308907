"""Installs packages from the network into the board's flash: `mip.install("name")`, a URL, or `github:org/repo`.

Runs on the simulated board only (MicroPython 1.29, WASM).
"""

import binascii
import hashlib
import os
import sys

import requests

_PACKAGE_INDEX = "https://micropython.org/pi/v2"
_HOSTS = {
    "github:": "https://raw.githubusercontent.com/{org}/{repo}/{branch}/{path}",
    "gitlab:": "https://gitlab.com/{org}/{repo}/-/raw/{branch}/{path}",
    "codeberg:": "https://codeberg.org/{org}/{repo}/raw/branch/{branch}/{path}",
}
_CHUNK = 512


def _rewrite(url: str, branch: str | None = None) -> str:
    """`github:org/repo/path` and the like as what a server understands."""
    for prefix, pattern in _HOSTS.items():
        if url.startswith(prefix):
            org, repo, *path = url[len(prefix) :].split("/")
            return pattern.format(org=org, repo=repo, branch=branch or "HEAD", path="/".join(path))
    return url


def _make_folders(path: str) -> None:
    folder = ""
    for part in path.split("/")[:-1]:
        folder += part + "/"
        if part:
            try:
                os.mkdir(folder[:-1])
            except OSError:
                # There already; else opening the file will say so.
                pass


def _is_there(path: str, short_hash: str) -> bool:
    try:
        with open(path, "rb") as file:
            digest = hashlib.sha256()
            while True:
                chunk = file.read(_CHUNK)
                if not chunk:
                    break
                digest.update(chunk)
        return str(binascii.hexlify(digest.digest())[: len(short_hash)], "ascii") == short_hash
    except OSError:
        return False


def _download(url: str, path: str) -> bool:
    response = requests.get(url)
    try:
        if response.status_code != 200:
            print("Error", response.status_code, "requesting", url)
            return False
        print("Copying:", path)
        _make_folders(path)
        with open(path, "wb") as file:
            while True:
                chunk = response.raw.read(_CHUNK)
                if not chunk:
                    return True
                file.write(chunk)
    finally:
        response.close()


def _install_json(url: str, index: str, target: str, version: str | None, mpy: bool) -> bool:
    response = requests.get(_rewrite(url, version))
    try:
        if response.status_code != 200:
            print("Package not found:", url)
            return False
        package = response.json()
    finally:
        response.close()
    for path, short_hash in package.get("hashes", ()):
        path = target + "/" + path
        if _is_there(path, short_hash):
            print("Exists:", path)
        elif not _download(f"{index}/file/{short_hash[:2]}/{short_hash}", path):
            print("File not found: {} {}".format(path, short_hash))
            return False
    base = url.rpartition("/")[0]
    for path, source in package.get("urls", ()):
        is_absolute = "://" in source or source.startswith(tuple(_HOSTS))
        source = source if is_absolute else base + "/" + source
        if not _download(_rewrite(source, version), target + "/" + path):
            print("File not found: {} {}".format(target + "/" + path, source))
            return False
    for name, needed in package.get("deps", ()):
        if not _install(name, index, target, needed, mpy):
            return False
    return True


def _install(package: str, index: str, target: str, version: str | None, mpy: bool) -> bool:
    if package.startswith(("http://", "https://")) or package.startswith(tuple(_HOSTS)):
        if package.endswith((".py", ".mpy")):
            print("Downloading {} to {}".format(package, target))
            return _download(_rewrite(package, version), target + "/" + package.rsplit("/")[-1])
        if not package.endswith(".json"):
            package = (package if package.endswith("/") else package + "/") + "package.json"
        print("Installing {} to {}".format(package, target))
    else:
        version = version or "latest"
        print("Installing {} ({}) from {} to {}".format(package, version, index, target))
        bytecode = sys.implementation._mpy & 0xFF if mpy and hasattr(sys.implementation, "_mpy") else "py"
        package = f"{index}/package/{bytecode}/{package}/{version}.json"
    return _install_json(package, index, target, version, mpy)


def install(
    package: str, index: str | None = None, target: str | None = None, version: str | None = None, mpy: bool = True
) -> None:
    """Installs a package of the index, or from a URL or `github:org/repo`, with what it needs, into `/lib` or `target`."""
    if target is None:
        target = next((path for path in sys.path if path.endswith("/lib")), None)
        if target is None:
            print("Unable to find lib dir in sys.path")
            return
    if _install(package, (index or _PACKAGE_INDEX).rstrip("/"), target, version, mpy):
        print("Done")
    else:
        print("Package may be partially installed")
