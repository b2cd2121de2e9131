//! `total-mismatch`: a figure in `[totals]` is not the sum of its parts.

use foldhash::{HashMap, HashSet, HashSetExt};

use super::totals::{Comparison, Total, Verdict};
use super::totals_alone::totals;
use crate::check::floors::{self, of_no_other_rule};
use crate::check::prelude::*;
use crate::text::digits::exchanged;

pub(crate) static RULE: Rule = Rule {
    id: "total-mismatch",
    level: Level::Error,
    ground: Ground::Itself,
    bearing: Bearing::Required,
    summary: "a stated total is not the sum of its parts",
    why: "The total is what boards sign and what is published; when it is not the sum of its parts, one of the two is wrong.",
    fix: "Correct the total, or the part that was left out, counted twice or mistyped.",
    example: r#"
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 27_500 }

[totals]
pool = { 2017-18 = 25_700 }
#                  ^^^^^^ the pool is stated as £25,700 in 2017/18, but its one part is £27,500: two digits are
#                  swapped (£25,700 for £27,500)
#                  edit: 27_500
"#,
    cases: &[
        r#"
# Without sources the sums are held against each other: the pool beside its partners, its streams and its groups. A
# stream that is not stated may be what is missing.
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[totals]
pool = { 2017-18 = 30_100, 2018-19 = 30_000 }
#                  ^^^^^^ the pool is stated as £30,100 in 2017/18, but the contributions of the partners come to
#                  £30,000
#                  edit: 30_000
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_000 }
grants = { 2017-18 = 8_000, 2018-19 = 8_100 }
#                                     ^^^^^ the sum of the grants is stated as £8,100 in 2018/19, but its streams come
#                                     to £8,000
#                                     edit: 8_000
dfg = { 2018-19 = 2_000 }
ibcf = { 2018-19 = 5_000 }
ibcf-budget-2017 = { 2018-19 = 1_000 }
by_partner.council = { 2017-18 = 8_000, 2018-19 = 8_000 }
by_partner.ccg = { 2017-18 = 22_000, 2018-19 = 22_000 }
"#,
        r#"
# A part no larger than what rounding can hide twice over explains nothing, and no stream is counted twice in its own total.
[[sources]]
id = "one"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = "£5k", 2018-19 = 6_000 }

[[sources]]
id = "two"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = "£3k", 2018-19 = 4_000 }

[totals]
pool = { 2017-18 = "£11k" }
#                  ^^^^^^ the pool is stated as £11,000 in 2017/18, but its parts come to £8,000
#                  edit: "£8k"
nhs-minimum = { 2018-19 = 20_000 }
#                         ^^^^^^ the NHS minimum contribution is stated as £20,000 in 2018/19, but its parts come to
#                         £10,000
#                         edit: 10_000
"#,
        r#"
# A pool is not held against its streams where one that must be there is not stated.
[totals]
pool = { 2017-18 = 30_000, 2018-19 = 30_000 }
nhs-minimum = { 2017-18 = 20_000, 2018-19 = 20_000 }
nhs-additional = { 2017-18 = 2_000, 2018-19 = 2_000 }
dfg = { 2017-18 = 2_000, 2018-19 = 2_000 }
ibcf = { 2018-19 = 5_000 }
ibcf-budget-2017 = { 2017-18 = 1_000, 2018-19 = 1_000 }
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let totals = totals(facts);
    let mut said = HashSet::new();
    let (mut wrongs, mut torn) = (Vec::new(), HashMap::default());
    for total in &totals {
        for verdict in total.verdicts(facts) {
            match verdict {
                Verdict::Unknown(case, reason) => tests.not_evaluated(case, reason),
                Verdict::Exact(held) | Verdict::Rounded(held) => {
                    torn.insert(held.stated.1, held.sum.total);
                    tests.pass_sum(held.case, &held.sum, held.stated.0.pounds, held.room);
                }
                // One figure that is wrong beside several others is wrong once.
                Verdict::Wrong(wrong) if !said.insert(wrong.stated.1) => {
                    torn.insert(wrong.stated.1, wrong.sum.total);
                    tests.not_evaluated(wrong.case, Reason::free("it is said of the same figure beside other parts"));
                }
                Verdict::Wrong(wrong) => wrongs.push((total, wrong)),
            }
        }
    }
    for (total, wrong) in wrongs {
        let is_torn = torn.get(&wrong.stated.1).is_some_and(|other| *other != wrong.sum.total);
        fail(facts, tests, total, wrong, is_torn);
    }
    let voluntary = facts.voluntary();
    for floor in of_no_other_rule(facts.round) {
        floors::total_mismatch(facts, tests, floor, |year, stated| {
            let with_voluntary = floors::agrees_with(facts, floor, year, stated, &voluntary);
            with_voluntary.map(|_| "it agrees only when voluntary money is added, which does not count".to_owned())
        });
        floors::surplus_mismatch(facts, tests, floor);
    }
    if totals.is_empty() {
        tests.not_applicable(Case::default(), "the plan states no total");
    }
}

