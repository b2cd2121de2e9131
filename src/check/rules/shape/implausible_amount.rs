//! `implausible-amount`: one figure larger than the whole national fund, or than what all England had of its stream.

use std::cmp::Reverse;

use crate::check::prelude::*;
use crate::finding::Basis;
use crate::plan::syntax::Kind;
use crate::policy::NationalFund;

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
    ],
    check,
    ..Rule::PLAIN
};

/// Returns whether an amount is larger than the national fund of its year.
pub(super) fn is_implausible(facts: &Facts<'_>, year: Year, pounds: Money) -> bool {
    whole_funds(facts).any(|fund| fund.year == year && pounds.abs() > fund.amount)
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let notes = &facts.plan.notes;
    let dated = notes.amounts().map(|(period, node, pounds)| (Some(period), node, pounds));
    let alone = notes.money().iter().map(|(node, pounds)| (None, *node, *pounds));
    let (mut failed, mut count) = (false, 0);
    for (period, node, pounds) in dated.chain(alone) {
        count += 1;
        let Some(fund) = exceeded(facts, period, pounds) else { continue };
        failed = true;
        let (case, message) = match period {
            Some(period) => (
                Case::in_period(period, "amount"),
                format!(
                    "{pounds} in one figure for {}; the fund of all England came to {}",
                    period.prose(),
                    fund.amount
                ),
            ),
            None => (
                Case::of("amount"),
                format!(
                    "{pounds} in one figure; the fund of all England came to {} in {}",
                    fund.amount,
                    fund.year.prose()
                ),
            ),
        };
        let failure = Failure::new(case, node, message);
        tests.fail(suggest(facts, failure.clause(&fund.clause), node, pounds, fund.amount));
    }
    failed |= of_streams(facts, tests);
    tests.pass_lot(failed, count, "amounts");
}

/// Returns the amounts of the whole national fund.
fn whole_funds<'a>(facts: &Facts<'a>) -> impl Iterator<Item = &'a NationalFund> {
    facts.round.national.iter().filter(|fund| fund.stream.is_none())
}

/// Reports amounts that are larger than what all of England had of their stream; returns whether there are any.
fn of_streams(facts: &Facts<'_>, tests: &mut Tests<'_>) -> bool {
    let mut failed = false;
    for fund in &facts.round.national {
        let Some(stream) = &fund.stream else { continue };
        let series = amounts_of(facts, stream);
        let in_year = series.iter().filter_map(|amounts| match amounts.at(fund.year) {
            Field::Is(amount, node) if amount.pounds.abs() > fund.amount => Some((amount.pounds, node)),
            _ => None,
        });
        for (pounds, node) in in_year.filter(|(pounds, _)| exceeded(facts, Some(fund.year.into()), *pounds).is_none()) {
            failed = true;
            let message = format!(
                "{pounds} in one figure for {}; the {} of all England came to {}",
                fund.year.prose(),
                facts.stream_name(stream),
                fund.amount
            );
            let failure = Failure::new(Case::in_year(fund.year, "amount"), node, message).clause(&fund.clause);
            tests.fail(suggest(facts, failure, node, pounds, fund.amount));
        }
    }
    failed
}

/// Returns all amounts of a stream: what was published, comes in, is spent, is passed on and is stated of it.
fn amounts_of<'a>(facts: &'a Facts<'_>, stream: &str) -> Vec<&'a Amounts> {
    let plan = facts.plan;
    let shares = plan.allocations.by_partner.iter().filter_map(|(_, _, shares)| named(shares, stream));
    let mut all: Vec<&Amounts> = named(&plan.allocations.streams, stream).into_iter().chain(shares).collect();
    all.extend(named(&plan.totals.named, stream));
    for source in facts.sources_of(stream) {
        all.push(&source.amount);
        all.extend(source.of_which.iter().map(|(_, _, amounts)| amounts));
    }
    all.extend(facts.lines_of(stream).map(|line| &line.spend.amount));
    if facts.round.dfg.as_ref().is_some_and(|dfg| dfg.stream == stream) {
        all.extend(plan.dfg.districts.iter().map(|share| &share.amount));
        all.extend(plan.dfg.retained.iter().map(|kept| &kept.amount));
    }
    all
}

/// Returns the national fund that an amount is larger than: of its year, or of every year of the round where it is of
/// none. The soundest ground first: what is quoted carries an error, what is recalled a warning.
fn exceeded<'a>(facts: &Facts<'a>, period: Option<Period>, pounds: Money) -> Option<&'a NationalFund> {
    let funds = || whole_funds(facts);
    let of_year = |fund: &&NationalFund| period.is_none_or(|period| Period::Year(fund.year) == period);
    if period.is_none() && funds().any(|fund| pounds.abs() <= fund.amount) {
        return None;
    }
    let exceeded = funds().filter(of_year).filter(|fund| pounds.abs() > fund.amount);
    let basis = |fund: &NationalFund| facts.round.clause(&fund.clause).map(|clause| clause.basis);
    match period {
        Some(_) => exceeded.max_by_key(|fund| (basis(fund) != Some(Basis::Recalled), Reverse(fund.amount))),
        None => exceeded.max_by_key(|fund| (fund.amount, basis(fund) != Some(Basis::Recalled))),
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
