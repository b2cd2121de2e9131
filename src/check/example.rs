//! Reads annotated examples: plans whose comments say what a rule finds in them, where, and what mends it.
//!
//! ```toml
//! # What the example is about, where that needs saying.
//! [totals]
//! pool = { 2016-17 = 27_500 }
//! #        ^^^^^^^ 2016/17 is not a year of
//! #        bcf-2017-19
//! #        mend: 2017-18
//! # + minimum = { 2017-18 = 27_500 }
//! ```
//!
//! Every line that begins with `#` is taken out of the plan. Directly below a line of the plan, or above the first, it
//! is one of these; anywhere else it is a remark, and above the first line `explain` shows it:
//!
//! - `# ^^^ message`: the rule finds this message at the characters above the carets. A long one may begin on the next
//!   line. A `#` directly before a caret counts as one, so that the first column can be marked. Of a place that has
//!   several lines the first is marked. Above the first line of the text the carets mark the first line that
//!   [`example_plan`] supplies, `[plan]`.
//! - any other line after a message: more of it.
//! - `# edit: text`: the finding offers to put this text in the marked place.
//! - `# mend: text`: the mended plan has this text in the marked place. Both may follow carets of their own, which
//!   mark another place then. Where the example says nothing of a mend, the edits are the mend.
//! - `# + line`: the mended plan has this line here, below the line above.
//! - `# -`: the mended plan does not have the line above.

use std::ops::Range;

use crate::period::Date;
use crate::span::Span;

/// The round rules' examples are written for, unless they name another.
pub const EXAMPLE_ROUND: &str = "bcf-2017-19";

/// The day on which examples were sent in that say nothing else.
const EXAMPLE_SUBMITTED: &str = "2017-09-11";

/// The day on which examples are checked.
pub const EXAMPLE_DAY: Date = Date { year: 2018, month: 6, day: 1 };

/// Returns an example as a whole plan: one that has no `[plan]` gets the least that reads before it.
pub fn example_plan(example: &str) -> String {
    if example.contains("[plan]") {
        return example.trim_start().to_owned();
    }
    let area = if example.contains("[area]") { "" } else { "\n[area]\nname = \"Exampleton\"\n" };
    let plan =
        format!("format = 1\nround = \"{EXAMPLE_ROUND}\"\nstatus = \"submitted\"\nsubmitted = {EXAMPLE_SUBMITTED}");
    format!("[plan]\n{plan}\n{area}\n{}", example.trim_start())
}

/// An annotated example, read.
#[derive(Debug)]
pub struct Example {
    /// The whole plan, without annotations.
    pub plan: String,
    /// The number of its bytes that [`example_plan`] supplied.
    supplied: usize,
    /// The remark above its first line; empty where there is none.
    pub about: String,
    /// The places of the findings, as bytes of `plan`, each with its message.
    pub findings: Vec<(Span, String)>,
    /// The edits that the findings offer: the places, each with its new text.
    pub edits: Vec<(Span, String)>,
    /// The changes that make the mended plan of this one, where these are not the edits.
    mends: Vec<(Span, String)>,
    /// The annotations that make no sense, each with what is the matter.
    pub faults: Vec<String>,
}

impl Example {
    /// Reads an annotated plan. What makes no sense becomes a fault and is otherwise passed over.
    pub fn read(annotated: &str) -> Self {
        let annotated = annotated.trim_start_matches('\n');
        let own: String = annotated.split_inclusive('\n').filter(|line| !line.starts_with('#')).collect();
        let own = own.trim_start();
        let plan = example_plan(own);
        let supplied = plan.len() - own.len();
        let first = 0..plan.find('\n').unwrap_or_default();
        let example = Self {
            plan,
            supplied,
            about: String::new(),
            findings: Vec::new(),
            edits: Vec::new(),
            mends: Vec::new(),
            faults: Vec::new(),
        };
        let above = (supplied > 0).then_some(first);
        let mut reader = Reader { example, above, next: supplied, mark: None, before: Before::Plan };
        for line in annotated.split_inclusive('\n') {
            reader.line(line);
        }
        reader.leave_carets();
        let mut example = reader.example;
        if example.overlaps() {
            example.faults.push("two changes are of the same place".to_owned());
        }
        example
    }

    /// Returns the failing plan without what is supplied to make it whole.
    pub fn failing(&self) -> &str {
        self.plan.get(self.supplied..).unwrap_or_default()
    }

