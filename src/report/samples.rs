//! A plan and its findings, made by hand, for the tests of the formats.

use super::{Beside, Run, View};
use crate::check::rules::dfg::dfg_not_passported;
use crate::check::rules::money::source_overspent;
use crate::check::{Checked, Terms};
use crate::finding::{
    Against, Basis, Cause, ClauseRef, Diagnosis, Edit, Finding, Label, Ledger, LedgerLine, Level, Need, Outcome, Site,
    Tally, Test, Trial,
};
use crate::money::Money;
use crate::period::{Date, Period, Year};
use crate::plan::Plan;
use crate::span::{NodeId, Span};

pub(super) const SOURCE: &str = "\
# What the county passes on

[dfg.districts.blaby]
amount = { 2017-18 = 499_481, 2018-19 = 543_412 }

[dfg.districts.charnwood]
amount = { 2017-18 = 816_125, 2018-19 = 889_260 }
";

pub(super) fn site(path: &str, start: usize, end: usize) -> Site {
    Site { path: path.to_owned(), span: Span::new(start, end) }
}

pub(super) fn label(text: &str, path: &str, start: usize, end: usize) -> Label {
    Label { text: text.to_owned(), at: site(path, start, end) }
}

pub(super) fn finding(message: &str, at: Site) -> Finding {
    Finding::new(dfg_not_passported::RULE.id, "dfg", Level::Error, message.to_owned(), at)
}

/// Returns a finding of two districts that get £1,315,606 of £1,415,606.
pub(super) fn short_of_a_hundred_thousand() -> Finding {
    let (blaby, charnwood) = (SOURCE.find("499").unwrap(), SOURCE.find("816").unwrap());
    let at = site("dfg.districts.blaby.amount.2017-18", blaby, blaby + 7);
    let line =
        |text: &str, pounds, at| LedgerLine { text: text.to_owned(), pounds: Money::from_pounds(pounds), at: Some(at) };
    let other = site("dfg.districts.charnwood.amount.2017-18", charnwood, charnwood + 7);
    Finding {
        help: Some(
            "pass on the whole grant, or record what the county keeps with that district's agreement".to_owned(),
        ),
        year: Some(Period::Year(Year::starting(2017))),
        subject: Some("dfg".to_owned()),
        clause: Some(ClauseRef {
            id: "dfg-passed-on".to_owned(),
            at: "paragraph 22".to_owned(),
            source: "Planning requirements for 2017-19 (NHS England)".to_owned(),
            url: "https://www.example.org/requirements".to_owned(),
            basis: Basis::Quoted,
            reported_by: Vec::new(),
        }),
        labels: vec![label("Charnwood gets £816,125", &other.path, charnwood, charnwood + 7)],
        ledger: Some(Ledger {
            lines: vec![line("Blaby", 499_481, at.clone()), line("Charnwood", 816_125, other)],
            actual: Money::from_pounds(1_315_606),
            required: Money::from_pounds(1_415_606),
            slack: Money::ZERO,
            against: Against::Requirement,
        }),
        edit: Some(Edit { at: at.clone(), with: "599_481".to_owned(), trial: Trial::Safe }),
        ..finding("the districts get £1,315,606 of the £1,415,606 grant for 2017/18: £100,000 is not passed on", at)
    }
}

/// Returns a checked plan without findings, with a passed test and one that was not evaluated.
pub(super) fn checked(source: &str) -> Checked {
    let test = |outcome, ledger| Test {
        rule: source_overspent::RULE.id,
        outcome,
        year: None,
        subject: Some("dfg".into()),
        place: None,
        clause: None,
        at: None,
        ledger,
        need: Need::Free,
        cause: Cause::Unknown,
        known: false,
    };
    let tally = Tally {
        lines: vec![(NodeId(0), Money::from_pounds(5))].into(),
        actual: Money::from_pounds(5),
        required: Money::from_pence(650),
        slack: Money::ZERO,
    };
    Checked {
        path: "plans/x.toml".to_owned(),
        plan: Plan::read(source.to_owned()),
        round: Some("bcf-2017-19".to_owned()),
        named_round: Some("bcf-2017-19".to_owned()),
        under: None,
        draft: false,
        findings: Vec::new(),
        room: None,
        tests: vec![
            test(Outcome::Passed, Some(Box::new(tally))),
            test(Outcome::NotEvaluated("no amount".into()), None),
        ],
        terms: Terms { fail_on: Some(Level::Error), ..Terms::default() },
        diagnosis: Diagnosis::default(),
    }
}

pub(super) fn run(plans: &[Checked], view: View) -> Run<'_> {
    let today = Date { year: 2018, month: 6, day: 1 };
    Run { plans, files: &[], across: &[], beside: Beside::default(), today, view }
}
