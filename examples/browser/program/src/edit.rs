//! What an editor asks about a place of a text. Findings and the edits that mend them are in what `check` prints.

use std::cell::RefCell;

use bcf::check::{Checked, Settings, check_text};
use bcf::editor::{self, OfferKind};
use bcf::period::Date;
use bcf::span::Span;
use serde::{Deserialize, Serialize};

use crate::frame::Files;

/// A question about a place of a text, which is the file beside it.
#[derive(Deserialize)]
pub(crate) struct Question {
    what: What,
    /// The byte.
    offset: u32,
    /// The day, as year, month and day of the month.
    today: (u16, u8, u8),
}

/// The questions there are.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// What is told of the place.
    Hover,
    /// What may be written there.
    Offers,
}

/// The answer.
#[derive(Serialize)]
pub(crate) struct Answer {
    answer: Told,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Told {
    Hover(Option<Hover>),
    Offers(Vec<Offer>),
}

#[derive(Serialize)]
struct Hover {
    start: u32,
    end: u32,
    markdown: String,
}

#[derive(Serialize)]
struct Offer {
    label: String,
    kind: &'static str,
    about: String,
    with: String,
    start: u32,
    end: u32,
    needed: bool,
}

thread_local! {
    /// The text that was asked about last, checked: one asks about many places of it.
    static LAST: RefCell<Option<(Date, Checked)>> = const { RefCell::new(None) };
}

/// Answers a question.
///
/// # Errors
/// When no text is beside it, or it is not UTF-8.
pub(crate) fn edit(question: &Question, files: Files) -> Result<Answer, String> {
    let (_, bytes) = files.into_iter().next().ok_or("there is no text")?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    let (year, month, day) = question.today;
    let today = Date { year, month, day };
    LAST.with_borrow_mut(|last| {
        let same = |(on, checked): &(Date, Checked)| *on == today && checked.plan.tree.source() == text;
        if !last.as_ref().is_some_and(same) {
            *last = None;
        }
        let (_, checked) = last.get_or_insert_with(|| (today, check(text, today)));
        Ok(Answer { answer: told(question, checked) })
    })
}

fn check(text: String, today: Date) -> Checked {
    check_text("plan.toml".to_owned(), text, &Settings::on(today))
}

fn told(question: &Question, checked: &Checked) -> Told {
    match question.what {
        What::Hover => Told::Hover(editor::hover(checked, question.offset).map(hover)),
        What::Offers => Told::Offers(editor::offers(checked, question.offset).into_iter().map(offer).collect()),
    }
}

fn hover(told: editor::Hover) -> Hover {
    let editor::Hover { span: Span { start, end }, markdown } = told;
    Hover { start, end, markdown }
}

fn offer(offer: editor::Offer) -> Offer {
    let editor::Offer { label, kind, about, with, span: Span { start, end }, is_needed: needed } = offer;
    let kind = match kind {
        OfferKind::Section => "section",
        OfferKind::Key => "key",
        OfferKind::Word => "word",
        OfferKind::Id => "id",
        OfferKind::Year => "year",
    };
    Offer { label, kind, about, with, start, end, needed }
}
