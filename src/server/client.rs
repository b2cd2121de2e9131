//! The editor: what it can, and what it is told the server can.

use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    CompletionOptions, FoldingRangeProviderCapability, HoverProviderCapability, InitializeParams, OneOf,
    PositionEncodingKind, RenameOptions, SaveOptions, ServerCapabilities, TextDocumentSyncCapability,
    TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkDoneProgressOptions,
};

use crate::period::Date;
use crate::span::Units;

/// The characters behind which something may be offered at once.
const TRIGGERS: [&str; 6] = ["[", "\"", "'", "=", "{", ","];

/// The editor, as far as answers depend on it.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a capability of its own")]
pub(super) struct Client {
    /// The units of its places.
    pub(super) units: Units,
    /// The day it asks to check on, if it does.
    pub(super) day: Option<Date>,
    pub(super) shows_related: bool,
    pub(super) shows_clauses: bool,
    pub(super) takes_versions: bool,
    pub(super) takes_actions: bool,
    pub(super) prepares_renames: bool,
    pub(super) takes_trees: bool,
    pub(super) takes_markdown: bool,
    pub(super) folds_lines_only: bool,
    pub(super) watches: bool,
}

impl Client {
    /// Returns the editor that wants to begin.
    ///
    /// # Errors
    /// When the day it asks for is none.
    pub(super) fn of(params: &InitializeParams) -> Result<Self, String> {
        let asked = params.initialization_options.as_ref().and_then(|options| options.get("today"));
        let day = match asked.filter(|day| !day.is_null()) {
            None => None,
            Some(day) => {
                let parsed = day.as_str().and_then(Date::parse);
                Some(parsed.ok_or("`today` of the initializationOptions is a day like \"2018-06-01\"")?)
            }
        };
        Ok(Self { day, ..Self::with(&params.capabilities) })
    }

    fn with(can: &ClientCapabilities) -> Self {
        let encodings = can.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let takes_bytes = encodings.is_some_and(|all| all.contains(&PositionEncodingKind::UTF8));
        let text = can.text_document.as_ref();
        let workspace = can.workspace.as_ref();
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let rename = text.and_then(|text| text.rename.as_ref());
        let symbols = text.and_then(|text| text.document_symbol.as_ref());
        let hover = text.and_then(|text| text.hover.as_ref()).and_then(|hover| hover.content_format.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watching = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let folds = text.and_then(|text| text.folding_range.as_ref());
        Self {
            units: if takes_bytes { Units::Utf8 } else { Units::Utf16 },
            day: None,
            shows_related: diagnostics.and_then(|can| can.related_information) == Some(true),
            shows_clauses: diagnostics.and_then(|can| can.code_description_support) == Some(true),
            takes_versions: edits.and_then(|edits| edits.document_changes) == Some(true),
            takes_actions: text
                .and_then(|text| text.code_action.as_ref())
                .is_some_and(|actions| actions.code_action_literal_support.is_some()),
            prepares_renames: rename.and_then(|rename| rename.prepare_support) == Some(true),
            takes_trees: symbols.and_then(|can| can.hierarchical_document_symbol_support) == Some(true),
            takes_markdown: hover.is_none_or(|formats| formats.contains(&lsp_types::MarkupKind::Markdown)),
            folds_lines_only: folds.and_then(|folds| folds.line_folding_only) == Some(true),
            watches: watching.and_then(|watching| watching.dynamic_registration) == Some(true),
        }
    }

    /// Returns what the server can for it.
    pub(super) fn served(&self) -> ServerCapabilities {
        let progress = WorkDoneProgressOptions::default();
        let save = TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) });
        ServerCapabilities {
            position_encoding: Some(match self.units {
                Units::Utf8 => PositionEncodingKind::UTF8,
                Units::Utf16 => PositionEncodingKind::UTF16,
            }),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(save),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            completion_provider: Some(CompletionOptions {
                trigger_characters: Some(TRIGGERS.map(str::to_owned).into()),
                ..CompletionOptions::default()
            }),
            definition_provider: Some(OneOf::Left(true)),
            references_provider: Some(OneOf::Left(true)),
            rename_provider: Some(if self.prepares_renames {
                OneOf::Right(RenameOptions { prepare_provider: Some(true), work_done_progress_options: progress })
            } else {
                OneOf::Left(true)
            }),
            document_symbol_provider: Some(OneOf::Left(true)),
            folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
            inlay_hint_provider: Some(OneOf::Left(true)),
            code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
            code_action_provider: self.takes_actions.then(|| {
                CodeActionProviderCapability::Options(CodeActionOptions {
                    code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
                    ..CodeActionOptions::default()
                })
            }),
            ..ServerCapabilities::default()
        }
    }
}
