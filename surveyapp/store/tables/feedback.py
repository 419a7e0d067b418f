"""What people say about the service itself, kept apart from what they answered."""

import datetime
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.store.tables.base import Base


class Feedback(Base):
    """One remark on the service: of which wave and which day, and nothing that leads to a ticket or a response.

    The id is drawn at random and SQLite keeps the rows in its order, as it keeps responses.
    """

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating_is_one_of_five"),
        CheckConstraint("rating IS NOT NULL OR text <> ''", name="something_is_said"),
        Index("ix_feedback_wave_day", "wave", "day"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    wave: Mapped[str] = mapped_column(ForeignKey("wave.key"))
    day: Mapped[datetime.date]
    #: 5 very good … 1 very bad; none where only words were given
    rating: Mapped[int | None]
    text: Mapped[str] = mapped_column(default="")
