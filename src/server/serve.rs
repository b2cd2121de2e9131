//! The life of the server: it begins, takes messages as they come, checks what changed, and ends.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, ResponseError};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidChangeWatchedFilesRegistrationOptions, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, FileSystemWatcher, GlobPattern, InitializeParams, InitializeResult, LogMessageParams,
    MessageType, NumberOrString, PublishDiagnosticsParams, Registration, RegistrationParams, ServerInfo,
    ShowMessageParams, Uri,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answers::{self, ACTIONS};
use super::client::Client;
use super::documents::{Document, State};
use super::speak::{SOURCE, diagnostics};
use super::tell::{Json, Teller, failed, message};
use super::world::World;

/// The time without a message after which it is looked for what mends a plan.
const IDLE: Duration = Duration::from_millis(300);

/// The files that others than the editor may change, and that change what is found.
const WATCHED: &str = "**/*.{toml,csv,xlsx}";

/// The method of a notification that stands for something the editor sent that is no message.
pub const UNREADABLE: &str = "$/bcf/unreadable";

/// The ways in which the server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As the editor asked: it was shut down before.
    Asked,
    /// The editor went away, or ended it without shutting it down.
    Unasked,
}

/// The ages of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Age {
    /// It was not asked to begin yet.
    New,
    Running,
    /// It was shut down, and waits to be ended.
    Down,
}

struct Server<'a> {
    world: &'a dyn World,
    editor: Teller<'a>,
    age: Age,
    client: Client,
    /// The open documents, by their addresses.
    documents: BTreeMap<String, Document>,
    /// The questions that are not to be answered any more.
    cancelled: HashSet<RequestId>,
}

/// Serves an editor until it ends the server or goes away: takes its messages, and gives the bodies of those for it.
pub fn serve(messages: &Receiver<Message>, editor: &Sender<String>, world: &dyn World) -> End {
    let mut server = Server {
        world,
        editor: Teller(editor),
        age: Age::New,
        client: Client::default(),
        documents: BTreeMap::new(),
        cancelled: HashSet::new(),
    };
    loop {
        let first = if server.documents.values().any(Document::is_to_be_diagnosed) {
            messages.recv_timeout(IDLE).map_err(|error| error == RecvTimeoutError::Timeout)
        } else {
            messages.recv().map_err(|_| false)
        };
        let first = match first {
            Ok(first) => first,
            Err(false) => return server.ended(),
            Err(true) => {
                server.diagnose();
                continue;
            }
        };
        // What came meanwhile is taken at once, so that only the last text of each document is checked.
        let queue: VecDeque<Message> = std::iter::once(first).chain(messages.try_iter()).collect();
        server.cancelled = queue.iter().filter_map(taken_back).collect();
        for message in queue {
            if let Some(end) = server.take(message) {
                return end;
            }
        }
        server.look();
    }
}

/// Returns the question that a message takes back.
fn taken_back(message: &Message) -> Option<RequestId> {
    let Message::Notification(Notification { method, params }) = message else { return None };
    if method != "$/cancelRequest" {
        return None;
    }
    let params = CancelParams::deserialize(params).ok()?;
    Some(match params.id {
        NumberOrString::Number(id) => id.into(),
        NumberOrString::String(id) => id.into(),
    })
}

