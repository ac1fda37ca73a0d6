"""Forms that clean images, and show errors next to the field."""

from typing import Any

from django import forms
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from wagtail.admin.forms.account import AvatarPreferencesForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from content.uploads.files import clean_document, clean_upload
from content.uploads.titles import UNTITLED, looks_like_file_name, readable_title


class CleanPictureField(forms.ImageField):
    """Cleans first, so that later validation can rely on a complete image that is small enough, in plain colors."""

    def to_python(self, data: Any) -> "File[bytes] | None":
        file = forms.FileField.to_python(self, data)
        return None if file is None else super().to_python(clean_upload(file, shown=True))


class CleanImageField(CleanPictureField, WagtailImageField):
    pass


class ImageForm(BaseImageForm):
    """The form for adding and changing images: WAGTAILIMAGES_IMAGE_FORM_BASE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared on the class, since forms without the file would get it back.
        if field := self.fields.get("file"):
            self.fields["file"] = CleanImageField(label=field.label, required=field.required, widget=field.widget)

    def clean_title(self) -> str:
        """Return a readable title, which serves as alt text where there is no description."""
        title: str = self.cleaned_data["title"]
        if not looks_like_file_name(title):
            return title
        if readable := readable_title(title):
            return readable
        if self.instance.pk is None:  # multiple upload can't show an error
            return f"{UNTITLED} {timezone.localdate()}"
        raise forms.ValidationError("That is a camera’s name for a file. Say what the picture shows: “Our front door”.")


class DocumentForm(BaseDocumentForm):
    """The form for adding and changing documents: WAGTAILDOCS_DOCUMENT_FORM_BASE."""

    def clean_file(self) -> "File[bytes]":
        file: File[bytes] = self.cleaned_data["file"]
        return clean_document(file) if isinstance(file, UploadedFile) else file

    def _post_clean(self) -> None:
        """Keep a refused file's own error: the model, which gets none, would add that its extension isn't allowed."""
        refused = list(self.errors.get("file", []))
        super()._post_clean()
        if refused:
            self.errors["file"] = self.error_class(refused, renderer=self.renderer)


class AvatarForm(AvatarPreferencesForm):
    avatar = CleanPictureField(label="Upload a profile picture", required=False)
