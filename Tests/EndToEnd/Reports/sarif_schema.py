"""What SARIF 2.1.0 says of the parts that a report has, as a JSON schema written after the standard.

Every object is closed: a report with a key that is not here fails, so that whoever adds one looks it up. Numbers in brackets are
the sections of the standard.
"""

LEVEL = {"enum": ["none", "note", "warning", "error"]}
TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
PLACE = {"type": "integer", "minimum": 1}
URI = {"type": "string", "format": "uri-reference"}


def closed(required, **properties):
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


def many(items, unique=False):
    return {"type": "array", "items": items, "uniqueItems": unique}


BAG = {"type": "object", "properties": {"tags": many({"type": "string"}, unique=True)}}  # (3.8)
MESSAGE = closed("text", text=TEXT)  # (3.11), a text message
ARTIFACT = closed("", uri=URI, uriBaseId=TEXT)  # (3.4)
ABSOLUTE = closed("uri", uri={"type": "string", "pattern": "^file:///.*/$"})  # (3.14.14): ends with a slash
REGION = closed(  # (3.30): lines and columns from 1, offsets from 0
    "", startLine=PLACE, startColumn=PLACE, endLine=PLACE, endColumn=PLACE, charOffset=COUNT, charLength=COUNT,
    byteOffset=COUNT, byteLength=COUNT, snippet=closed("text", text={"type": "string"}),
)
LOCATION = closed(  # (3.28)
    "physicalLocation",
    physicalLocation=closed("artifactLocation", artifactLocation=ARTIFACT, region=REGION, contextRegion=REGION),
    logicalLocations=many(closed("fullyQualifiedName", fullyQualifiedName=TEXT, kind=TEXT)),
)
DESCRIPTOR = closed("id", id=TEXT, index=COUNT)  # (3.52): a reference to a rule
NOTIFICATION = closed(  # (3.58)
    "message", message=MESSAGE, level=LEVEL, descriptor=DESCRIPTOR, associatedRule=DESCRIPTOR, locations=many(LOCATION)
)
CONFIGURATION = closed("", level=LEVEL, enabled={"type": "boolean"}, properties=BAG)  # (3.50)
INVOCATION = closed(  # (3.20)
    "executionSuccessful", executionSuccessful={"type": "boolean"}, exitCode={"type": "integer"}, exitCodeDescription=TEXT,
    workingDirectory=closed("uri", uri={"type": "string"}), commandLine=TEXT,
    toolExecutionNotifications=many(NOTIFICATION), toolConfigurationNotifications=many(NOTIFICATION),
    ruleConfigurationOverrides=many(closed("descriptor configuration", descriptor=DESCRIPTOR, configuration=CONFIGURATION)),
)
RULE = closed(  # (3.49)
    "id", id=TEXT, name=TEXT, shortDescription=MESSAGE, fullDescription=MESSAGE, help=MESSAGE, helpUri=URI,
    defaultConfiguration=CONFIGURATION, properties=BAG,
)
RESULT = closed(  # (3.27)
    "message", ruleId=TEXT, ruleIndex=COUNT, level=LEVEL, message=MESSAGE, locations=many(LOCATION), properties=BAG,
    partialFingerprints={"type": "object", "additionalProperties": TEXT},
)
RUN = closed(  # (3.14)
    "tool",
    tool=closed("driver", driver=closed(
        "name", name=TEXT, version=TEXT, informationUri=URI, rules=many(RULE, unique=True),
        semanticVersion={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    )),
    invocations=many(INVOCATION), results=many(RESULT), automationDetails=closed("id", id=TEXT),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": ABSOLUTE},
)
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **closed("version runs", **{"$schema": URI, "version": {"const": "2.1.0"}, "runs": many(RUN)}),
}