/// Reports a total that is wrong. One of which other parts say something else has no edit that mends it.
fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, total: &Total<'_>, wrong: Comparison, is_torn: bool) {
    let explained = explain(facts, total, &wrong);
    let (stated, at) = wrong.stated;
    let parts = total.come_to(&wrong.sum);
    let mut message = format!(
        "{} is stated as {} in {}, but {parts} {}",
        total.words,
        stated.pounds,
        wrong.year.prose(),
        wrong.sum.total
    );
    if let Some(why) = &explained {
        message.push_str(": ");
        message.push_str(why);
    }
    let difference = (stated.pounds - wrong.sum.total).abs();
    let help = match explained {
        Some(_) => format!("correct the total to {}, or the parts", wrong.sum.total),
        None => {
            format!("find the difference of {difference}; if the parts are right, the total is {}", wrong.sum.total)
        }
    };
    let failure = Failure::new(wrong.case, at, message)
        .help(help)
        .sum(&wrong.sum, stated.pounds, wrong.room)
        .against(Against::Statement);
    tests.fail(if is_torn { failure } else { failure.set(facts, at, wrong.sum.total) });
}

/// Returns what would explain a difference, the surest explanation first.
fn explain(facts: &Facts<'_>, total: &Total<'_>, wrong: &Comparison) -> Option<String> {
    wrong_unit(wrong)
        .or_else(|| part_miscounted(facts, wrong))
        .or_else(|| stream_miscounted(facts, total, wrong))
        .or_else(|| allocation_counted(facts, total, wrong))
        .or_else(|| other_year(facts, total, wrong))
        .or_else(|| sign_turned(facts, wrong))
        .or_else(|| figure_of_another_size(facts, wrong))
        .or_else(|| digits_swapped(facts, wrong))
}

impl Comparison {
    /// Returns what is stated less what the parts come to.
    fn difference(&self) -> Money {
        self.stated.0.pounds - self.sum.total
    }

    /// Returns whether `amount` is the difference as far as rounding lets one tell, and is large enough to tell.
    pub(in crate::check::rules) fn is_difference(&self, amount: Money) -> bool {
        let size = amount.abs();
        let telling = size > self.room + self.room;
        telling && (self.difference().abs() - size).abs() <= self.room
    }
}

fn wrong_unit(wrong: &Comparison) -> Option<String> {
    units_apart(wrong).map(|(times, size)| format!("it is {times} times too {size}, so its unit is wrong"))
}

/// Returns how many times too small or too large the stated figure is, where another unit would make it right: "a
/// thousand", "small".
pub(in crate::check::rules) fn units_apart(wrong: &Comparison) -> Option<(&'static str, &'static str)> {
    let (stated, sum) = (wrong.stated.0, &wrong.sum);
    if stated.pounds == Money::ZERO || sum.total == Money::ZERO {
        return None;
    }
    [(1_000, "a thousand"), (1_000_000, "a million")].into_iter().find_map(|(factor, times)| {
        let scaled = |money: Money| Money::from_pence(money.pence().saturating_mul(factor));
        let small = (scaled(stated.pounds) - sum.total).abs() <= scaled(stated.slack) + sum.slack;
        let large = (scaled(sum.total) - stated.pounds).abs() <= scaled(sum.slack) + stated.slack;
        (small || large).then_some((times, if small { "small" } else { "large" }))
    })
}

/// Explains the difference by one part that was left out or counted twice.
fn part_miscounted(facts: &Facts<'_>, wrong: &Comparison) -> Option<String> {
    let name = matching_part(facts, wrong, wrong.difference())?;
    let more = wrong.difference() > Money::ZERO;
    let (node, pounds) = name;
    let how = if more == (pounds > Money::ZERO) { "counted twice" } else { "left out" };
    Some(format!("the difference is `{}` ({pounds}), {how}", shortened(&facts.plan.name_of(node))))
}

/// Returns the part that is the difference; of several alike the one with the lowest path.
fn matching_part(facts: &Facts<'_>, wrong: &Comparison, difference: Money) -> Option<(NodeId, Money)> {
    if wrong.sum.lines.len() < 2 {
        return None;
    }
    let matching = wrong.sum.lines.iter().filter(|(_, pounds)| wrong.is_difference(*pounds));
    let off = |pounds: Money| (pounds.abs() - difference.abs()).abs();
    matching.min_by_key(|(node, pounds)| (off(*pounds), facts.plan.path_of(*node))).copied()
}

