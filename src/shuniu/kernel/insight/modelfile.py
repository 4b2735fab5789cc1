"""One file for a trained model: a line naming the format, a JSON header, then plain arrays. Loading runs no code."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"SHUNIU-INSIGHT-MODEL 1\n"
_ALLOWED = {"<f2", "<f4", "<f8", "<u8", "<i4"}
_HEADER_LIMIT = 50_000_000


class ModelFileError(ValueError):
    """The file is not a model of this kind, is cut short, or was changed after it was written."""


def write(path: Path, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> str:
    """Write header and arrays in one step (a reader never sees half a file) and return the version: a hash of both."""
    body = b""
    layout: list[dict[str, Any]] = []
    for name, array in arrays.items():
        data = np.ascontiguousarray(array.astype(array.dtype.newbyteorder("<")))
        layout.append({"name": name, "dtype": data.dtype.str, "shape": list(data.shape)})
        body += data.tobytes()
    core = json.dumps({**header, "arrays": layout}, ensure_ascii=False, sort_keys=True).encode()
    version = hashlib.sha256(core + body).hexdigest()
    waiting = path.with_name(path.name + ".part")
    waiting.write_bytes(MAGIC + version.encode() + b"\n" + str(len(core)).encode() + b"\n" + core + body)
    waiting.replace(path)
    return version[:12]


def read(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]], str]:
    """Header, arrays and version of a model file; raises ModelFileError when anything does not fit."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ModelFileError(f"读不到模型文件 {path}：{error.strerror}") from error
    if not raw.startswith(MAGIC):
        raise ModelFileError(f"{path} 不是本系统的模型文件")
    try:
        version, length, rest = raw[len(MAGIC) :].split(b"\n", 2)
        size = int(length)
    except ValueError as error:
        raise ModelFileError(f"{path} 的文件头已损坏") from error
    if not 0 < size <= min(_HEADER_LIMIT, len(rest)) or hashlib.sha256(rest).hexdigest().encode() != version:
        raise ModelFileError(f"{path} 不完整或写成之后被改动过")
    header: dict[str, Any] = json.loads(rest[:size])
    return header, _arrays(header.pop("arrays"), memoryview(rest)[size:], path), version.decode()[:12]


def _arrays(layout: list[dict[str, Any]], body: memoryview, path: Path) -> dict[str, NDArray[Any]]:
    found: dict[str, NDArray[Any]] = {}
    position = 0
    for entry in layout:
        if entry["dtype"] not in _ALLOWED:
            raise ModelFileError(f"{path} 含有不认识的数据类型")
        dtype = np.dtype(entry["dtype"])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        end = position + count * dtype.itemsize
        if count < 0 or end > len(body):
            raise ModelFileError(f"{path} 不完整")
        found[entry["name"]] = np.frombuffer(body[position:end], dtype=dtype).reshape(entry["shape"])
        position = end
    return found