    /// Returns the whole mended plan; nothing where the example has no mend.
    pub fn mended(&self) -> Option<String> {
        let mut changes: Vec<&(Span, String)> = self.changes().iter().collect();
        changes.sort_by_key(|(span, _)| span.start);
        let (mut mended, mut done) = (String::with_capacity(self.plan.len()), 0);
        for (span, with) in &changes {
            // A change that overlaps the one before is left out here; it is a fault.
            if let Some(kept) = self.plan.get(done..span.range().start) {
                mended.push_str(kept);
                mended.push_str(with);
                done = span.range().end;
            }
        }
        mended.push_str(self.plan.get(done..).unwrap_or_default());
        (!changes.is_empty()).then_some(mended)
    }

    /// Returns what makes the mended plan of this one.
    fn changes(&self) -> &[(Span, String)] {
        if self.mends.is_empty() { &self.edits } else { &self.mends }
    }

    /// Returns whether two changes are of the same bytes, so that they cannot both be made.
    fn overlaps(&self) -> bool {
        let mut spans: Vec<Span> = self.changes().iter().map(|(span, _)| *span).collect();
        spans.sort();
        spans.windows(2).any(|two| matches!(two, [one, next] if next.start < one.end))
    }

    /// Returns the mended plan without what is supplied to make it whole, or the failing one where no mend is known.
    pub fn passing(&self) -> String {
        let whole = self.mended().unwrap_or_else(|| self.plan.clone());
        whole.get(self.supplied..).unwrap_or_default().to_owned()
    }
}

/// The kind of line before a comment line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A line of the plan, or a remark.
    Plan,
    /// Carets alone.
    Carets,
    /// A message, or more of it.
    Message,
    /// A change.
    Change,
}

