//! One plan of `bcf.check/1`: its findings with all they rest on, and its other tests.

use std::borrow::Cow;
use std::cell::OnceCell;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::{ClauseOut, CountsOut, FamilyId, RuleId};
use crate::cells::CellName;
use crate::check::{Checked, Word};
use crate::finding::{
    Edit, FORM, Finding, Kind, Known, Label, Ledger, LedgerLine, Level, LikelyCause, Mend, Need, Outcome, Site, Status,
    Tally, Test, Trial, Waiver,
};
use crate::money::Money;
use crate::period::Period;
use crate::report::places::Places;
use crate::report::words;
use crate::span::{NodeId, Span};

/// A plan that is written as [`PlanOut`].
pub(super) struct Whole<'a> {
    pub(super) plan: &'a Checked,
    /// True when the sums of tests that passed are written line by line.
    pub(super) evidence: bool,
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let places = OnceCell::new();
        PlanOut::new(Inside { plan: self.plan, evidence: self.evidence, places: &places }).serialize(to)
    }
}

/// The context from which the parts of a plan are written. Its line index is made when the first place is asked for.
#[derive(Clone, Copy)]
struct Inside<'a> {
    plan: &'a Checked,
    evidence: bool,
    places: &'a OnceCell<Places<'a>>,
}

impl<'a> Inside<'a> {
    fn at(self, site: &'a Site) -> At<'a> {
        self.place(Cow::Borrowed(&site.path), site.span)
    }

    fn place(self, path: Cow<'a, str>, span: Span) -> At<'a> {
        let places = self.places.get_or_init(|| Places::of_plan(&self.plan.plan));
        if let Some(cells) = places.cells() {
            let CellName { sheet, cell } = cells.of(&path, span).map(|at| cells.name(at)).unwrap_or_default();
            return At::Cell { path, sheet, cell };
        }
        let (start, end) = (places.position(span.start), places.position(span.end));
        At::Text {
            path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            start: span.start,
            end: span.end,
        }
    }

    /// Returns what an edit puts in its place; nothing where people cannot make it as it is.
    fn typed(self, edit: &'a Edit) -> Option<Cow<'a, str>> {
        self.places.get_or_init(|| Places::of_plan(&self.plan.plan)).typed(edit)
    }
}

/// A list whose entries are made as they are written, each from one of `of`.
struct Each<'a, T, O> {
    inside: Inside<'a>,
    of: &'a [T],
    make: fn(Inside<'a>, &'a T) -> O,
}

impl<T, O: Serialize> Serialize for Each<'_, T, O> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.of.iter().map(|one| (self.make)(self.inside, one)))
    }
}

impl<T, O: JsonSchema> JsonSchema for Each<'_, T, O> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<O>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<O>::json_schema(generator)
    }
}

/// A plan.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlanOut<'a> {
    /// Its path, with /.
    path: &'a str,
    /// The planning round it was checked under, or what the plan says it is.
    round: Option<&'a str>,
    /// The round the plan names, where it was checked under another.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "&str")]
    own_round: Option<&'a str>,
    /// The SHA-256 of its text as it was checked.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    sha256: String,
    /// fail: a finding of level error, or of a milder one that a stricter --fail-on names, that no valid waiver covers.
    /// incomplete: no such finding, and either a finding that is milder only because the plan is a draft, or a required
    /// test that was not made, or rules left out. pass: neither.
    #[schemars(extend("enum" = [Word::Pass, Word::Incomplete, Word::Fail]))]
    verdict: Word,
    /// True when the plan makes the exit status 1.
    fails: bool,
    /// The findings and tests in words, as they follow the verdict on a terminal: 1 error; 87 tests passed.
    summary: String,
    /// The number of findings, tests and waivers of each kind.
    counts: CountsOut,
    /// Tests that failed, in the order of the plan.
    findings: Each<'a, Finding, FindingOut<'a>>,
    /// The likely causes of findings: single mistakes each of which explains several, with the edit that mends it.
    causes: Each<'a, LikelyCause, CauseOut<'a>>,
    /// True when not every mend was tried, as the plan is too large or has too many findings.
    causes_cut: bool,
    /// Tests that did not fail.
    tests: Each<'a, Test, TestOut<'a>>,
}

