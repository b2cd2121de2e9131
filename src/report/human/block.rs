//! A finding whole: its message, its source lines, its sum, and what there is to say below.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::picture::{picture, picture_of};
use crate::finding::{Basis, ClauseRef, Edit, Finding, Level, LikelyCause, Status, Trial, Waiver};
use crate::report::excerpt::{Excerpt, Mark};
use crate::report::paint::Ink;
use crate::report::places::{Places, Spot};
use crate::report::{View, causes, ledger, words};
use crate::span::Span;
use crate::text::escape::shown;
use crate::text::words::count;
use crate::text::wrap::wrapped;

/// The most places of one finding that are drawn.
pub(crate) const MARKS: usize = 20;
/// Columns of the names of the fields under a snippet.
const FIELD: usize = 10;

/// The proposed edits that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edits {
    /// Those that were tried and are safe.
    Safe,
    /// Every one: of a plan that was made to show it.
    All,
    /// None: for a format of which edits are not tried.
    None,
}

/// Draws the findings of one plan.
#[derive(Debug)]
pub(crate) struct Drawer<'a> {
    path: &'a str,
    places: &'a Places<'a>,
    view: View,
    edits: Edits,
}

impl<'a> Drawer<'a> {
    /// Returns a drawer for the plan at `path`.
    pub(crate) fn new(path: &'a str, places: &'a Places<'a>, view: View) -> Self {
        Self { path, places, view, edits: Edits::Safe }
    }

    /// Returns the same drawer for other edits than the safe ones.
    pub(crate) fn with(self, edits: Edits) -> Self {
        Self { edits, ..self }
    }

    /// Returns a finding whole: message, source, sum, help, edit, clause.
    pub(crate) fn block(&self, finding: &Finding) -> String {
        self.block_with(finding, None)
    }

    /// Returns a finding whole, with its cause where that explains nothing else.
    pub(crate) fn block_with(&self, finding: &Finding, cause: Option<&LikelyCause>) -> String {
        let mut out = self.picture(finding);
        if let Some(sum) = &finding.ledger {
            let style = ledger::Style {
                width: self.view.width,
                unicode: self.view.unicode,
                paint: self.view.paint(),
                whole: self.view.evidence,
            };
            for line in ledger::lines(sum, self.places, style) {
                out.push_str(line.trim_end());
                out.push('\n');
            }
        }
        if let Some(cause) = cause.filter(|cause| !cause.is_of_several()) {
            let (name, text) = self.lone_cause(cause);
            self.field(name, &text, &mut out);
        }
        for (name, text) in self.fields(finding) {
            self.field(name, &text, &mut out);
        }
        out
    }

    /// Returns the message and the source lines.
    fn picture(&self, finding: &Finding) -> String {
        let marks = marks(finding);
        let shown_marks = &marks[..marks.len().min(MARKS + 1)];
        let excerpt = Excerpt::new(self.places, self.path, shown_marks, self.view.width, self.view.unicode);
        let mut out = picture(finding, &shown(&finding.message), &excerpt, self.view);
        if marks.len() > shown_marks.len() {
            let more = count(marks.len() - shown_marks.len(), "more figure", "more figures");
            let note = format!("    and {more} of the sum, not drawn");
            let _ = writeln!(out, "{}", self.view.paint().ink(Ink::Faint, note));
        }
        out
    }

