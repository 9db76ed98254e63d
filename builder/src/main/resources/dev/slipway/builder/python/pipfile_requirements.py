"""Prints the requirements of /app/Pipfile.lock, or else of /app/Pipfile, in pip's form."""

import json
import os
import sys
import tomllib


def load():
    """Returns where to look for packages, and name to specification, which is a string or a table."""
    if os.path.exists("Pipfile.lock"):
        with open("Pipfile.lock", encoding="utf-8") as file:
            lock = json.load(file)
        return lock.get("_meta", {}).get("sources", []), lock.get("default", {})
    with open("Pipfile", "rb") as file:
        pipfile = tomllib.load(file)
    return pipfile.get("source", []), pipfile.get("packages", {})


def requirement(name, specification):
    if isinstance(specification, str):
        specification = {"version": specification}
    for kind in ("git", "path", "file"):
        if kind in specification:
            sys.exit(f" !     {name} comes from {kind!r} in the Pipfile, which this stack does not install.\n"
                     " !     Commit a requirements.txt instead: pipenv requirements > requirements.txt")
    extras = ",".join(specification.get("extras", []))
    version = specification.get("version", "*")
    line = name + (f"[{extras}]" if extras else "") + ("" if version == "*" else version)
    markers = specification.get("markers")
    return f"{line} ; {markers}" if markers else line


def main():
    try:
        sources, packages = load()
    except ValueError as error:
        sys.exit(f" !     The Pipfile cannot be read: {error}")
    for position, source in enumerate(sources):
        print("--index-url" if position == 0 else "--extra-index-url", os.path.expandvars(source["url"]))
    for name, specification in packages.items():
        print(requirement(name, specification))


main()
