//! `area-team-approval-missing`: NHS England's area team has not approved the use of the transfer.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "area-team-approval-missing",
    level: Level::Error,
    clauses: Clauses::One("area-team-approval"),
    summary: "NHS England's area team has not approved the use of the transfer",
    why: "The transfer is NHS England's money, and its area team approves what it is used for before it is paid.",
    fix: "Add the area team's `[[sign_offs]]` entry with `role = \"area-team\"` when it has approved.",
    example: r#"
[plan]
format = 1
round = "nhs-transfer-2013-14"
status = "submitted"
submitted = 2013-12-05

[area]
name = "Exampleton"

[[partners]]
id = "board"
name = "Exampleton Health and Wellbeing Board"
kind = "board"

# + [[partners]]
# + id = "nhs-england"
# + name = "NHS England"
# + kind = "nhs-england"
# +
[[sign_offs]]
#^^^^^^^^^^^^ the area team of NHS England has not approved the use of the transfer
partner = "board"
on = 2013-12-05

# + [[sign_offs]]
# + partner = "nhs-england"
# + role = "area-team"
# + on = 2013-11-20
"#,
    cases: &[
        r#"
# What NHS England signs without naming a role its area team signs.
[plan]
format = 1
round = "nhs-transfer-2013-14"
status = "submitted"
submitted = 2013-12-05

[area]
name = "Exampleton"

[[partners]]
id = "nhs-england"
name = "NHS England"
kind = "nhs-england"

[[sign_offs]]
partner = "nhs-england"
on = 2013-11-20
"#,
        r#"
# What the area team signs beside the plan is no approval of it.
[plan]
format = 1
round = "nhs-transfer-2013-14"
status = "submitted"
submitted = 2013-12-05

[area]
name = "Exampleton"

[[sign_offs]]
#^^^^^^^^^^^^ the area team of NHS England has not approved the use of the transfer
partner = "nhs-england"
role = "area-team"
on = 2013-11-20
covers = ["grants"]
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let case = Case::of("area team");
    if facts.lacks_section("sign_offs") {
        return tests.not_evaluated(case, "the plan has no `sign_offs`");
    }
    let sign_offs = &facts.plan.sign_offs;
    let in_role = |sign_off: &&crate::plan::SignOff| sign_off.role.get() == Some(&Role::AreaTeam);
    // Whatever NHS England signs without naming a role, its area team signs: it has no other body in the area.
    let by_nhs_england = |sign_off: &&crate::plan::SignOff| {
        let partner = sign_off.partner.str().and_then(|id| facts.partner(id));
        sign_off.role.is_absent() && partner.is_some_and(|partner| partner.is(PartnerKind::NhsEngland))
    };
    let own = || sign_offs.iter().filter(|sign_off| in_role(sign_off) || by_nhs_england(sign_off));
    if let Some(sign_off) = own().find(|sign_off| sign_off.covers(Cover::Plan)) {
        return tests.pass(case.at(Some(sign_off.node)));
    }
    let vague = |sign_off: &crate::plan::SignOff| {
        sign_off.covers.damaged || sign_off.covers.iter().any(Field::is_unreadable) || sign_off.role.is_unreadable()
    };
    if let Some(sign_off) = sign_offs.iter().find(|sign_off| vague(sign_off)) {
        return tests.not_evaluated(case, facts.blocked_by(sign_off.node, "cannot be read in full"));
    }
    if sign_offs.damaged {
        return tests.not_evaluated(case, "part of the sign-offs cannot be read");
    }
    let nhs_england = facts.partners_of(PartnerKind::NhsEngland).find_map(|partner| partner.id.str());
    let path = format!("sign_offs.{}", crate::plan::segment(nhs_england.unwrap_or("area-team")));
    let message = "the area team of NHS England has not approved the use of the transfer";
    let mut failure = Failure::new(case, facts.absent(sign_offs.node, path), message)
        .help("add a `[[sign_offs]]` entry of NHS England with `role = \"area-team\"` and the day in `on`");
    for sign_off in own() {
        failure = failure.label(sign_off.node, "its sign-off, which does not cover the plan");
    }
    tests.fail(failure);
}
