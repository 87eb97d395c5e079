"""Talks to the Hub for pruning-pack, through its official client: one request, a line of JSON on standard input, answered by lines of JSON.

Standard input stays open while the caller lives: at its end this process ends, too, whatever it is doing.
"""

import sys

sys.path[:] = [place for place in sys.path if place]  # Nothing is imported from the working directory.

import hashlib
import json
import os
import re
import threading
import time
from urllib.parse import quote

# Whatever the client prints is no answer.
ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

OLDEST = (0, 34)
IN_MEMORY = 1 << 24  # Files up to this size are sent from memory, where nobody can change them.
TRANSIENT = {408, 429, 500, 502, 503, 504}
ATTEMPTS = 5
TIMEOUT = float(os.environ.get("PRUNING_PACK_HUB_TIMEOUT") or 300)

stage = {"name": "start", "files": 0, "of": 0}


class Stop(Exception):
    """An end that is no success, of a kind that the caller knows."""

    def __init__(self, kind, message="", names=()):
        super().__init__(message)
        self.kind, self.names = kind, list(names)


def say(event, **values):
    print(json.dumps({"event": event, **values}), file=ANSWERS, flush=True)


def enter(name, **values):
    stage.update(values, name=name)
    say("stage", **stage)


def end_with_caller():
    while sys.stdin.buffer.read(1 << 16):
        pass
    os._exit(3)


def chain(error):
    """The error and its causes."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def status_of(error):
    """The HTTP status that an error stands for, and its headers."""
    for cause in chain(error):
        response = getattr(cause, "response", None)
        if response is not None and getattr(response, "status_code", None):
            return response.status_code, response.headers
    return None, {}


def is_no_json(error):
    return any("JSONDecodeError" in type(cause).__name__ for cause in chain(error))


def is_of_the_network(error):
    if is_no_json(error):  # One of requests is also of the network.
        return False
    names = {"TransportError", "RequestException", "HTTPError", "ConnectionError", "TimeoutError"}
    return any(kind.__name__ in names for cause in chain(error) for kind in type(cause).__mro__)


def wait_asked(headers):
    """Seconds that the server asks to wait; None where it does not say."""
    found = re.search(r"\bt=(\d+)", headers.get("ratelimit") or "")
    text = found[1] if found else headers.get("retry-after") or ""
    return min(int(text), 300) if text.isdigit() else None


def attempt(function, *arguments, statuses=frozenset(TRANSIENT), network=True, **options):
    """Calls a function of the client, again where the failure may go away by itself."""
    for number in range(ATTEMPTS):
        try:
            return function(*arguments, **options)
        except Exception as error:
            status, headers = status_of(error)
            transient = status in statuses if status else network and is_of_the_network(error) and not is_offline(error)
            if not transient or number == ATTEMPTS - 1:
                raise
            asked = wait_asked(headers)
            seconds = 2**number if asked is None else asked
            say("waiting", seconds=seconds, status=status)
            time.sleep(seconds)


def is_offline(error):
    return any(type(cause).__name__ == "OfflineModeIsEnabled" for cause in chain(error))


def kind_of(error):
    """What kind of failure an error of the client is."""
    names = {kind.__name__ for cause in chain(error) for kind in type(cause).__mro__}
    status, _ = status_of(error)
    if is_offline(error):
        return "offline"
    if "GatedRepoError" in names:
        return "gated"
    if "LocalEntryNotFoundError" in names:
        return "offline" if os.environ.get("HF_HUB_OFFLINE") else "network"
    if "RevisionNotFoundError" in names:
        return "revision_not_found"
    if status == 401 and stage["name"] != "look" and stage["name"] != "fetch":
        return "unauthorized"
    if "RepositoryNotFoundError" in names:
        return "not_found"
    if any(isinstance(cause, ValueError) and "metadata in README.md" in str(cause) for cause in chain(error)):
        return "bad_card"
    if status:
        return {401: "unauthorized", 403: "forbidden", 412: "moved", 429: "rate_limited"}.get(
            status, "network" if status >= 500 else "hub_refused"
        )
    if is_no_json(error) or any(isinstance(cause, KeyError) for cause in chain(error)):
        return "not_the_hub"
    if is_of_the_network(error):
        return "network"
    if isinstance(error, (TypeError, AttributeError, ValueError)) and "HFValidationError" not in names:
        return "not_the_hub"
    return "failed"


def cleared(error):
    """What an error says, on one line, without tokens and signed addresses."""
    texts = [str(cause).strip() for cause in chain(error) if str(cause).strip()]
    text = " ".join((texts[0] if texts else type(error).__name__).split())
    try:
        from huggingface_hub import get_token

        secrets = [get_token(), os.environ.get("HF_TOKEN"), os.environ.get("HUGGING_FACE_HUB_TOKEN")]
    except Exception:
        secrets = [os.environ.get("HF_TOKEN")]
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    text = re.sub(r"\bhf_[A-Za-z0-9]{8,}", "…", text)
    text = re.sub(r"(https?://)[^\s/@]+@", r"\1", text)
    return re.sub(r"(https?://[^\s?]+)\?\S+", r"\1", text)[:500]


def limit_time():
    """No request waits for ever on a server that says nothing: the client sets no limit."""
    from huggingface_hub.utils import _http as http

    if hasattr(http, "set_client_factory"):

        def client():
            made = http.default_client_factory()
            made.timeout = TIMEOUT
            return made

        http.set_client_factory(client)
    else:

        def session():
            made = http._default_backend_factory()
            send = made.send
            made.send = lambda request, **options: send(request, **{**options, "timeout": options.get("timeout") or TIMEOUT})
            return made

        http.configure_http_backend(session)


def described(files):
    """Files of a tree: path, size, git's SHA-1, and the SHA-256 of those that are stored apart."""
    from huggingface_hub.hf_api import RepoFile

    return [
        {"path": file.path, "size": file.size, "git_sha1": file.blob_id, "sha256": file.lfs.sha256 if file.lfs else None}
        for file in files
        if isinstance(file, RepoFile)
    ]


