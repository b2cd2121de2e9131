//! A key that is pressed in an editor, against the check of the same text.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use bcf::check::{Settings, check_text};
use bcf::cli::{Desk, Folders};
use bcf::period::Date;
use bcf::server::serve;
use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

use super::{budget, plan, row};

/// The schemes of a plan of 2 MB.
const SCHEMES: usize = 4_700;
/// The address of the plan, which is in no folder.
const PLAN: &str = "untitled:plan";
/// How often a key is pressed.
const KEYS: i32 = 15;

/// Measures a plan of 2 MB without a finding, and one with thousands.
pub(crate) fn measure() {
    for (faults, most) in [(0, budget::KEY[0]), (SCHEMES, budget::KEY[1])] {
        let text = plan(SCHEMES, faults);
        let key = key(&text);
        let name = format!("a key in 2 MB, {faults} schemes wrong");
        let ratio = key.as_secs_f64() / check(&text).as_secs_f64();
        row(&format!("{name}, against a check"), format!("{ratio:.2} ×"), format!("{most:.1} ×"));
        row(&name, format!("{:.0} ms", key.as_secs_f64() * 1e3), format!("{:.0} ms", budget::KEY_TIME * 1e3));
    }
}

fn today() -> Date {
    Date::parse("2018-06-01").expect("a date")
}

/// Returns the median time of a check.
fn check(text: &str) -> Duration {
    let settings = Settings::on(today());
    let time = |_| {
        let text = text.to_owned();
        let start = Instant::now();
        let checked = check_text(String::new(), text, &settings);
        let time = start.elapsed();
        drop(checked);
        time
    };
    median((0..KEYS).map(time).collect())
}

/// Returns the median time from a key to what is told of it.
fn key(text: &str) -> Duration {
    let ((editor, messages), (told, heard)) = (channel(), channel());
    std::thread::scope(|scope| {
        scope.spawn(move || serve(&messages, &told, &Desk::on(Arc::new(Folders), &today)));
        let can = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true } } });
        let params = json!({ "capabilities": can });
        let begin = Request { id: 1.into(), method: "initialize".to_owned(), params };
        editor.send(begin.into()).expect("a server");
        heard.recv().expect("an answer");
        let document = json!({ "uri": PLAN, "languageId": "toml", "version": 1, "text": text });
        told_of(&editor, &heard, "textDocument/didOpen", json!({ "textDocument": document }));
        let line = text.lines().count() / 2;
        let place = json!({ "line": line, "character": 0 });
        let press = |version: i32| {
            let change = json!({ "range": { "start": place, "end": place }, "text": "#\n" });
            let document = json!({ "uri": PLAN, "version": version });
            let params = json!({ "textDocument": document, "contentChanges": [change] });
            let start = Instant::now();
            told_of(&editor, &heard, "textDocument/didChange", params);
            start.elapsed()
        };
        let time = median((2..=KEYS).map(press).collect());
        drop(editor);
        time
    })
}

/// Tells the server something of the plan, and waits for what it tells of it.
fn told_of(editor: &Sender<Message>, heard: &Receiver<String>, method: &str, params: Value) {
    editor.send(Notification { method: method.to_owned(), params }.into()).expect("a server");
    heard.recv().expect("findings");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