/// The state of reading an example.
struct Reader {
    example: Example,
    /// The bytes of the plan's line above, without its line ending.
    above: Option<Range<usize>>,
    /// The byte of the plan at which its next line begins.
    next: usize,
    /// The bytes that were marked last below that line.
    mark: Option<Span>,
    before: Before,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let text = line.trim_end();
        match text.strip_prefix('#') {
            Some(comment) => self.comment(text, comment.trim_start()),
            None => self.plan_line(line),
        }
    }

    fn plan_line(&mut self, line: &str) {
        self.leave_carets();
        self.mark = None;
        self.before = Before::Plan;
        // The plan has no white space before its first word.
        let line = if self.next == self.example.supplied { line.trim_start() } else { line };
        if !line.is_empty() {
            self.above = Some(self.next..self.next + line.trim_end().len());
            self.next += line.len();
        }
    }

    fn comment(&mut self, line: &str, said: &str) {
        if said.starts_with('^') {
            self.leave_carets();
            self.carets(line);
        } else if self.change(said) {
            self.before = Before::Change;
        } else {
            self.words(line, said);
        }
    }

    /// Reads carets and what is behind them.
    fn carets(&mut self, line: &str) {
        let from = if line.starts_with("#^") { 0 } else { line.find('^').unwrap_or_default() };
        let rest = line.get(from..).unwrap_or_default();
        let said = rest.trim_start_matches('#').trim_start_matches('^');
        let width = rest.len() - said.len();
        let said = said.trim();
        self.mark = self.above.clone().and_then(|above| self.columns(above, from, width));
        self.before = Before::Carets;
        if self.mark.is_none() {
            self.before = Before::Change;
            self.fault(line, "marks what is not there");
        } else if self.change(said) {
            self.before = Before::Change;
        } else if !said.is_empty() {
            self.words(line, said);
        }
    }

    /// Reads a message, more of one, or a remark.
    fn words(&mut self, line: &str, said: &str) {
        match (self.before, self.mark, self.example.findings.last_mut()) {
            (Before::Carets, Some(mark), _) => self.example.findings.push((mark, said.to_owned())),
            (Before::Message, _, Some((_, message))) => {
                message.push(' ');
                message.push_str(said);
            }
            (Before::Plan, ..) => return self.remark(said),
            _ => self.fault(line, "says neither what is found nor what mends it"),
        }
        self.before = Before::Message;
    }

    /// Notes a remark above the first line; others are for readers of the source alone.
    fn remark(&mut self, said: &str) {
        let about = &mut self.example.about;
        if self.next == self.example.supplied && !said.is_empty() {
            if !about.is_empty() {
                about.push(' ');
            }
            about.push_str(said);
        }
    }

    /// Notes as a fault carets that have no message.
    fn leave_carets(&mut self) {
        if self.before == Before::Carets {
            self.before = Before::Plan;
            self.fault("^", "marks a place, and nothing is said of it");
        }
    }

    /// Returns the bytes of so many columns of a line of the plan; nothing where it is shorter.
    fn columns(&self, line: Range<usize>, from: usize, width: usize) -> Option<Span> {
        let text = self.example.plan.get(line.clone())?;
        let ends = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        let offsets: Vec<usize> = ends.collect();
        Some(Span::new(line.start + offsets.get(from)?, line.start + offsets.get(from + width)?))
    }

    /// Reads an edit, a mend, or a line that comes or goes. Returns whether it was one.
    fn change(&mut self, said: &str) -> bool {
        if let Some(with) = said.strip_prefix("edit:").or_else(|| said.strip_prefix("mend:")) {
            let Some(mark) = self.mark else {
                self.fault(said, "marks no place");
                return true;
            };
            let list = if said.starts_with('e') { &mut self.example.edits } else { &mut self.example.mends };
            list.push((mark, with.trim().to_owned()));
        } else if said == "-" {
            match self.above.clone().filter(|above| above.start >= self.example.supplied) {
                Some(above) => self.example.mends.push((Span::new(above.start, self.next), String::new())),
                None => self.fault(said, "takes away what is not there"),
            }
        } else if said == "+" || said.starts_with("+ ") {
            self.example.mends.push((Span::at(self.next), format!("{}\n", said.get(2..).unwrap_or_default())));
        } else {
            return false;
        }
        true
    }

    fn fault(&mut self, line: &str, what: &str) {
        self.example.faults.push(format!("`{line}` {what}"));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_example_says_where_what_and_what_mends_it() {
        let example = Example::read(
            "\n#^^^^^ nothing\n# here\n[a]\nx = { \"£\" = 1 }\n#     ^^^ a pound\n#     edit: \"p\"\n# -\n# + y = 2\n# +\n\n# said\nz = 3\n#   ^\n#   four\n#   mend: 4\n",
        );
        assert_eq!(example.faults, Vec::<String>::new());
        assert_eq!(example.failing(), "[a]\nx = { \"£\" = 1 }\n\nz = 3\n");
        assert_eq!(example.passing(), "[a]\ny = 2\n\n\nz = 4\n");
        let marked: Vec<_> = example.findings.iter().map(|(at, said)| (at.of(&example.plan), said.as_str())).collect();
        assert_eq!(marked, [("[plan]", "nothing here"), ("\"£\"", "a pound"), ("3", "four")]);
        assert_eq!((example.about.as_str(), example.edits.len()), ("", 1));
    }

    #[test]
    fn the_remark_above_the_first_line_is_what_an_example_is_about() {
        let example = Example::read("\n# One is too few,\n# as everybody knows.\nx = 1\n\n# Two is not.\ny = 2\n");
        assert_eq!((example.about.as_str(), example.findings.len()), ("One is too few, as everybody knows.", 0));
    }

    #[test]
    fn edits_are_the_mend_where_nothing_else_is_said_of_one() {
        let example = Example::read("x = 1\n#   ^ one\n#   edit: 2\n");
        assert_eq!((example.passing().as_str(), example.mended().is_some()), ("x = 2\n", true));
        assert_eq!(Example::read("x = 1\n# 1 is a number\n").mended(), None);
    }

    proptest! {
        #[test]
        fn every_text_is_read_and_its_annotations_are_taken_out(text in "(#|\\^|-|\\+| |\n|a = \"£\"|mend:|edit:|\\[plan\\]){0,60}") {
            let example = Example::read(&text);
            let own = text.split_inclusive('\n').filter(|line| !line.starts_with('#')).collect::<String>();
            prop_assert_eq!(example.failing(), own.trim_start());
            prop_assert!(example.plan.ends_with(example.failing()));
            prop_assert_eq!(example.mended().is_some(), !example.changes().is_empty());
        }
    }

    #[test]
    fn what_makes_no_sense_is_a_fault_and_no_panic() {
        let wrong = [
            "x = 1\n#         ^ far out\n",
            "x = 1\n#   ^\n",
            "x = 1\n# mend: 2\n",
            "x = 1\n# + y = 1\n# and more\n",
            "# -\nx = 1\n",
            "# ^ no plan line\n[plan]\n",
            "#^",
            "# edit:",
            "xy = 100\n#    ^^^ mend: £\n#     ^ mend: 2\n",
            "x = 1\n#    ^ a column too far\n",
            "x = 1\n#   ^\n#   ^ only the second says something\n",
        ];
        for text in wrong {
            assert_eq!(Example::read(text).faults.len(), 1, "{text}");
        }
        for text in ["", "#", "# ", "#+", "\n\n#\n", "+", "^"] {
            assert_eq!(Example::read(text).faults.len(), 0, "{text}");
        }
    }
}
