//! `suspicious-jump`: more than fivefold from one year to the next.

use crate::check::determinations::Determinations;
use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "suspicious-jump",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a stream, a scheme or a metric that changes more than fivefold between years",
    why: "A figure with a digit too many, or one in thousands among pounds, adds up as smoothly as a right one until it is set beside the other year.",
    fix: "Check the unit and the digits of both years.",
    example: r#"
[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 83_560 } }]
#                                                                        ^^^^^^
#   `Home care` goes from £8,200 in 2017/18 to £83,560 in 2018/19
#   mend: 8_356
"#,
    cases: &[
        r#"
# Five times as much is no jump; a pound more is, and a metric's target jumps too.
[[schemes]]
id = "steady"
name = "Home care"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 1_000, 2018-19 = 5_000 } }]

[[schemes]]
id = "jumping"
name = "Day care"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 1_000, 2018-19 = 5_001 } }]
#                                                                        ^^^^^
#   `Day care` goes from £1,000 in 2017/18 to £5,001 in 2018/19

[[metrics]]
kind = "residential-admissions"
target = { 2017-18 = 606.4, 2018-19 = 60.5 }
#                                     ^^^^ the target of `residential-admissions` goes from 606.4 in 2017/18 to 60.5
#                                     in 2018/19
"#,
        r#"
# A fall is a jump as well. What government published is none of the plan's doing, nor is what is spent of it, and a figure
# that no area can have is told as that.
[allocations]
dfg = { 2017-18 = 1_000, 2018-19 = 6_000 }

[[sources]]
id = "dfg"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 1_000, 2018-19 = 6_000 }

[[schemes]]
id = "steady"
name = "Home care"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 5_000, 2018-19 = 1_000 } }]

[[schemes]]
id = "adaptations"
name = "Adaptations"
spend = [{ source = "dfg", amount = { 2017-18 = 1_000, 2018-19 = 6_000 } }]

[[schemes]]
id = "falling"
name = "Day care"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 5_001, 2018-19 = 1_000 } }]
#                                                                        ^^^^^
#   `Day care` goes from £5,001 in 2017/18 to £1,000 in 2018/19

[[schemes]]
id = "absurd"
name = "Night care"
spend = [
  { source = "nhs-minimum", amount = { 2017-18 = 1_000, 2018-19 = 1_000 } },
  { source = "nhs-minimum", amount = { 2017-18 = 1_000, 2018-19 = "£13bn" } },
]

[[schemes]]
id = "enormous"
name = "All care"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 1_000, 2018-19 = "£3,400m" } }]
#                                                                        ^^^^^^^^^
#   `All care` goes from £1,000 in 2017/18 to £3,400,000,000 in 2018/19
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

/// The factor from which on a jump is suspicious.
const TIMES: i128 = 5;

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (mut failed, mut count) = (false, 0);
    let years: Vec<Year> = facts.years().collect();
    for (from, to) in years.iter().zip(years.iter().skip(1)) {
        let as_published: Vec<&str> =
            facts.round.streams.iter().map(|s| s.id.as_str()).filter(|s| published(facts, s, *from, *to)).collect();
        for stream in facts.round.streams.iter().filter(|s| !s.adjustment && !as_published.contains(&s.id.as_str())) {
            let sums = [*from, *to].map(|year| facts.whole_stream(&stream.id, year));
            count += 1;
            failed |= money_jump(facts, tests, &format!("the {}", stream.name), (*from, *to), &sums);
        }
        for scheme in &facts.plan.schemes {
            count += 1;
            let amounts = || scheme.spend.iter().map(|line| &line.amount);
            let jumps = jump([*from, *to].map(|year| whole_total(amounts(), year)));
            if jumps && !explained(facts, scheme, &as_published, *from, *to) {
                let name = scheme.name.str().or(scheme.id.str()).unwrap_or("the scheme");
                let sums = [*from, *to].map(|year| Sum::of_year(amounts(), year));
                failed |= money_jump(facts, tests, &format!("`{}`", shortened(name)), (*from, *to), &sums);
            }
        }
        for metric in &facts.plan.metrics {
            count += 1;
            failed |= metric_jump(tests, metric, *from, *to);
        }
    }
    tests.pass_lot(failed, count, "comparisons of two years");
}

