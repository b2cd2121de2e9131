//! `risk-unowned`: a risk nobody answers for, or about which nothing is done.

use super::none_of;
use crate::check::facts::is_said;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "risk-unowned",
    level: Level::Warning,
    clauses: Clauses::One("risk-log"),
    absent: true,
    summary: "a risk without owner or mitigation",
    why: "A risk that nobody owns is watched by nobody.",
    fix: "Give each risk an `owner` and a `mitigation`.",
    example: r#"
[[risks]]
#^^^^^^^^ the risk "vacancies in home care" has no owner (to be confirmed)
description = "vacancies in home care"
mitigation = "joint recruitment"
# + owner = "Director of adult social care"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let risks = &facts.plan.risks;
    let mut failed = false;
    for risk in risks {
        let parts = [("owner", is_said(&risk.owner)), ("mitigation", is_said(&risk.mitigation))];
        let missing: Vec<&str> = parts.iter().filter(|(_, is_there)| !is_there).map(|(what, _)| *what).collect();
        if missing.is_empty() {
            continue;
        }
        failed = true;
        let what = match (risk.id.str(), risk.description.str()) {
            (Some(id), _) => format!("the risk `{}`", shortened(id)),
            (None, Some(text)) => format!("the risk \"{}\"", shortened(text)),
            (None, None) => "a risk".into(),
        };
        let keys = missing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" and ");
        let failure = Failure::new(Case::of(what.clone()), risk.node, format!("{what} has {}", none_of(&missing)));
        tests.fail(failure.help(format!("add {keys}")));
    }
    tests.pass_lot(failed, risks.items.len(), "risks");
}
