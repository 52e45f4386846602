"""The loop of drafts, driven from Python: `npm run agents` thinks and decides, the orchestrator runs and remembers.

With COPYDESK_URL and COPYDESK_TOKEN in the environment a running Copydesk is asked over HTTP instead, and no keys of models are needed here;
what comes next is still decided by the command, which asks no model.

Every answer is a file in `folder`, so what was done is there when it is done again; answers of models are in the journals beside them.
"""

import hashlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

COPYDESK = Path(__file__).resolve().parent.parent
# Its exit codes: 1 means that another run may help, 2 that a person has to put something right first.
FOR_A_PERSON = 2
LOOK_EVERY_SECONDS = 2
# Over HTTP, codes with which another run may help.
MAY_HELP = ("away", "model-unavailable", "model-rate-limited", "storage-unavailable", "timeout", "too-many-requests")


class NeedsPerson(Exception):
    """Trying again is in vain."""


def ask(agent: str, order: dict, journal: Path | None = None) -> dict:
    """Runs `npm run agents -- <agent>`, or asks over HTTP; raises NeedsPerson, or RuntimeError when another run may help."""
    if "COPYDESK_URL" in os.environ and agent != "next":
        return ask_over_http(agent, order, journal)
    command = ["npm", "run", "--silent", "agents", "--", agent]
    if journal is not None:
        command += ["--journal", str(journal.resolve())]
    done = subprocess.run(command, input=json.dumps(order), capture_output=True, text=True, cwd=COPYDESK)
    if done.returncode == 0:
        return json.loads(done.stdout)
    raise (NeedsPerson if done.returncode == FOR_A_PERSON else RuntimeError)(done.stderr.strip())


def ask_over_http(agent: str, order: dict, journal: Path | None) -> dict:
    """`POST /agents/<agent>`. What the journal is to the command, the key is here: sent again, it is done once and nothing is paid twice."""
    failed = journal and journal.with_suffix(".failed")
    # A run that failed keeps its key, so the next attempt needs another.
    failures = failed.read_text() if failed and failed.exists() else ""
    named = json.dumps([str(journal and journal.resolve()), agent, order, failures], sort_keys=True)
    status, answer = send(f"/agents/{agent}", order, {"Idempotency-Key": hashlib.sha256(named.encode()).hexdigest()})
    run = answer.get("runId")
    while status == 202 or answer.get("status") == "running":
        time.sleep(LOOK_EVERY_SECONDS)
        status, answer = send(f"/agents/runs/{run}")
    if "output" in answer:
        return answer["output"]
    failure = answer.get("failure", answer)
    if failed and (status == 502 or "failure" in answer):
        failed.write_text(f"{failures}{run}\n")
    raise (RuntimeError if failure["code"] in MAY_HELP else NeedsPerson)(f"{failure['code']}: {failure.get('detail', '')}")


def send(path: str, body: dict | None = None, headers: dict | None = None) -> tuple[int, dict]:
    """Status and JSON; raises RuntimeError when nobody answers."""
    asked = urllib.request.Request(
        os.environ["COPYDESK_URL"].rstrip("/") + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['COPYDESK_TOKEN']}", "Content-Type": "application/json", **(headers or {})},
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        if "json" not in error.headers.get("Content-Type", ""):
            raise RuntimeError(f"{path}: {error}") from error
        return error.code, json.load(error)
    except OSError as error:
        raise RuntimeError(f"{path}: {error}") from error


def think(agent: str, name: str, order: dict, folder: Path) -> dict:
    """One answer of an agent, from its file when it is there."""
    path = folder / f"{name}.json"
    if not path.exists():
        answer = ask(agent, order, folder / f"{name}.journal")
        part = path.with_suffix(".part")
        part.write_text(json.dumps(answer, ensure_ascii=False))
        os.replace(part, path)
    return read(name, folder)


def read(name: str, folder: Path) -> dict:
    return json.loads((folder / f"{name}.json").read_text())


def critique_of(name: str, folder: Path) -> dict:
    """As other agents are told it."""
    said = read(name, folder)
    return {key: said[key] for key in ("score", "strengths", "weaknesses", "suggestions", "places", "factsQuestionable")}


def report_of(name: str, folder: Path) -> dict:
    said = read(name, folder)
    return {key: said[key] for key in ("provider", "verified", "claims")}


def do_step(step: dict, drafts: list[dict], request: dict, folder: Path) -> list[dict]:
    """Does what `next` said: `write`, `critique`, `compare` or `fact-check`. Answers the drafts as they are known then."""
    version = step["version"]
    if step["kind"] == "outline":
        raise NeedsPerson("`gates` has `outline`: people decide on the plan first, which is yours to build. `npm run agents -- outline` makes one.")
    if step["kind"] == "write":
        order: dict = {"request": request}
        if basis := step.get("basis"):
            order["draft"] = read(basis["draftId"], folder)["text"]
            if "critiqueId" in basis:
                order["critique"] = critique_of(basis["critiqueId"], folder)
            order["factReports"] = [report_of(name, folder) for name in basis.get("factReportIds", [])]
            order["setbacks"] = [critique_of(name, folder) for name in step.get("setbackIds", [])]
        written = think("write", f"draft-{version}", order, folder)
        found = {key: written[key] for key in ("hash", "matched") if key in written}
        return [*drafts, {"version": version, "draftId": f"draft-{version}", "author": "agent", **found}]

    order = {"request": request, "draft": read(step["draftId"], folder)["text"]}
    if step["kind"] == "critique":
        if earlier := step.get("earlierCritiqueId"):
            order["earlierCritique"] = critique_of(earlier, folder)
        if grew_from := step.get("earlier"):
            order["earlierDraft"] = read(grew_from["draftId"], folder)["text"]
        order["factReports"] = [report_of(name, folder) for name in step.get("factReportIds", [])]
        said = think("critique", f"critique-{version}", order, folder)
        found = {key: said[key] for key in ("score", "repeats", "suspect") if key in said}
        found["critiqueId"] = f"critique-{version}"
        if said["factsQuestionable"]:
            found["doubtful"] = True
        return amended(drafts, version, found, matched=said.get("matched", []))

    if step["kind"] == "compare":
        order["standing"] = read(step["standing"]["draftId"], folder)["text"]
        said = think("compare", f"comparison-{version}", order, folder)
        return amended(drafts, version, {"compared": {"with": step["standing"]["version"], "won": said["won"]}})

    order |= {"agent": step["agent"], "scope": step["scope"]}
    order["earlier"] = [report_of(name, folder) for name in step["earlierReportIds"]]
    name = f"facts-{version}-{step['name']}"
    said = think("fact-check", name, order, folder)
    (draft,) = [draft for draft in drafts if draft["version"] == version]
    counts = {key: draft.get(key, 0) + said[key] for key in ("contradicted", "remembered", "unresolved")}
    found = {key: count for key, count in counts.items() if count > 0}
    return amended(drafts, version, {"factReportId": name, **found}, checkedBy=[step["name"]], factReportIds=[name])


def amended(drafts: list[dict], version: int, found: dict, **lists: list) -> list[dict]:
    """Of one draft: fields are set, lists grow."""
    return [
        {**draft, **found, **{key: draft.get(key, []) + more for key, more in lists.items() if more}}
        if draft["version"] == version
        else draft
        for draft in drafts
    ]
