"""A Hub on the loopback interface, as far as its official client goes: repositories, branches, pull requests, LFS in one part and in many, Xet.

`hub.faults` makes it fail: each is asked in turn whether a request is its own. What lies in a repository is `hub.tree(repository)`.
"""

import base64
import hashlib
import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "hf_loopbackWriteTokenForTests"
READ_TOKEN = "hf_loopbackReadTokenForTests"
PART = 1 << 16


def git_sha1(data):
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Stored:
    """A file in a tree: its bytes where they are known, else its SHA-256 and size."""

    def __init__(self, data=None, lfs=None, size=None):
        self.data, self.lfs = data, lfs
        self.size = len(data) if size is None else size

    @property
    def entry(self):
        if self.lfs is None:
            return {"size": self.size, "oid": git_sha1(self.data)}
        pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n" % (self.lfs.encode(), self.size)
        return {
            "size": self.size, "oid": git_sha1(pointer),
            "lfs": {"oid": self.lfs, "size": self.size, "pointerSize": len(pointer)},
        }  # fmt: skip

    @property
    def known_as(self):
        return self.lfs or git_sha1(self.data)


class Repository:
    def __init__(self, name, private=False):
        self.name, self.private = name, private
        self.commits = {}  # oid -> (tree, parent, message)
        self.branches = {}
        self.put("main", {".gitattributes": Stored(b"*.safetensors filter=lfs diff=lfs merge=lfs -text\n")}, "initial commit")

    def put(self, branch, tree, message, parent=None):
        oid = hashlib.sha1(f"{self.name} {branch} {message} {parent} {len(self.commits)}".encode()).hexdigest()
        self.commits[oid] = (dict(tree), parent, message)
        self.branches[branch] = oid
        return oid

    def oid(self, revision):
        return self.branches.get(revision) or (revision if revision in self.commits else None)

    def push(self, **files):
        """Somebody else's commit on main."""
        tree = {**self.commits[self.branches["main"]][0], **{name: Stored(data) for name, data in files.items()}}
        return self.put("main", tree, "somebody else's", self.branches["main"])


class Fault:
    """Answers requests that match in its own way: `times` of them, after `skip` others."""

    def __init__(self, pattern, act, times=1, skip=0):
        self.pattern, self.act, self.times, self.skip = re.compile(pattern), act, times, skip
        self.count = 0

    def takes(self, request):
        if not self.pattern.search(request):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        if self.times is not None and self.count >= self.times:
            return False
        self.count += 1
        return True


