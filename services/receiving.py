"""Who is given something works here: asked when the news of a newcomer may still be on its way."""

from collections.abc import Collection

from kernel.news import News
from kernel.patience import patiently
from services.staff import Documents, inactive, require_active, require_known, strangers


def require_staff(
    staff: Documents, people: Collection[str], news: News, patience: float, known: bool = True
) -> None:
    """Of each that they work here. Who has just come may not have been heard of yet.

    Not `known`: who never worked here is let pass, as in files of the past.
    """
    require_active(inactive(staff, people))
    if known:
        unknown = patiently(
            lambda: strangers(staff, people),
            lambda found: not found,
            patience,
            news.wait,
            sure=news.sure,
        )
        require_known(unknown)
