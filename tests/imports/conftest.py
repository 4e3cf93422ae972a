"""A framework of Riverbend, and a newer file of the same document."""

import copy
import json

import pytest
from click.testing import CliRunner

from pog.imports.commands import import_framework
from tests.frameworks.test_import_framework import form
from tests.imports.knowledge_graph import KnowledgeGraph
from tests.standards import packages


@pytest.fixture
def first():
    return packages.package()


@pytest.fixture
def newer(first):
    """The same with one statement reworded, one moved, one gone and one new."""
    later = copy.deepcopy(first)
    later["CFDocument"]["title"] = "What our graduates will do"
    by_id = {item["identifier"]: item for item in later["CFItems"]}
    by_id[packages.uid(11)]["fullStatement"] = "Listens and answers kindly."
    later["CFItems"] = [
        item for item in later["CFItems"] if item["identifier"] != packages.uid(12)
    ] + [packages.item(14, "Asks for help.")]
    kept = []
    for link in later["CFAssociations"]:
        ends = (link["originNodeURI"]["identifier"], link["destinationNodeURI"]["identifier"])
        if packages.uid(12) in ends:
            continue
        if link["identifier"] == packages.uid(23):  # the third one leaves the first
            link["destinationNodeURI"] = packages.node(1)
            link["sequenceNumber"] = 2
        kept.append(link)
    kept.append(packages.association(26, 14, 11, sequenceNumber=1))
    later["CFAssociations"] = kept
    return later


@pytest.fixture
def send(cast):
    """Send a package (or bytes) as somebody."""

    def to(browser, content, **changed):
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        answer = browser.post(
            "/frameworks/import",
            data=form(cast, content, **changed),
            content_type="multipart/form-data",
        )
        answer.request.environ["wsgi.input"].close()  # a file, when it is long
        return answer

    return to


@pytest.fixture
def graph():
    return KnowledgeGraph()


@pytest.fixture
def terminal(app, tmp_path):
    """Write files, name them to the command and run it."""

    def run(files, *options):
        paths = []
        for name, content in files.items():
            paths.append(tmp_path / name)
            paths[-1].write_bytes(content)
        return CliRunner().invoke(import_framework, [*map(str, paths), *options], obj=lambda: app)

    return run