def tree(api, repository, revision):
    return described(attempt(lambda: list(api.list_repo_tree(repository, recursive=True, revision=revision))))


def look(request):
    """What lies on the Hub before anything is sent."""
    from huggingface_hub import HfApi, hf_hub_download
    from huggingface_hub.utils import RepositoryNotFoundError, RevisionNotFoundError

    api, repository, revision = HfApi(), request["repository"], request["revision"]
    enter("look")
    answer = {"exists": True, "has_branch": True, "private": None, "head": None, "files": [], "card": None}
    try:
        try:
            found = attempt(api.repo_info, repository, revision=revision)
        except RevisionNotFoundError:
            answer["has_branch"] = False
            found = attempt(api.repo_info, repository)
    except RepositoryNotFoundError:
        say("remote", endpoint=api.endpoint, **{**answer, "exists": False, "has_branch": False})
        return
    if not isinstance(found.sha, str):
        raise Stop("not_the_hub", "the answer has no commit")
    answer.update(private=found.private, head=found.sha, files=tree(api, repository, found.sha))
    card = next((file for file in answer["files"] if file["path"] == "README.md"), None)
    if card and card["size"] < 1 << 24:
        path = attempt(hf_hub_download, repository, "README.md", revision=found.sha, local_dir=request["scratch"])
        with open(path, "rb") as file:
            answer["card"] = file.read().decode("utf-8", "replace")
    say("remote", endpoint=api.endpoint, **answer)


def addition(file):
    """A file to send, once it is known to be what was verified."""
    from huggingface_hub import CommitOperationAdd

    if file["size"] > IN_MEMORY:
        operation = CommitOperationAdd(file["path"], file["from"])
        digest = operation.upload_info.sha256.hex()
    else:
        with open(file["from"], "rb") as opened:
            data = opened.read()
        operation, digest = CommitOperationAdd(file["path"], data), hashlib.sha256(data).hexdigest()
    if digest != file["sha256"]:
        raise Stop("swapped", names=[file["path"]])
    return operation


def ignored(api, request, additions):
    """The paths that the Hub would leave out without a word."""
    import base64

    from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

    address = f"{api.endpoint}/api/models/{request['repository']}/preupload/{quote(request['revision'], safe='')}"
    more = {} if request["git_ignore"] is None else {"gitIgnore": request["git_ignore"]}

    def ask(part):
        files = [
            {"path": one.path_in_repo, "sample": base64.b64encode(one.upload_info.sample).decode(), "size": one.upload_info.size}
            for one in part
        ]
        response = get_session().post(
            address, json={"files": files, **more}, headers=build_hf_headers(),
            params={"create_pr": "1"} if request["create_pr"] else None,
        )  # fmt: skip
        hf_raise_for_status(response)
        return [file["path"] for file in response.json()["files"] if file["shouldIgnore"]]

    return [path for start in range(0, len(additions), 256) for path in attempt(ask, additions[start : start + 256])]


