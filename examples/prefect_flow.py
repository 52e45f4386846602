"""Copydesk's agents as a Prefect flow: a task for each step, tried again when that may help.

    pip install prefect
    python examples/prefect_flow.py "How tides work" --into ./tides

Run again with the same folder it goes on where it was, and pays for nothing twice. docs/other-orchestrators.md
"""

import argparse
from pathlib import Path

from prefect import flow, task

from copydesk_agents import NeedsPerson, ask, do_step, read, think


def may_help(_task, _run, state) -> bool:
    return not isinstance(state.result(raise_on_failure=False), NeedsPerson)


step_task = task(retries=5, retry_delay_seconds=[1, 5, 30, 120, 600], retry_condition_fn=may_help)


@step_task
def run_step(step: dict, drafts: list[dict], request: dict, folder: Path) -> list[dict]:
    return do_step(step, drafts, request, folder)


@step_task
def edit(draft: str, request: dict, folder: Path) -> dict:
    return think("edit", "article", {"request": request, "draft": read(draft, folder)["text"]}, folder)


@flow(name="copydesk-article")
def article(topic: str, folder: Path, language: str = "en", approve: bool = False) -> Path:
    """Answers the file with the finished article, or the best draft when people have to decide and `approve` does not say that they did."""
    folder.mkdir(parents=True, exist_ok=True)
    request = {"topic": topic, "language": language}
    drafts: list[dict] = []
    while (step := ask("next", {"drafts": drafts}))["kind"] not in ("ask-people", "edit"):
        drafts = run_step.with_options(name=f"{step['kind']} {step['version']}")(step, drafts, request, folder)
    print(f"Draft {step['version']} is the best: {step['reason']}")
    if step["kind"] == "ask-people" and not approve:
        return folder / f"{step['draftId']}.json"
    edit(step["draftId"], request, folder)
    return folder / "article.json"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("topic")
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--approve", action="store_true", help="somebody has read the best draft and approves it")
    given = parser.parse_args()
    print(article(given.topic, given.into, approve=given.approve))
