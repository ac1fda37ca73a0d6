"""Cleaning images: decoded and encoded anew, so that only the upright picture and its colors are left."""

from io import BytesIO
from math import ceil
from threading import Lock
from typing import Any

import pillow_heif
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin
from PIL.JpegImagePlugin import JpegImageFile

from content.uploads.kinds import kind_of

pillow_heif.register_heif_opener()
PngImagePlugin.MAX_TEXT_CHUNK = PngImagePlugin.MAX_TEXT_MEMORY  # programs that draw pictures note a lot

# A page shows 1,200 pixels at most. Renditions are made in the web processes, so their source is kept small.
LONGEST_SIDE = 4096  # a typical 12-megapixel phone photo has 4,032 or 4,080
REDUCED_TO = 3840  # less than half of 8,064 (48 megapixels), so that such JPEGs are decoded at half size
# Decoders scale a JPEG down as they read it, so that it may have more pixels: 200 million of a phone's camera. Not a
# progressive one, since decoders keep all of it in memory.
SCALED_WHILE_DECODED = 4
PLAIN_MODES = {"1", "L", "P", "RGB", "RGBA"}  # supported by every format and by resizing
OPTIONS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 90},
    "JPEG": {"quality": 92, "progressive": True},
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"quality": 92},
}
ORIENTATION, DNG_VERSION, SUB_IMAGES = 0x0112, 0xC612, 0x014A
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ONE_AT_A_TIME = Lock()  # per process: 48 megapixels, or 200 of a JPEG, take 150 to 350 MiB for some seconds
UNREADABLE = (
    "This picture can’t be read. The file is damaged or incomplete: export or send it again, then upload the new file."
)
TOO_MANY_PIXELS = "This picture has more than %s million pixels. Make it smaller, then upload it again."
NOT_CLEANABLE = (
    "Pictures of this kind can tell where they were taken, and this site can’t remove that. Save it as a JPEG, "
    "PNG, or PDF, then upload that."
)


def clean_picture(data: bytes, *, shown: bool, max_pixels: int) -> tuple[bytes, str]:
    """Return the cleaned image's bytes and format. If `shown` on pages, it also gets a suitable size and colors.

    Raises ValidationError with a message for the uploader.
    """
    try:
        with ONE_AT_A_TIME:
            return cleaned(data, str(kind_of(data)), shown, max_pixels)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise too_many(max_pixels) from error
    except Exception as error:  # decoders raise nearly anything, and Django's own ImageField catches everything too
        raise ValidationError(UNREADABLE, "invalid_image") from error


def cleaned(data: bytes, kind: str, shown: bool, max_pixels: int) -> tuple[bytes, str]:
    with opened(data, kind) as picture:
        if shown and kind == "JPEG" and not picture.info.get("progressive"):
            max_pixels *= SCALED_WHILE_DECODED
        frames = 1 if kind in {"JPEG", "HEIF"} else getattr(picture, "n_frames", 1)
        if picture.width * picture.height * frames > max_pixels:
            raise too_many(max_pixels)
        if kind == "TIFF":
            return written_tiff(picture), kind
        profile = readable_profile(picture)
        if frames > 1:
            durations = [frame.load() and frame.info.get("duration", 0) for frame in ImageSequence.Iterator(picture)]
            picture.seek(0)
            options = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
            if kind == "GIF" and picture.has_transparency_data:
                options["disposal"] = 2  # each frame is whole, so nothing of the one before shows through
            return written(picture, kind, profile, save_all=True, duration=durations, **options)
        upright: Image.Image = picture
        if shown and kind != "GIF" and max(picture.size) > LONGEST_SIDE:
            if picture.mode in {"1", "P"}:
                upright = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
            scale = REDUCED_TO / max(upright.size)
            smaller = (ceil(upright.width * scale), ceil(upright.height * scale))
            upright.thumbnail(smaller, Image.Resampling.LANCZOS, reducing_gap=1.0)  # the gap is for JPEG's own halving
        if (turn := TURNS.get(orientation(data, kind))) is not None:
            upright = upright.transpose(turn)
        if shown and picture.mode not in PLAIN_MODES:
            upright, profile = in_plain_colors(upright, profile), None
        return written(upright, "JPEG" if kind == "HEIF" else kind, profile)


def opened(data: bytes, kind: str) -> Image.Image:
    """Open the image; a JPEG without Pillow's own limit of pixels, which is lower than ours."""
    return JpegImageFile(BytesIO(data)) if kind == "JPEG" else Image.open(BytesIO(data), formats=[kind])


def too_many(max_pixels: int) -> ValidationError:
    return ValidationError(TOO_MANY_PIXELS % (max_pixels // 10**6), "file_too_many_pixels")


def written(picture: Image.Image, kind: str, profile: bytes | None, **options: Any) -> tuple[bytes, str]:
    """Re-encode the image with only its pixels and color profile."""
    if kind == "JPEG" and picture.mode not in {"L", "RGB", "CMYK"}:
        picture = picture.convert("RGB")
    picture.load()
    picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    output = BytesIO()
    picture.save(output, kind, icc_profile=profile, **OPTIONS.get(kind, {}), **options)
    return output.getvalue(), kind


def written_tiff(picture: Image.Image) -> bytes:
    """Re-encode each page of a scan with only its pixels. Rejects a camera's raw TIFF, which would lose its photo."""
    tags = getattr(picture, "tag_v2", {})
    if DNG_VERSION in tags or SUB_IMAGES in tags:
        raise ValidationError(NOT_CLEANABLE, "invalid_image")
    pages = [frame.copy() for frame in ImageSequence.Iterator(picture)]  # upright: Pillow turns a TIFF by itself
    for page in pages:
        page.info = {}
    output = BytesIO()
    pages[0].save(output, "TIFF", save_all=True, append_images=pages[1:], **OPTIONS["TIFF"])
    return output.getvalue()


def orientation(data: bytes, kind: str) -> int:
    """Return the EXIF orientation; 1 if it can't be read."""
    try:
        with opened(data, kind) as picture:
            return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:
        return 1


def readable_profile(picture: Image.Image) -> bytes | None:
    profile = picture.info.get("icc_profile") or b""
    try:
        ImageCms.ImageCmsProfile(BytesIO(profile))
    except OSError:
        return None
    return bytes(profile)


def in_plain_colors(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert CMYK and 16-bit grayscale to the 8-bit colors that every browser supports."""
    if picture.mode == "LA":
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if profile is not None:
        try:
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, source, target, outputMode="RGB") or picture
        except ImageCms.PyCMSError:  # a profile for a different color space
            pass
    return picture.convert("RGB")
