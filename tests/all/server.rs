//! What an editor is told over its protocol is what the check says.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};

use bcf::check::{self, Checked};
use bcf::cli::{Desk, Disk, Folders, Opening, Sink};
use bcf::diagnosis::Recheck;
use bcf::finding::{Level, Status};
use bcf::period::Date;
use bcf::server::{End, Look, Subject, World, serve};
use bcf::span::{Caret, Carets, Span, Units};
use lsp_server::{Message, Notification, Request, Response};
use serde_json::{Value, json};

use crate::common::{looks_at_this_machine, plans, replaced, settings};

/// The address of the document of most tests.
const PLAN: &str = "file:///nowhere/plan.toml";

/// Checks texts with no files beside them, and counts how often. A text with `DEFECT` in it makes it panic.
#[derive(Default)]
struct Bare(AtomicUsize);

impl World for Bare {
    fn look(&self, _: &Subject, text: &str, day: Option<Date>) -> Look {
        self.0.fetch_add(1, Ordering::SeqCst);
        assert!(!text.contains("DEFECT"), "a defect that a test asked for");
        let mut settings = settings();
        settings.today = day.unwrap_or(settings.today);
        let checked = Box::new(check::check_text("plan.toml".to_owned(), text.to_owned(), &settings));
        Look::Plan { checked, rounds: settings.rounds, notes: Vec::new() }
    }

    fn defect(&self) -> String {
        "a defect".to_owned()
    }
}

/// An editor, for one server.
struct Editor {
    to: Sender<Message>,
    from: Receiver<String>,
    next: i32,
    /// The diagnostics of each document, as they were told last, with their version.
    told: Vec<(String, Value, Vec<Value>)>,
    /// What else was told or asked.
    heard: Vec<(String, Value)>,
}

