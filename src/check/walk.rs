//! Every figure, date and reference of a plan, for the rules that look at all of a kind.

use crate::plan::{Amounts, Field, Plan, PlanDate, Text, is_baseline};
use crate::span::NodeId;

/// What an amount by year is, as far as rules tell amounts apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountKind {
    /// A source's amount, in this stream.
    Source,
    /// A spend line, a district's part, a retained sum, a risk pool, the contingency: every year of the round is stated.
    Use,
    /// A part of something, a total, a minimum.
    Other,
    /// What government published.
    Published,
    /// Of the year before the round.
    Baseline,
}

/// Every amount by year, with the header of the entry it belongs to.
pub(crate) fn amounts<'a>(plan: &'a Plan, mut visit: impl FnMut(AmountKind, Option<NodeId>, &'a Amounts)) {
    use AmountKind::{Baseline, Other, Published, Source, Use};
    for source in &plan.sources {
        visit(Source, Some(source.node), &source.amount);
        source.of_which.iter().for_each(|(_, node, part)| visit(Other, Some(*node), part));
    }
    for line in plan.schemes.iter().flat_map(|scheme| &scheme.spend) {
        visit(Use, Some(line.node), &line.amount);
    }
    let mut published = |name: &str, node: NodeId, amounts: &'a Amounts| {
        let kind = if is_baseline(name) { Baseline } else { Published };
        visit(kind, Some(node), amounts);
    };
    plan.allocations.streams.iter().for_each(|(name, node, amounts)| published(name, *node, amounts));
    let shares = plan.allocations.by_partner.iter().flat_map(|(_, _, shares)| shares);
    shares.for_each(|(name, node, amounts)| published(name, *node, amounts));
    let totals = &plan.totals;
    for list in [&totals.named, &totals.by_priority, &totals.by_partner, &totals.by_commissioner, &plan.earmarks] {
        for (_, node, amounts) in list {
            visit(Other, Some(*node), amounts);
        }
    }
    plan.dfg.districts.iter().for_each(|district| visit(Use, Some(district.node), &district.amount));
    plan.dfg.retained.iter().for_each(|retained| visit(Use, Some(retained.node), &retained.amount));
    plan.risk_pools.iter().for_each(|pool| visit(Use, Some(pool.node), &pool.amount));
    if let Some(contingency) = &plan.out_of_hospital.contingency {
        visit(Use, contingency.node, &contingency.amount);
    }
    visit(Baseline, plan.social_care.node, &plan.social_care.baseline);
    visit(Other, plan.social_care.node, &plan.social_care.minimum);
    visit(Other, plan.out_of_hospital.node, &plan.out_of_hospital.minimum);
    visit(Other, plan.performance.node, &plan.performance.amount);
}

/// Every date.
pub(super) fn dates<'a>(plan: &'a Plan, mut visit: impl FnMut(&'a Field<PlanDate>)) {
    visit(&plan.header.submitted);
    visit(&plan.header.approved);
    plan.sign_offs.iter().for_each(|sign_off| visit(&sign_off.on));
    plan.engagement.iter().for_each(|engagement| visit(&engagement.on));
    for agreement in [&plan.section_75, &plan.section_256] {
        visit(&agreement.signed);
        visit(&agreement.due);
        agreement.payments.iter().for_each(|payment| visit(&payment.on));
    }
    plan.performance.payments.iter().for_each(|payment| visit(&payment.on));
    plan.sources.iter().for_each(|source| visit(&source.certified_on));
    visit(&plan.dfg.passed_on);
    plan.dfg.retained.iter().for_each(|retained| visit(&retained.agreed_on));
    plan.transfers_of_care.changes.iter().for_each(|change| visit(&change.by));
    for milestone in &plan.milestones {
        visit(&milestone.due);
        visit(&milestone.done);
    }
    for waiver in &plan.waivers {
        visit(&waiver.on);
        visit(&waiver.until);
    }
}

/// Every reference to a partner that is a value. (The keys of `by_partner` tables are references too.)
pub(super) fn partner_references<'a>(plan: &'a Plan, mut visit: impl FnMut(&'a Field<Text>)) {
    plan.sign_offs.iter().for_each(|sign_off| visit(&sign_off.partner));
    plan.engagement.iter().for_each(|engagement| visit(&engagement.partner));
    plan.section_75.partners.iter().for_each(&mut visit);
    plan.section_256.partners.iter().for_each(&mut visit);
    for source in &plan.sources {
        visit(&source.partner);
        source.partners.iter().for_each(&mut visit);
    }
    plan.dfg.districts.iter().for_each(|district| visit(&district.district));
    for retained in &plan.dfg.retained {
        retained.districts.iter().for_each(&mut visit);
        retained.agreed_by.iter().for_each(&mut visit);
    }
    plan.social_care.baseline_agreed_by.iter().for_each(&mut visit);
    plan.waivers.iter().for_each(|waiver| visit(&waiver.by));
}