/// Explains the difference by a whole stream that was left out, counted twice, or counted where it does not belong.
fn stream_miscounted(facts: &Facts<'_>, total: &Total<'_>, wrong: &Comparison) -> Option<String> {
    if total.streams.is_empty() {
        return None;
    }
    let matching = facts.round.streams.iter().find(|stream| {
        let sum = facts.stream_sum(&stream.id, wrong.year);
        let own = total.streams.as_slice() == [stream.id.as_str()];
        !own && sum.is_whole() && wrong.is_difference(sum.total)
    })?;
    let more = wrong.difference() > Money::ZERO;
    let how = match (more, total.streams.contains(&matching.id.as_str())) {
        (true, true) => "counted twice",
        (true, false) => "counted although it is no part of it",
        (false, true) => "left out",
        (false, false) => return None,
    };
    Some(format!("the difference is the {} ({}), {how}", matching.name, wrong.difference().abs()))
}

/// Explains the difference by a stream that has an allocation and no source and was counted all the same.
fn allocation_counted(facts: &Facts<'_>, total: &Total<'_>, wrong: &Comparison) -> Option<String> {
    let missing = total.streams.iter().filter(|stream| !facts.has_source_of(stream));
    let mut allocated = missing.filter_map(|stream| Some((stream, *facts.allocation(stream, wrong.year).get()?)));
    let more = wrong.difference() > Money::ZERO;
    let (stream, amount) = allocated.find(|(_, amount)| more && wrong.is_difference(amount.pounds))?;
    Some(format!(
        "the difference is the allocation of the {} ({}), which has no source",
        facts.stream_name(stream),
        amount.pounds
    ))
}

fn other_year(facts: &Facts<'_>, total: &Total<'_>, wrong: &Comparison) -> Option<String> {
    let other = facts.years().filter(|year| *year != wrong.year).find(|year| {
        let sum = Sum::of_year(total.amounts(facts, *year), *year);
        sum.is_whole() && sum.agrees(wrong.stated.0)
    })?;
    Some(format!("it is the sum for {}", other.prose()))
}

fn sign_turned(facts: &Facts<'_>, wrong: &Comparison) -> Option<String> {
    let half = wrong.difference().half();
    let half_room = wrong.room.half();
    let matching = wrong.sum.lines.iter().filter(|(_, pounds)| {
        // Turning a part's sign takes twice the part away.
        let telling = pounds.abs() > wrong.room + wrong.room;
        telling && (*pounds + half).abs() <= half_room
    });
    let (node, pounds) = matching.min_by_key(|(node, _)| facts.plan.path_of(*node))?;
    Some(format!(
        "the difference is twice `{}` ({pounds}), so its sign may be wrong",
        shortened(&facts.plan.name_of(*node))
    ))
}

/// Explains the difference by one of the figures that is ten or a hundred times too small or too large.
fn figure_of_another_size(facts: &Facts<'_>, wrong: &Comparison) -> Option<String> {
    let (times, size, node) = figures(wrong).into_iter().find_map(|(node, is, should_be)| {
        let (times, size) = [(10, "ten"), (100, "a hundred")].into_iter().find_map(|(factor, times)| {
            let scaled = |money: Money| money.pence().saturating_mul(factor);
            let is_small = scaled(is) == should_be.pence();
            let is_large = scaled(should_be) == is.pence();
            (is != Money::ZERO && (is_small || is_large)).then_some((times, if is_small { "small" } else { "large" }))
        })?;
        Some((times, size, node))
    })?;
    let is_stated = node == wrong.stated.1;
    let what = if is_stated { "it".to_owned() } else { format!("`{}`", shortened(&facts.plan.name_of(node))) };
    Some(format!("{what} is {times} times too {size}"))
}

/// Explains the difference by two neighbouring digits of one of the figures that have changed places.
fn digits_swapped(facts: &Facts<'_>, wrong: &Comparison) -> Option<String> {
    let (node, is, should_be) = figures(wrong).into_iter().find(|(_, is, should_be)| is_swap(*is, *should_be))?;
    let whose =
        if node == wrong.stated.1 { String::new() } else { format!(" in `{}`", shortened(&facts.plan.name_of(node))) };
    Some(format!("two digits are swapped{whose} ({is} for {should_be})"))
}

/// Returns each figure of a comparison with the amount it would have to be if it alone were wrong: the stated one first,
/// then its parts in the order of the plan.
fn figures(wrong: &Comparison) -> Vec<(NodeId, Money, Money)> {
    let off = wrong.difference();
    let mut parts: Vec<_> = wrong.sum.lines.iter().map(|(node, is)| (*node, *is, *is + off)).collect();
    parts.sort_by_key(|(node, ..)| *node);
    std::iter::once((wrong.stated.1, wrong.stated.0.pounds, wrong.sum.total)).chain(parts).collect()
}

/// Returns whether swapping two neighbouring digits of an amount makes the other.
pub(in crate::check::rules) fn is_swap(is: Money, should_be: Money) -> bool {
    let [is, should_be] = [is, should_be].map(|money| money.pence().to_string());
    exchanged(&is, &should_be).is_some_and(|(first, second)| second == first + 1)
}
