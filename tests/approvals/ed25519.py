"""Ed25519 verification in plain integers (RFC 8032, section 5.1), with SSH's frame: a second opinion.

Slow, short and written from the specification, so that it shares nothing with ssh-keygen but the answer.
"""

from __future__ import annotations

import base64
import hashlib

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
"""Extended homogeneous coordinates: x = X/Z, y = Y/Z, xy = T/Z."""


def add(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return w * x % P, y * z % P, x * y % P, w * z % P


def multiply(scalar: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def recover(y: int, sign: int) -> int | None:
    """The x of a y (section 5.1.3)."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (not x and sign):
        return None
    return P - x if x & 1 != sign else x


def decompressed(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def verified(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature of 64 bytes holds (section 5.1.7)."""
    a, r = decompressed(key), decompressed(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    return not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))


def ssh_verified(armoured: bytes, data: bytes, key: bytes, namespace: bytes) -> bool:
    """Whether an SSH signature holds (OpenSSH, PROTOCOL.sshsig); everything that is odd is a no."""
    try:
        lines = armoured.decode("ascii").split("\n")
        blob = base64.b64decode("".join(lines[1:-2]), validate=True)
        if lines[0] != "-----BEGIN SSH SIGNATURE-----" or lines[-2:] != ["-----END SSH SIGNATURE-----", ""]:
            return False
        fields = strings(blob[10:])
        kind, raw = strings(fields[0])
        hashed = hashlib.new(fields[3].decode("ascii"), data).digest()
        signed = b"SSHSIG" + b"".join(packed(each) for each in (namespace, b"", fields[3], hashed))
        type_, signature = strings(fields[4])
    except (ValueError, IndexError):
        return False
    good = blob[:10] == b"SSHSIG\0\0\0\1" and fields[0] == key and fields[1] == namespace and fields[2] == b""
    return good and kind == type_ == b"ssh-ed25519" and verified(raw, signed, signature)


def packed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def strings(data: bytes) -> list[bytes]:
    found = []
    while data:
        size = int.from_bytes(data[:4], "big")
        if len(data) < 4 + size:
            raise ValueError("it breaks off")
        found.append(data[4 : 4 + size])
        data = data[4 + size :]
    return found