def prepared(api, request):
    """The commit to build on, once repository and branch are there."""
    repository, revision, head = request["repository"], request["revision"], request["head"]
    if not request["exists"]:
        enter("create")
        attempt(api.create_repo, repository, private=request["private"] or None, exist_ok=True)
        say("created")
        head = attempt(api.repo_info, repository).sha
        others = [file["path"] for file in tree(api, repository, head) if file["path"] != ".gitattributes"]
        if others:
            raise Stop("moved", "somebody else created the repository meanwhile", others)
    if not request["has_branch"] and revision != "main":
        enter("create")
        attempt(api.create_branch, repository, branch=revision, revision=head, exist_ok=True)
        head = attempt(api.repo_info, repository, revision=revision).sha
    return head


def upload(api, request, additions):
    """Brings the contents to the Hub; nothing is on a branch yet."""
    large = [one for one in additions if one.upload_info.size > IN_MEMORY]
    parts = [[one for one in additions if one.upload_info.size <= IN_MEMORY], *([one] for one in large)]
    done = 0
    for part in filter(None, parts):
        attempt(
            api.preupload_lfs_files, request["repository"], part, revision=request["revision"],
            create_pr=request["create_pr"], free_memory=False, gitignore_content=request["git_ignore"],
        )  # fmt: skip
        done += len(part)
        enter("upload", files=done)


def commit(api, request, head, operations):
    """One commit, whatever the number of files: (what the client says of it, True), or (its id, False) where the answer was lost."""
    for number in range(ATTEMPTS - 1):
        try:
            return attempt(
                api.create_commit, request["repository"], operations, commit_message=request["message"],
                revision=request["revision"], create_pr=request["create_pr"], parent_commit=head, statuses={429}, network=False,
            ), True  # fmt: skip
        except Exception as error:
            status, _ = status_of(error)
            is_lost = status in TRANSIENT if status else is_of_the_network(error) and not is_offline(error)
            # A commit that arrived cannot be made twice on a branch, since its parent is named; a pull request could.
            if request["create_pr"] or not (is_lost or (status == 412 and number > 0)):
                raise
            there = attempt(api.repo_info, request["repository"], revision=request["revision"]).sha
            if there != head:
                return there, False
            if number == ATTEMPTS - 2:
                raise
            time.sleep(2**number)


def publish(request):
    """Sends what was verified, and reads back what lies there then."""
    from huggingface_hub import CommitOperationDelete, HfApi
    from huggingface_hub.utils import RevisionNotFoundError

    api = HfApi()
    enter("prepare", of=len(request["files"]))
    additions = [addition(file) for file in request["files"]]
    head = prepared(api, request)
    enter("upload")
    if names := ignored(api, request, additions):
        raise Stop("ignored", names=names)
    upload(api, request, additions)
    for file, operation in zip(request["files"], additions):
        if operation.upload_info.sha256.hex() != file["sha256"]:
            raise Stop("swapped", names=[file["path"]])
    enter("commit")
    deletions = [CommitOperationDelete(path, is_folder=False) for path in request["delete"]]
    made, is_certain = commit(api, request, head, [*additions, *deletions])
    oid = made.oid if is_certain else made
    url = made.commit_url if is_certain else f"{api.endpoint}/{request['repository']}/commit/{oid}"
    say("committed", commit=oid, url=str(url), pull_request=made.pr_url if is_certain else None, parent=head,
        is_certain=is_certain)  # fmt: skip
    enter("compare")
    try:
        files = tree(api, request["repository"], oid)
    except RevisionNotFoundError:
        if not (is_certain and made.pr_revision):
            raise
        files = tree(api, request["repository"], made.pr_revision)
    say("tree", files=files)


def fetch(request):
    """Brings a repository into the client's cache."""
    from huggingface_hub import snapshot_download

    enter("fetch")
    path = attempt(snapshot_download, request["repository"], revision=request["revision"])
    say("snapshot", path=os.path.abspath(path), commit=os.path.basename(os.path.normpath(path)))


def main():
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=end_with_caller, daemon=True).start()
    try:
        try:
            import huggingface_hub
        except ImportError as error:
            raise Stop("no_client", str(error)) from error
        version = tuple(int(number) for number in re.findall(r"\d+", huggingface_hub.__version__)[:2])
        if version < OLDEST:
            raise Stop("old_client", huggingface_hub.__version__)
        limit_time()
        {"look": look, "publish": publish, "fetch": fetch}[request["do"]](request)
    except Stop as stop:
        say("error", kind=stop.kind, message=cleared(stop) if str(stop) else "", names=stop.names, **stage_values())
    except Exception as error:
        say("error", kind=kind_of(error), message=cleared(error), names=[], **stage_values())
    ANSWERS.flush()
    os._exit(0)  # Threads of the client do not keep it here.


def stage_values():
    return {"stage": stage["name"], "files": stage["files"], "of": stage["of"]}


main()
