//! `implausible-amount`: one figure larger than the whole national fund or than what all England had of its stream, or
//! figures in a unit that makes them so.

use crate::check::doubts::told;
use crate::check::prelude::*;
use crate::check::scale::{self, exceeded, exceeded_in_stream, fitting, misfit};
use crate::plan::Doubt;
use crate::plan::syntax::Kind;

pub(crate) static RULE: Rule = Rule {
    id: "implausible-amount",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "one figure larger than the whole national fund of its year, or than the national total of its stream",
    why: "No area's part can be larger than what all of England had; the figure is in the wrong unit.",
    fix: "Write the figure in the unit it was meant in.",
    example: r#"
[totals]
pool = { 2017-18 = "£13,245M" }
#                  ^^^^^^^^^^ £13,245,000,000 in one figure for 2017/18; the fund of all England came to
#                  £9,200,000,000
#                  edit: "£13,245k"
"#,
    cases: &[
        r#"
# No area has more of a stream than all England had.
[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 573_000_000, 2018-19 = 1_580_000_000 }
#                                           ^^^^^^^^^^^^^
#   £1,580,000,000 in one figure for 2018/19; the Disabled Facilities Grant of all England came to £573,000,000
#   edit: 1_580_000
"#,
        r#"
# As much as all England had is as much as there can be.
[totals]
pool = { 2017-18 = 5_128_000_000 }

[out_of_hospital.contingency]
cost_per_admission = 9_200_000_000
"#,
        r#"
# Of two totals of a stream the one that was announced first is named.
[plan]
format = 1
round = "bcf-2025-26"

[area]
name = "Exampleton"

[allocations]
dfg = { 2025-26 = 800_000_000 }
#                 ^^^^^^^^^^^ £800,000,000 in one figure for 2025/26; the Disabled Facilities Grant of all England came
#                 to £711,000,000
#                 edit: 800_000
"#,
        r#"
# A pound more than all England had is too much: in the year, or in any year where none is said.
[totals]
pool = { 2017-18 = 9_200_000_001 }
#                  ^^^^^^^^^^^^^ £9,200,000,001 in one figure for 2017/18; the fund of all England came to £9,200,000,000
#                  edit: 9_200_000

[out_of_hospital.contingency]
cost_per_admission = 9_200_000_001
#                    ^^^^^^^^^^^^^ £9,200,000,001 in one figure; the fund of all England came to £9,200,000,000 in
#                    2018/19
#                    edit: 9_200_000
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let notes = &facts.plan.notes;
    let count = notes.amounts().count() + notes.money().len();
    let mut failed = false;
    for (node, doubt) in told(facts, &RULE).iter() {
        match doubt {
            Doubt::Implausible(period, pounds) => tests.fail(too_large(facts, node, period, pounds)),
            Doubt::Unit => tests.fail(out_of_unit(facts, node)),
            Doubt::Copy(_) => continue,
        }
        failed = true;
    }
    tests.pass_lot(failed, count, "amounts");
}

fn too_large(facts: &Facts<'_>, node: NodeId, period: Option<Period>, pounds: Money) -> Failure {
    let whole = exceeded(facts, period, pounds);
    let Some(fund) = whole.or_else(|| exceeded_in_stream(facts, node, period, pounds)) else {
        return Failure::new(Case::of("amount"), node, format!("{pounds} in one figure"));
    };
    let what = fund.stream.as_deref().map_or("fund", |stream| facts.stream_name(stream));
    let (case, message) = match period {
        Some(period) => (
            Case::in_period(period, "amount"),
            format!("{pounds} in one figure for {}; the {what} of all England came to {}", period.prose(), fund.amount),
        ),
        None => (
            Case::of("amount"),
            format!(
                "{pounds} in one figure; the {what} of all England came to {} in {}",
                fund.amount,
                fund.year.prose()
            ),
        ),
    };
    let failure = Failure::new(case, node, message);
    suggest(facts, failure.clause(&fund.clause), node, pounds, fund.amount)
}

/// Reports the unit of a plan whose figures together are more than any area can have.
fn out_of_unit(facts: &Facts<'_>, node: NodeId) -> Failure {
    let unit = facts.plan.unit();
    let is_stated = facts.plan.header.unit_at == Some(node);
    let at = if is_stated { Place::Value(node) } else { Place::Absent(node, "money".to_owned()) };
    let Some(misfit) = misfit(facts, unit) else {
        return Failure::new(Case::of("unit"), at, "the figures of the plan cannot be in this unit");
    };
    let whose = if misfit.is_under { "all sources" } else { "figures" };
    let message = format!(
        "in {}, {whose} of the plan for {} come to {}; the fund of all England came to {}",
        scale::word(unit),
        misfit.year.prose(),
        misfit.pounds,
        misfit.fund.amount
    );
    let failure = Failure::new(Case::of("unit"), at.clone(), message).clause(&misfit.fund.clause);
    match fitting(facts).map(scale::word) {
        Some(fits) if is_stated => failure.help(format!("did you mean `{fits}`?")).edit(at, format!("\"{fits}\"")),
        Some(fits) => failure.help(format!(
            "bare figures are in pounds unless `money` says otherwise: did you mean `money = \"{fits}\"`?"
        )),
        None => failure.help("name the unit the figures are written in"),
    }
}

/// Suggests the largest unit in which the same digits fit.
fn suggest(facts: &Facts<'_>, failure: Failure, node: NodeId, pounds: Money, fund: Money) -> Failure {
    let raw = facts.plan.tree.raw(node);
    let fits =
        [(1_000, "k"), (1_000_000, "")].into_iter().find(|(factor, _)| pounds.abs().pence() / factor <= fund.pence());
    let Some((factor, _)) = fits else { return failure.help("check the figure and its unit") };
    let smaller = Money::from_pence(pounds.pence() / factor);
    if facts.plan.tree.kind(node) == Kind::String {
        let from = raw.trim_matches(['"', '\'']).trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let suffix = match (raw.trim_matches(['"', '\'']).to_ascii_lowercase(), factor) {
            (text, 1_000) if text.ends_with("bn") => "m",
            (text, 1_000) if text.ends_with('m') => "k",
            _ => "",
        };
        return failure.help(format!("did you mean {smaller}?")).edit(node, format!("\"{from}{suffix}\""));
    }
    failure
        .help(format!("did you mean {smaller}? Bare figures are in the unit of `[plan] money`"))
        .set(facts, node, smaller)
}
