//! Results in the words of the protocol.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use lsp_types::{
    CodeAction, CodeActionKind, CodeDescription, CompletionItem, CompletionItemKind, CompletionTextEdit, Diagnostic,
    DiagnosticRelatedInformation, DiagnosticSeverity, DocumentChanges, DocumentSymbol, FoldingRange, Location,
    NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier, Position, Range, SymbolKind, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};

use super::client::Client;
use super::documents::{Document, State};
use super::world::Trouble;
use crate::editor::{self, Action, Change, Mark, Offer, OfferKind, Symbol};
use crate::finding::Level;
use crate::span::{Caret, Carets, Span};
use crate::text::words::count;

/// The source of all that is told, as editors show it beside a message.
pub(super) const SOURCE: &str = "bcf";

/// The most findings of a document that are told: VS Code shows no more of a file, and nobody reads them.
const MOST: usize = 1_000;

/// The places of a document's text, as the editor has them.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) carets: &'a Carets,
    pub(super) text: &'a str,
}

impl Places<'_> {
    /// Returns the byte at a place.
    pub(super) fn offset(self, place: Position) -> u32 {
        self.carets.offset(Caret { line: place.line, character: place.character }, self.text)
    }

    pub(super) fn span(self, range: Range) -> Span {
        Span { start: self.offset(range.start), end: self.offset(range.end) }
    }

    pub(super) fn position(self, offset: u32) -> Position {
        let Caret { line, character } = self.carets.caret(offset, self.text);
        Position { line, character }
    }

    pub(super) fn range(self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }
}

const fn severity(level: Level) -> DiagnosticSeverity {
    match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Advice => DiagnosticSeverity::INFORMATION,
    }
}

/// Returns everything that is to be told of a document.
pub(super) fn diagnostics(document: &Document, client: &Client) -> Vec<Diagnostic> {
    match &document.state {
        State::Unchecked | State::Other => Vec::new(),
        State::Told(troubles) => troubles.iter().map(trouble).collect(),
        State::Plan(sheet, carets) => {
            let places = Places { carets, text: &document.text };
            let (marks, left) = gravest(sheet.marks());
            let head = places.range(sheet.lens().at);
            let all = marks.into_iter().map(|mark| mark.map_at(|span| places.range(span)));
            let all = all.map(|mark| diagnostic(mark, &document.uri, client));
            all.chain(left.map(|(left, level)| untold(left, level, head))).collect()
        }
    }
}

/// Returns as many of the marks as are told, the gravest in the order of the text, and how many are left with the level of
/// the gravest of these.
fn gravest(marks: Vec<Mark>) -> (Vec<Mark>, Option<(usize, Level)>) {
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by_key(|n| Reverse(marks[*n].level));
    let left = order.get(MOST).map(|n| (marks.len() - MOST, marks[*n].level));
    order.truncate(MOST);
    let told: HashSet<usize> = order.into_iter().collect();
    (marks.into_iter().enumerate().filter(|(n, _)| told.contains(n)).map(|(_, mark)| mark).collect(), left)
}

/// Returns what stands for the findings that are not told.
fn untold(left: usize, level: Level, range: Range) -> Diagnostic {
    let message =
        format!("{} not shown here\n`bcf check` lists them all", count(left, "more finding is", "more findings are"));
    Diagnostic { range, ..trouble(&Trouble { level, message }) }
}

fn trouble(trouble: &Trouble) -> Diagnostic {
    Diagnostic {
        severity: Some(severity(trouble.level)),
        source: Some(SOURCE.to_owned()),
        message: trouble.message.clone(),
        ..Diagnostic::default()
    }
}

/// Returns a mark as the editor shows it.
pub(super) fn diagnostic(mark: Mark<Range>, uri: &Uri, client: &Client) -> Diagnostic {
    let related = mark.related.into_iter().map(|one| DiagnosticRelatedInformation {
        location: Location { uri: uri.clone(), range: one.at },
        message: one.text,
    });
    let address = mark.url.parse::<Uri>().ok().filter(|_| client.shows_clauses && !mark.url.is_empty());
    Diagnostic {
        range: mark.at,
        severity: Some(severity(mark.level)),
        code: Some(NumberOrString::String(mark.rule.to_owned())),
        code_description: address.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: mark.message,
        related_information: client.shows_related.then(|| related.collect()),
        ..Diagnostic::default()
    }
}