/// Returns a message by its body.
fn message(body: &str) -> Message {
    assert!(body.starts_with(r#"{"jsonrpc":"2.0","#), "{body}");
    serde_json::from_str(body).expect("a message")
}

/// Returns an editor with the ends of the server.
fn editor() -> (Editor, Receiver<Message>, Sender<String>) {
    let ((to, messages), (told, from)) = (mpsc::channel(), mpsc::channel());
    (Editor { to, from, next: 0, told: Vec::new(), heard: Vec::new() }, messages, told)
}

impl Editor {
    fn send(&self, message: impl Into<Message>) {
        self.to.send(message.into()).expect("a server");
    }

    fn tell(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Asks something, and takes in what is told until the answer comes.
    fn ask(&mut self, method: &str, params: Value) -> Response {
        self.next += 1;
        self.send(Request { id: self.next.into(), method: method.to_owned(), params });
        loop {
            match message(&self.from.recv().expect("an answer")) {
                Message::Response(answer) => {
                    assert_eq!(answer.id, self.next.into());
                    return answer;
                }
                other => self.hear(other),
            }
        }
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::Notification(told) if told.method == "textDocument/publishDiagnostics" => {
                let uri = told.params["uri"].as_str().expect("an address").to_owned();
                let all = told.params["diagnostics"].as_array().expect("a list").clone();
                self.told.push((uri, told.params["version"].clone(), all));
            }
            Message::Notification(told) => self.heard.push((told.method, told.params)),
            Message::Request(asked) => self.heard.push((asked.method, asked.params)),
            Message::Response(answer) => panic!("nobody asked: {answer:?}"),
        }
    }

    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.ask(method, params).response_result.unwrap_or_else(|error| panic!("{method}: {error:?}"))
    }

    fn code(&mut self, method: &str, params: Value) -> i32 {
        self.ask(method, params).response_result.expect_err(method).code
    }

    fn open(&self, uri: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": "toml", "version": version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&self, uri: &str, version: i32, changes: &Value) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Returns what was told last of a document, once the server has told all of its last text.
    fn diagnostics(&mut self, uri: &str) -> Vec<Value> {
        // A second question is answered after what was told of the text of the first.
        for _ in 0..2 {
            self.answer("textDocument/foldingRange", json!({ "textDocument": { "uri": uri } }));
        }
        let last = self.told.iter().rev().find(|(of, ..)| of == uri);
        last.map(|(.., all)| all.clone()).unwrap_or_default()
    }
}

/// What an editor of these days can.
fn can(encodings: &[&str]) -> Value {
    json!({
        "general": { "positionEncodings": encodings },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            "rename": { "prepareSupport": true },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
    })
}

/// Serves an editor while it does something, and returns how the server ended.
fn with(world: &dyn World, encodings: &[&str], acts: impl FnOnce(&mut Editor)) -> End {
    served(world, |editor| {
        let begun = editor.answer("initialize", json!({ "capabilities": can(encodings) }));
        assert_eq!(begun["serverInfo"]["name"], "bcf");
        editor.tell("initialized", json!({}));
        acts(editor);
        assert_eq!(editor.answer("shutdown", Value::Null), Value::Null);
        editor.tell("exit", Value::Null);
    })
}

fn served(world: &dyn World, acts: impl FnOnce(&mut Editor)) -> End {
    let (mut editor, messages, told) = editor();
    std::thread::scope(|scope| {
        let serving = scope.spawn(move || serve(&messages, &told, world));
        acts(&mut editor);
        drop(editor);
        serving.join().expect("a server that lives")
    })
}

fn checked(text: &str) -> Checked {
    check::check_text("plan.toml".to_owned(), text.to_owned(), &settings())
}

/// Returns the text between two places of the protocol.
fn span(carets: &Carets, text: &str, range: &Value) -> Span {
    let at = |place: &Value| {
        let number = |key: &str| u32::try_from(place[key].as_u64().expect("a number")).expect("a small number");
        carets.offset(Caret { line: number("line"), character: number("character") }, text)
    };
    Span { start: at(&range["start"]), end: at(&range["end"]) }
}

fn place(carets: &Carets, text: &str, offset: u32) -> Value {
    serde_json::to_value(carets.caret(offset, text)).expect("two numbers")
}

/// Returns the text with the edits that a workspace edit has for its one document.
fn applied(carets: &Carets, text: &str, edit: &Value) -> String {
    let edits = edit["documentChanges"][0]["edits"].as_array().expect("edits");
    let mut changes: Vec<(Span, &str)> = edits
        .iter()
        .map(|edit| (span(carets, text, &edit["range"]), edit["newText"].as_str().expect("a text")))
        .collect();
    changes.sort_by_key(|(span, _)| *span);
    changes.iter().rev().fold(text.to_owned(), |text, (span, with)| replaced(&text, *span, with))
}

/// Returns every plan as it is, and with what makes places hard: a byte order mark, line ends of two characters, and
/// characters of two units of UTF-16.
fn texts() -> Vec<String> {
    let strange = |text: &str| {
        format!(
            "\u{feff}# \u{1d538}\u{1f600}\r\n{}",
            text.replace('\n', "\r\n").replace("name = \"", "name = \"\u{1f3e5} ")
        )
    };
    let all: Vec<String> = plans().into_iter().map(|plan| plan.text).collect();
    let strange: Vec<String> = all.iter().step_by(4).map(|text| strange(text)).collect();
    all.into_iter().chain(strange).collect()
}

#[test]
fn each_diagnostic_is_a_finding_of_the_check_at_its_place() {
    for (units, encodings) in [(Units::Utf16, &["utf-16"][..]), (Units::Utf8, &["utf-32", "utf-8"][..])] {
        with(&Bare::default(), encodings, |editor| {
            for (n, text) in texts().into_iter().enumerate() {
                let uri = format!("file:///nowhere/{n}.toml");
                editor.open(&uri, 1, &text);
                let told = editor.diagnostics(&uri);
                let checked = checked(&text);
                let carets = Carets::new(&text, units);
                let findings = checked.findings.iter().filter(|finding| finding.status == Status::Failed);
                let stand_in = checked.stand_in();
                let found: Vec<_> = stand_in.iter().chain(findings).collect();
                assert_eq!(told.len(), found.len());
                for (told, finding) in told.iter().zip(found) {
                    assert_eq!(told["code"], finding.rule);
                    assert_eq!(span(&carets, &text, &told["range"]), finding.at.span);
                    let severity = match finding.level {
                        Level::Error => 1,
                        Level::Warning => 2,
                        Level::Advice => 3,
                    };
                    assert!(told["severity"] == severity && told["source"] == "bcf");
                    assert!(told["message"].as_str().expect("words").starts_with(&finding.message));
                    let lines = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter(|line| line.at.is_some());
                    let related = told["relatedInformation"].as_array().expect("a list");
                    assert!(related.len() >= lines.count().saturating_sub(1).min(90), "{told}");
                }
            }
        });
    }
}

#[test]
fn of_more_findings_than_anyone_reads_the_gravest_are_told_and_the_others_counted() {
    // Warnings on what is missing stand at the first line, and an error at each of the others.
    let unknown: Vec<String> = (0..1_200).map(|n| format!("x{n} = 1")).collect();
    let text = format!("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n{}\n", unknown.join("\n"));
    let checked = checked(&text);
    let errors = checked.counting().filter(|finding| finding.level == Level::Error).count();
    let left = checked.counting().count() - 1_000;
    assert!(errors > 1_000 && left > errors - 1_000);
    with(&Bare::default(), &["utf-16"], |editor| {
        editor.open(PLAN, 1, &text);
        let told = editor.diagnostics(PLAN);
        assert_eq!(told.len(), 1_001);
        assert!(told.iter().all(|told| told["severity"] == 1));
        let (last, told) = told.split_last().expect("more");
        assert!(told.is_sorted_by_key(|told| told["range"]["start"]["line"].as_u64()));
        let words = format!("{left} more findings are not shown here");
        assert!(last["message"].as_str().is_some_and(|message| message.starts_with(&words)), "{last}");
    });
}

#[test]
fn a_change_by_place_leaves_the_text_the_editor_has() {
    let text = "[plan]\r\nformat = 1\r\nround = \"bcf-2017-19\"\r\ntitle = \"\u{1f3e5}a£b\"\r\n";
    with(&Bare::default(), &["utf-16"], |editor| {
        editor.open(PLAN, 1, text);
        // Behind the astral character, in two steps of one message: `a` becomes `xy`, then `£` goes.
        let range = |line: u32, from: u32, to: u32| json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } });
        let steps = json!([
            { "range": range(3, 11, 12), "text": "xy" },
            { "range": range(3, 13, 14), "text": "" },
            { "range": range(4, 0, 0), "text": "unknown = 1\r\n" },
        ]);
        editor.change(PLAN, 2, &steps);
        let now = text.replace("a£b", "xyb") + "unknown = 1\r\n";
        let told = editor.diagnostics(PLAN);
        let found = checked(&now);
        assert_eq!(told.len(), found.findings.len());
        let unknown =
            told.iter().find(|told| told["message"].as_str().is_some_and(|message| message.contains("unknown")));
        assert_eq!(unknown.expect("a finding")["range"], range(4, 0, 7));
        assert_eq!(editor.told.last().expect("told").1, 2);
        // A text as a whole takes the place of everything.
        editor.change(PLAN, 3, &json!([{ "text": "[plan]\nx = 1\n" }]));
        assert_eq!(editor.diagnostics(PLAN).len(), checked("[plan]\nx = 1\n").findings.len());
    });
}

