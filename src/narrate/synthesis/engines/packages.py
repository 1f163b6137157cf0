"""What versions of other packages are installed: they are part of fingerprints, and told to people."""

from importlib import metadata

MISSING = "missing"


def version_of(*packages: str) -> str:
    """The version of the first of some packages that is installed; ``missing`` if none is."""
    for package in packages:
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return MISSING


def is_installed(package: str) -> bool:
    """Whether a package is there, in whatever version."""
    return version_of(package) != MISSING
