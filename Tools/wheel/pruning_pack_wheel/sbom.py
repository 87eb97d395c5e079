"""The list of what is linked in, as CycloneDX 1.6 (PEP 770 says where in a wheel it lies)."""

from __future__ import annotations

import json

from . import project
from .components import Component
from .programs import Program


def sbom(program: Program, components: list[Component], digest: str) -> str:
    """The SBOM of a command whose SHA-256 is `digest`. It has no date and no random number: equal inputs, equal bytes."""
    version = project.version()
    own = f"pkg:pypi/{project.NAME}@{version}"
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project.NAME,
                "version": version,
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "purl": own,
                "properties": [
                    {"name": "pruning-pack:system", "value": program.system},
                    {"name": "pruning-pack:processor", "value": program.processor},
                ],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": _reference(component),
                "name": component.name,
                "version": component.version,
                "licenses": [{"expression": component.licence}],
                "purl": _reference(component),
            }
            for component in components
        ],
        "dependencies": [{"ref": own, "dependsOn": [_reference(component) for component in components]}],
    }
    return json.dumps(document, indent=2) + "\n"


def _reference(component: Component) -> str:
    version = "".join(c if c.isalnum() or c in ".-_~" else f"%{ord(c):02X}" for c in component.version)
    return f"{component.purl}@{version}"