/// Returns whether a stream is in both years what government published, so that its jump is not the plan's.
fn published(facts: &Facts<'_>, stream: &str, from: Year, to: Year) -> bool {
    let as_allocated = |year| {
        let (first, own) = (Sum::of([facts.allocation(stream, year)]), facts.stream_sum(stream, year));
        let published = Determinations::of(facts, stream, None, year, first).nearest(&own);
        !published.is_empty() && published.is_whole() && own.agrees_with(&published)
    };
    as_allocated(from) && as_allocated(to)
}

/// Returns whether the second of two totals is a jump from the first; of one that is not whole nothing is known.
fn jump(totals: [Option<Money>; 2]) -> bool {
    let [Some(a), Some(b)] = totals.map(|total| total.map(Money::pence)) else { return false };
    a > 0 && b > 0 && (a > b.saturating_mul(TIMES) || b > a.saturating_mul(TIMES))
}

/// Returns the total of one year of these amounts; nothing where one of them is absent or cannot be read. Nearly every
/// scheme needs no more of its sum.
fn whole_total<'s>(amounts: impl IntoIterator<Item = &'s Amounts>, year: Year) -> Option<Money> {
    amounts.into_iter().try_fold(Money::ZERO, |total, amounts| Some(total + amounts.at(year).get()?.pounds))
}

/// Returns whether a scheme's jump is that of its lines on streams that government made jump.
fn explained(facts: &Facts<'_>, scheme: &Scheme, as_published: &[&str], from: Year, to: Year) -> bool {
    let own = facts
        .lines_of_scheme(scheme)
        .filter(|line| !line.stream().is_some_and(|stream| as_published.contains(&stream)));
    let own: Vec<_> = own.map(|line| &line.spend.amount).collect();
    !jump([from, to].map(|year| whole_total(own.iter().copied(), year)))
}

fn money_jump(facts: &Facts<'_>, tests: &mut Tests<'_>, what: &str, (from, to): (Year, Year), sums: &[Sum; 2]) -> bool {
    let [before, after] = sums;
    if !jump(sums.each_ref().map(|sum| sum.is_whole().then_some(sum.total))) {
        return false;
    }
    let Some(at) = after.largest(facts.plan) else { return false };
    let message = format!("{what} goes from {} in {} to {} in {}", before.total, from.prose(), after.total, to.prose());
    let failure =
        Failure::new(Case::in_year(to, what), at, message).help("check the unit and the digits of both years");
    tests.fail(failure.label_if(before.largest(facts.plan), from.prose()));
    true
}

fn metric_jump(tests: &mut Tests<'_>, metric: &crate::plan::Metric, from: Year, to: Year) -> bool {
    let (Field::Is(before, before_node), Field::Is(after, at)) =
        (metric.target.at(from.into()), metric.target.at(to.into()))
    else {
        return false;
    };
    let times = Decimal::from(5);
    let more = |a: Decimal, b: Decimal| b > Decimal::ZERO && a.checked_div(b).is_some_and(|ratio| ratio > times);
    if !more(before.value, after.value) && !more(after.value, before.value) {
        return false;
    }
    let name = metric.key().unwrap_or("the metric");
    let message = format!(
        "the target of `{}` goes from {} in {} to {} in {}",
        shortened(name),
        before.value,
        from.prose(),
        after.value,
        to.prose()
    );
    let failure =
        Failure::new(Case::in_year(to, name), at, message).help("check the unit and the digits of both years");
    tests.fail(failure.label(before_node, from.prose()));
    true
}
