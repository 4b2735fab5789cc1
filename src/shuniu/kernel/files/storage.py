"""Where files lie: Django's storage, by the hash of their content. The same photo sent twice lies there once."""

from __future__ import annotations

import errno
import hashlib
import os
from datetime import datetime, timedelta
from functools import lru_cache
from typing import IO, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils.module_loading import import_string

from shuniu.kernel.files.refusals import Refused

FOLDER = "attachments"
CHUNK = 262_144
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def store() -> Storage:
    """The installation's storage: the folder of its files, or S3 where ``STORAGE_URL`` says so."""
    url: str = getattr(settings, "STORAGE_URL", "")
    return _remote(url) if url else storages["default"]


@lru_cache(maxsize=2)
def _remote(url: str) -> Storage:
    """``s3://KEY:SECRET@HOST/BUCKET?region=…`` (needs the extra ``s3``)."""
    parts = urlsplit(url)
    if parts.scheme not in {"s3", "s3+http"}:
        raise ValueError("STORAGE_URL must begin with s3:// (or s3+http:// without TLS).")
    options: dict[str, Any] = {
        "bucket_name": parts.path.strip("/"),
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        "region_name": dict(parse_qsl(parts.query)).get("region"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
    }
    if parts.hostname and parts.hostname != "aws":
        port = f":{parts.port}" if parts.port else ""
        options["endpoint_url"] = f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.hostname}{port}"
    backend: type[Storage] = import_string("storages.backends.s3.S3Storage")
    return backend(**options)


def digest(file: IO[bytes]) -> str:
    """SHA-256 of a file, read from its beginning in pieces."""
    found = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def keep(file: IO[bytes], size: int, suffix: str) -> tuple[str, str]:
    """Store a file; returns its key and SHA-256. Raises ``Refused`` when the disk is full: then nothing is left behind."""
    sha256 = digest(file)
    key = f"{FOLDER}/{sha256[:2]}/{sha256[2:4]}/{sha256}{suffix}"
    place = store()
    if place.exists(key):
        if place.size(key) == size:
            _renew(place, key, file)
            return key, sha256
        place.delete(key)  # Half a file: the power failed while it was written.
    try:
        return place.save(key, File(file)), sha256
    except OSError as error:
        _clear(place, key)
        if error.errno in FULL:
            raise Refused("disk_full") from error
        raise


def _renew(place: Storage, key: str, file: IO[bytes]) -> None:
    """Make a file that is stored already young again, so that the clean-up leaves it until our row is committed."""
    if isinstance(place, FileSystemStorage):
        os.utime(place.path(key))
    else:
        place.save(key, File(file))


def _clear(place: Storage, key: str) -> None:
    if place.exists(key):
        place.delete(key)


def remove_orphans(known: set[str], *, at: datetime, older: timedelta = timedelta(days=1)) -> int:
    """Delete stored files that no row names; returns how many. Young ones stay: their transaction may still be open."""
    place, count = store(), 0
    for first in _folders(place, FOLDER):
        for second in _folders(place, f"{FOLDER}/{first}"):
            folder = f"{FOLDER}/{first}/{second}"
            for name in place.listdir(folder)[1]:
                key = f"{folder}/{name}"
                if key not in known and place.get_modified_time(key) < at - older:
                    place.delete(key)
                    count += 1
    return count


def _folders(place: Storage, path: str) -> list[str]:
    try:
        return place.listdir(path)[0]
    except FileNotFoundError:
        return []
