//! `grant-not-certified`: nobody answers for the council's finances that the grant is spent as it must be.

use crate::check::facts::{is_said, officer};
use crate::check::prelude::*;
use crate::policy::GrantCertificate;

pub(crate) static RULE: Rule = Rule {
    id: "grant-not-certified",
    level: Level::Error,
    clauses: Clauses::One("grant-certified"),
    lenient_in_drafts: true,
    summary: "the council's section 151 officer has not certified the grants",
    why: "The grant is paid on condition that the section 151 officer confirms its spending comes on top of earlier social care plans.",
    fix: "Add the officer's sign-off with `covers = [\"grants\"]`, or `certified_by` on each grant source.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 4_900 }

[[sign_offs]]
#^^^^^^^^^^^^ no section 151 officer has certified the improved Better Care Fund
partner = "council"
on = 2017-09-06

# + [[sign_offs]]
# + partner = "council"
# + role = "s151-officer"
# + on = 2017-09-06
# + covers = ["grants"]
"#,
    cases: &[
        r#"
# The source may name who certified it, and a grant of nothing is not certified.
[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 4_900 }
certified_by = "Director of finance"

[[sources]]
id = "ibcf-budget"
kind = "ibcf-budget-2017"
partner = "council"
amount = { 2017-18 = 0, 2018-19 = 0 }

[[sign_offs]]
partner = "council"
on = 2017-09-06
"#,
        r#"
# The section 151 officer's sign-off of the plan alone is no certificate of the grants.
[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 4_900 }

[[sign_offs]]
#^^^^^^^^^^^^ no section 151 officer has certified the improved Better Care Fund
partner = "council"
role = "s151-officer"
on = 2017-09-06
"#,
        r#"
# A sign-off that covers the grants is the certificate where it is the section 151 officer's.
[[sources]]
id = "ibcf"
kind = "ibcf"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 4_900 }

[[sign_offs]]
#^^^^^^^^^^^^ no section 151 officer has certified the improved Better Care Fund
partner = "council"
role = "director"
on = 2017-09-06
covers = ["grants"]

[[sign_offs]]
partner = "council"
role = "chief-executive"
on = 2017-09-06
covers = ["grants"]
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("certificate for the grants");
    let Some(asked) = facts.round.sign_off.as_ref().and_then(|sign_off| sign_off.grants.as_ref()) else {
        return tests.not_applicable(case, "the round asks for no certificate");
    };
    if facts.lacks_section("sources") {
        return tests.not_evaluated(case, "the plan has no `sources`");
    }
    let mut granted = facts.holding(&asked.streams).filter(|source| has_money(source)).peekable();
    if granted.peek().is_none() {
        return tests.not_applicable(case, "the plan has no money of these grants");
    }
    let uncertified: Vec<&Source> = granted.filter(|source| !is_said(&source.certified_by)).collect();
    let role = Role::from_word(&asked.role);
    let sign_offs = &facts.plan.sign_offs;
    let in_role =
        |sign_off: &&crate::plan::SignOff| sign_off.role.get() == role.as_ref() && may_be_the_councils(facts, sign_off);
    if uncertified.is_empty() || sign_offs.iter().filter(in_role).any(|sign_off| sign_off.covers(Cover::Grants)) {
        return tests.pass(case);
    }
    if facts.lacks_section("sign_offs") {
        return tests.not_evaluated(case, "the plan has no `sign_offs`");
    }
    match unclear(facts) {
        Some(reason) => tests.not_evaluated(case, reason),
        None => report(facts, tests, asked, &uncertified),
    }
}

/// Returns whether a sign-off is the council's, as far as its partner says: a district's officer answers for no
/// county's grant.
fn may_be_the_councils(facts: &Facts<'_>, sign_off: &crate::plan::SignOff) -> bool {
    let partner = sign_off.partner.str().and_then(|id| facts.partner(id));
    partner.is_none_or(|partner| partner.kind.is_unreadable() || partner.is(PartnerKind::Council))
}

/// Returns whether a source has money, or an amount that cannot be read.
fn has_money(source: &Source) -> bool {
    let is_some = |figure: &Field<Amount>| figure.get().is_none_or(|amount| amount.pounds > Money::ZERO);
    source.amount.damaged || source.amount.entries.iter().any(|(_, figure)| is_some(figure))
}

/// Returns a sign-off that may be the certificate.
fn unclear(facts: &Facts<'_>) -> Option<Reason> {
    let sign_offs = &facts.plan.sign_offs;
    if sign_offs.damaged {
        return Some("part of the sign-offs cannot be read".into());
    }
    sign_offs.iter().find_map(|sign_off| {
        let covers = &sign_off.covers;
        let vague = covers.damaged || covers.iter().any(Field::is_unreadable);
        let node = sign_off.role.node().filter(|_| sign_off.role.is_unreadable()).or(covers.node.filter(|_| vague));
        node.map(|node| facts.blocked_by(node, "cannot be read"))
    })
}

fn report(facts: &Facts<'_>, tests: &mut Tests<'_>, asked: &GrantCertificate, uncertified: &[&Source]) {
    let sign_offs = &facts.plan.sign_offs;
    let streams = asked
        .streams
        .iter()
        .filter(|stream| uncertified.iter().any(|source| source.streams().any(|own| own == **stream)));
    let names: Vec<&str> = streams.map(|stream| facts.stream_name(stream)).collect();
    let officer = officer(&asked.role);
    let message = format!("no {officer} has certified the {}", names.join(" and the "));
    let council = uncertified.iter().flat_map(|source| source.contributors()).map(|(id, _)| id).min();
    let place =
        facts.absent(sign_offs.node, format!("sign_offs.{}", crate::plan::segment(council.unwrap_or("council"))));
    let mut failure = Failure::new(Case::of("certificate for the grants"), place, message).clause(&asked.clause);
    for source in uncertified {
        failure = failure.label(source.node, "not certified");
    }
    let role = Role::from_word(&asked.role);
    let councils = || sign_offs.iter().filter(|sign_off| may_be_the_councils(facts, sign_off));
    let own = councils().find(|sign_off| sign_off.role.get() == role.as_ref());
    let covering = councils().find(|sign_off| sign_off.covers(Cover::Grants));
    let help = match (own, covering) {
        (Some(sign_off), _) => {
            failure = failure.label(sign_off.node, format!("the {officer}, not for the grants"));
            "if that sign-off is for the grants too, add `\"grants\"` to its `covers`; else add one that is".to_owned()
        }
        (None, Some(sign_off)) => {
            failure = failure.label(sign_off.node, format!("covers the grants, but not as {officer}"));
            format!("give that sign-off `role = \"{}\"` if it is the officer's; else add one that is", asked.role)
        }
        (None, None) => format!(
            "add `[[sign_offs]]` with `role = \"{}\"` and `covers = [\"grants\"]`, or `certified_by` on each grant source",
            asked.role
        ),
    };
    tests.fail(failure.help(help));
}
