//! `unknown-round`: a planning round this program does not know.

use crate::check::prelude::*;
use crate::policy;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-round",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a planning round this program does not know",
    why: "The round decides the years, the streams of money and every rule. Under another round's rules a plan would be judged by conditions it never had to meet.",
    fix: "Name the round the plan was written for; `bcf rounds` lists the rounds there are.",
    example: r#"
[plan]
format = 1
round = "bcf-2017-2019"
#       ^^^^^^^^^^^^^^^ there is no planning round `bcf-2017-2019`
#       edit: "bcf-2017-19"

[area]
name = "Exampleton"
"#,
    check,
    ..Rule::PLAIN
};

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let Some((id, node)) = Facts::reference(&facts.plan.header.round) else {
        return tests.not_evaluated(Case::default(), "the plan does not name its round");
    };
    if !facts.round.years.is_empty() {
        return tests.pass(Case::of(id));
    }
    let reason = policy::absent_reason(id);
    let why = reason.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    let failure = Failure::new(Case::default(), node, format!("there is no planning round `{}`{why}", shortened(id)));
    let known: Vec<&str> = facts.rounds.ids().collect();
    let list = known.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let near = if reason.is_none() { nearest(id, known.iter().copied()) } else { None };
    tests.fail(match near {
        Some(near) => failure.help(format!("did you mean `{near}`?")).edit(node, format!("\"{near}\"")),
        None => failure.help(format!("the rounds are {list}")),
    });
}