#[test]
fn each_change_that_is_offered_does_away_with_its_diagnostics() {
    let mut applied_ones = 0;
    let slip = include_str!("../../plans/example-county.toml").replacen("= 21_486_312", "= 12_486_312", 1);
    with(&Bare::default(), &["utf-16"], |editor| {
        for text in texts().into_iter().skip(6).chain([slip]) {
            editor.open(PLAN, 1, &text);
            let carets = Carets::new(&text, Units::Utf16);
            let rule = |told: &Value| (told["code"].clone(), told["message"].clone());
            let mut seen = Vec::new();
            for told in editor.diagnostics(PLAN) {
                let params = json!({ "textDocument": { "uri": PLAN }, "range": told["range"], "context": { "diagnostics": [] } });
                for action in editor.answer("textDocument/codeAction", params).as_array().expect("a list") {
                    if seen.contains(&action["title"]) {
                        continue;
                    }
                    seen.push(action["title"].clone());
                    assert!(
                        action["kind"] == "quickfix"
                            && action["edit"]["documentChanges"][0]["textDocument"]["version"] == 1
                    );
                    let after = checked(&applied(&carets, &text, &action["edit"]));
                    let answered = action["diagnostics"].as_array().expect("a list");
                    assert!(!answered.is_empty());
                    for told in answered {
                        let (code, message) = rule(told);
                        let is_it = |finding: &&bcf::finding::Finding| {
                            code == finding.rule
                                && message.as_str().is_some_and(|message| message.starts_with(&finding.message))
                        };
                        assert_eq!(after.findings.iter().filter(is_it).count(), 0, "{action}");
                    }
                    applied_ones += 1;
                }
            }
        }
    });
    assert!(applied_ones > 0);
}

