//! `unknown-round`: a planning round this program does not know.

use crate::check::prelude::*;
use crate::policy::{self, Meant};

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
    cases: &[
        r#"
# A year names the round that has it.
[plan]
format = 1
round = "2022/23"
#       ^^^^^^^^^ there is no planning round `2022/23`
#       edit: "bcf-2022-23"

[area]
name = "Exampleton"
"#,
        r#"
# A year that no round has yet is no misspelt earlier one.
[plan]
format = 1
round = "bcf-2094-95"
#       ^^^^^^^^^^^^^ there is no planning round `bcf-2094-95`

[area]
name = "Exampleton"
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

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
    let meant = if reason.is_none() { facts.rounds.meant(id) } else { Meant::Unknown };
    tests.fail(match meant {
        Meant::Near(near) => failure.help(format!("did you mean `{near}`?")).edit(node, format!("\"{near}\"")),
        Meant::Later(year, last) => failure.help(meanwhile(year, &last)),
        Meant::Unknown => {
            let list = facts.rounds.ids().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
            failure.help(format!("the rounds are {list}"))
        }
    });
}

/// Returns what can be done about a plan of a year that no round has yet.
pub(crate) fn meanwhile(year: Year, last: &str) -> String {
    format!(
        "{} comes after the last round there is: `bcf check --round {last}` tries the plan under that one meanwhile, and a round of your own that `extends` it says what is known of the new one (`bcf rounds --guide`)",
        year.prose()
    )
}
