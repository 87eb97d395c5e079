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
    # Large files were read from the disk once more as they were sent.
    if changed := [file["path"] for file in request["files"] if stamp(file["from"]) != file["stamp"]]:
        raise Stop("swapped", names=changed)
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
