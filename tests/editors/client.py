"""Drives `bcf lsp` with pytest-lsp, as VS Code, Neovim and Emacs would, and with bytes that no client sends.

    pip install pytest-lsp
    BCF=target/release/bcf pytest tests/editors/client.py
"""

import json
import os
import pathlib
import subprocess

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

BCF = os.environ.get("BCF", "bcf")
PLANS = pathlib.Path(__file__).resolve().parents[2] / "plans"
PLAN = PLANS / "example-county.toml"
SLIP = ("amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 12_486_312")


@pytest_lsp.fixture(
    params=["visual-studio-code", "neovim", "emacs"],
    config=ClientServerConfig(server_command=[BCF, "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    capabilities = client_capabilities(request.param)

    @lsp_client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def registered(params: types.RegistrationParams):
        assert [one.method for one in params.registrations] == ["workspace/didChangeWatchedFiles"]

    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities, initialization_options={"today": "2018-06-01"})
    )
    yield
    await lsp_client.shutdown_session()


def opened(client: LanguageClient, uri: str, text: str) -> types.TextDocumentIdentifier:
    item = types.TextDocumentItem(uri=uri, language_id="toml", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    return types.TextDocumentIdentifier(uri=uri)


def findings(path: pathlib.Path) -> list[tuple[str, int]]:
    run = subprocess.run(
        [BCF, "check", "--isolated", "--today", "2018-06-01", "--format", "json", path], capture_output=True
    )
    plan = json.loads(run.stdout)["plans"][0]
    return [(one["rule"], one["at"]["line"]) for one in plan["findings"] if one["status"] == "failed"]


@pytest.mark.asyncio
@pytest.mark.parametrize("plan", sorted(PLANS.glob("*.toml")), ids=lambda plan: plan.stem)
async def test_diagnostics_are_the_findings_of_the_check(client: LanguageClient, plan: pathlib.Path):
    document = opened(client, plan.as_uri(), plan.read_text())
    await client.wait_for_notification("textDocument/publishDiagnostics")
    told = client.diagnostics[document.uri]
    assert [(one.code, one.range.start.line + 1) for one in told] == findings(plan)


@pytest.mark.asyncio
async def test_a_slip_is_told_hovered_and_mended(client: LanguageClient):
    text = PLAN.read_text().replace(*SLIP, 1)
    document = opened(client, "file:///nowhere/plan.toml", text)
    await client.wait_for_notification("textDocument/publishDiagnostics")
    told = client.diagnostics[document.uri]
    assert len(told) == 5
    at = told[0].range
    hover = await client.text_document_hover_async(types.HoverParams(text_document=document, position=at.start))
    assert "sources.amount" in hover.contents.value and "short (missed)" in hover.contents.value
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(text_document=document, range=at, context=types.CodeActionContext(diagnostics=told))
    )
    assert actions[0].title == "change `12_486_312` to `21_486_312` (answers 5 findings)"
    edit = actions[0].edit
    edits = edit.document_changes[0].edits if edit.document_changes else edit.changes[document.uri]
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            text_document=types.VersionedTextDocumentIdentifier(uri=document.uri, version=2),
            content_changes=[
                types.TextDocumentContentChangePartial(range=one.range, text=one.new_text) for one in edits
            ],
        )
    )
    while client.diagnostics[document.uri]:
        await client.wait_for_notification("textDocument/publishDiagnostics")


def talk(*messages: bytes) -> tuple[list[dict], int]:
    """Sends bytes as they are, and returns the answers and the exit status."""
    run = subprocess.run([BCF, "lsp"], input=b"".join(messages), capture_output=True, timeout=60)
    rest, answers = run.stdout, []
    while rest:
        head, rest = rest.split(b"\r\n\r\n", 1)
        length = int(head.split(b":")[1])
        answers.append(json.loads(rest[:length]))
        rest = rest[length:]
    return answers, run.returncode


def framed(message: object) -> bytes:
    body = message if isinstance(message, bytes) else json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


BEGIN = framed({"id": 1, "method": "initialize", "params": {"capabilities": {}}})
END = framed({"id": 2, "method": "shutdown"}) + framed({"method": "exit"})


def test_its_life_is_that_of_the_protocol():
    answers, status = talk(BEGIN, END)
    assert [answer["id"] for answer in answers] == [1, 2] and status == 0
    assert answers[0]["result"]["capabilities"]["positionEncoding"] == "utf-16"
    assert talk(BEGIN, framed({"method": "exit"}))[1] == 1
    assert talk(BEGIN)[1] == 1
    assert talk()[1] == 1


def test_what_is_no_message_ends_nothing():
    answers, status = talk(BEGIN, framed(b"{ nonsense"), framed(b"[]"), END)
    assert status == 0
    assert [answer.get("id") for answer in answers] == [1, None, None, 2]
    assert all(answer["method"] == "window/logMessage" for answer in answers[1:3])


def test_what_comes_too_early_or_is_not_known_is_refused():
    early = framed({"id": 9, "method": "textDocument/hover", "params": {}})
    unknown = framed({"id": 8, "method": "textDocument/nothing", "params": {}})
    answers, status = talk(early, BEGIN, unknown, END)
    codes = [answer.get("error", {}).get("code") for answer in answers]
    assert codes == [-32002, None, -32601, None] and status == 0