#[test]
fn a_name_is_renamed_through_the_protocol() {
    let text = include_str!("../../plans/example-county.toml");
    let carets = Carets::new(text, Units::Utf16);
    with(&Bare::default(), &["utf-16"], |editor| {
        editor.open(PLAN, 7, text);
        let offset = u32::try_from(text.find("id = \"north-ccg\"").expect("an id") + 7).expect("small");
        let at = json!({ "textDocument": { "uri": PLAN }, "position": place(&carets, text, offset) });
        let prepared = editor.answer("textDocument/prepareRename", at.clone());
        assert_eq!(prepared["placeholder"], "north-ccg");
        let with_name = |name: &str| {
            let mut params = at.clone();
            params["newName"] = name.into();
            params
        };
        let edit = editor.answer("textDocument/rename", with_name("northern"));
        assert_eq!(edit["documentChanges"][0]["textDocument"]["version"], 7);
        let renamed = applied(&carets, text, &edit);
        assert!(!renamed.contains("= \"north-ccg\"") && checked(&renamed).findings.is_empty());
        assert_eq!(editor.code("textDocument/rename", with_name("county")), -32803);
        let mut params = at.clone();
        params["context"] = json!({ "includeDeclaration": true });
        let all = editor.answer("textDocument/references", params.clone());
        params["context"] = json!({ "includeDeclaration": false });
        let but_own = editor.answer("textDocument/references", params);
        let count = |all: &Value| all.as_array().map_or(0, Vec::len);
        assert_eq!(count(&all), edit["documentChanges"][0]["edits"].as_array().map_or(0, Vec::len));
        assert_eq!(count(&but_own) + 1, count(&all));
        let definition = editor.answer("textDocument/definition", at);
        assert_eq!(span(&carets, text, &definition["range"]).of(text), "\"north-ccg\"");
    });
}

#[test]
fn every_question_is_answered_for_a_plan_and_for_nothing_else() {
    let text = include_str!("../../plans/example-county.toml");
    let config = "[package]\nname = \"x\"\n";
    let today = || Date::parse("2018-06-01").expect("a day");
    with(&Desk::on(Arc::new(Folders), &today), &["utf-16"], |editor| {
        for (uri, text, is_plan) in [
            (PLAN, text, true),
            ("file:///nowhere/Cargo.toml", config, false),
            ("file:///nowhere/notes.md", "# Notes\n\n[[x]]", false),
            ("file:///nowhere/bcf.toml", "[levels]\ndfg = \"nonsense\"\n", false),
            ("untitled:Untitled-1", text, true),
        ] {
            editor.open(uri, 1, text);
            let document = json!({ "uri": uri });
            let at = json!({ "textDocument": document, "position": { "line": 8, "character": 1 } });
            let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
            let with_range = json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
            for (method, params) in [
                ("textDocument/documentSymbol", json!({ "textDocument": document })),
                ("textDocument/foldingRange", json!({ "textDocument": document })),
                ("textDocument/codeLens", json!({ "textDocument": document })),
                ("textDocument/inlayHint", with_range.clone()),
                ("textDocument/codeAction", with_range.clone()),
                ("textDocument/completion", at.clone()),
            ] {
                assert_eq!(editor.answer(method, params).is_array(), is_plan, "{uri} {method}");
            }
            assert!(is_plan || editor.diagnostics(uri).is_empty(), "{uri}");
        }
        editor.open("file:///nowhere/plan.xlsx", 1, "PK\u{3}\u{4}");
        let told = editor.diagnostics("file:///nowhere/plan.xlsx");
        assert!(
            told[0]["message"].as_str().is_some_and(|message| message.contains("bcf import plan.xlsx")),
            "{told:?}"
        );
        editor.open("file:///nowhere/lost.toml", 1, "[[sources]]\nid = \"a\"\n");
        let told = editor.diagnostics("file:///nowhere/lost.toml");
        assert!(told[0]["message"].as_str().is_some_and(|message| message.contains("is [plan] misspelt?")), "{told:?}");
    });
}

