//! The way to the editor: messages as the JSON that is written.
//!
//! A plan with thousands of findings is told anew with each key that is pressed. So what is told becomes JSON at once:
//! values of JSON in between would take longer than the check.

use std::sync::mpsc::Sender;

use lsp_server::{ErrorCode, RequestId, ResponseError};
use serde::Serialize;

/// The version of the protocol under the protocol.
const JSONRPC: &str = "2.0";

/// A value as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Json(String);

impl Json {
    /// The answer where there is nothing to say.
    pub(super) fn null() -> Self {
        Self("null".to_owned())
    }

    /// Returns a value of the protocol, all of which can be written so.
    ///
    /// # Errors
    /// When it cannot.
    pub(super) fn of(value: &impl Serialize) -> Result<Self, ResponseError> {
        let failed = |error: serde_json::Error| failed(ErrorCode::InternalError, error.to_string());
        serde_json::to_string(value).map(Self).map_err(failed)
    }
}

/// Returns why a question has no answer.
pub(super) fn failed(code: ErrorCode, message: String) -> ResponseError {
    ResponseError { code: code as i32, message, data: None }
}

/// A message that is no answer; of a question it has an id.
#[derive(Serialize)]
struct Said<'a, P> {
    jsonrpc: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    method: &'a str,
    params: P,
}

/// An answer that is none.
#[derive(Serialize)]
struct Refused<'a> {
    jsonrpc: &'static str,
    id: &'a RequestId,
    error: &'a ResponseError,
}

/// Tells an editor things. One that went away is met when its next message is waited for.
pub(super) struct Teller<'a>(pub(super) &'a Sender<String>);

impl Teller<'_> {
    /// Tells something.
    pub(super) fn tell(&self, method: &str, params: impl Serialize) {
        if let Some(message) = message(method, params) {
            self.tell_message(message);
        }
    }

    /// Tells something that became a message before.
    pub(super) fn tell_message(&self, message: String) {
        let _ = self.0.send(message);
    }

    /// Asks something; whatever the editor answers is nothing to the server.
    pub(super) fn ask(&self, id: &str, method: &str, params: impl Serialize) {
        self.say(&Said { jsonrpc: JSONRPC, id: Some(id), method, params });
    }

    /// Answers a question.
    pub(super) fn answer(&self, id: &RequestId, result: Result<Json, ResponseError>) {
        match (result, Json::of(id)) {
            (Ok(Json(result)), Ok(Json(id))) => {
                self.tell_message(format!(r#"{{"jsonrpc":"{JSONRPC}","id":{id},"result":{result}}}"#));
            }
            (Err(error), _) | (_, Err(error)) => self.say(&Refused { jsonrpc: JSONRPC, id, error: &error }),
        }
    }

    fn say(&self, message: &impl Serialize) {
        if let Ok(Json(message)) = Json::of(message) {
            self.tell_message(message);
        }
    }
}

/// Returns what tells something as a message, to be compared with another before it is told.
pub(super) fn message(method: &str, params: impl Serialize) -> Option<String> {
    Json::of(&Said { jsonrpc: JSONRPC, id: None, method, params }).ok().map(|Json(message)| message)
}