impl<'a> PlanOut<'a> {
    fn new(inside: Inside<'a>) -> Self {
        let plan = inside.plan;
        let (verdict, counts) = (plan.verdict(), plan.counts());
        Self {
            path: &plan.path,
            round: plan.round.as_deref().or(plan.named_round.as_deref()),
            own_round: plan.other_round(),
            sha256: plan.plan.sha256(),
            verdict: verdict.word,
            fails: verdict.fails,
            summary: words::summary(plan, &counts, &verdict),
            counts: counts.into(),
            findings: Each { inside, of: &plan.findings, make: FindingOut::new },
            causes: Each { inside, of: &plan.diagnosis.causes, make: CauseOut::new },
            causes_cut: plan.diagnosis.is_cut,
            tests: Each { inside, of: &plan.tests, make: TestOut::new },
        }
    }
}

/// A place in a plan. Lines and columns count from 1, columns in Unicode characters; ends are exclusive.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum At<'a> {
    /// In a plan that is a text.
    Text {
        /// The dotted path; of something absent, the path it would have.
        path: Cow<'a, str>,
        /// The line it starts on.
        #[schemars(range(min = 1))]
        line: u32,
        /// The column it starts at.
        #[schemars(range(min = 1))]
        column: u32,
        /// The line it ends on.
        #[schemars(range(min = 1))]
        end_line: u32,
        /// The column after its end.
        #[schemars(range(min = 1))]
        end_column: u32,
        /// The byte it starts at, from 0.
        start: u32,
        /// The byte after its end.
        end: u32,
    },
    /// In a plan that is a workbook.
    Cell {
        /// The dotted path; of something absent, the path it would have.
        path: Cow<'a, str>,
        /// The sheet, as it is called.
        sheet: String,
        /// The cell: F17; empty where no cell says it.
        cell: String,
    },
}

/// A test that failed.
#[derive(Serialize, JsonSchema)]
struct FindingOut<'a> {
    /// The rule's id; bcf explain says what it means.
    rule: RuleId<'a>,
    /// The rule's family.
    family: FamilyId<'a>,
    /// The level of the finding.
    level: Level,
    /// wrong: something that is there is wrong. absent: something is not there at all, or is a gap.
    kind: Kind,
    /// The status of the finding; only a failed finding counts.
    #[schemars(extend("enum" = Status::WORDS))]
    status: &'static str,
    /// The fact, with its figures.
    message: &'a str,
    /// The advice on mending it.
    help: Option<&'a str>,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// The subject of the test, such as a stream's name or a district's id.
    subject: Option<&'a str>,
    /// The clause it rests on.
    clause: Option<ClauseOut<'a>>,
    /// The figure or key a person would edit.
    at: At<'a>,
    /// The other figures of the sum.
    labels: Each<'a, Label, LabelOut<'a>>,
    /// The sum, whole.
    ledger: Option<Sum<Each<'a, LedgerLine, LineOut<'a>>>>,
    /// The smallest edit that makes the test pass.
    edit: Option<EditOut<'a>>,
    /// The waiver that covers it.
    waiver: Option<WaiverOut<'a>>,
    /// The earlier state of the finding, where it is known.
    known: Option<KnownOut<'a>>,
    /// The same for the same rule, year and what it is of, however lines and figures move.
    #[schemars(extend("pattern" = format!("^{FORM}[0-9a-f]{{32}}$")))]
    fingerprint: String,
}

impl<'a> FindingOut<'a> {
    fn new(inside: Inside<'a>, finding: &'a Finding) -> Self {
        let waiver = match &finding.status {
            Status::Waived(waiver) => Some(WaiverOut::new(inside, waiver)),
            Status::Failed | Status::Baselined => None,
        };
        Self {
            rule: RuleId(finding.rule),
            family: FamilyId(finding.family),
            level: finding.level,
            kind: finding.kind,
            status: finding.status.word(),
            message: &finding.message,
            help: finding.help.as_deref(),
            year: finding.year,
            subject: finding.subject.as_deref(),
            clause: finding.clause.as_ref().map(ClauseOut::from),
            at: inside.at(&finding.at),
            labels: Each { inside, of: &finding.labels, make: LabelOut::new },
            ledger: finding.ledger.as_ref().map(|ledger| Sum::of_finding(inside, ledger)),
            edit: finding.edit.as_ref().and_then(|edit| EditOut::new(inside, edit)),
            waiver,
            known: finding.known.as_ref().map(KnownOut::from),
            fingerprint: finding.fingerprint(),
        }
    }
}

/// A figure or key beside the one to edit.
#[derive(Serialize, JsonSchema)]
struct LabelOut<'a> {
    /// The label of the place.
    text: &'a str,
    /// The place in the plan.
    at: At<'a>,
}