#[test]
fn the_server_lives_as_the_protocol_says() {
    let world = Bare::default();
    let end = served(&world, |editor| {
        assert_eq!(editor.code("textDocument/hover", json!({})), -32002);
        editor.open(PLAN, 1, "[plan]\n");
        assert_eq!(
            editor.code("initialize", json!({ "capabilities": {}, "initializationOptions": { "today": "soon" } })),
            -32602
        );
        editor.answer("initialize", json!({ "capabilities": {} }));
        editor.tell("initialized", json!({}));
        assert_eq!(editor.code("initialize", json!({ "capabilities": {} })), -32600);
        assert_eq!(editor.code("textDocument/nothing", json!({})), -32601);
        assert_eq!(editor.code("textDocument/hover", json!({ "textDocument": 5 })), -32602);
        assert_eq!(
            editor.answer(
                "textDocument/hover",
                json!({ "textDocument": { "uri": PLAN }, "position": { "line": 0, "character": 0 } })
            ),
            Value::Null
        );
        editor.tell("textDocument/didOpen", json!({ "nothing": 1 }));
        editor.tell("$/unknown", json!({}));
        editor.answer("shutdown", Value::Null);
        assert_eq!(editor.code("textDocument/hover", json!({})), -32600);
        assert!(editor.heard.iter().any(|(method, _)| method == "window/logMessage"), "{:?}", editor.heard);
        // This editor registers nothing by itself.
        assert!(editor.heard.iter().all(|(method, _)| method != "client/registerCapability"));
        editor.tell("exit", Value::Null);
    });
    assert_eq!(end, End::Asked);
    assert_eq!(served(&world, |editor| editor.tell("exit", Value::Null)), End::Unasked);
    assert_eq!(served(&world, |_| {}), End::Unasked);
}

#[test]
fn what_is_taken_back_is_not_answered_and_an_older_text_is_not_told() {
    let world = Bare::default();
    let (mut editor, messages, told) = editor();
    // All of it is there before the server looks.
    let params = json!({ "textDocument": { "uri": PLAN } });
    editor.send(Request { id: 1.into(), method: "initialize".to_owned(), params: json!({ "capabilities": {} }) });
    editor.open(PLAN, 1, "[plan]\nx1 = 1\n");
    for version in 2..=50 {
        editor.change(PLAN, version, &json!([{ "text": format!("[plan]\nx{version} = 1\n") }]));
    }
    editor.send(Request { id: 2.into(), method: "textDocument/foldingRange".to_owned(), params: params.clone() });
    editor.send(Request { id: 3.into(), method: "textDocument/foldingRange".to_owned(), params });
    editor.tell("$/cancelRequest", json!({ "id": 2 }));
    editor.send(Request { id: 11.into(), method: "shutdown".to_owned(), params: Value::Null });
    editor.tell("exit", Value::Null);
    assert_eq!(serve(&messages, &told, &world), End::Asked);
    drop(told);
    let all = editor.from.iter().map(|body| message(&body));
    let (mut answers, told): (Vec<_>, Vec<_>) = all.partition(|message| matches!(message, Message::Response(_)));
    for message in told {
        editor.hear(message);
    }
    let codes: Vec<Option<i32>> = answers
        .drain(..)
        .map(|message| match message {
            Message::Response(answer) => answer.response_result.err().map(|error| error.code),
            _ => unreachable!(),
        })
        .collect();
    assert_eq!(codes, [None, Some(-32800), None, None]);
    assert!(editor.told.iter().all(|(_, version, _)| *version == 50), "{:?}", editor.told);
    assert_eq!(world.0.load(Ordering::SeqCst), 1, "only the last text is checked");
}

