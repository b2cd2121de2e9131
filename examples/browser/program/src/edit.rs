//! What an editor asks about a place of a text. Findings, and the edits that mend them, are in what `check` prints.

use std::cell::RefCell;

use bcf::check::{Settings, check_text};
use bcf::editor::{Hover, Offer, Sheet};
use bcf::period::Date;
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

thread_local! {
    /// The text that was asked about last, checked: one asks about many places of it.
    static LAST: RefCell<Option<(Date, Sheet)>> = const { RefCell::new(None) };
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
        if !last.as_ref().is_some_and(|(on, sheet)| *on == today && sheet.text() == text) {
            *last = None;
        }
        let (_, sheet) = last.get_or_insert_with(|| (today, sheet(text, today)));
        let answer = match question.what {
            What::Hover => Told::Hover(sheet.hover(question.offset)),
            What::Offers => Told::Offers(sheet.offers(question.offset)),
        };
        Ok(Answer { answer })
    })
}

fn sheet(text: String, today: Date) -> Sheet {
    let settings = Settings::on(today);
    Sheet::of(check_text("plan.toml".to_owned(), text, &settings), &settings.rounds)
}
