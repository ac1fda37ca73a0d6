"""The format of an image, by its first bytes."""

TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
PNG_START = b"\x89PNG\r\n\x1a\n"


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
