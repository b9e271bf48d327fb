"""Jobs as workflows of DBOS, in the same database as what they are about.

The library keeps which job waits and who has it; what came of it stands in the job's own row.
Names, version and the form of arguments are constants that every later release knows, so that work
that waits during an upgrade is done after it.
"""

from collections.abc import Callable, Sequence
from typing import TypedDict

from dbos import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    EnqueueOptions,
    WorkflowSerializationFormat,
    WorkflowStatusString,
)

from api.domain.job import Job, JobKind
from api.store.database import Database
from api.store.work import Work

APPLICATION = "chaland"
VERSION = "1"
"""DBOS hands work only to processes of the same version; ours are told apart by `Arguments`."""
QUEUE, CUT_OFFS = "jobs", "cut-offs"
"""A cut-off waits for no plan that somebody has asked for: what is promised is fetched by it."""
CUT_OFFS_AT_ONCE = 4
"""In one process: many towns close at noon. Each takes its seconds, however many do."""
WORKFLOW = "job"

POLLING = 0.5
"""Seconds between two looks for work."""

_OVER = frozenset(
    {
        WorkflowStatusString.SUCCESS.value,
        WorkflowStatusString.ERROR.value,
        WorkflowStatusString.CANCELLED.value,
        WorkflowStatusString.MAX_RECOVERY_ATTEMPTS_EXCEEDED.value,
    }
)


def prepare(database: Database) -> None:
    """Make the tables of the library, or bring them up to what it needs."""
    DBOS.migrate(database.url)


class Arguments(TypedDict):
    """What a workflow is given, as JSON.

    Parameters
    ----------
    v
        1, as long as there is nothing but a job's id.
    """

    v: int
    job: str


class DurableJobs:
    """Enqueues jobs, and says what has become of them; see `api.services.ports.Jobs`."""

    def __init__(self, database: Database) -> None:
        self._client = DBOSClient(system_database_url=database.url, lazy=True)

    def enqueue(self, work: Work, job: Job) -> None:
        """Let some worker do a job once this work's transaction stands."""
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "workflow_id": job.key,
            "queue_name": CUT_OFFS if job.kind is JobKind.CUT_OFF else QUEUE,
            "app_version": VERSION,
            "serialization_type": WorkflowSerializationFormat.PORTABLE,
        }
        self._client.enqueue_in_transaction(work.connection, options, Arguments(v=1, job=job.id))

    def held_by(self, worker: str) -> list[str]:
        """The keys of the jobs that a worker has begun and not ended."""
        held = self._client.list_workflows(
            status=WorkflowStatusString.PENDING.value,
            executor_id=worker,
            load_input=False,
            load_output=False,
        )
        return [workflow.workflow_id for workflow in held]

    def give_back(self, keys: Sequence[str]) -> None:
        """Let other workers do jobs that one has begun; what has ended stays as it is."""
        known = self._client.list_workflows(
            workflow_ids=list(keys), load_input=False, load_output=False
        )
        for queue in (QUEUE, CUT_OFFS):
            held = [one.workflow_id for one in known if one.queue_name == queue]
            if held:
                self._client.resume_workflows(held, queue_name=queue)

    def waiting(self, keys: Sequence[str]) -> frozenset[str]:
        """Those of some jobs that a worker does or will do."""
        known = self._client.list_workflows(
            workflow_ids=list(keys), load_input=False, load_output=False
        )
        return frozenset(one.workflow_id for one in known if one.status not in _OVER)

    def close(self) -> None:
        """Close its connections."""
        self._client.destroy()


class Runtime:
    """Does jobs in threads of this process.

    Parameters
    ----------
    worker
        Id of this process among all that work on the database.
    do
        Does the job of an id, however often it was begun before.
    at_once
        Plans made at the same time, beside those of cut-offs.
    """

    def __init__(
        self, database: Database, worker: str, do: Callable[[str], None], *, at_once: int = 1
    ) -> None:
        self._config = DBOSConfig(
            name=APPLICATION,
            system_database_url=database.url,
            application_version=VERSION,
            executor_id=worker,
            log_level="ERROR",
        )
        self._do, self._at_once = do, at_once

    def launch(self) -> None:
        """Begin to take work from the queues; the library's own tables are made if need be."""
        DBOS(config=self._config)
        do = self._do

        @DBOS.workflow(name=WORKFLOW)
        def job(arguments: Arguments) -> None:
            DBOS.run_step({"name": "do", "retries_allowed": True}, do, arguments["job"])

        DBOS.launch()
        for queue, at_once in ((QUEUE, self._at_once), (CUT_OFFS, CUT_OFFS_AT_ONCE)):
            DBOS.register_queue(queue, worker_concurrency=at_once, polling_interval_sec=POLLING)

    def destroy(self, *, patience: int = 0) -> None:
        """Take no more work.

        Parameters
        ----------
        patience
            Seconds to wait for what is being done.
        """
        DBOS.destroy(workflow_completion_timeout_sec=patience, destroy_registry=True)
