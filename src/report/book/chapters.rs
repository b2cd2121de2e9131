//! The chapters that are written by hand. A test runs what they say is typed, and holds them to what is printed then.

use super::contents::Contents;

/// The page the book opens at.
const FRONT: &str = include_str!("chapters/index.md");

/// The exit statuses, for the reference.
pub(super) const STATUSES: &str = include_str!("chapters/exit-statuses.md");

/// The words of the field and of the program, for the reference.
pub(super) const GLOSSARY: &str = include_str!("chapters/glossary.md");

/// Lists chapters by their paths.
macro_rules! chapters {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("chapters/", $path)))),*] };
}

/// A chapter: its path in the book, and its text, which begins with its title.
type Chapter = (&'static str, &'static str);

/// The chapters, part by part.
const PARTS: [(&str, &[Chapter]); 2] = [
    (
        "Tutorials",
        chapters![
            "tutorials/first-plan.md",
            "tutorials/last-years-plan.md",
            "tutorials/workbook.md",
            "tutorials/repository.md",
            "tutorials/next-round.md",
            "tutorials/section-151.md",
        ],
    ),
    (
        "Guide",
        chapters![
            "guide/verdict.md",
            "guide/seeing.md",
            "guide/starting.md",
            "guide/excel.md",
            "guide/narrative.md",
            "guide/browser.md",
            "guide/repositories.md",
            "guide/editors.md",
            "guide/rounds.md",
        ],
    ),
];

/// Adds the chapters.
pub(super) fn write(contents: &mut Contents) {
    contents.front("bcf", "index.md", FRONT);
    for (part, chapters) in PARTS {
        contents.part(part);
        for (path, text) in chapters {
            let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or(path);
            contents.page(0, title, (*path).to_owned(), (*text).to_owned());
        }
    }
}