/// Returns changes of a document as the editor makes them.
pub(super) fn edit(document: &Document, changes: Vec<Change<Range>>, client: &Client) -> WorkspaceEdit {
    let edits = changes.into_iter().map(|change| TextEdit { range: change.at, new_text: change.with });
    if client.takes_versions {
        let text_document =
            OptionalVersionedTextDocumentIdentifier { uri: document.uri.clone(), version: Some(document.version) };
        let edit = TextDocumentEdit { text_document, edits: edits.map(OneOf::Left).collect() };
        return WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![edit])),
            ..WorkspaceEdit::default()
        };
    }
    let changes = [(document.uri.clone(), edits.collect())];
    WorkspaceEdit { changes: Some(changes.into_iter().collect()), ..WorkspaceEdit::default() }
}

/// Returns an action, with the diagnostics it does away with: the marks of the document by the numbers of their findings.
pub(super) fn action(
    document: &Document,
    action: Action<Range>,
    marks: &HashMap<usize, Mark<Range>>,
    client: &Client,
) -> CodeAction {
    let answered = action.answers.iter().filter_map(|n| marks.get(n));
    let diagnostics = answered.map(|mark| diagnostic(mark.clone(), &document.uri, client));
    CodeAction {
        title: action.title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(diagnostics.collect()),
        edit: Some(edit(document, action.changes, client)),
        is_preferred: Some(action.is_likely),
        ..CodeAction::default()
    }
}

/// Returns the `nth` of what may be written.
pub(super) fn item(nth: usize, offer: Offer<Range>) -> CompletionItem {
    let kind = match offer.kind {
        OfferKind::Section => CompletionItemKind::MODULE,
        OfferKind::Key => CompletionItemKind::PROPERTY,
        OfferKind::Word => CompletionItemKind::ENUM_MEMBER,
        OfferKind::Id | OfferKind::Place => CompletionItemKind::REFERENCE,
        OfferKind::Year => CompletionItemKind::VALUE,
    };
    let about = match (offer.is_needed, offer.about.is_empty()) {
        (true, true) => "needed".to_owned(),
        (true, false) => format!("needed: {}", offer.about),
        (false, _) => offer.about,
    };
    CompletionItem {
        kind: Some(kind),
        detail: (!about.is_empty()).then_some(about),
        sort_text: Some(format!("{nth:06}")),
        filter_text: Some(offer.label.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range: offer.at, new_text: offer.with })),
        label: offer.label,
        ..CompletionItem::default()
    }
}

/// Returns a section or an entry with what is in it.
pub(super) fn symbol(symbol: Symbol<Range>) -> DocumentSymbol {
    let kind = match symbol.kind {
        editor::SymbolKind::Section => SymbolKind::NAMESPACE,
        editor::SymbolKind::Entry => SymbolKind::OBJECT,
    };
    let children: Vec<DocumentSymbol> = symbol.children.into_iter().map(self::symbol).collect();
    // A name must not be blank.
    let name = if symbol.name.trim().is_empty() { "\"\"".to_owned() } else { symbol.name };
    #[expect(deprecated, reason = "the field is there, and has no default")]
    DocumentSymbol {
        name,
        detail: (!symbol.about.is_empty()).then_some(symbol.about),
        kind,
        tags: None,
        deprecated: None,
        range: symbol.at,
        selection_range: symbol.head,
        children: (!children.is_empty()).then_some(children),
    }
}

/// Returns a fold; nothing where the editor folds whole lines and there is but one.
pub(super) fn fold(range: Range, client: &Client) -> Option<FoldingRange> {
    let by_character = !client.folds_lines_only;
    (range.end.line > range.start.line).then(|| FoldingRange {
        start_line: range.start.line,
        end_line: range.end.line,
        end_character: by_character.then_some(range.end.character),
        ..FoldingRange::default()
    })
}
