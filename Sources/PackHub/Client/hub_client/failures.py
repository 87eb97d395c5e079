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
