"""Page types, snippets, and settings, with one module per subject."""

from content.counting.models import IgnoredAddress, NotFoundDay, PageDay, RegionDay
from content.models.article import ArticleIndexPage, ArticlePage
from content.models.base import ClinicPage, PageSource, RelatedLink
from content.models.condition import ConditionIndexPage, ConditionMuscle, ConditionPage, ConditionRegion
from content.models.glossary import GlossaryTerm, ReusableText
from content.models.guide import ComparisonPage, FAQPage, GuidePage, LegalPage, PlainPage
from content.models.health_day import HealthDay
from content.models.home import HomePage
from content.models.link import CheckedAddress
from content.models.muscle import MuscleIndexPage, MusclePage
from content.models.notice import Notice, SocialLink
from content.models.opening_hours import OpeningHours, SpecialDay
from content.models.pain_map import PainMapPage, RegionPage
from content.models.practitioner import PractitionerIndexPage, PractitionerPage
from content.models.referral import ReferralPattern, RegionRedFlag
from content.models.review import PageReview
from content.models.session import SessionsPage, SessionType
from content.models.settings import ClinicSettings
from content.models.source import Source, Topic
from content.models.starter import StarterRecord
from content.models.testimonial import Testimonial
