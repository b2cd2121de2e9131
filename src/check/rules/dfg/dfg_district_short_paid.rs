//! `dfg-district-short-paid`: a district is passed less than its share, without its agreement.

use foldhash::{HashMap, HashMapExt};

use super::dfg_district_missing;
use crate::check::passporting;
use crate::check::prelude::*;
use crate::plan::{DistrictShare, Retained};

pub(crate) static RULE: Rule = Rule {
    id: "dfg-district-short-paid",
    level: Level::Error,
    clauses: Clauses::One("dfg-consent"),
    aspect: Aspect::Floor(FloorOf::District),
    statutory: true,
    bearing: Bearing::Required,
    summary: "a district is passed less than its share, without its agreement",
    why: "Each district's share is published. The county may keep part of it only where that very district expressly agreed.",
    fix: "Pass the district its share, or record what it agreed may be kept in `[[dfg.retained]]`.",
    example: r#"
[area]
name = "Exampleshire"
tiers = "two"

[[partners]]
id = "ashby"
name = "Ashby District Council"
kind = "district"

[[partners]]
id = "barwell"
name = "Barwell District Council"
kind = "district"

[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 1_100 }

[allocations.by_partner.ashby]
dfg = { 2017-18 = 600, 2018-19 = 660 }

[[dfg.districts]]
district = "ashby"
amount = { 2017-18 = 500, 2018-19 = 660 }
#                    ^^^ Ashby District Council is passed £500 in 2017/18, £100 less than its share of £600
#                    edit: 600
#                    mend: 600

[[dfg.districts]]
district = "barwell"
amount = { 2017-18 = 500, 2018-19 = 440 }
#                    ^^^ mend: 400
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if let Some(reason) = passporting::not_two_tier(facts) {
        return tests.not_applicable(Case::of("dfg"), reason);
    }
    let kept = Kept::of(facts);
    for year in facts.years_of(passporting::stream(facts)) {
        let unknown = passporting::KeptUnknown::of(facts, year);
        let (short, whole) = passporting::short_paid(facts, year);
        let [short, whole] =
            [&short, &whole].map(|list| list.iter().map(|entry| (entry.district, entry)).collect::<HashMap<_, _>>());
        for (district, paid) in passporting::passed(facts, year) {
            let case = Case::in_year(year, district).sum_of(place(district));
            if let Some(reason) = short.get(district).and_then(|_| unknown.by(facts, district)) {
                tests.not_evaluated(case, reason);
            } else if let Some(entry) = short.get(district) {
                tests.fail(kept.label(failure(facts, case, year, entry), year, entry.district));
            } else if let Some(entry) = whole.get(district) {
                tests.pass_sum(case, &entry.paid, entry.required(), entry.slack);
            } else if let Some(node) = paid.unreadable {
                tests.not_evaluated(case, facts.blocked_by(node, "cannot be read"));
            } else {
                let reason = format!("no share of {} is published for it", year.prose());
                tests.not_evaluated(case, Reason::free(reason));
            }
        }
        for (district, _) in passporting::without_line(facts) {
            let no_line = || Reason::free(format!("it has no line ({})", dfg_district_missing::RULE.id));
            let reason = passporting::not_set_out(facts).unwrap_or_else(no_line);
            tests.not_evaluated(Case::in_year(year, district).sum_of(place(district)), reason);
        }
    }
}

/// Returns the path of a district's line, or the one it would have.
fn place(district: &str) -> String {
    format!("dfg.districts.{}", crate::plan::segment(district))
}

fn failure(facts: &Facts<'_>, case: Case, year: Year, short: &passporting::ShortPaid<'_>) -> Failure {
    let name = facts.partner_name(short.district);
    let kept =
        if short.agreed > Money::ZERO { format!(" and {} it agreed may be kept", short.agreed) } else { String::new() };
    let message = format!(
        "{} is passed {}{kept} in {}, {} less than its share of {}",
        shortened(&name),
        short.paid.total,
        year.prose(),
        short.gap(),
        short.share.pounds,
    );
    let at = short.paid.largest(facts.plan).unwrap_or(short.share_at);
    let failure = Failure::new(case, at, message)
        .sum(&short.paid, short.required(), short.slack)
        .label(short.share_at, "its published share")
        .help("pass the district its share, or record what it agreed may be kept in `[[dfg.retained]]`");
    match short.paid.lines.iter().find(|(node, _)| *node == at) {
        Some((node, pounds)) => failure.set(facts, *node, *pounds + short.gap()),
        None => failure,
    }
}

/// The amounts kept back by agreement, and the lines of the districts.
struct Kept<'a> {
    agreed: HashMap<&'a str, Vec<&'a Retained>>,
    lines: HashMap<&'a str, Vec<&'a DistrictShare>>,
}

impl<'a> Kept<'a> {
    /// The number of other districts that are shown beside a finding, for each amount that is kept.
    const SHOWN: usize = 8;

    fn of(facts: &Facts<'a>) -> Self {
        let mut lines: HashMap<&str, Vec<&DistrictShare>> = HashMap::new();
        for line in &facts.plan.dfg.districts.items {
            if let Some(district) = line.district.str() {
                lines.entry(district).or_default().push(line);
            }
        }
        Self { agreed: passporting::agreed(facts), lines }
    }

    /// Labels what a district agreed may be kept. It is kept out of several shares together: the others show where it
    /// went.
    fn label(&self, mut failure: Failure, year: Year, district: &str) -> Failure {
        for kept in self.agreed.get(district).into_iter().flatten() {
            let others = || kept.districts.iter().filter_map(Field::str).filter(|id| *id != district);
            let many = others().nth(Self::SHOWN).map(|_| format!(" {}", kept.districts.iter().count()));
            let text = format!("kept by agreement, once for all its{} districts", many.unwrap_or_default());
            failure = failure.label_if(kept.amount.at(year).node(), text);
            for line in others().take(Self::SHOWN).filter_map(|id| self.lines.get(id)).flatten() {
                failure = failure.label_if(line.amount.at(year).node(), "kept out of this share too");
            }
        }
        failure
    }
}
