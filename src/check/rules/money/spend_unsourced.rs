//! `spend-unsourced`: a spend line without a source.

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "spend-unsourced",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a spend line does not say which money it spends",
    why: "A line without a source is set against no money and counts towards no minimum, so a minimum may look missed.",
    fix: "Name the source the line draws on, or its stream.",
    example: r#"
[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `Home care` spends £8,200 in 2017/18 and £8,356 in 2018/19
#        without saying from what
#        mend: { source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }
"#,
    cases: &[r#"
# A source that is not known is another matter; a line without figures spends all the same.
[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nowhere", amount = { 2017-18 = 8_200 } }, { amount = {} }]
#                                                              ^^^^^^^^^^^^^^^
#   `Home care` spends money without saying from what
"#],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut failed = false;
    for line in facts.lines.iter().filter(|line| matches!(line.draw, Draw::Unstated)) {
        failed = true;
        let name = line.scheme.name.str().or(line.scheme.id.str()).unwrap_or("a scheme");
        let stated = |year: Year| {
            line.spend.amount.at(year).get().map(|amount| format!("{} in {}", amount.pounds, year.prose()))
        };
        let amounts: Vec<String> = facts.years().filter_map(stated).collect();
        let spends = if amounts.is_empty() { "money".to_owned() } else { amounts.join(" and ") };
        let message = format!("`{}` spends {spends} without saying from what", shortened(name));
        let failure = Failure::new(Case::of(name), Place::Absent(line.spend.node, "source".into()), message);
        tests.fail(failure.help("add `source = …`: the id of a source, or a stream such as `nhs-minimum`"));
    }
    tests.pass_lot(failed, facts.lines.len(), "spend lines");
}
