"""The daily purge, for whatever does things again and again."""

from collections import Counter

from api.services import forgetting
from api.store import answers, purges, quotes, sessions
from api.store.database import Database
from api.store.personal import personal_columns
from api.store.traces import forget_traces
from api.store.work import Means, writing

SECONDS = 3_600
"""How often to run it. A town's data are emptied once a day, in its own night: by the first run
after two o'clock there. Runs after it find nothing; one that was missed is made up for by the
next."""


def run_purge(database: Database, means: Means) -> dict[str, int]:
    """Empty all personal data that are due, one transaction a table, and drop old quotes.

    It may run at any time, anywhere, twice at once, and again after it was killed.

    Returns
    -------
    dict
        How many values of each column were emptied.
    """
    emptied: Counter[str] = Counter()
    for table in personal_columns():
        with writing(database, means) as work:
            emptied += forgetting.empty_due(work, table)
    with writing(database, means) as work:
        answers.drop_forgotten(work)
        sessions.drop_expired(work)
    with writing(database, means) as work:
        dropped = Counter({"quotes.offers": quotes.drop_old(work)})
        purges.count(work, dropped)
    emptied += dropped
    forget_traces(database)
    return dict(emptied)
