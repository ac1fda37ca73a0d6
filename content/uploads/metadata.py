"""Stripping metadata from image files losslessly.

Only what browsers need to render an image is kept, by an allowlist, since cameras' own fields are endless.
"""

import re
import struct
import zlib
from collections.abc import Callable

TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"cICP", b"sBIT", b"bKGD",
            b"acTL", b"fcTL", b"fdAT"}  # fmt: skip
WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
VP8X_PROFILE, VP8X_EXIF_AND_XMP = 0x20, 0x0C  # flags for such chunks
JPEG_MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)  # stuffed bytes and restart markers are pixel data
SOI, EOI, SOS, APP0, APP2, APP14, APP15, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xEF, 0xFE


class BrokenFileError(ValueError):
    """A truncated or inconsistent file."""


def kind_of(head: bytes) -> str | None:
    """Return Pillow's name for the format in a file's first bytes, regardless of the file name."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(PNG_START):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith(TIFF_STARTS):
        return "TIFF"
    if head[4:8] == b"ftyp":
        brands = {head[at : at + 4] for at in range(8, min(int.from_bytes(head[:4], "big"), len(head), 64), 4)}
        return "AVIF" if brands & {b"avif", b"avis"} else "HEIF" if brands & HEIF_BRANDS else None
    return None


def strip_metadata(kind: str, data: bytes, keep_profile: bool = True) -> bytes | None:
    """Return the file losslessly stripped; None if that requires re-encoding. Raises BrokenFileError."""
    strip: Callable[[bytes, bool], bytes | None] | None = STRIPPERS.get(kind)
    if strip is None:
        return None
    try:
        return strip(data, keep_profile)
    except (IndexError, struct.error) as error:
        raise BrokenFileError("cut off") from error


def strip_jpeg(data: bytes, keep_profile: bool) -> bytes:
    """Drop comments, application segments, and anything after the end: more images, videos, gain maps."""
    kept, at, among_pixels = bytearray(b"\xff\xd8"), 2, False
    while found := JPEG_MARKER.search(data, at):
        if among_pixels:
            kept += data[at : found.start()]
        marker = found[1][0]
        if marker == EOI:
            return bytes(kept + b"\xff\xd9")
        if marker == SOI:
            raise BrokenFileError("one picture inside another")
        (length,) = struct.unpack_from(">H", data, found.end())
        at = found.end() + length
        content = jpeg_segment(marker, data[found.end() + 2 : at], keep_profile)
        if content is not None:
            kept += struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
        among_pixels = marker == SOS
    if not among_pixels:
        raise BrokenFileError("cut off")
    return bytes(kept + data[at:])  # no end marker: the decoder will notice if pixels are missing


def jpeg_segment(marker: int, content: bytes, keep_profile: bool) -> bytes | None:
    if marker == APP0 and content.startswith(b"JFIF\0"):
        return content[:12] + b"\0\0"  # no thumbnail
    if marker == APP14 and content.startswith(b"Adobe"):
        return content[:12]  # defines the color transform
    if marker == APP2 and content.startswith(b"ICC_PROFILE\0"):
        return content if keep_profile else None
    return None if marker == COM or APP0 <= marker <= APP15 else content


def strip_png(data: bytes, keep_profile: bool) -> bytes:
    kept, at = bytearray(PNG_START), len(PNG_START)
    while True:
        length, name = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + length + 12]
        at += length + 12
        (checksum,) = struct.unpack_from(">I", chunk, length + 8)
        if name in PNG_KEPT and (keep_profile or name != b"iCCP"):
            if zlib.crc32(chunk[4:-4]) != checksum:
                raise BrokenFileError("wrong checksum")
            kept += chunk
        if name == b"IEND":
            return bytes(kept)


def strip_webp(data: bytes, keep_profile: bool) -> bytes:
    kept, at = bytearray(), 12
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    if end > len(data) + 1:  # some encoders omit the last padding byte
        raise BrokenFileError("cut off")
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        chunk = bytearray(data[at : at + 8 + length]) + b"\0" * (length % 2)
        at += 8 + length + length % 2
        if name == b"VP8X":
            chunk[8] &= ~(VP8X_EXIF_AND_XMP | (0 if keep_profile else VP8X_PROFILE))
        if name in WEBP_KEPT and (keep_profile or name != b"ICCP"):
            kept += chunk
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept


def strip_gif(data: bytes, keep_profile: bool) -> bytes:
    """Drop comments, text, and extensions other than timing and looping."""
    at = 13 + color_table(data[10])
    kept = bytearray(data[:at])
    while at < len(data) and data[at] != 0x3B:
        start = at
        if data[at] == 0x2C:  # a frame
            at = after_blocks(data, at + 11 + color_table(data[at + 9]))
            kept += data[start:at]
        elif data[at] == 0x21:
            label = data[at + 1]
            at = after_blocks(data, at + 2)
            loops = data[start + 3 : start + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0") and at - start == 19
            if label == 0xF9 or (label == 0xFF and loops):
                kept += data[start:at]
        else:
            raise BrokenFileError("no block begins like that")
    return bytes(kept + b";")


def color_table(flags: int) -> int:
    """Return the size of the color table that the flags declare."""
    return 3 * 2 ** (flags % 8 + 1) if flags & 0x80 else 0


def after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def strip_avif(data: bytes, keep_profile: bool) -> bytes | None:
    """Return the file as is if it declares no metadata, else None, since metadata is referenced by offsets."""
    at, boxes = 0, []
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if not 8 <= length <= len(data) - at:
            return None
        boxes.append((name, data[at : at + length]))
        at += length
    declared = b"".join(box for name, box in boxes if name != b"mdat")
    is_plain = {name for name, _ in boxes} <= {b"ftyp", b"meta", b"moov", b"mdat"}
    hides = any(word in declared for word in (b"Exif", b"mime", b"uuid", b"udta"))
    return data if is_plain and not hides else None


STRIPPERS: dict[str, Callable[[bytes, bool], bytes | None]] = {
    "JPEG": strip_jpeg,
    "PNG": strip_png,
    "GIF": strip_gif,
    "WEBP": strip_webp,
    "AVIF": strip_avif,
}
