//! A narrative held against its plan: what agrees, what differs, and what is said of it.

use std::fs;

use bcf::check::{self, Checked, Surroundings};
use bcf::cli::Exit;
use bcf::money::{Amount, Money};
use bcf::narrative::{Figure, Kind, Measured, Status, Tie, hold, text};
use bcf::period::{Date, Year};
use bcf::plan::{Plan, Published};
use bcf::policy::Round;
use bcf::template::statements;
use proptest::prelude::*;

#[path = "../../examples/slips/paper.rs"]
mod paper;

use crate::common::{World, cases, check, settings, share};
use paper::{KINDS, Pair, Seen, percent};

const PLAN: &str = "plans/example-county.toml";
const NARRATIVE: &str = "tests/narratives/example-county.md";

fn read(path: &str) -> String {
    fs::read_to_string(path).expect("a file")
}

fn tied(plan: &Checked, narrative: &str) -> Tie {
    let unknown = Round::default();
    hold(text::read(narrative), plan, plan.under.as_deref().unwrap_or(&unknown))
}

/// Holds a text against a plan in which these lines follow the least there must be.
fn against(plan: &str, narrative: &str) -> Vec<Figure> {
    let plan = format!("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"Wold\"\n{plan}");
    tied(&check(&plan), narrative).figures
}

/// Returns what became of the figure that is written so.
fn fate(figures: &[Figure], written: &str) -> (Status, Kind) {
    let figure =
        figures.iter().find(|figure| figure.text == written).unwrap_or_else(|| panic!("{written}: {figures:?}"));
    (figure.status, figure.kind)
}

