//! `implausible-amount`: one figure larger than the whole national fund.

use crate::check::prelude::*;
use crate::check::walk;
use crate::finding::Basis;
use crate::plan::syntax::Kind;

pub(crate) static RULE: Rule = Rule {
    id: "implausible-amount",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "one figure larger than the whole national fund of its year",
    why: "No area's part can be larger than what all of England had; the figure is in the wrong unit.",
    fix: "Write the figure in the unit it was meant in.",
    example: r#"
[totals]
pool = { 2017-18 = "£13,245M" }
#                  ^^^^^^^^^^ £13,245,000,000 in one figure for 2017/18; the fund of all England came to
#                  £9,200,000,000
#                  edit: "£13,245k"
"#,
    check,
    ..Rule::PLAIN
};

/// Whether an amount is larger than the national fund of its year.
pub(super) fn is_implausible(facts: &Facts<'_>, year: Year, pounds: Money) -> bool {
    facts.round.national.iter().any(|fund| fund.year == year && pounds.abs() > fund.amount)
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut figures = Vec::new();
    walk::amounts(facts.plan, |_, _, amounts| figures.extend(amounts.readable()));
    let mut failed = false;
    for (year, amount, node) in &figures {
        // The soundest ground first: what is quoted carries an error, what is recalled a warning.
        let exceeded =
            facts.round.national.iter().filter(|fund| fund.year == *year && amount.pounds.abs() > fund.amount);
        let basis = |fund: &&crate::policy::NationalFund| facts.round.clause(&fund.clause).map(|clause| clause.basis);
        let Some(fund) =
            exceeded.max_by_key(|fund| (basis(fund) != Some(Basis::Recalled), std::cmp::Reverse(fund.amount)))
        else {
            continue;
        };
        failed = true;
        let message = format!(
            "{} in one figure for {}; the fund of all England came to {}",
            amount.pounds,
            year.prose(),
            fund.amount
        );
        let failure = Failure::new(Case::in_year(*year, "amount"), *node, message).clause(&fund.clause);
        tests.fail(suggest(facts, failure, *node, *amount, fund.amount));
    }
    tests.pass_lot(failed, figures.len(), "amounts");
}

/// Suggest the largest unit in which the same digits fit.
fn suggest(facts: &Facts<'_>, failure: Failure, node: NodeId, amount: Amount, fund: Money) -> Failure {
    let raw = facts.plan.tree.raw(node);
    let fits = [(1_000, "k"), (1_000_000, "")]
        .into_iter()
        .find(|(factor, _)| amount.pounds.abs().pence() / factor <= fund.pence());
    let Some((factor, _)) = fits else { return failure.help("check the figure and its unit") };
    let smaller = Money::from_pence(amount.pounds.pence() / factor);
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
