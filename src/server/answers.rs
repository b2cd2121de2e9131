//! The answers to what an editor asks of a document.

use std::collections::{HashMap, HashSet};

use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{
    CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeLens, CodeLensParams, Command, CompletionParams,
    CompletionResponse, DocumentSymbolParams, DocumentSymbolResponse, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverContents, HoverParams, InlayHint, InlayHintLabel, InlayHintParams, Location,
    MarkupContent, MarkupKind, PrepareRenameResponse, Range, ReferenceParams, RenameParams, SymbolInformation,
    TextDocumentPositionParams, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::client::Client;
use super::documents::{Document, State};
use super::speak::{self, Places};
use super::tell::{Json, failed};
use crate::editor::{Mark, Sheet};

/// A plan that is asked about.
struct Asked<'a> {
    document: &'a Document,
    sheet: &'a Sheet,
    places: Places<'a>,
    client: &'a Client,
}

/// The result of a question: nothing where the document is no plan.
type Answer = Result<Json, ResponseError>;

/// Returns the document a question is about, of one that is about any; nothing for a question that is not known.
///
/// # Errors
/// When the question does not say it.
pub(super) fn document_of(method: &str, params: &Value) -> Option<Result<Uri, ResponseError>> {
    METHODS.iter().any(|(known, _)| *known == method).then(|| {
        let uri = params.pointer("/textDocument/uri").cloned().unwrap_or_default();
        serde_json::from_value(uri).map_err(|error| invalid(&error))
    })
}

/// The method whose answer rests on what mends the plan.
pub(super) const ACTIONS: &str = "textDocument/codeAction";

/// A question by its method, with what answers it.
type Method = (&'static str, fn(&Asked<'_>, Value) -> Answer);

/// The questions.
const METHODS: [Method; 11] = [
    ("textDocument/hover", |asked, params| answer(params, |params| Ok(asked.hover(params)))),
    ("textDocument/completion", |asked, params| answer(params, |params| Ok(asked.completion(params)))),
    ("textDocument/definition", |asked, params| answer(params, |params| Ok(asked.definition(params)))),
    ("textDocument/references", |asked, params| answer(params, |params| Ok(asked.references(params)))),
    ("textDocument/prepareRename", |asked, params| answer(params, |params| Ok(asked.prepare_rename(params)))),
    ("textDocument/rename", |asked, params| answer(params, |params| asked.rename(params))),
    (ACTIONS, |asked, params| answer(params, |params| Ok(asked.actions(params)))),
    ("textDocument/documentSymbol", |asked, params| answer(params, |params| Ok(asked.symbols(params)))),
    ("textDocument/foldingRange", |asked, params| answer(params, |params| Ok(asked.folds(params)))),
    ("textDocument/inlayHint", |asked, params| answer(params, |params| Ok(asked.hints(params)))),
    ("textDocument/codeLens", |asked, params| answer(params, |params| Ok(asked.lens(params)))),
];

/// Answers a question about a document that was checked.
///
/// # Errors
/// When the question cannot be read, or what it asks for cannot be done.
pub(super) fn to(method: &str, params: Value, document: &Document, client: &Client) -> Answer {
    let State::Plan(sheet, carets) = &document.state else { return Ok(Json::null()) };
    let places = Places { carets, text: &document.text };
    let asked = Asked { document, sheet, places, client };
    METHODS
        .iter()
        .find(|(known, _)| *known == method)
        .map_or_else(|| Ok(Json::null()), |(_, answer)| answer(&asked, params))
}

fn answer<P: DeserializeOwned, R: Serialize>(
    params: Value,
    answer: impl FnOnce(&P) -> Result<R, ResponseError>,
) -> Answer {
    let params = serde_json::from_value(params).map_err(|error| invalid(&error))?;
    Json::of(&answer(&params)?)
}

fn invalid(error: &serde_json::Error) -> ResponseError {
    failed(ErrorCode::InvalidParams, error.to_string())
}