impl Server<'_> {
    const fn ended(&self) -> End {
        if matches!(self.age, Age::Down) { End::Asked } else { End::Unasked }
    }

    fn take(&mut self, message: Message) -> Option<End> {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(told) if told.method == "exit" => return Some(self.ended()),
            Message::Notification(told) if self.age == Age::Running => self.notification(told),
            // What it is told before it began, or once it is down, is nothing to it; nor is an answer of the editor.
            Message::Notification(_) | Message::Response(_) => {}
        }
        None
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let result = match (self.age, method.as_str()) {
            (Age::New, "initialize") => self.begin(params),
            (Age::New, _) => Err(failed(ErrorCode::ServerNotInitialized, "initialize comes first".to_owned())),
            (Age::Down, _) => Err(failed(ErrorCode::InvalidRequest, "it is shut down".to_owned())),
            (Age::Running, "initialize") => Err(failed(ErrorCode::InvalidRequest, "it has begun".to_owned())),
            (Age::Running, "shutdown") => {
                self.age = Age::Down;
                Ok(Json::null())
            }
            (Age::Running, _) if self.cancelled.contains(&id) => {
                Err(failed(ErrorCode::RequestCanceled, "it was taken back".to_owned()))
            }
            (Age::Running, method) => self.answer(method, params),
        };
        self.editor.answer(&id, result);
    }

    fn begin(&mut self, params: Value) -> Result<Json, ResponseError> {
        let invalid = |message| failed(ErrorCode::InvalidParams, message);
        let params: InitializeParams = serde_json::from_value(params).map_err(|error| invalid(error.to_string()))?;
        self.client = Client::of(&params).map_err(invalid)?;
        self.age = Age::Running;
        let info = ServerInfo { name: SOURCE.to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) };
        Json::of(&InitializeResult { capabilities: self.client.served(), server_info: Some(info) })
    }

    /// Answers a question about a document, which is checked before where it changed.
    fn answer(&mut self, method: &str, params: Value) -> Result<Json, ResponseError> {
        let Some(uri) = answers::document_of(method, &params) else {
            return Err(failed(ErrorCode::MethodNotFound, format!("{method} is not known")));
        };
        let uri = uri?;
        let (world, units, day) = (self.world, self.client.units, self.client.day);
        let Some(document) = self.documents.get_mut(uri.as_str()) else { return Ok(Json::null()) };
        let mut defect = document.look(world, day, units);
        if method == ACTIONS && self.client.takes_actions {
            defect = defect.or_else(|| document.diagnose(world, day));
        }
        self.defect(defect);
        let Some(document) = self.documents.get(uri.as_str()) else { return Ok(Json::null()) };
        let answer = catch_unwind(AssertUnwindSafe(|| answers::to(method, params, document, &self.client)));
        answer.unwrap_or_else(|_| Err(failed(ErrorCode::InternalError, world.defect())))
    }

    fn notification(&mut self, told: Notification) {
        let Notification { method, params } = told;
        match method.as_str() {
            "initialized" => self.watch(),
            "textDocument/didOpen" => {
                if let Some(DidOpenTextDocumentParams { text_document: new }) = self.read(&method, params) {
                    let document = Document::new(new.uri, new.version, new.text);
                    self.documents.insert(document.subject.address.clone(), document);
                }
            }
            "textDocument/didChange" => {
                if let Some(DidChangeTextDocumentParams { text_document, content_changes }) = self.read(&method, params)
                    && let Some(document) = self.documents.get_mut(text_document.uri.as_str())
                {
                    document.change(text_document.version, content_changes, self.client.units);
                }
            }
            "textDocument/didClose" => {
                if let Some(DidCloseTextDocumentParams { text_document }) = self.read(&method, params) {
                    self.close(&text_document.uri);
                }
            }
            // A file that is saved may set how the others are checked, or be named by them.
            UNREADABLE => self.log(MessageType::ERROR, format!("something that came is no message: {params}")),
            "textDocument/didSave" | "workspace/didChangeWatchedFiles" => self.again(),
            _ => {}
        }
    }

    /// Returns what a notification says; one that cannot be read is told of, as nobody waits for an answer to it.
    fn read<P: DeserializeOwned>(&self, method: &str, params: Value) -> Option<P> {
        let read = serde_json::from_value(params);
        if let Err(error) = &read {
            self.log(MessageType::ERROR, format!("{method} cannot be read: {error}"));
        }
        read.ok()
    }

    fn log(&self, typ: MessageType, message: String) {
        self.editor.tell("window/logMessage", LogMessageParams { typ, message });
    }

    fn defect(&self, message: Option<String>) {
        if let Some(message) = message {
            self.editor.tell("window/showMessage", ShowMessageParams { typ: MessageType::ERROR, message });
        }
    }

    /// Asks the editor to say when a file changes that settings or other plans are in.
    fn watch(&self) {
        if !self.client.watches {
            return;
        }
        let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String(WATCHED.to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
        let registration = Registration {
            id: "files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: serde_json::to_value(options).ok(),
        };
        let params = RegistrationParams { registrations: vec![registration] };
        self.editor.ask("watch", "client/registerCapability", params);
    }

    fn close(&mut self, uri: &Uri) {
        if let Some(document) = self.documents.remove(uri.as_str()) {
            let params = PublishDiagnosticsParams { uri: document.uri, diagnostics: Vec::new(), version: None };
            self.editor.tell("textDocument/publishDiagnostics", params);
        }
    }

    /// Has every document checked again.
    fn again(&mut self) {
        self.documents.values_mut().for_each(|document| document.state = State::Unchecked);
    }

    /// Checks what changed, and tells what was found.
    fn look(&mut self) {
        let (units, day) = (self.client.units, self.client.day);
        let mut documents = std::mem::take(&mut self.documents);
        for document in documents.values_mut() {
            self.defect(document.look(self.world, day, units));
            // A question may have had it checked already.
            if !std::mem::take(&mut document.is_untold) {
                continue;
            }
            let told = std::mem::replace(&mut document.told_notes, document.notes.clone());
            for note in document.notes.iter().filter(|note| !told.contains(note)) {
                self.log(MessageType::INFO, note.clone());
            }
            self.publish(document);
        }
        self.documents = documents;
    }

    /// Looks for what mends the plans, while nobody types.
    fn diagnose(&mut self) {
        let day = self.client.day;
        let mut documents = std::mem::take(&mut self.documents);
        if let Some(document) = documents.values_mut().find(|document| document.is_to_be_diagnosed()) {
            self.defect(document.diagnose(self.world, day));
            self.publish(document);
        }
        self.documents = documents;
    }

    /// Tells what was found in a document, where that was not told yet.
    fn publish(&self, document: &mut Document) {
        let found = catch_unwind(AssertUnwindSafe(|| diagnostics(document, &self.client)));
        let found = found.unwrap_or_else(|_| {
            self.defect(document.defect(self.world));
            diagnostics(document, &self.client)
        });
        if document.told.is_none() && found.is_empty() && matches!(document.state, State::Other) {
            return;
        }
        let (uri, version) = (document.uri.clone(), Some(document.version));
        let params = PublishDiagnosticsParams { uri, diagnostics: found, version };
        let Some(message) = message("textDocument/publishDiagnostics", params) else { return };
        if document.told.as_ref() != Some(&message) {
            self.editor.tell_message(message.clone());
            document.told = Some(message);
        }
    }
}