impl<'a> LabelOut<'a> {
    fn new(inside: Inside<'a>, label: &'a Label) -> Self {
        Self { text: &label.text, at: inside.at(&label.at) }
    }
}

/// The result of a test after its edit.
const PASSES: &str = "passes";

/// An edit.
#[derive(Serialize, JsonSchema)]
struct EditOut<'a> {
    /// The text to replace.
    at: At<'a>,
    /// The text of the plan to put there; in a workbook what to type into the cell, and nothing where its row goes.
    with: Cow<'a, str>,
    /// The result of the test after the edit.
    #[schemars(extend("const" = PASSES))]
    makes: &'static str,
    /// True when it was tried: the finding goes, and no other comes.
    verified: bool,
}

impl<'a> EditOut<'a> {
    fn new(inside: Inside<'a>, edit: &'a Edit) -> Option<Self> {
        let (at, with) = (inside.at(&edit.at), inside.typed(edit)?);
        Some(Self { at, with, makes: PASSES, verified: edit.trial == Trial::Safe })
    }
}

/// One mistake that explains findings.
#[derive(Serialize, JsonSchema)]
struct CauseOut<'a> {
    /// The mistake.
    message: &'a str,
    /// The edit that mends it and does away with all it explains; null where several are equally likely.
    edit: Option<MendOut<'a>>,
    /// The fingerprints of the findings it explains.
    explains: Vec<String>,
    /// The edits that are equally likely, where there are several.
    alternatives: Vec<MendOut<'a>>,
}

impl<'a> CauseOut<'a> {
    fn new(inside: Inside<'a>, cause: &'a LikelyCause) -> Self {
        let finding = |n: &usize| inside.plan.findings.get(*n).map(Finding::fingerprint);
        let all = || cause.mends.iter().filter_map(|mend| MendOut::new(inside, mend)).collect::<Vec<_>>();
        Self {
            message: &cause.message,
            edit: cause.mend().and_then(|mend| MendOut::new(inside, mend)),
            explains: cause.explains.iter().filter_map(finding).collect(),
            alternatives: if cause.mend().is_some() { Vec::new() } else { all() },
        }
    }
}

/// A mend in one place or in several.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum MendOut<'a> {
    /// In one place.
    One(ChangeOut<'a>),
    /// In several.
    Several {
        /// The changes, in the order of the plan.
        edits: Vec<ChangeOut<'a>>,
    },
}

impl<'a> MendOut<'a> {
    fn new(inside: Inside<'a>, mend: &'a Mend) -> Option<Self> {
        let change = |edit: &'a Edit| Some(ChangeOut { at: inside.at(&edit.at), with: inside.typed(edit)? });
        let mut edits: Vec<ChangeOut<'a>> = mend.edits.iter().map(change).collect::<Option<_>>()?;
        Some(match edits.pop() {
            Some(only) if edits.is_empty() => Self::One(only),
            last => Self::Several { edits: edits.into_iter().chain(last).collect() },
        })
    }
}

/// A change of the plan's text.
#[derive(Serialize, JsonSchema)]
struct ChangeOut<'a> {
    /// The text to replace.
    at: At<'a>,
    /// The text of the plan to put there; in a workbook what to type into the cell, and nothing where its row goes.
    with: Cow<'a, str>,
}

/// The earlier state of a finding.
#[derive(Serialize, JsonSchema)]
struct KnownOut<'a> {
    /// The source of that knowledge: in the baseline, or known since a revision.
    from: &'a str,
    /// The earlier amount, in pounds, where it differs by more than rounding.
    before: Option<Money>,
    /// The amount now, in pounds, where it differs.
    now: Option<Money>,
}

impl<'a> From<&'a Known> for KnownOut<'a> {
    fn from(known: &'a Known) -> Self {
        let (before, now) = known.change.unzip();
        Self { from: &known.from, before, now }
    }
}

/// A waiver of the plan.
#[derive(Serialize, JsonSchema)]
struct WaiverOut<'a> {
    /// The reason, in the plan's words.
    reason: &'a str,
    /// The partner that gave it, by id.
    by: &'a str,
    /// The last day it holds.
    until: Option<&'a str>,
    /// The place in the plan.
    at: At<'a>,
}

impl<'a> WaiverOut<'a> {
    fn new(inside: Inside<'a>, waiver: &'a Waiver) -> Self {
        Self { reason: &waiver.reason, by: &waiver.by, until: waiver.until.as_deref(), at: inside.at(&waiver.at) }
    }
}

