//! A pound moved in any figure of the example county that a source, a floor or a total depends on is noticed, and a
//! finding is at, labels or adds up the figure that was moved.

use bcf::check::{Settings, check_text};
use bcf::finding::{Finding, Level};
use bcf::period::Date;
use bcf::plan::Plan;
use bcf::span::{NodeId, Span};
use rayon::prelude::*;

use crate::common::one_in;

const COUNTY: &str = include_str!("../../plans/example-county.toml");

/// Returns the places of a plan whose amounts sums rest on: sources, lines, what is passed on and kept, totals, and
/// what is published of the streams and of the districts' shares.
fn figures(plan: &Plan) -> Vec<NodeId> {
    let mut nodes: Vec<NodeId> = Vec::new();
    let mut take = |amounts: &bcf::plan::Amounts| nodes.extend(amounts.readable().map(|(_, _, node)| node));
    plan.sources.iter().for_each(|source| take(&source.amount));
    plan.schemes.iter().flat_map(|scheme| &scheme.spend).for_each(|line| take(&line.amount));
    plan.dfg.districts.iter().for_each(|district| take(&district.amount));
    plan.dfg.retained.iter().for_each(|kept| take(&kept.amount));
    for totals in [&plan.totals.named, &plan.totals.by_priority, &plan.totals.by_partner, &plan.totals.by_commissioner]
    {
        for (_, _, amounts) in totals {
            take(amounts);
        }
    }
    let streams = ["nhs-minimum", "dfg", "ibcf", "ibcf-budget-2017", "out-of-hospital"];
    let published = plan.allocations.streams.iter().filter(|(name, _, _)| streams.contains(&&**name));
    published.for_each(|(_, _, amounts)| take(amounts));
    plan.allocations.by_partner.iter().flat_map(|(_, _, shares)| shares).for_each(|(_, _, amounts)| take(amounts));
    nodes
}

/// Returns whether a finding mentions the figure.
fn points_at(finding: &Finding, span: Span) -> bool {
    let ledger = finding.ledger.iter().flat_map(|ledger| &ledger.lines).filter_map(|line| line.at.as_ref());
    let mut sites = std::iter::once(&finding.at).chain(finding.labels.iter().map(|label| &label.at)).chain(ledger);
    sites.any(|site| site.span == span)
}

#[test]
fn a_pound_moved_in_a_figure_that_counts_is_noticed_where_it_was_moved() {
    let plan = Plan::read(COUNTY.to_owned());
    let settings = Settings::on(Date::parse("2018-06-01").expect("a date"));
    let nodes = figures(&plan);
    assert!(nodes.len() > 150, "only {} figures", nodes.len());
    let moves: Vec<(NodeId, i64)> = nodes.iter().flat_map(|node| [(*node, 1), (*node, -1)]).collect();
    let wrong: Vec<String> = one_in(8, moves)
        .into_par_iter()
        .filter_map(|(node, by)| {
            let (span, raw) = (plan.tree.span(node), plan.tree.raw(node));
            let amount: i64 = raw.trim_matches('"').trim_start_matches('£').replace(['_', ','], "").parse().ok()?;
            if amount + by < 0 {
                return None;
            }
            let digits = (amount + by).to_string();
            let with = if raw.starts_with('"') { format!("\"£{digits}\"") } else { digits };
            let text = format!("{}{with}{}", &COUNTY[..span.range().start], &COUNTY[span.range().end..]);
            let checked = check_text("plan.toml".into(), text, &settings);
            let span = Span::new(span.range().start, span.range().start + with.len());
            let told =
                checked.findings.iter().any(|finding| finding.level >= Level::Warning && points_at(finding, span));
            (!told).then(|| format!("{} by {by}: {:?}", plan.path_of(node), checked.findings.first().map(|f| f.rule)))
        })
        .collect();
    assert!(wrong.is_empty(), "{} moves are not told:\n{}", wrong.len(), wrong.join("\n"));
}