/// Checks texts, and panics where one is to be checked as another was.
#[derive(Default)]
struct Broken(Bare);

impl World for Broken {
    fn look(&self, subject: &Subject, text: &str, day: Option<Date>) -> Look {
        self.0.look(subject, text, day)
    }

    fn recheck<'a>(&'a self, _: &'a Subject, _: &Checked, _: Option<Date>) -> Box<Recheck<'a>> {
        panic!("a defect that a test asked for")
    }

    fn defect(&self) -> String {
        self.0.defect()
    }
}

/// Keeps silent of the panics that tests ask for.
fn expect_panics() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_asked_for =
            panic.payload().downcast_ref::<&str>().is_some_and(|words| words.contains("a test asked for"));
        if !is_asked_for {
            hook(panic);
        }
    }));
}

#[test]
fn a_defect_in_the_search_for_mends_ends_nothing() {
    expect_panics();
    with(&Broken::default(), &["utf-16"], |editor| {
        editor.open(PLAN, 1, "[plan]\nx = 1\n");
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let params = json!({ "textDocument": { "uri": PLAN }, "range": range, "context": { "diagnostics": [] } });
        editor.answer("textDocument/codeAction", params);
        let told = editor.diagnostics(PLAN);
        assert!(told.len() == 1 && told[0]["message"] == "a defect", "{told:?}");
        editor.change(PLAN, 2, &json!([{ "text": "[plan]\ny = 1\n" }]));
        assert!(editor.diagnostics(PLAN).iter().all(|told| told["message"] != "a defect"));
    });
}

#[test]
fn a_defect_in_a_check_is_told_once_and_the_documents_stay() {
    expect_panics();
    with(&Bare::default(), &["utf-16"], |editor| {
        let other = "file:///nowhere/other.toml";
        editor.open(PLAN, 1, "[plan]\nx = 1\n");
        editor.open(other, 1, "[plan]\ny = 1\n");
        let before = editor.diagnostics(PLAN);
        for (version, text) in [(2, "[plan]\nx = 1 # DEFECT\n"), (3, "[plan]\nx = 1 # DEFECT!\n")] {
            editor.change(PLAN, version, &json!([{ "text": text }]));
            let told = editor.diagnostics(PLAN);
            assert!(told.len() == 1 && told[0]["message"] == "a defect" && told[0]["severity"] == 1, "{told:?}");
        }
        let shown = editor.heard.iter().filter(|(method, _)| method == "window/showMessage").count();
        assert_eq!(shown, 1);
        assert!(!editor.diagnostics(other).is_empty());
        editor.change(PLAN, 4, &json!([{ "text": "[plan]\nx = 1\n" }]));
        assert_eq!(editor.diagnostics(PLAN), before);
    });
}

/// Returns an empty folder of its own for a test, which is gone when the test is over, with its path.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = std::fs::canonicalize(folder.path()).expect("a folder");
    (folder, path)
}

#[test]
fn the_config_and_what_it_names_are_heard_when_they_change() {
    let (_kept, folder) = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    let uri = format!("file://{}/plan%20a.toml", folder.display());
    let today = || Date::parse("2018-06-01").expect("a day");
    with(&Desk::on(Arc::new(Folders), &today), &["utf-16"], |editor| {
        let registered = |editor: &Editor| editor.heard.iter().any(|(method, _)| method == "client/registerCapability");
        let text = "[plan]\nformat = 1\nround = \"ours\"\n[area]\nname = \"A\"\n";
        editor.open(&uri, 1, text);
        let says = |editor: &mut Editor, words: &str| {
            let told = editor.diagnostics(&uri);
            told.iter().any(|told| told["message"].as_str().is_some_and(|message| message.contains(words)))
        };
        let saved = |editor: &Editor| {
            editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
        };
        assert!(says(editor, "`ours`") && registered(editor));
        write("bcf.toml", "[[rounds]]\nfile = \"ours.toml\"\n");
        saved(editor);
        assert!(says(editor, "there is no verdict") && says(editor, "ours.toml"));
        write("ours.toml", "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n");
        saved(editor);
        assert!(!says(editor, "there is no verdict") && !says(editor, "no planning round"));
        // What a round offers comes from that file.
        let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 10 } });
        let offered = editor.answer("textDocument/completion", at).to_string();
        assert!(offered.contains("\"ours\"") && offered.contains("bcf-2017-19"), "{offered}");
    });
}

