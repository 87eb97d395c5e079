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
