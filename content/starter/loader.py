"""Creates the starter clinic from its text files."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.fields import RichTextField
from wagtail.images import get_image_model
from wagtail.models import Page, Site, get_page_models

from content.blocks.field import VocabularyField
from content.models import PageSource, RelatedLink, Source, StarterRecord, Topic
from content.models.session import SessionType
from content.starter import anatomy, snippets
from content.starter.blocks import References, stream
from content.starter.files import FOLDER, HOME, StarterFile, page_files
from content.starter.snippets import plain_value
from content.starter.text import StarterError, rich_text

SET_LATER = {
    "type",
    "order",
    "body",
    "sources",
    "related",
    "topics",
    "muscles",
    "regions",
    "example_muscle",
    "first_session",
    "conditions",
    "sessions",
    "referrals",
    "point",
    "red_flags",
}


class Loader:
    """Loads everything into a database that has no home page yet."""

    def __init__(self) -> None:
        self.types = {model.__name__: model for model in get_page_models()}
        self.pages: dict[str, Page] = {}
        self.refs = References(
            page=self.page_id,
            session=lambda key: SessionType.objects.get(key=key).pk,
            image=self.image_id,
        )

    def run(self) -> None:
        """Load everything in one transaction."""
        with transaction.atomic():
            for model, name in ((Source, "sources"), (Topic, "topics"), (SessionType, "sessions")):
                snippets.load_snippets(model, name)
            files = page_files()
            for file in files:
                self.create(file)
            for file in files:
                self.fill(file)
            snippets.load_picks(self.pages)
            snippets.load_clinic(Site.objects.get(is_default_site=True))

    # Pages ----------------------------------------------------------------------------------------

    def create(self, file: StarterFile) -> None:
        """Create the page with its plain fields; links follow once every page exists."""
        model = self.types.get(file.data.get("type", ""))
        if model is None:
            raise StarterError(f"{file.name}: there is no page type {file.data.get('type')!r}")
        page = model(slug=file.slug, live=False, has_unpublished_changes=True)
        for name, value in file.data.items():
            if name not in SET_LATER:
                self.set_field(page, name, value, file)
        if file.path == HOME:
            snippets.install_home(page)
        else:
            parent = self.pages.get(file.parent)
            if parent is None:
                raise StarterError(f"{file.name}: its parent /{file.parent}/ does not exist")
            # All children are added to the same parent object, so that its child count stays correct.
            parent.add_child(instance=page)
        self.pages[file.path] = page

    def set_field(self, page: Page, name: str, value: Any, file: StarterFile) -> None:
        try:
            field = page._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise StarterError(f"{file.name}: {type(page).__name__} has no field {name}") from error
        if isinstance(field, RichTextField):
            return  # links: filled once every page exists
        setattr(page, name, plain_value(field, value))

    def fill(self, file: StarterFile) -> None:
        """Set body, sources, people, and links; then publish the page."""
        page, data = self.pages[file.path], file.data
        try:
            for field in page._meta.get_fields():
                if isinstance(field, VocabularyField) and data.get(field.name):
                    setattr(page, field.name, stream(data[field.name], self.refs))
                elif isinstance(field, RichTextField) and data.get(field.name):
                    setattr(page, field.name, self.prose(data[field.name]))
            page.page_sources = [PageSource(source=Source.objects.get(key=k)) for k in data.get("sources", [])]
            page.related_links = [RelatedLink(page_id=self.page_id(p)) for p in data.get("related", [])]
            if data.get("first_session"):
                page.first_session = SessionType.objects.get(key=data["first_session"])
            for name, find in (("conditions", self.condition), ("sessions", self.refs.session)):
                if data.get(name):
                    setattr(page, name, [find(one) for one in data[name]])
            if data.get("topics"):
                page.topics = list(Topic.objects.filter(slug__in=data["topics"]))
            anatomy.fill(page, data, self.page_id)
            page.full_clean()
            page.save_revision(log_action=False).publish()
        except (StarterError, ObjectDoesNotExist, ValidationError, ValueError, KeyError) as error:
            raise StarterError(f"{file.name}: {error}") from error
        StarterRecord.objects.create(path=file.name, page_id=page.pk)

    def prose(self, value: str | list[str]) -> str:
        """Convert Markdown, or a list of lines, to rich text."""
        source = value if isinstance(value, str) else "\n".join(f"- {line}" for line in value)
        return rich_text(source, self.page_id)

    def condition(self, slug: str) -> int:
        return self.page_id(f"conditions/{slug}")

    # References -----------------------------------------------------------------------------------

    def page_id(self, path: str) -> int:
        page = self.pages.get(path.strip("/"))
        if page is None:
            raise StarterError(f"there is no page {path}")
        return int(page.pk)

    def image_id(self, name: str) -> int:
        """Return the key of the image with that file name, which is created on first use."""
        image_model = get_image_model()
        title = name.rpartition(".")[0].replace("-", " ")
        image = image_model.objects.filter(title=title).first()
        if image is None:
            with (FOLDER / "images" / name).open("rb") as file:
                image = image_model.objects.create(title=title, file=ImageFile(file, name=name))
        return int(image.pk)
