"""Copydesk's agents as an Airflow DAG (Airflow 3). Put this file and copydesk_agents.py into the DAGs folder, or point it here.

A DAG has no loop whose length nobody knows, so the rounds are one task; it is tried again when that may help, and goes on where it was.
docs/other-orchestrators.md
"""

import os
from datetime import timedelta
from pathlib import Path

from airflow.sdk import dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from copydesk_agents import NeedsPerson, ask, do_step, read, think

# Texts, journals and answers: a folder that every worker sees.
ARTICLES = Path(os.environ.get("ARTICLES_FOLDER", "/var/lib/copydesk"))


def folder_of_run() -> Path:
    folder = ARTICLES / get_current_context()["run_id"].replace("/", "_")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dag(
    schedule=None,
    params={"topic": "How tides work", "language": "en", "approve": False},
    default_args={"retries": 5, "retry_delay": timedelta(seconds=30), "retry_exponential_backoff": True},
    tags=["copydesk"],
)
def copydesk_article():
    @task
    def draft_until_good() -> dict:
        params = get_current_context()["params"]
        request = {"topic": params["topic"], "language": params["language"]}
        folder, drafts = folder_of_run(), []
        try:
            while (step := ask("next", {"drafts": drafts}))["kind"] not in ("ask-people", "edit"):
                drafts = do_step(step, drafts, request, folder)
        except NeedsPerson as error:
            raise AirflowFailException(str(error)) from error
        return step

    @task.short_circuit
    def may_be_finished(best: dict) -> bool:
        """Where people have to decide, this run ends with the best draft, unless it was started with `approve`."""
        return best["kind"] == "edit" or get_current_context()["params"]["approve"]

    @task
    def edit(best: dict) -> str:
        params, folder = get_current_context()["params"], folder_of_run()
        request = {"topic": params["topic"], "language": params["language"]}
        try:
            think("edit", "article", {"request": request, "draft": read(best["draftId"], folder)["text"]}, folder)
        except NeedsPerson as error:
            raise AirflowFailException(str(error)) from error
        return str(folder / "article.json")

    best = draft_until_good()
    may_be_finished(best) >> edit(best)


copydesk_article()