/// The folders of this machine, and how many files were opened in them.
#[derive(Debug, Default)]
struct Opened(AtomicUsize);

impl Disk for Opened {
    looks_at_this_machine!();

    fn read(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Folders.read(path)
    }

    fn open(&self, _: &Path, _: Opening) -> io::Result<Box<dyn Sink>> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn keep_permissions(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove(&self, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[test]
fn a_key_that_is_pressed_opens_no_file_of_a_project_that_is_as_it_was() {
    let (_kept, folder) = folder();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    write("bcf.toml", "[[rounds]]\nfile = \"ours.toml\"\n");
    write("ours.toml", "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n");
    let uri = format!("file://{}/plan.toml", folder.display());
    let (disk, today) = (Arc::new(Opened::default()), || Date::parse("2018-06-01").expect("a day"));
    with(&Desk::on(disk.clone(), &today), &["utf-16"], |editor| {
        editor.open(&uri, 1, "[plan]\nformat = 1\nround = \"ours\"\n");
        let found = editor.diagnostics(&uri);
        let opened = disk.0.load(Ordering::SeqCst);
        assert!(opened >= 2 && !found.is_empty());
        for version in 2..9 {
            editor.change(
                &uri,
                version,
                &json!([{ "text": format!("[plan]\nformat = 1\nround = \"ours\"\n# {version}\n") }]),
            );
            assert_eq!(editor.diagnostics(&uri), found);
        }
        assert_eq!(disk.0.load(Ordering::SeqCst), opened);
        write("ours.toml", "id = \"others\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n");
        editor.change(&uri, 9, &json!([{ "text": "[plan]\nformat = 1\nround = \"ours\"\n" }]));
        assert_ne!(editor.diagnostics(&uri), found);
    });
}

#[test]
fn the_day_is_read_anew_for_each_check_unless_the_editor_names_one() {
    let waived = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\nstatus = \"approved\"\n[area]\nname = \"A\"\n[[partners]]\nid = \"a\"\nname = \"A\"\nkind = \"council\"\n\
                  [[waivers]]\nrule = \"rationale-missing\"\nreason = \"r\"\nby = \"a\"\non = 2018-01-01\nuntil = 2018-06-30\n";
    let days = AtomicUsize::new(0);
    let today = || {
        let late = days.load(Ordering::SeqCst) > 0;
        Date::parse(if late { "2019-01-01" } else { "2018-06-01" }).expect("a day")
    };
    let ended =
        |told: &Value| told["message"].as_str().is_some_and(|words| words.contains("it ran until 30 June 2018"));
    let expired = |told: &[Value]| told.iter().any(ended);
    with(&Desk::on(Arc::new(Folders), &today), &["utf-16"], |editor| {
        editor.open(PLAN, 1, waived);
        assert!(!expired(&editor.diagnostics(PLAN)));
        days.store(1, Ordering::SeqCst);
        editor.change(PLAN, 2, &json!([{ "text": waived }]));
        let told = editor.diagnostics(PLAN);
        assert!(expired(&told), "{told:?}");
    });
    let end = served(&Desk::on(Arc::new(Folders), &today), |editor| {
        let options = json!({ "today": "2018-06-01" });
        editor.answer("initialize", json!({ "capabilities": {}, "initializationOptions": options }));
        editor.open(PLAN, 1, waived);
        assert!(!expired(&editor.diagnostics(PLAN)));
        editor.answer("shutdown", Value::Null);
        editor.tell("exit", Value::Null);
    });
    assert_eq!(end, End::Asked);
}

#[test]
fn a_document_that_is_closed_leaves_nothing_behind() {
    with(&Bare::default(), &["utf-16"], |editor| {
        editor.open(PLAN, 1, "[plan]\nx = 1\n");
        assert!(!editor.diagnostics(PLAN).is_empty());
        editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": PLAN } }));
        assert!(editor.diagnostics(PLAN).is_empty());
    });
}
