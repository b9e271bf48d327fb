"""What the services need of rooms above them: small ports that those implement."""

from typing import Protocol

from api.store.work import Work


class Jobs(Protocol):
    """Has durable work done (`api.jobs`)."""

    def submit(self, work: Work, job: str) -> None:
        """Let a job be done, some time after the work that asks for it stands.

        Parameters
        ----------
        work
            The transaction that has written the job's row: both stand or neither.
        job
            Its id.
        """