/// A sum.
#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
struct Sum<L> {
    /// The figures of the sum. Of a test that held how many there are; with --evidence the figures.
    lines: L,
    /// The sum of the figures, in pounds.
    actual: Money,
    /// The required sum, in pounds: a minimum, a maximum or an exact amount.
    required: Money,
    /// The actual sum less the required one, in pounds; negative when the plan is short of it.
    difference: Money,
    /// The largest difference that rounding could explain, in pounds.
    slack: Money,
}

impl<L> Sum<L> {
    fn new(lines: L, [actual, required, slack]: [Money; 3]) -> Self {
        Self { lines, actual, required, difference: actual - required, slack }
    }
}

impl<'a> Sum<Each<'a, LedgerLine, LineOut<'a>>> {
    fn of_finding(inside: Inside<'a>, ledger: &'a Ledger) -> Self {
        let lines = Each { inside, of: &ledger.lines, make: LineOut::of_finding };
        Self::new(lines, [ledger.actual, ledger.required, ledger.slack])
    }
}

impl<'a> Sum<Tallied<'a>> {
    fn of_test(inside: Inside<'a>, tally: &'a Tally) -> Self {
        let lines = if inside.evidence {
            Tallied::Figures(Each { inside, of: &tally.lines, make: LineOut::of_test })
        } else {
            Tallied::Count(tally.lines.len())
        };
        Self::new(lines, [tally.actual, tally.required, tally.slack])
    }
}

/// The figures of a test that held: how many there are, or with `--evidence` the figures.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
enum Tallied<'a> {
    Count(usize),
    Figures(Each<'a, (NodeId, Money), LineOut<'a>>),
}

/// A figure of a sum.
#[derive(Serialize, JsonSchema)]
struct LineOut<'a> {
    /// The description of the figure.
    text: Cow<'a, str>,
    /// The amount it adds to the sum, in pounds.
    pounds: Money,
    /// The place in the plan.
    at: Option<At<'a>>,
}

impl<'a> LineOut<'a> {
    fn of_finding(inside: Inside<'a>, line: &'a LedgerLine) -> Self {
        let at = line.at.as_ref().map(|site| inside.at(site));
        Self { text: Cow::Borrowed(&line.text), pounds: line.pounds, at }
    }

    fn of_test(inside: Inside<'a>, (node, pounds): &'a (NodeId, Money)) -> Self {
        let plan = &inside.plan.plan;
        let place = || inside.place(Cow::Owned(plan.path_of(*node)), plan.span_of(*node));
        let at = (!plan.is_outside(*node)).then(place);
        Self { text: Cow::Owned(plan.name_of(*node)), pounds: *pounds, at }
    }
}

/// A test that did not fail.
#[derive(Serialize, JsonSchema)]
#[schemars(transform = gives_a_reason)]
struct TestOut<'a> {
    /// The rule's id; bcf explain says what it means.
    rule: RuleId<'a>,
    /// The result of the test.
    #[schemars(extend("enum" = Outcome::WORDS))]
    status: &'static str,
    /// True when the verdict needs the test: while it is not made, the plan is incomplete.
    required: bool,
    /// The reason it was not evaluated, or does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "&str")]
    reason: Option<&'a str>,
    /// The year, quarter or month it is about.
    year: Option<Period>,
    /// The subject of the test, such as a stream's name or a district's id.
    subject: Option<&'a str>,
    /// The sum.
    ledger: Option<Sum<Tallied<'a>>>,
}

impl<'a> TestOut<'a> {
    fn new(inside: Inside<'a>, test: &'a Test) -> Self {
        let reason = match &test.outcome {
            Outcome::NotEvaluated(reason) | Outcome::NotApplicable(reason) => Some(&**reason),
            Outcome::Passed => None,
        };
        Self {
            rule: RuleId(test.rule),
            status: test.outcome.word(),
            required: test.need == Need::Required,
            reason,
            year: test.year,
            subject: test.subject.as_deref(),
            ledger: test.ledger.as_ref().map(|tally| Sum::of_test(inside, tally)),
        }
    }
}

/// Says of a test that it has a reason when and only when it did not hold.
fn gives_a_reason(schema: &mut Schema) {
    let when = json_schema!({
        "if": { "properties": { "status": { "const": Outcome::Passed.word() } } },
        "then": { "not": { "required": ["reason"] } },
        "else": { "required": ["reason"] },
    });
    for (key, value) in when.as_object().into_iter().flatten() {
        schema.insert(key.clone(), value.clone());
    }
}