    /// Returns what is said under the picture, by name.
    fn fields(&self, finding: &Finding) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        fields.extend(finding.help.as_ref().map(|help| ("help", shown(help).into_owned())));
        let is_drawn = |edit: &&Edit| match self.edits {
            Edits::Safe => edit.trial == Trial::Safe,
            Edits::All => true,
            Edits::None => false,
        };
        let edit = finding.edit.as_ref().filter(is_drawn).filter(|edit| self.can_be_made(edit));
        fields.extend(edit.map(|edit| ("edit", self.edit(edit, &[finding.at.span]))));
        fields.extend(finding.clause.as_ref().map(|clause| ("clause", clause_text(clause))));
        match &finding.status {
            Status::Failed if finding.known.is_none() => {}
            Status::Waived(waiver) => fields.push(("waived", self.waiver(waiver))),
            Status::Failed | Status::Baselined => fields.push(("known", words::known_from(finding))),
        }
        fields
    }

    /// Returns whether people can make an edit as it is said to them.
    pub(crate) fn can_be_made(&self, edit: &Edit) -> bool {
        self.places.typed(edit).is_some()
    }

    /// Returns ``change `499_481` to `599_481` ``, with the line where it is none of the places that are `pointed` at.
    pub(crate) fn edit(&self, edit: &Edit, pointed: &[Span]) -> String {
        let old = edit.at.span.of(self.places.source());
        let spot = self.places.spot(&edit.at);
        if let Spot::Cell(_) = spot {
            return in_cell(&spot, &self.places.typed(edit).unwrap_or_default());
        }
        let line = self.places.of(&edit.at).line;
        let at = if pointed.contains(&edit.at.span) { String::new() } else { format!(" in line {line}") };
        let quoted = |text: &str| format!("`{}`", shown(text.trim_matches('\n')));
        let last = old.trim_end_matches(['\n', '\r']).matches('\n').count();
        if last > 0 && edit.with.is_empty() {
            return format!("delete lines {line} to {}", line as usize + last);
        }
        match (old.is_empty(), edit.with.is_empty()) {
            (true, _) => format!("insert {}{at}", quoted(&edit.with)),
            (false, true) => format!("delete {}{at}", quoted(old)),
            (false, false) => format!("change {}{at} to {}", quoted(old), quoted(&edit.with)),
        }
    }

    /// Returns what is the cause of one finding: the mistake, or the mends that are equally likely.
    fn lone_cause(&self, cause: &LikelyCause) -> (&'static str, String) {
        if let Some(mend) = cause.mend() {
            let message = shown(&cause.message);
            // A finding has its edit beside it where one mends it.
            let changes = cause.shown().filter(|edit| mend.edits.len() > 1 && self.can_be_made(edit));
            let changes: Vec<String> = changes.map(|edit| self.edit(edit, &[])).collect();
            let changes = if changes.is_empty() { String::new() } else { format!(": {}", together(cause, &changes)) };
            return ("cause", format!("{message}{changes}"));
        }
        let edits = cause.mends.iter().flat_map(|mend| &mend.edits);
        let edits = edits.filter(|edit| self.can_be_made(edit));
        ("one of", edits.map(|edit| self.edit(edit, &[])).collect::<Vec<_>>().join("\n"))
    }

    /// Returns the likely cause of findings: what it is, its lines, its edit, and how much it explains.
    pub(crate) fn cause(&self, cause: &LikelyCause) -> String {
        let edits = || cause.shown();
        let can_be_made = edits().all(|edit| self.can_be_made(edit));
        let changes: Vec<String> = edits().map(|edit| self.edit(edit, &[edit.at.span])).collect();
        let labels = if cause.mend().is_some() || !can_be_made { &[][..] } else { &changes };
        let text = |n: usize| labels.get(n).map(String::as_str);
        let marks: Vec<Mark<'_>> = edits()
            .enumerate()
            .map(|(n, edit)| Mark { at: Some(&edit.at), span: edit.at.span, text: text(n) })
            .collect();
        let excerpt = Excerpt::new(self.places, self.path, &marks, self.view.width, self.view.unicode);
        let head = causes::head(cause);
        let mut out = picture_of((&format!("{head}:"), Level::Error), &shown(&cause.message), &excerpt, self.view);
        if cause.mend().is_some() && can_be_made {
            self.field("edit", &together(cause, &changes), &mut out);
        }
        self.field("answers", &causes::answers(cause), &mut out);
        out
    }

    fn waiver(&self, waiver: &Waiver) -> String {
        let until = waiver.until.as_deref().map(|day| format!(" until {}", shown(day))).unwrap_or_default();
        let at = self.places.spot(&waiver.at).short();
        format!("by {}{until} ({at}): {}", shown(&waiver.by), shown(&waiver.reason))
    }

    /// Writes `  help: text`, wrapped under itself.
    fn field(&self, name: &str, text: &str, out: &mut String) {
        field(name, text, self.view, out);
    }
}

