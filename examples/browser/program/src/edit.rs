//! What an editor asks about a place of a text. Findings, and the edits that mend them, are in what `check` prints.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;

use bcf::cli::{Disk, Memory};
use bcf::editor::{Hover, Offer, Sheet};
use bcf::period::Date;
use serde::{Deserialize, Serialize};

use crate::frame::{Day, Files, date};

/// A question about a place of a plan: the first of the files beside it. The others are those beside the plan.
#[derive(Deserialize)]
pub(crate) struct Question {
    what: What,
    /// The byte.
    offset: u32,
    /// The day, as year, month and day of the month.
    today: Day,
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

/// A plan with the files beside it, checked on a day.
struct Checked {
    today: Date,
    files: Files,
    /// Nothing where the check has no verdict, which it says itself.
    sheet: Option<Sheet>,
}

thread_local! {
    /// The plan that was asked about last: one asks about many places of it.
    static LAST: RefCell<Option<Checked>> = const { RefCell::new(None) };
}

/// Answers a question.
///
/// # Errors
/// When no text is beside it, or it is not UTF-8.
pub(crate) fn edit(question: &Question, files: Files) -> Result<Answer, String> {
    let today = date(question.today);
    LAST.with_borrow_mut(|last| {
        let known = last.take().filter(|last| last.today == today && last.files == files);
        let known = known.map_or_else(|| checked(files, today), Ok)?;
        let sheet = &last.insert(known).sheet;
        let answer = match question.what {
            What::Hover => Told::Hover(sheet.as_ref().and_then(|sheet| sheet.hover(question.offset))),
            What::Offers => Told::Offers(sheet.as_ref().map(|sheet| sheet.offers(question.offset)).unwrap_or_default()),
        };
        Ok(Answer { answer })
    })
}

/// Checks a plan as the command line checks it: what is told of a figure is what the check says of it.
fn checked(files: Files, today: Date) -> Result<Checked, String> {
    let (name, bytes) = files.first().ok_or("there is no text")?;
    let text = String::from_utf8(bytes.clone()).map_err(|error| error.to_string())?;
    let disk: Arc<dyn Disk> = Arc::new(Memory::new(files.clone()));
    let sheet = bcf::cli::sheet(Path::new(name), text, &disk, today).ok();
    Ok(Checked { today, files, sheet })
}
