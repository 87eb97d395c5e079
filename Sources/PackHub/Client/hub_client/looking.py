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


def small_text(repository, path, files, commit, place):
    """A file of a tree as a text; None where it is not there, or is none that a person would read."""
    from huggingface_hub import hf_hub_download

    found = next((file for file in files if file["path"] == path), None)
    if found is None or found["size"] >= 1 << 24:
        return None
    with open(attempt(hf_hub_download, repository, path, revision=commit, local_dir=place), "rb") as file:
        return file.read().decode("utf-8", "replace")


def look(request):
    """What lies on the Hub before anything is sent."""
    from huggingface_hub import HfApi
    from huggingface_hub.utils import RepositoryNotFoundError, RevisionNotFoundError

    api, repository, revision = HfApi(), request["repository"], request["revision"]
    enter("look")
    answer = {"exists": True, "has_branch": True, "private": None, "head": None, "files": [], "card": None, "signature": None}
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
    answer["card"] = small_text(repository, "README.md", answer["files"], found.sha, request["scratch"])
    if request["signature"]:
        answer["signature"] = small_text(repository, request["signature"], answer["files"], found.sha, request["scratch"])
    say("remote", endpoint=api.endpoint, **answer)