impl Asked<'_> {
    fn offset(&self, at: &TextDocumentPositionParams) -> u32 {
        self.places.offset(at.position)
    }

    fn location(&self, range: Range) -> Location {
        Location { uri: self.document.uri.clone(), range }
    }

    fn hover(&self, params: &HoverParams) -> Option<Hover> {
        let told = self.sheet.hover(self.offset(&params.text_document_position_params));
        let kind = if self.client.takes_markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
        told.map(|told| Hover {
            contents: HoverContents::Markup(MarkupContent {
                kind,
                value: if self.client.takes_markdown { told.markdown() } else { told.plain() },
            }),
            range: Some(self.places.range(told.at)),
        })
    }

    fn completion(&self, params: &CompletionParams) -> CompletionResponse {
        let offers = self.sheet.offers(self.offset(&params.text_document_position)).into_iter();
        let offers = offers.map(|offer| offer.map_at(|span| self.places.range(span)));
        CompletionResponse::Array(offers.enumerate().map(|(n, offer)| speak::item(n, offer)).collect())
    }

    fn definition(&self, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
        let span = self.sheet.definition(self.offset(&params.text_document_position_params))?;
        Some(GotoDefinitionResponse::Scalar(self.location(self.places.range(span))))
    }

    fn references(&self, params: &ReferenceParams) -> Vec<Location> {
        let all = self.sheet.references(self.offset(&params.text_document_position)).into_iter();
        let but_own = usize::from(!params.context.include_declaration);
        all.skip(but_own).map(|span| self.location(self.places.range(span))).collect()
    }

    fn prepare_rename(&self, params: &TextDocumentPositionParams) -> Option<PrepareRenameResponse> {
        let (span, placeholder) = self.sheet.name_at(self.offset(params))?;
        Some(PrepareRenameResponse::RangeWithPlaceholder { range: self.places.range(span), placeholder })
    }

    fn rename(&self, params: &RenameParams) -> Result<lsp_types::WorkspaceEdit, ResponseError> {
        let renamed = self.sheet.renamed(self.offset(&params.text_document_position), &params.new_name);
        let changes = renamed.map_err(|why| failed(ErrorCode::RequestFailed, why.to_string()))?;
        let changes = changes.into_iter().map(|change| change.map_at(|span| self.places.range(span)));
        Ok(speak::edit(self.document, changes.collect(), self.client))
    }

    fn actions(&self, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
        let is_wanted =
            |kind: &CodeActionKind| CodeActionKind::QUICKFIX.as_str() == kind.as_str() || kind.as_str().is_empty();
        let are_wanted = params.context.only.as_ref().is_none_or(|only| only.iter().any(is_wanted));
        if !are_wanted || !self.client.takes_actions {
            return Vec::new();
        }
        let range = |span| self.places.range(span);
        let actions = self.sheet.actions(self.places.span(params.range));
        let answered: HashSet<usize> = actions.iter().flat_map(|action| action.answers.iter().copied()).collect();
        let marks = if answered.is_empty() { Vec::new() } else { self.sheet.marks() }.into_iter();
        let numbered = marks.filter_map(|mark| Some((mark.finding.filter(|n| answered.contains(n))?, mark)));
        let marks: HashMap<usize, Mark<Range>> = numbered.map(|(n, mark)| (n, mark.map_at(range))).collect();
        let actions = actions.into_iter().map(|action| action.map_at(range));
        let action = |action| speak::action(self.document, action, &marks, self.client);
        actions.map(|one| CodeActionOrCommand::CodeAction(action(one))).collect()
    }

    fn symbols(&self, _: &DocumentSymbolParams) -> DocumentSymbolResponse {
        let mut range = |span| self.places.range(span);
        let all = self.sheet.outline().into_iter().map(|symbol| speak::symbol(symbol.map_at(&mut range)));
        let all: Vec<_> = all.collect();
        if self.client.takes_trees {
            return DocumentSymbolResponse::Nested(all);
        }
        #[expect(deprecated, reason = "the field is there, and has no default")]
        let flat = |symbol: lsp_types::DocumentSymbol, container_name: Option<String>| SymbolInformation {
            name: symbol.name,
            kind: symbol.kind,
            tags: None,
            deprecated: None,
            location: self.location(symbol.range),
            container_name,
        };
        let (mut left, mut told): (Vec<_>, Vec<_>) =
            (all.into_iter().rev().map(|one| (one, None)).collect(), Vec::new());
        while let Some((mut symbol, above)) = left.pop() {
            let inside = symbol.children.take().unwrap_or_default();
            left.extend(inside.into_iter().rev().map(|one| (one, Some(symbol.name.clone()))));
            told.push(flat(symbol, above));
        }
        DocumentSymbolResponse::Flat(told)
    }

    fn folds(&self, _: &FoldingRangeParams) -> Vec<lsp_types::FoldingRange> {
        let folds = self.sheet.folds().into_iter();
        folds.filter_map(|fold| speak::fold(self.places.range(fold.at), self.client)).collect()
    }

    fn hints(&self, params: &InlayHintParams) -> Vec<InlayHint> {
        let span = self.places.span(params.range);
        let sums = self.sheet.sums().into_iter().filter(|sum| span.meets(sum.at));
        let hint = |sum: crate::editor::Sum| InlayHint {
            position: self.places.position(sum.at.end),
            label: InlayHintLabel::String(sum.text),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        };
        sums.map(hint).collect()
    }

    fn lens(&self, _: &CodeLensParams) -> Vec<CodeLens> {
        let lens = self.sheet.lens();
        let command = Command { title: lens.title, command: String::new(), arguments: None };
        vec![CodeLens { range: self.places.range(lens.at), command: Some(command), data: None }]
    }
}