const MONEY: &str = "\
[[partners]]
id = \"wold-ccg\"
name = \"Wold CCG\"
kind = \"ccg\"
[[sources]]
id = \"minimum\"
name = \"Minimum contribution\"
kind = \"nhs-minimum\"
partner = \"wold-ccg\"
amount = { 2017-18 = 15_838_204, 2018-19 = 16_139_871 }
[[schemes]]
id = \"beds\"
name = \"Step-down beds\"
spend = [{ source = \"minimum\", amount = { 2017-18 = 2_563_400, 2018-19 = 2_610_700 } }]
[[schemes]]
id = \"navigators\"
name = \"Wellbeing navigators\"
spend = [{ source = \"minimum\", amount = { 2017-18 = 866_100, 2018-19 = 884_300 } }]
";

#[test]
fn the_made_up_narrative_agrees_with_its_plan() {
    let (plan, narrative) = (check(&read(PLAN)), read(NARRATIVE));
    let tie = tied(&plan, &narrative);
    assert!(tie.is_of_this_plan && tie.counts.differs == 0 && tie.findings.is_empty(), "{:?}", tie.findings);
    assert!(tie.counts.agrees * 100 >= tie.counts.all() * 90, "{:?}", tie.counts);
    for figure in &tie.figures {
        let span = figure.at.span.expect("a text");
        assert_eq!(&narrative[span.range()], figure.text);
        for site in figure.of.iter().chain(&figure.also) {
            let node = plan.plan.resolve(&site.path).unwrap_or_else(|| panic!("{}", site.path));
            assert_eq!(plan.plan.span_of(node), site.span, "{}", site.path);
        }
    }
}

#[test]
fn what_the_plan_says_of_its_narrative_is_not_looked_at() {
    let plan = read(PLAN);
    let without = plan.find("[[statements]]").map(|at| &plan[..at]).expect("statements");
    let fates = |plan: &str| -> Vec<(Status, Kind)> {
        tied(&check(plan), &read(NARRATIVE)).figures.iter().map(|figure| (figure.status, figure.kind)).collect()
    };
    assert_eq!(fates(&plan), fates(without));
}

#[test]
fn most_slips_are_flagged_and_few_figures_that_have_none() {
    let pair = Pair::new(&read(PLAN), &read(NARRATIVE));
    let (mut all, mut slips) = (Seen::default(), Vec::new());
    for kind in &KINDS {
        let made = pair.slips(kind, 8 / share(2), 3);
        all.add(pair.one_by_one(&made));
        slips.extend(pair.slips(kind, 20 / share(4), 4));
    }
    assert!(percent(all.flagged, all.made) >= 75, "{}", all.row("all"));
    assert!(percent(all.right, all.flagged) >= 90, "{}", all.row("all"));
    assert!(percent(all.ticked, all.made) <= 10, "{}", all.row("all"));
    let (flagged, right) = pair.at_once(&paper::apart(&slips, 60, 5));
    assert!(flagged >= 30 / share(4) && percent(right, flagged) >= 95, "{right} of {flagged}");
    let ([made, check, narrative, either], _) = pair.in_plan(60 / share(6), 6);
    assert!(percent(either, made) >= 93, "{check} {narrative} {either} of {made}");
    assert!(narrative * 3 >= made, "the narrative sees {narrative} of {made}");
}

#[test]
fn a_figure_is_as_precise_as_its_last_digit() {
    let rounded =
        against(MONEY, "The minimum contribution is £15.8m in 2017/18, and £2.6m goes to step-down beds in 2017/18.");
    assert_eq!(fate(&rounded, "£15.8m"), (Status::Agrees, Kind::Rounded));
    assert_eq!(fate(&rounded, "£2.6m"), (Status::Agrees, Kind::Rounded));
    let wrongly = against(MONEY, "We spend £2.5m on step-down beds in 2017/18.");
    assert_eq!(fate(&wrongly, "£2.5m"), (Status::Differs, Kind::RoundedWrongly));
}

#[test]
fn a_figure_of_another_year_or_another_row_is_told() {
    let table = "| Scheme | 2017/18 | 2018/19 |\n|---|---|---|\n";
    let year = against(MONEY, &format!("{table}| Step-down beds | £2,610,700 | £2,610,700 |\n"));
    assert_eq!((year[0].status, year[0].kind), (Status::Differs, Kind::OtherYear));
    assert_eq!(year[1].status, Status::Agrees);
    let row = against(MONEY, &format!("{table}| Wellbeing navigators | £2,563,400 | £884,300 |\n"));
    assert_eq!(fate(&row, "£2,563,400"), (Status::Differs, Kind::OtherThing));
    assert_eq!(
        row[0].of.as_ref().map(|site| site.path.as_str()),
        Some("schemes.navigators.spend.minimum.amount.2017-18")
    );
}

#[test]
fn a_header_gives_its_column_a_scale() {
    let figures =
        against(MONEY, "| | 2017/18 £000 | 2018/19 £000 |\n|---|---|---|\n| Step-down beds | 2,563 | 2,611 |\n");
    assert!(
        figures.iter().all(|figure| figure.status == Status::Agrees && figure.unit == Measured::Money),
        "{figures:?}"
    );
}

const METRIC: &str = "\
[[metrics]]
kind = \"delayed-transfers\"
outturn = { 2017-04 = 255.22 }
target = { 2017-04 = 289.91 }
[[metrics]]
kind = \"reablement\"
baseline = { 2016-17 = 87.0 }
outturn = { 2016-17 = 86.5 }
";

#[test]
fn a_target_that_is_what_was_reached_is_told() {
    let rows = "| Delayed transfers of care | Apr-17 |\n|---|---|\n| Performance | 255.22 |\n| Target | 255.22 |\n";
    let figures = against(METRIC, rows);
    let fates: Vec<_> = figures.iter().map(|figure| (figure.status, figure.kind)).collect();
    assert_eq!(fates, [(Status::Agrees, Kind::Same), (Status::Differs, Kind::OtherMeasure)]);
}

#[test]
fn one_thing_with_two_values_is_told_once() {
    let said = "In 2016/17 86.5% of people were at home 91 days after discharge into reablement.\n\n\
                The outturn of reablement in 2016/17 was 87.0% of people at home after discharge.\n";
    let figures = against(METRIC, said);
    assert_eq!(fate(&figures, "86.5%"), (Status::Agrees, Kind::Same));
    assert_eq!(fate(&figures, "87.0%"), (Status::Differs, Kind::TwoValues));
}

#[test]
fn the_narratives_own_arithmetic_is_worked_out_again() {
    let column = "| Service | 2017/18 £000 |\n|---|---|\n| Alpha | 1,251 |\n| Beta | 2,148 |\n| Gamma | 566 |\n| Total | 3,965 |\n";
    assert!(against("", column).iter().any(|figure| figure.foots && figure.text == "3,965"));
    assert_eq!(fate(&against("", &column.replace("3,965", "3,956")), "3,956"), (Status::Differs, Kind::DoesNotFoot));
    let change = "In 2014/15 there were 58,479 emergency admissions.\n\nIn 2015/16 there were 60,090 emergency admissions, an increase of 2.8%.\n";
    assert!(against("", change).iter().any(|figure| figure.foots && figure.text == "2.8%"));
    assert_eq!(fate(&against("", &change.replace("2.8%", "1.5%")), "1.5%"), (Status::Differs, Kind::DoesNotAddUp));
    for sum in ["£38.4m from CCGs plus £16.9m from others makes £55.3m.", "It is £55.3m in all (£38.4m + £16.9m)."]
    {
        assert!(against("", sum).iter().any(|figure| figure.foots && figure.text == "£55.3m"), "{sum}");
        let wrong = against("", &sum.replace("£55.3m", "£53.3m"));
        assert_eq!(fate(&wrong, "£53.3m"), (Status::Differs, Kind::DoesNotAddUp), "{sum}");
    }
    let share = "A total of £66m savings is needed, of which £10m is from social care: only 15% of savings.\n";
    assert!(against("", share).iter().any(|figure| figure.foots && figure.text == "15%"));
    assert_eq!(fate(&against("", &share.replace("15%", "12%")), "12%"), (Status::Differs, Kind::DoesNotAddUp));
    let rates = "There were 864, a rate of 633.5 per 100,000; we feared 873, a rate of 640.7 per 100,000.\n";
    assert_eq!(fate(&against("", rates), "640.7"), (Status::Differs, Kind::DoesNotAddUp));
    assert!(against("", &rates.replace("640.7", "640.1")).iter().all(|figure| figure.status != Status::Differs));
}

#[test]
fn structure_savings_and_gaps_are_no_figures_of_the_plan() {
    let said = "As section 11.5 on page 25 says, people aged 65 and over have had 24/7 care since 2016. Wold CCG needs \
                savings of £15.8m in 2017/18, and its gap is £2.6m.\n";
    assert!(
        against(MONEY, said).iter().all(|figure| figure.status != Status::Agrees && figure.status != Status::Differs)
    );
}

#[test]
fn a_day_is_tied_and_never_flagged() {
    let plan = "[[milestones]]\nname = \"Discharge to assess open in every hospital\"\ndue = 2017-10-31\n";
    let figures =
        against(plan, "Discharge to assess opens in every hospital on 31 October 2017, not on 30 October 2017.");
    let days: Vec<(&str, Status)> = figures.iter().map(|figure| (figure.text.as_str(), figure.status)).collect();
    assert_eq!(days, [("31 October 2017", Status::Agrees)]);
}

#[test]
fn places_of_the_plan_that_disagree_are_both_named() {
    let plan = format!("{MONEY}[allocations]\nsource = \"a letter\"\nnhs-minimum = {{ 2017-18 = 15_383_204 }}\n");
    let figures = against(&plan, "The minimum contribution comes to £15,838,204 in 2017/18.");
    assert_eq!(fate(&figures, "£15,838,204"), (Status::Differs, Kind::PlanDisagrees));
    assert_eq!(figures[0].also.len(), 1);
}

#[test]
fn a_plan_of_figures_as_large_as_can_be_is_held_against_its_narrative() {
    let most = rust_decimal::Decimal::MAX;
    let plan = format!(
        "[[metrics]]\nkind = \"reablement\"\nbaseline = {{ 2016-17 = -{most} }}\noutturn = {{ 2016-17 = {most} }}\n\
         target = {{ 2017-18 = 87.0, 2018-19 = {most} }}\n"
    );
    let said =
        format!("The target of reablement is 87.0% in 2017/18 and {most}% in 2018/19, after {most}% in 2016/17.");
    assert_eq!(fate(&against(&plan, &said), "87.0%"), (Status::Agrees, Kind::Same));
}

#[test]
fn a_figure_of_the_plan_is_as_precise_as_it_is_written() {
    let plan = |pounds: &str| {
        let text = format!(
            "[plan]\nformat = 1\nround = \"bcf-2017-19\"\nmoney = \"thousands\"\n[area]\nname = \"Wold\"\n{}",
            MONEY.replace("15_838_204", pounds)
        );
        let figures = tied(&check(&text), "The minimum contribution is £15,838,600 in 2017/18.").figures;
        fate(&figures, "£15,838,600").0
    };
    assert_eq!(plan("15_839"), Status::Agrees, "within the rounding of a whole thousand");
    assert_eq!(plan("15_838.62"), Status::Differs, "within a hundred pounds it is another amount");
}

#[test]
fn an_allocation_that_was_published_elsewhere_is_a_figure_of_the_area() {
    let text = format!("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"Wold\"\n{MONEY}");
    let published = |partner: Option<&str>, stream: &str, pounds: u32| Published {
        partner: partner.map(str::to_owned),
        stream: stream.to_owned(),
        year: Year::starting(2017),
        amount: Amount::exact(Money::from_pounds(pounds.into())),
        origin: "a.csv line 2".to_owned(),
    };
    let list = [published(None, "dfg", 3_582_746), published(Some("wold-ccg"), "nhs-minimum", 15_838_204)];
    let mut plan = Plan::read(text);
    plan.publish(list);
    let checked = check::check("plan.toml".to_owned(), plan, &Surroundings::default(), &settings());
    let said = "The Disabled Facilities Grant is £3,582,746 in 2017/18; Wold CCG's minimum is £15,838,204 in 2017/18.";
    let tie = tied(&checked, said);
    assert_eq!(fate(&tie.figures, "£3,582,746"), (Status::Agrees, Kind::Same));
    assert_eq!(tie.figures[0].of.as_ref().map(|site| site.path.as_str()), Some("allocations.dfg.2017-18"));
    assert_eq!(fate(&tie.figures, "£15,838,204"), (Status::Agrees, Kind::Same));
    let unsaid = tied(&checked, "The Disabled Facilities Grant is £3,582,746 in 2017/18.").unsaid;
    assert!(unsaid.iter().all(|one| !one.at.path.starts_with("allocations")), "{unsaid:?}");
}

#[test]
fn what_accepts_nothing_and_what_is_accepted_is_in_the_json() {
    let entry =
        |text: &str| format!("[[accepted]]\ntext = \"{text}\"\nbecause = \"it was agreed\"\nby = \"the board\"\n");
    let plan = format!("{}\n{}{}", read(PLAN), entry("£1,490,780"), entry("nothing at all"));
    let wrong = read(NARRATIVE).replace("£1,409,780", "£1,490,780");
    let folder = tempfile::tempdir().expect("a folder");
    let place = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).expect("a file");
        path.to_str().expect("a name").to_owned()
    };
    let (plan, narrative) = (place("plan.toml", &plan), place("narrative.md", &wrong));
    let told = |format: &str| say(&["narrative", &plan, &narrative, "--format", format], b"").1;
    let json: serde_json::Value = serde_json::from_str(&told("json")).expect("JSON");
    assert_eq!(json["unused"].as_array().map(Vec::len), Some(1), "{}", json["unused"]);
    assert!(json["unused"][0]["message"].as_str().is_some_and(|said| said.contains("nothing at all")));
    let figures = json["figures"].as_array().expect("figures");
    let accepted: Vec<_> = figures.iter().filter(|figure| !figure["accepted"].is_null()).collect();
    assert!(!accepted.is_empty() && accepted.iter().all(|figure| figure["text"] == "£1,490,780"), "{accepted:?}");
    assert_eq!(told("markdown").matches("accepted-unused").count(), 1);
}

#[test]
fn the_statements_it_writes_hold_in_the_plan() {
    let plan = read(PLAN);
    let written = statements(&tied(&check(&plan), &read(NARRATIVE)));
    let entries = written.matches("[[statements]]").count();
    let after = check(&format!("{plan}\n{written}"));
    assert!(entries > 100, "{entries} entries");
    assert!(after.findings.is_empty(), "{:?}", after.findings.first());
}

fn say(args: &[&str], stdin: &[u8]) -> (Exit, String, String) {
    World { stdin, today: Date { year: 2017, month: 9, day: 11 }, ..World::default() }.run(args)
}

#[test]
fn the_exit_status_and_the_last_line_say_how_it_ended() {
    let (exit, out, err) = say(&["narrative", PLAN, NARRATIVE], b"");
    assert_eq!((exit, err.as_str()), (Exit::Clean, ""));
    let last = out.lines().last().expect("a line");
    assert!(last.contains("of ") && last.ends_with(&format!("AGREES {NARRATIVE} ({PLAN})")), "{last}");
    let wrong = read(NARRATIVE).replace("£1,409,780", "£1,490,780");
    let (exit, out, _) = say(&["narrative", PLAN, "-"], wrong.as_bytes());
    assert_eq!(exit, Exit::Findings);
    assert!(out.contains("warning[narrative-figure-differs]") && out.contains("Wellbeing navigators"), "{out}");
    assert!(out.lines().last().is_some_and(|line| line.contains("differ") && line.contains(": DIFFERS ")), "{out}");
    assert_eq!(say(&["narrative", PLAN, "-", "--fail-on", "never"], wrong.as_bytes()).0, Exit::Clean);
    for none in [&b"%PDF-1.7"[..], b"No figures here.", b"\xff\xfe", "The pool is £1.2m and £3,400.".as_bytes()] {
        let (exit, out, err) = say(&["narrative", PLAN, "-"], none);
        assert_eq!((exit, out.as_str()), (Exit::NoVerdict, ""), "{err}");
    }
    let (_, _, err) = say(&["narrative", PLAN, "-"], "The pool is £1.2m and £3,400.".as_bytes());
    assert!(err.contains("is not this plan's narrative"), "{err}");
    assert!(say(&["narrative", PLAN, "-"], b"%PDF-1.7").2.contains("pdftotext -layout"));
}

#[test]
fn the_narrative_of_another_area_is_not_this_plans_however_much_of_it_differs() {
    let of = |plan: &str| tied(&check(&read(plan)), &read(NARRATIVE));
    let other = of("plans/leicestershire-2017-19.toml");
    assert!(!other.is_of_this_plan && other.counts.differs > 10, "{:?}", other.counts);
    assert!(of(PLAN).is_of_this_plan);
    let (exit, out, err) = say(&["narrative", "plans/leicestershire-2017-19.toml", NARRATIVE], b"");
    assert_eq!((exit, out.as_str()), (Exit::NoVerdict, ""));
    assert!(err.contains("is not this plan's narrative"), "{err}");
}

#[test]
fn every_format_tells_the_same() {
    let wrong = read(NARRATIVE).replace("£1,409,780", "£1,490,780");
    let told = |format: &str| say(&["narrative", PLAN, "-", "--format", format], wrong.as_bytes()).1;
    let json: serde_json::Value = serde_json::from_str(&told("json")).expect("JSON");
    assert_eq!(json["schema"], "bcf.narrative/1");
    let schema: serde_json::Value = serde_json::from_str(&say(&["schema", "narrative"], b"").1).expect("a schema");
    assert!(jsonschema::validator_for(&schema).expect("a schema").is_valid(&json));
    let figures = json["figures"].as_array().expect("figures");
    let (start, end) = (&figures[0]["at"]["start"], &figures[0]["at"]["end"]);
    let place = |value: &serde_json::Value| usize::try_from(value.as_u64().expect("a byte")).expect("a place");
    assert_eq!(figures[0]["text"], wrong[place(start)..place(end)]);
    let differ = figures.iter().filter(|figure| figure["status"] == "differs").count();
    assert_eq!(json["counts"]["differs"], differ);
    assert_eq!(told("csv").lines().count(), figures.len() + 1);
    assert_eq!(told("concise").lines().count(), differ + 1);
    assert_eq!(told("markdown").matches("| narrative-").count(), differ);
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn no_text_makes_it_fail_and_each_says_the_same_twice(
        cuts in proptest::collection::vec((0usize..6000, 0usize..40, "[ -~£–•\t\n|0-9,.%/]{0,12}"), 1..12)
    ) {
        let mut narrative = read(NARRATIVE);
        for (at, length, with) in cuts {
            let floor = |mut at: usize| { at = at.min(narrative.len()); while !narrative.is_char_boundary(at) { at -= 1; } at };
            let (start, end) = (floor(at), floor(at + length));
            narrative.replace_range(start..end.max(start), &with);
        }
        let plan = check(&read(PLAN));
        let (once, again) = (tied(&plan, &narrative), tied(&plan, &narrative));
        prop_assert_eq!(&once.figures, &again.figures);
        for figure in &once.figures {
            let span = figure.at.span.expect("a text");
            prop_assert!(narrative.get(span.range()).is_some());
        }
    }
}