/// Returns the changes of one mend: the same change in several places is said once.
fn together(cause: &LikelyCause, changes: &[String]) -> String {
    let places = changes.len() + cause.hidden();
    match changes.split_first() {
        Some((first, rest)) if !rest.is_empty() && rest.iter().all(|change| change == first) => {
            format!("{first} in {places} places")
        }
        _ => changes.iter().cloned().chain(causes::more(cause)).collect::<Vec<_>>().join(", and "),
    }
}

/// Writes `  help: text`, wrapped under itself. The text is fit to show.
pub(in crate::report) fn field(name: &str, text: &str, view: View, out: &mut String) {
    let paint = view.paint();
    let room = view.width.saturating_sub(FIELD).max(30);
    let ink = if name == "clause" { Ink::Faint } else { Ink::Notable };
    let mut name = format!("{:>width$}", format!("{name}:"), width = FIELD - 1);
    for paragraph in text.lines() {
        for line in wrapped(paragraph, room) {
            let name = std::mem::replace(&mut name, " ".repeat(FIELD - 1));
            let _ = writeln!(out, "{} {line}", paint.ink(ink, name));
        }
    }
}

/// Returns what to do in a cell: ``change `spend!F17` to `599481` ``.
fn in_cell(spot: &Spot, with: &str) -> String {
    let cell = spot.short();
    if with.is_empty() {
        format!("delete the row of `{cell}`")
    } else {
        format!("change `{cell}` to `{}`", shown(with))
    }
}

