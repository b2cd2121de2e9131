//! A fault that keeps a command from giving a verdict: whose fault it is, and what to do.

use std::fmt;
use std::io;
use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeStyles};
use textwrap::{WordSeparator, WordSplitter};

use super::io::Io;
use super::repository::name;
use super::screen::Screen;
use super::small::SMALL;
use crate::report::excerpt::{Excerpt, Mark};
use crate::report::places::Places;
use crate::span::Span;
use crate::text::escape::shown;

/// The largest plan that is read.
pub(super) const LIMIT: u64 = 64 << 20;

/// A message and the next action. Both are fit to show.
#[derive(Debug)]
pub(super) struct Fault {
    message: String,
    help: Option<String>,
    place: Option<FaultPlace>,
}

/// The place of a fault in a file of the user's.
#[derive(Debug)]
struct FaultPlace {
    name: String,
    source: std::sync::Arc<str>,
    span: Span,
}

/// A fault as miette draws it.
#[derive(Debug)]
struct DrawnFault<'a> {
    fault: &'a Fault,
    excerpt: Option<Excerpt>,
}

impl Fault {
    /// Returns a plan that is larger than any is.
    pub(super) fn too_large(name: &str) -> Self {
        Self::new(format!("{name} is larger than {} MiB, which no plan is", LIMIT >> 20))
            .help("check that it is the file you meant")
    }

    /// Returns a fault without advice. Whatever it quotes is made fit to show.
    pub(super) fn new(message: impl AsRef<str>) -> Self {
        Self { message: shown(message.as_ref()).into_owned(), help: None, place: None }
    }

    /// Adds advice.
    #[must_use]
    pub(super) fn help(mut self, help: impl AsRef<str>) -> Self {
        self.help = Some(shown(help.as_ref()).into_owned());
        self
    }

    /// Adds advice, if there is any.
    #[must_use]
    pub(super) fn help_if(self, help: Option<impl AsRef<str>>) -> Self {
        match help {
            Some(help) => self.help(help),
            None => self,
        }
    }

    /// Adds the place in a file that it is about.
    #[must_use]
    pub(super) fn at(mut self, name: &str, source: &std::sync::Arc<str>, span: Span) -> Self {
        self.place = Some(FaultPlace { name: name.to_owned(), source: source.clone(), span });
        self
    }

    /// Returns the fault of something that cannot be written.
    pub(super) fn unwritable(what: &str, error: &io::Error) -> Self {
        Self::new(format!("{what} cannot be written: {}", reason(error)))
    }

    /// Returns a file that cannot be written.
    pub(super) fn unwritable_file(path: &Path, error: &io::Error) -> Self {
        Self::unwritable(&name(path), error).help("check that the folder exists, is writable and has room")
    }

    /// Returns the fault of something that is not done in the small program.
    pub(super) fn not_in_small(verb: &str) -> Self {
        Self::new(format!("this bcf was built small, as for a page in a browser, and cannot {verb}"))
            .help("use a bcf that was built with its default features")
    }

    /// Returns the fault of an unknown id.
    pub(super) fn unknown(what: &str, name: &str, nearest: Option<&str>, where_listed: &str) -> Self {
        let help = match nearest {
            Some(nearest) => format!("did you mean `{nearest}`? {where_listed}"),
            None => where_listed.to_owned(),
        };
        Self::new(format!("there is no {what} `{name}`")).help(help)
    }

    /// Returns the file it is about, where it is at a place in one.
    pub(super) fn file(&self) -> Option<&str> {
        self.place.as_ref().map(|place| place.name.as_str())
    }

    /// Returns all of it as text: its place, the message, and the advice on a line of its own.
    pub(super) fn in_words(&self) -> String {
        let at = self.place.as_ref().map(|place| {
            let at = crate::span::LineIndex::new(&place.source).position(place.span.start, &place.source);
            format!("{}:{}:{}: ", shown(&place.name), at.line, at.column)
        });
        let help = self.help.as_ref().map(|help| format!("\n{help}"));
        format!("{}{}{}", at.unwrap_or_default(), self.message, help.unwrap_or_default())
    }

    /// Tells it on stderr.
    pub(super) fn tell(&self, screen: &Screen, io: &mut Io<'_>) {
        // There is nobody left to tell when this cannot be written.
        let _ = io.stderr.write_all(self.drawn(screen).as_bytes());
    }

    /// Returns it as it is told. Where the program was built for no terminal it is not drawn.
    fn drawn(&self, screen: &Screen) -> String {
        if SMALL {
            return format!("error: {}\n", self.in_words());
        }
        let mut theme = if screen.view.unicode { GraphicalTheme::unicode() } else { GraphicalTheme::ascii() };
        theme.styles = if screen.color_stderr { ThemeStyles::ansi() } else { ThemeStyles::none() };
        "error:".clone_into(&mut theme.characters.error);
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(screen.view.width)
            .with_word_separator(WordSeparator::AsciiSpace)
            .with_word_splitter(WordSplitter::NoHyphenation)
            .with_break_words(false);
        let places = self.place.as_ref().map(|place| (place, Places::new(&place.source)));
        let excerpt = places.as_ref().map(|(place, places)| {
            let mark = Mark { at: None, span: place.span, text: None };
            Excerpt::new(places, &place.name, &[mark], screen.view.width, screen.view.unicode)
        });
        let told = DrawnFault { fault: self, excerpt };
        let mut text = String::new();
        if handler.render_report(&mut text, &told).is_err() {
            text = format!("error: {}\n", self.message);
        }
        if let Some(excerpt) = &told.excerpt {
            text = excerpt.renumbered(&text);
        }
        text
    }
}

/// Returns an error of the operating system in words, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => without_number(&error.to_string()).to_owned(),
    }
}

/// Takes away what says nothing to people: ` (os error 40)`.
fn without_number(words: &str) -> &str {
    words.split_once(" (os error ").map_or(words, |(words, _)| words)
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl fmt::Display for DrawnFault<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.fmt(f)
    }
}

impl std::error::Error for DrawnFault<'_> {}

impl Diagnostic for DrawnFault<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.fault.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display + 'a>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.excerpt
            .as_ref()
            .map(|excerpt| Box::new(excerpt.labels().iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }
}
