"""Picture files as phones and editors write them, with data that must not be published in every place it can be."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()

CANARY = b"CANARY-52.5200"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SIZE = (96, 64)
RED, BLUE = (200, 20, 20), (20, 20, 200)
GPS, ORIENTATION, DESCRIPTION, PROCESSING = 0x8825, 0x0112, 0x010E, 27


def drawn(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def exif(orientation: int = 1) -> bytes:
    note = Image.Exif()
    note[DESCRIPTION] = CANARY.decode()
    note[ORIENTATION] = orientation
    note.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0), PROCESSING: CANARY})
    return note.tobytes()


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    output = BytesIO()
    picture.save(output, kind, **options)
    return output.getvalue()


def jpeg(orientation: int = 1, picture: Image.Image | None = None) -> bytes:
    """A phone's JPEG: EXIF, XMP, IPTC, a comment, a vendor segment, and a second picture with a video at the end."""
    told: dict[str, Any] = {"exif": exif(orientation), "xmp": XMP, "comment": CANARY, "icc_profile": PROFILE}
    data = saved(picture or drawn(), "JPEG", quality=95, **told)
    segments = b"".join(
        struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content
        for marker, content in (
            (0xED, b"Photoshop 3.0\0" + CANARY),
            (0xE2, b"MPF\0" + CANARY),
            (0xE0, b"JFXX\0\x10" + CANARY),
            (0xEB, CANARY),
        )
    )
    return data[:2] + segments + data[2:] + saved(drawn(), "JPEG", comment=CANARY) + b"ftypmp42" + CANARY


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(orientation: int = 1, picture: Image.Image | None = None) -> bytes:
    data = saved(picture or drawn(), "PNG", exif=exif(orientation), icc_profile=PROFILE)
    told = png_chunk(b"tEXt", b"Comment\0" + CANARY) + png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(CANARY))
    told += png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP) + png_chunk(b"vpAg", CANARY)
    after_header = 8 + 25
    return data[:after_header] + told + data[after_header:] + CANARY


def webp(orientation: int = 1) -> bytes:
    data = saved(drawn(), "WEBP", quality=95, exif=exif(orientation), xmp=XMP, icc_profile=PROFILE)
    more = b"note" + struct.pack("<I", len(CANARY)) + CANARY
    return data[:4] + struct.pack("<I", len(data) - 8 + len(more)) + data[8:] + more + CANARY


def animated(kind: str, **options: Any) -> bytes:
    """Two frames shown for 300 and 500 ms."""
    frames = [Image.new("RGB", SIZE, RED), Image.new("RGB", SIZE, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=[300, 500], **options)


def gif() -> bytes:
    data = animated("GIF", loop=0, comment=CANARY)
    return data[:-1] + b"\x21\xff\x0bXMP DataXMP" + bytes([len(CANARY)]) + CANARY + b"\0;" + CANARY


def avif(orientation: int = 1) -> bytes:
    return saved(drawn(), "AVIF", quality=95, exif=exif(orientation), xmp=XMP, icc_profile=PROFILE)


def heic(orientation: int = 1) -> bytes:
    return saved(drawn(), "HEIF", quality=95, exif=exif(orientation), xmp=XMP, icc_profile=PROFILE)


def tiff(orientation: int = 1) -> bytes:
    pages, told = [drawn(), drawn()], {"exif": exif(orientation), "description": CANARY.decode()}
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], **told) + CANARY


WITH_METADATA = {
    "photo.jpg": jpeg(),
    "photo.png": png(),
    "photo.webp": webp(),
    "photo.avif": avif(),
    "photo.heic": heic(),
    "loop.gif": gif(),
    "loop.webp": animated("WEBP", exif=exif(), xmp=XMP),
    "loop.png": animated("PNG", exif=exif()),
    "loop.avif": animated("AVIF", exif=exif(), xmp=XMP),
}


def opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def is_upright(picture: Image.Image) -> bool:
    """Whether a picture stored sideways now has its red half on top and its blue half below."""
    colors = picture.convert("RGB")
    top, bottom = colors.getpixel((32, 10)), colors.getpixel((32, 86))
    return picture.size == (64, 96) and top[0] > 150 > top[2] and bottom[2] > 150 > bottom[0]  # type: ignore[index, operator]