def answer(status, message="", **headers):
    """A fault: another answer than the right one."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.send(status, {"error": message}, {"X-Error-Message": message, **headers})


def html(handler):
    handler.send(200, None, {"Content-Type": "text/html"}, raw=b"<!doctype html><title>Sign in</title>")


def breaks(handler):
    handler.close_connection = True
    handler.connection.close()


def slow(seconds):
    def act(handler):
        time.sleep(seconds)
        breaks(handler)

    return act


class LoopbackHub:
    def __init__(self, mode="lfs", xet=None):
        self.mode, self.xet = mode, xet
        self.repositories, self.objects, self.parts, self.faults, self.log = {}, {}, {}, [], []
        self.ignored, self.before_commit, self.after_commit = set(), None, None
        self.lock = threading.RLock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"hub": self}))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def environment(self, home, token=TOKEN, **more):
        """Variables under which the client knows this Hub, and no other."""
        variables = {"HF_ENDPOINT": self.url, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "0" if self.xet else "1"}
        if token:
            variables["HF_TOKEN"] = token
        return {**variables, **more}

    def create(self, name, private=False):
        self.repositories[name] = Repository(name, private)
        return self.repositories[name]

    def tree(self, name, revision="main"):
        """path -> (size, SHA-256 or git's SHA-1)."""
        repository = self.repositories[name]
        tree = repository.commits[repository.oid(revision)][0]
        return {path: (stored.size, stored.known_as) for path, stored in sorted(tree.items())}

    def fault(self, pattern, act, times=1, skip=0):
        self.faults.append(Fault(pattern, act, times, skip))

    def requests(self, pattern=""):
        return [request for request in self.log if re.search(pattern, request)]


@contextmanager
def loopback_hub(**options):
    hub = LoopbackHub(**options)
    try:
        yield hub
    finally:
        hub.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub = None

    def log_message(self, *_):
        pass

    def body(self):
        length = self.headers.get("Content-Length")
        if length is not None:
            return self.rfile.read(int(length))
        data = b""
        if self.headers.get("Transfer-Encoding") == "chunked":
            while True:
                size = int(self.rfile.readline().split(b";")[0], 16)
                data += self.rfile.read(size)
                self.rfile.readline()
                if size == 0:
                    break
        return data

    def send(self, status, value=None, headers=None, raw=None):
        data = raw if raw is not None else b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", "Content-Length": str(len(data)), **(headers or {})}.items():
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def refuse(self, status, message, code=None):
        self.send(status, {"error": message}, {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})})

    def any_method(self):
        address = urlsplit(self.path)
        path, self.query = unquote(address.path), parse_qs(address.query)
        data = self.data = self.body()
        request = f"{self.command} {path}"
        with self.hub.lock:
            self.hub.log.append(request)
            fault = next((one for one in self.hub.faults if one.takes(request)), None)
        if fault:
            fault.act(self)
            return
        for pattern, method in ROUTES:
            found = re.fullmatch(pattern, request)
            if found:
                with self.hub.lock:
                    method(self, data, *found.groups())
                return
        self.refuse(404, "Sorry, we can't find the page you are looking for.")

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = any_method

    def may_write(self):
        given = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        if given == TOKEN:
            return True
        if given == READ_TOKEN:
            self.refuse(403, "you don't have the rights to do this")
        else:
            self.refuse(401, "Invalid username or password.")
        return False

    def found(self, name):
        given = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        repository = self.hub.repositories.get(name)
        if repository is None or (repository.private and given not in (TOKEN, READ_TOKEN)):
            self.refuse(404 if given else 401, "Repository not found", "RepoNotFound")
            return None
        return repository

    def commit_of(self, repository, revision):
        oid = repository.oid(revision)
        if oid is None:
            self.refuse(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return oid

    # What is asked for.

    def create(self, data):
        if not self.may_write():
            return
        value = json.loads(data)
        name = f"{value.get('organization') or 'me'}/{value['name']}"
        if name in self.hub.repositories:
            self.exists(name)
            return
        self.hub.create(name, bool(value.get("private")) or value.get("visibility") == "private")
        self.send(200, {"url": f"{self.hub.url}/{name}", "name": name, "id": "1"})

    def exists(self, name):
        message = "You already created this model repo"
        self.send(409, {"error": message, "url": f"{self.hub.url}/{name}"}, {"X-Error-Message": message})

    def validate(self, data):
        if b"BADYAML" in data:
            self.send(400, {"errors": [{"message": '"license" must be one of the known ones'}], "warnings": []})
        else:
            self.send(200, {"errors": [], "warnings": []})

    def info(self, _, name, revision=None):
        repository = self.found(name)
        oid = repository and self.commit_of(repository, revision or "main")
        if oid:
            names = [{"rfilename": path} for path in repository.commits[oid][0]]
            self.send(200, {"id": name, "modelId": name, "sha": oid, "siblings": names, "private": repository.private, "tags": []})

    def branch(self, data, name, branch):
        repository = self.may_write() and self.found(name)
        if repository:
            start = json.loads(data or b"{}").get("startingPoint") or repository.branches["main"]
            repository.branches[branch] = repository.oid(start)
            self.send(200, {})

    def list_tree(self, _, name, revision):
        repository = self.found(name)
        oid = repository and self.commit_of(repository, revision)
        if not oid:
            return
        tree = sorted(repository.commits[oid][0].items())
        start = int(self.query.get("cursor", ["0"])[0])
        page = [{"type": "file", "path": path, **stored.entry} for path, stored in tree[start : start + 8]]
        more = {}
        if start + 8 < len(tree):
            more["Link"] = f'<{self.hub.url}/api/models/{name}/tree/{revision}?recursive=true&cursor={start + 8}>; rel="next"'
        self.send(200, page, more)

    def preupload(self, data, name, revision):
        repository = self.may_write() and self.found(name)
        if not repository:
            return
        tree = repository.commits[repository.oid(revision)][0]
        files = []
        for file in json.loads(data)["files"]:
            stored = tree.get(file["path"])
            mode = "lfs" if file["path"].endswith(".safetensors") or file["size"] > 10_000_000 else "regular"
            files.append(
                {"path": file["path"], "uploadMode": mode, "shouldIgnore": file["path"] in self.hub.ignored,
                 "oid": stored and stored.known_as}
            )  # fmt: skip
        self.send(200, {"files": files})

    def batch(self, data, name):
        if not (self.may_write() and self.found(name)):
            return
        asked, objects = json.loads(data), []
        if self.hub.xet and "xet" in asked.get("transfers", []):
            # huggingface_hub before 1.0 asks which way to go.
            self.send(200, {"transfer": "xet", "objects": asked["objects"]}, {"Content-Type": "application/vnd.git-lfs+json"})
            return
        for one in asked["objects"]:
            oid, url = one["oid"], self.hub.url
            if oid in self.hub.objects:
                objects.append(one)
                continue
            upload = {"href": f"{url}/store/{oid}"}
            if self.hub.mode == "multipart":
                count = -(-one["size"] // PART)
                parts = {str(number + 1): f"{url}/part/{oid}/{number + 1}" for number in range(count)}
                upload = {"href": f"{url}/complete/{oid}", "header": {"chunk_size": str(PART), **parts}}
            verify = {"href": f"{url}/stored/{oid}", "header": {}}
            objects.append({**one, "authenticated": True, "actions": {"upload": upload, "verify": verify}})
        self.send(200, {"transfer": "basic", "objects": objects}, {"Content-Type": "application/vnd.git-lfs+json"})

    def store(self, data, oid):
        if sha256(data) != oid:
            self.refuse(400, "XAmzContentSHA256Mismatch")
            return
        self.hub.objects[oid] = data
        self.send(200, None, {"ETag": '"whole"'})

    def part(self, data, oid, number):
        self.hub.parts.setdefault(oid, {})[int(number)] = data
        self.send(200, None, {"ETag": f'"{number}"'})

    def complete(self, data, oid):
        parts = self.hub.parts.pop(oid)
        self.store(b"".join(parts[one["partNumber"]] for one in json.loads(data)["parts"]), oid)

    def stored(self, _, oid):
        self.send(200 if oid in self.hub.objects else 404, {})

    def xet_token(self, _, name, kind, revision):
        expires = str(int(time.time()) + 3600)
        headers = {"X-Xet-Cas-Url": self.hub.xet, "X-Xet-Access-Token": "loopback", "X-Xet-Token-Expiration": expires}
        self.send(200, {"casUrl": self.hub.xet, "accessToken": "loopback", "exp": int(expires)}, headers)

    def commit(self, data, name, revision):
        repository = self.may_write() and self.found(name)
        if not repository:
            return
        if self.hub.before_commit:
            self.hub.before_commit(repository)
        lines = [json.loads(line) for line in data.splitlines()]
        head, parent = lines[0]["value"], repository.oid(revision)
        if head.get("parentCommit") not in (None, parent):
            self.refuse(412, "A commit has happened since. Please refresh and try again.")
            return
        tree = dict(repository.commits[parent][0])
        for line in lines[1:]:
            value = line["value"]
            if line["key"] == "file":
                tree[value["path"]] = Stored(base64.b64decode(value["content"]))
            elif line["key"] == "lfsFile":
                if value["oid"] not in self.hub.objects and not self.hub.xet:
                    self.refuse(400, f"LFS pointer to a missing object: {value['path']}")
                    return
                tree[value["path"]] = Stored(self.hub.objects.get(value["oid"]), value["oid"], value["size"])
            elif tree.pop(value["path"], None) is None:
                self.refuse(404, "A file with this name doesn't exist", "EntryNotFound")
                return
        if self.hub.after_commit:
            self.hub.after_commit(tree)
        is_pull_request = "create_pr" in self.query
        oid = repository.put("refs/pr/1" if is_pull_request else revision, tree, head["summary"], parent)
        request = f"{self.hub.url}/{name}/discussions/1" if is_pull_request else None
        self.send(
            200, {"success": True, "commitOid": oid, "commitUrl": f"{self.hub.url}/{name}/commit/{oid}", "pullRequestUrl": request}
        )

    def resolve(self, _, name, revision, path):
        repository = self.found(name)
        oid = repository and self.commit_of(repository, revision)
        if not oid:
            return
        stored = repository.commits[oid][0].get(path)
        if stored is None:
            self.refuse(404, "Entry not found", "EntryNotFound")
            return
        self.send(
            200, None, {"X-Repo-Commit": oid, "ETag": f'"{stored.known_as}"', "Content-Type": "application/octet-stream"},
            raw=stored.data or b"",
        )  # fmt: skip

    def delete(self, data):
        if self.may_write():
            value = json.loads(data)
            self.hub.repositories.pop(f"{value.get('organization') or 'me'}/{value['name']}", None)
            self.send(200, {})


NAME = r"([^/]+/[^/]+)"
ROUTES = [
    (r"POST /api/repos/create", Handler.create),
    (r"DELETE /api/repos/delete", Handler.delete),
    (r"POST /api/validate-yaml", Handler.validate),
    (rf"GET /api/models/{NAME}", Handler.info),
    (rf"GET /api/models/{NAME}/revision/(.+)", Handler.info),
    (rf"POST /api/models/{NAME}/branch/(.+)", Handler.branch),
    (rf"GET /api/models/{NAME}/tree/([^/]+)", Handler.list_tree),
    (rf"POST /api/models/{NAME}/preupload/(.+)", Handler.preupload),
    (rf"GET /api/models/{NAME}/xet-(write|read)-token/(.+)", Handler.xet_token),
    (rf"POST /{NAME}\.git/info/lfs/objects/batch", Handler.batch),
    (r"PUT /store/(\w+)", Handler.store),
    (r"PUT /part/(\w+)/(\d+)", Handler.part),
    (r"POST /complete/(\w+)", Handler.complete),
    (r"POST /stored/(\w+)", Handler.stored),
    (rf"POST /api/models/{NAME}/commit/(.+)", Handler.commit),
    (rf"(?:GET|HEAD) /{NAME}/resolve/([^/]+)/(.+)", Handler.resolve),
]
