def stamp(path):
    """What changes whenever a file is written to or replaced."""
    status = os.stat(path)
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def addition(file):
    """A file to send, once it is known to be what was verified."""
    from huggingface_hub import CommitOperationAdd

    file["stamp"] = stamp(file["from"])
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