/// Returns where a clause is written and how that is known, over two or three lines.
pub(crate) fn clause_text(clause: &ClauseRef) -> String {
    let basis = match clause.basis {
        Basis::Quoted => "quoted".to_owned(),
        Basis::Derived => "derived from quoted figures".to_owned(),
        Basis::Reported if clause.is_weak() => {
            format!("{}: the document itself was not read, and no second account confirms it", clause.known())
        }
        Basis::Reported => format!("{}, who agree; the document itself was not read", clause.known()),
        Basis::Recalled => "recalled: known from memory only, no document confirms it yet".to_owned(),
    };
    let parts: Vec<&str> =
        [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let written = if parts.is_empty() { clause.id.clone() } else { parts.join("; ") };
    let url = if clause.url.is_empty() { String::new() } else { format!("\n{}", shown(&clause.url)) };
    format!("{} ({}){url}", shown(&written), shown(&basis))
}

/// Returns the places to draw: the primary one, the labels, and the figures of the sum that no label has, each place
/// once.
pub(crate) fn marks(finding: &Finding) -> Vec<Mark<'_>> {
    let mut seen: BTreeSet<Span> = BTreeSet::new();
    seen.insert(finding.at.span);
    let lines = || finding.ledger.iter().flat_map(|ledger| &ledger.lines);
    let label = finding.labels.iter().find(|label| label.at.span == finding.at.span).map(|label| label.text.as_str());
    let counted = lines().find(|line| line.at.as_ref().is_some_and(|site| site.span == finding.at.span));
    let own = label.or(counted.map(|line| line.text.as_str()));
    let mut marks = vec![Mark { at: Some(&finding.at), span: finding.at.span, text: own }];
    for label in &finding.labels {
        if seen.insert(label.at.span) {
            marks.push(Mark { at: Some(&label.at), span: label.at.span, text: Some(&label.text) });
        }
    }
    for line in lines() {
        if let Some(site) = line.at.as_ref().filter(|site| seen.insert(site.span)) {
            marks.push(Mark { at: Some(site), span: site.span, text: Some(&line.text) });
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeStyles};
    use proptest::prelude::*;
    use textwrap::{WordSeparator, WordSplitter};

    use super::*;
    use crate::report::samples::{SOURCE, finding, label, short_of_a_hundred_thousand, site};
    use crate::text::escape::columns_of;

    fn drawn(source: &str, finding: &Finding, view: View) -> String {
        Drawer::new("plans/x.toml", &Places::new(source), view).block(finding)
    }

    #[test]
    fn a_money_finding_shows_its_figures_its_sum_its_edit_and_its_clause() {
        insta::assert_snapshot!(drawn(SOURCE, &short_of_a_hundred_thousand(), View::plain(80)));
    }

    #[test]
    fn without_unicode_nothing_but_pounds_is_beyond_ascii() {
        let view = View { unicode: false, ..View::plain(80) };
        let text = drawn(SOURCE, &short_of_a_hundred_thousand(), view);
        assert!(text.replace('£', "").is_ascii(), "{text}");
    }

    #[test]
    fn colour_changes_nothing_but_colour() {
        let finding = short_of_a_hundred_thousand();
        let plain = drawn(SOURCE, &finding, View::plain(80));
        let colored = drawn(SOURCE, &finding, View { color: true, ..View::plain(80) });
        let mut stripped = String::new();
        for (n, part) in colored.split('\x1b').enumerate() {
            stripped.push_str(if n == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) });
        }
        let trimmed: Vec<&str> = stripped.lines().map(str::trim_end).collect();
        assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
    }

    #[test]
    fn labels_far_apart_share_one_box_without_what_lies_between() {
        let source = format!("a = 1\n{}b = 2\n", "# filler\n".repeat(500));
        let at = source.find("b = 2").unwrap() + 4;
        let mut finding = finding("too much", site("b", at, at + 1));
        finding.labels = vec![label("the other", "a", 4, 5)];
        insta::assert_snapshot!(drawn(&source, &finding, View::plain(80)), @r###"
 error[dfg-not-passported]: too much
    ╭─[plans/x.toml:502:5]
  1 │ a = 1
    ·     ┬
    ·     ╰── the other
    ⋮
501 │ # filler
502 │ b = 2
    ·     ─
    ╰────
"###);
    }

    #[test]
    fn hidden_characters_are_spelt_out_and_carets_stay_in_place() {
        let source = "\tname = \"a\u{202e}b\u{1b}[2J日\" , amount = 5\n";
        let at = source.find('5').unwrap();
        let mut finding = finding("bad \u{1b}[31m text", site("amount", at, at + 1));
        finding.labels = vec![label("a \u{200b} name", "name", 8, 22)];
        insta::assert_snapshot!(drawn(source, &finding, View::plain(80)), @r###"
 error[dfg-not-passported]: bad \u{1b}[31m text
  ╭─[plans/x.toml:1:31]
1 │     name = "a\u{202e}b\u{1b}[2J日" , amount = 5
  ·            ───────────┬───────────            ─
  ·                       ╰── a \u{200b} name
  ╰────
"###);
    }

    #[test]
    fn an_empty_span_at_the_end_of_the_file_is_drawn() {
        insta::assert_snapshot!(drawn("[plan]\n", &finding("it ends", site("", 7, 7)), View::plain(80)), @r###"
 error[dfg-not-passported]: it ends
  ╭─[plans/x.toml:2:1]
1 │ [plan]
2 │
  · ▲
  ╰────
"###);
        assert!(drawn("", &finding("it is empty", site("", 0, 0)), View::plain(80)).contains("it is empty"));
        assert!(drawn("a", &finding("it is elsewhere", site("", 90, 99)), View::plain(80)).contains("elsewhere"));
    }

    #[test]
    fn a_very_long_line_is_cut_around_each_span() {
        let source =
            format!("x = [{}]", (0..5_000).map(|n| format!("{{ amount = {n} }}")).collect::<Vec<_>>().join(", "));
        let at = |n: usize| source.find(&format!("= {n} ")).unwrap() + 2;
        let mut finding = finding("too much", site("x", at(4_000), at(4_000) + 4));
        finding.labels = vec![label("and this", "x", at(1_000), at(1_000) + 4)];
        let text = drawn(&source, &finding, View::plain(80));
        assert!(text.lines().all(|line| columns_of(line) <= 80), "{text}");
        insta::assert_snapshot!(text, @r###"
 error[dfg-not-passported]: too much
  ╭─[plans/x.toml:1:74907]
1 │ …unt = 999 }, { amount = 1000 }, { amount = 1001 }, { amount = 1002 }, { …
  ·                          ──┬─
  ·                            ╰── and this
1 │ …nt = 3999 }, { amount = 4000 }, { amount = 4001 }, { amount = 4002 }, { …
  ·                          ────
  ╰────
"###);
    }

    /// A finding as miette wants it.
    #[derive(Debug)]
    struct Picture<'a> {
        finding: &'a Finding,
        excerpt: Excerpt,
        message: String,
    }

    impl fmt::Display for Picture<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.message)
        }
    }

    impl std::error::Error for Picture<'_> {}

    impl Diagnostic for Picture<'_> {
        fn severity(&self) -> Option<Severity> {
            Some(match self.finding.level {
                Level::Error => Severity::Error,
                Level::Warning => Severity::Warning,
                Level::Advice => Severity::Advice,
            })
        }

        fn source_code(&self) -> Option<&dyn SourceCode> {
            Some(&self.excerpt)
        }

        fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
            Some(Box::new(self.excerpt.labels().iter().cloned()))
        }
    }

    /// Returns a handler that heads the message with `level[rule]:` and gives the primary mark the colour of the level.
    fn handler(finding: &Finding, picture: &Picture<'_>, view: View) -> GraphicalReportHandler {
        let mut theme = if view.unicode { GraphicalTheme::unicode() } else { GraphicalTheme::ascii() };
        theme.styles = if view.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let (style, icon) = match finding.level {
            Level::Error => (theme.styles.error, &mut theme.characters.error),
            Level::Warning => (theme.styles.warning, &mut theme.characters.warning),
            Level::Advice => (theme.styles.advice, &mut theme.characters.advice),
        };
        *icon = format!("{}[{}]:", finding.level, finding.rule);
        let other = theme.styles.help;
        let inks = picture.excerpt.labels().iter().map(|label| if label.primary() { style } else { other });
        theme.styles.highlights = inks.collect();
        GraphicalReportHandler::new_themed(theme)
            .with_width(view.width.max(40))
            .with_links(false)
            .with_word_separator(WordSeparator::AsciiSpace)
            .with_word_splitter(WordSplitter::NoHyphenation)
            .without_syntax_highlighting()
    }

    /// Returns the message and the source lines of a finding as miette draws them.
    fn by_miette(source: &str, finding: &Finding, view: View) -> String {
        let marks = marks(finding);
        let shown_marks = &marks[..marks.len().min(MARKS + 1)];
        let excerpt = Excerpt::new(&Places::new(source), "plans/x.toml", shown_marks, view.width, view.unicode);
        let picture = Picture { finding, excerpt, message: shown(&finding.message).into_owned() };
        let mut drawn = String::new();
        handler(finding, &picture, view).render_report(&mut drawn, &picture).unwrap();
        picture.excerpt.renumbered(&drawn)
    }

    proptest! {
        /// Whatever the text, the spans, the labels, the width and the colours, the picture is as miette draws it.
        #[test]
        fn the_picture_is_miettes(
            source in "([a-z£日\u{202e}\t\r\n \\[\\]=]|\r\n){0,300}",
            message in "[a-z£日,. ]{1,200}",
            spans in prop::collection::vec((0_usize..300, 0_usize..60, "[a-z£ ]{0,30}"), 1..9),
            (level, color, unicode, width) in (0_usize..3, any::<bool>(), any::<bool>(), 40_usize..130),
        ) {
            let (at, length, _) = &spans[0];
            let mut finding = finding(&message, site("a", *at, at + length));
            finding.level = [Level::Error, Level::Warning, Level::Advice][level];
            let labels = spans.iter().map(|(at, length, text)| label(text, "b", *at, at + length));
            finding.labels = labels.skip(usize::from(color)).collect();
            let view = View { color, unicode, ..View::plain(width) };
            prop_assert_eq!(drawn(&source, &finding, view), by_miette(&source, &finding, view));
        }

        /// Whatever the text and wherever the spans, a finding is drawn, and nothing hidden reaches the output.
        #[test]
        fn drawing_never_fails(source in "([a-z£日\u{202e}\t\r\n \\[\\]=]|\r\n){0,300}", spans in prop::collection::vec((0_usize..400, 0_usize..60), 1..6), width in 40_usize..130) {
            let mut finding = finding("wrong", site("a", spans[0].0, spans[0].0 + spans[0].1));
            finding.labels = spans[1..].iter().map(|(at, length)| label("a label that says quite a lot of things", "b", *at, at + length)).collect();
            let text = drawn(&source, &finding, View::plain(width));
            prop_assert!(text.contains("wrong"));
            prop_assert!(!text.contains(|c| c != '\n' && crate::text::escape::is_hidden(c)));
        }
    }
}
