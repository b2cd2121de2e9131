//! `statement-does-not-hold`: a sum, change, share or rate in the narrative is not true of its own figures.

use crate::check::prelude::*;
use crate::money::{in_prose, rewrite_number};
use crate::plan::{Figure, Says, Statement};

pub(crate) static RULE: Rule = Rule {
    id: "statement-does-not-hold",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a statement of the narrative is not true of its own figures",
    why: "Readers work percentages and sums out again; one that does not hold costs the figures beside it their credit.",
    fix: "Correct the stated value, or the figures it is worked out from.",
    example: r#"
[[statements]]
where = "section 6.3"
says = "percent-change"
from = 58_479
to = 60_090
value = 1.5
#       ^^^ from 58,479 to 60,090 is a rise of 2.75%, not 1.5%
#       edit: 2.8
"#,
    cases: &[
        r#"
# The rise and either end are enough; a share of the new figure is no rise.
[[statements]]
where = "section 5"
says = "percent-change"
by = "£2m"
from = "£40m"
value = 5

[[statements]]
where = "section 5.1"
says = "percent-change"
by = "£2m"
from = "£40m"
value = 7
#       ^ from £40,000,000 to £42,000,000 is a rise of 5.0%, not 7%
#       edit: 5

[[statements]]
where = "section 6"
says = "percent-change"
by = "£3,685,253"
to = "£44m"
value = 8.4
#       ^^^ from £40,314,747 to £44,000,000 is a rise of 9.14%, not 8.4%: that is of the new figure, £44,000,000
#       edit: 9.1

"#,
        r#"
# A share of the new figure is one that rounds to it, if only just.
[[statements]]
where = "section 5.2"
says = "percent-change"
from = "£875"
to = "£1,000"
value = 13
#       ^^ from £875 to £1,000 is a rise of 14.3%, not 13%: that is of the new figure, £1,000
#       edit: 14
"#,
        r#"
# Where both ends and the rise are given, these are to agree first.
[[statements]]
where = "section 7"
says = "percent-change"
by = 200
from = 1_000
to = 1_200
value = 20

[[statements]]
where = "section 8"
says = "percent-change"
from = 1_000
to = 1_200
value = 20
#       ^^ from 1,000 to 1,200 is not a rise by 300
by = 300
# -
# + by = 200
"#,
        r#"
# A percentage holds when it rounds to what is stated, either way.
[[statements]]
id = "up"
where = "section 6.3"
says = "percent-change"
from = 58_479
to = 60_090
value = 2.8

[[statements]]
id = "down"
where = "section 6.4"
says = "percent-change"
from = 60_090
to = 58_479
value = 2.7
#       ^^^ from 60,090 to 58,479 is a fall of 2.68%, not a rise of 2.7%
#       edit: -2.7

[[statements]]
id = "sum"
where = "section 6.5"
says = "sum"
parts = ["£1,000", "£2,000"]
value = "£3,001"
#       ^^^^^^^^ the parts add up to £3,000, not £3,001
#       edit: "£3,000"
"#,
        r#"
# A limit is kept by the figure that is the limit. A share of rounded figures may be as far off as these allow: £10.5m
# of £29.5m. Money is no share of a plain number.
[[statements]]
where = "section 7"
says = "at-least"
limit = 3.5
value = 3.5

[[statements]]
where = "section 8"
says = "at-most"
limit = 3.5
value = 3.6
#       ^^^ 3.6 is above the limit it is said to keep to, 3.5

[[statements]]
where = "section 9"
says = "at-least"
limit = 3.5
value = 3.4
#       ^^^ 3.4 is below the limit it is said to reach, 3.5

[[statements]]
where = "section 10"
says = "percent-of"
part = "£10m"
whole = "£30m"
value = 35

[[statements]]
where = "section 11"
says = "percent-of"
part = "£10m"
whole = 30_000_000
value = 50
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    for statement in &facts.plan.statements {
        let Some(says) = statement.says.get().copied().filter(|says| *says != Says::Restates) else { continue };
        let case = Case::of(statement.id.str().or(statement.place.str()).unwrap_or("a statement"));
        match outcome(facts, statement, says) {
            Ok(None) => tests.pass(case),
            Ok(Some(wrong)) => fail(facts, tests, case, statement, wrong),
            Err(reason) => tests.not_evaluated(case, reason),
        }
    }
    if facts.plan.statements.is_empty() {
        tests.not_applicable(Case::default(), "the plan has no statements");
    }
}

/// A figure of a statement: pounds where it is money.
#[derive(Clone, Copy)]
struct Term {
    value: Decimal,
    /// The most by which rounding could move it, in its own unit.
    slack: Decimal,
    /// Half its last digit, in pounds too.
    half: Decimal,
    /// The figure as it was written.
    figure: Figure,
    money: bool,
    node: NodeId,
}

/// A statement that does not hold.
struct BrokenStatement {
    message: String,
    /// The value that is right, where there is one.
    right: Option<Decimal>,
    /// The figures it is worked out from.
    labels: Vec<(NodeId, &'static str)>,
}

/// A calculated figure, with the slack the calculation carries.
struct Calculated {
    value: Decimal,
    slack: Decimal,
}

impl Calculated {
    /// Returns whether a stated figure is no further off than `own`, the room it has, and what the calculation carries;
    /// nothing where that cannot be worked out.
    fn agrees(&self, stated: Term, own: Decimal) -> Option<bool> {
        let off = stated.value.checked_sub(self.value)?.abs();
        Some(off <= own.checked_add(self.slack)?)
    }
}

const TOO_LARGE: &str = "the figures are too large to calculate with";

/// Returns what is wrong with a statement; nothing when it holds.
///
/// # Errors
/// The reason why it cannot be decided.
fn outcome(facts: &Facts<'_>, statement: &Statement, says: Says) -> Result<Option<BrokenStatement>, String> {
    let get = |key: &str| value_of(facts, statement, key);
    let stated = get("value")?;
    match says {
        Says::Sum => sum(facts, statement, stated),
        Says::Difference => difference(stated, get("from")?, get("minus")?),
        Says::PercentChange => percent_change(facts, statement, stated),
        Says::PercentOf => percent_of(stated, get("part")?, get("whole")?),
        Says::Rate => {
            let per = if statement.figure("per").is_absent() { None } else { Some(get("per")?) };
            rate(stated, get("numerator")?, get("denominator")?, per)
        }
        Says::AtLeast => limit(stated, get("limit")?, true),
        Says::AtMost => limit(stated, get("limit")?, false),
        Says::Restates => Ok(None),
    }
}

fn value_of(facts: &Facts<'_>, statement: &Statement, key: &str) -> Result<Term, String> {
    match statement.figure(key) {
        Field::Is(Figure::Day(_), node) => Err(format!("`{}` is a day", facts.plan.path_of(node))),
        Field::Is(figure, node) => value(figure, node).ok_or_else(|| TOO_LARGE.to_owned()),
        Field::Unreadable(node) => Err(facts.blocked_by(node, "cannot be read").into()),
        Field::Absent => Err(format!("`{}.{key}` is missing", facts.plan.path_of(statement.node))),
    }
}

fn value(figure: Figure, node: NodeId) -> Option<Term> {
    Some(match figure {
        Figure::Money(amount) => {
            let slack = amount.slack.to_decimal()?;
            let half = amount.precision.to_decimal()?.checked_div(Decimal::TWO)?.max(slack);
            Term { value: amount.pounds.to_decimal()?, slack, half, figure, money: true, node }
        }
        Figure::Day(_) => return None,
        Figure::Number(number) => {
            let slack = number.slack();
            Term { value: number.value, slack, half: slack, figure, money: false, node }
        }
    })
}

impl Term {
    fn show(self) -> String {
        show(self.value, self.money)
    }

    /// Returns `value` to the precision this figure is written to.
    fn round(self, value: Decimal) -> Option<Decimal> {
        match self.figure {
            Figure::Money(amount) => Money::from_decimal(value)?.rounded_to(amount.precision).to_decimal(),
            Figure::Day(_) => None,
            Figure::Number(number) => Some(
                value
                    .round_dp_with_strategy(number.value.scale(), rust_decimal::RoundingStrategy::MidpointAwayFromZero),
            ),
        }
    }
}

fn show(value: Decimal, money: bool) -> String {
    match Money::from_decimal(value).filter(|_| money) {
        Some(pounds) => pounds.to_string(),
        None => in_prose(value),
    }
}

fn sum(facts: &Facts<'_>, statement: &Statement, stated: Term) -> Result<Option<BrokenStatement>, String> {
    let mut total = Calculated { value: Decimal::ZERO, slack: Decimal::ZERO };
    let mut labels = Vec::new();
    for part in &statement.parts {
        let part = match part {
            Field::Is(figure, node) => value(*figure, *node).ok_or(TOO_LARGE)?,
            Field::Unreadable(node) => return Err(facts.blocked_by(*node, "cannot be read").into()),
            Field::Absent => return Err("a part is missing".into()),
        };
        same_kind(stated, part)?;
        total.value = total.value.checked_add(part.value).ok_or(TOO_LARGE)?;
        total.slack = total.slack.checked_add(part.slack).ok_or(TOO_LARGE)?;
        labels.push((part.node, "a part"));
    }
    if labels.is_empty() || statement.parts.damaged {
        return Err("its parts are not given".into());
    }
    let message = |right: &str| format!("the parts add up to {right}, not {}", stated.show());
    compare(stated, &total, stated.slack, labels, message)
}

fn difference(stated: Term, from: Term, minus: Term) -> Result<Option<BrokenStatement>, String> {
    same_kind(stated, from)?;
    same_kind(stated, minus)?;
    let value = from.value.checked_sub(minus.value).ok_or(TOO_LARGE)?;
    let slack = from.slack.checked_add(minus.slack).ok_or(TOO_LARGE)?;
    let message = |right: &str| format!("{} less {} is {right}, not {}", from.show(), minus.show(), stated.show());
    let labels = vec![(from.node, "from this"), (minus.node, "less this")];
    compare(stated, &Calculated { value, slack }, stated.slack, labels, message)
}

/// Compares a change in percent with two of its ends and the rise between them; where all three are given, these with
/// each other first.
fn percent_change(facts: &Facts<'_>, statement: &Statement, stated: Term) -> Result<Option<BrokenStatement>, String> {
    let get = |key: &str| value_of(facts, statement, key);
    let has = |key: &str| !statement.figure(key).is_absent();
    if !has("by") {
        return risen(stated, get("from")?, get("to")?, None);
    }
    let by = get("by")?;
    if !has("to") {
        let from = get("from")?;
        same_kind(from, by)?;
        let value = from.value.checked_add(by.value).ok_or(TOO_LARGE)?;
        let slack = from.slack.checked_add(by.slack).ok_or(TOO_LARGE)?;
        return risen(stated, from, Term { value, slack, ..by }, Some(by));
    }
    let to = get("to")?;
    same_kind(to, by)?;
    let value = to.value.checked_sub(by.value).ok_or(TOO_LARGE)?;
    let slack = to.slack.checked_add(by.slack).ok_or(TOO_LARGE)?;
    if has("from") {
        let from = get("from")?;
        same_kind(from, by)?;
        let off = from.value.checked_sub(value).ok_or(TOO_LARGE)?.abs();
        if off > slack.checked_add(from.slack).ok_or(TOO_LARGE)? {
            let message = format!("from {} to {} is not a rise by {}", from.show(), to.show(), by.show());
            let labels = vec![(from.node, "from this"), (to.node, "to this"), (by.node, "by this")];
            return Ok(Some(BrokenStatement { message, right: None, labels }));
        }
        return risen(stated, from, to, None);
    }
    risen(stated, Term { value, slack, ..by }, to, Some(by))
}

/// Compares a change in percent with its ends, or with one of them and the rise, from which the other was worked out.
fn risen(stated: Term, from: Term, to: Term, by: Option<Term>) -> Result<Option<BrokenStatement>, String> {
    same_kind(from, to)?;
    if stated.money {
        return Err("a change in percent is a plain number, not money".into());
    }
    // Half a penny of the rise moves the end that was worked out from it too, but never one without the other.
    let calculated = if let Some(by) = by {
        ratio(by, from, Decimal::ONE_HUNDRED)?
    } else {
        let ratio = ratio(to, from, Decimal::ONE_HUNDRED)?;
        let value = ratio.value.checked_sub(Decimal::ONE_HUNDRED).ok_or(TOO_LARGE)?;
        Calculated { value, ..ratio }
    };
    let same_way = calculated.value.is_sign_negative() == stated.value.is_sign_negative();
    let said = if same_way { format!("{}%", in_prose(stated.value.abs())) } else { change(&in_prose(stated.value)) };
    let is_of_new = of_new(stated, from, to, by).unwrap_or_default();
    let why = if is_of_new { format!(": that is of the new figure, {}", to.show()) } else { String::new() };
    let message = |right: &str| format!("from {} to {} is {}, not {said}{why}", from.show(), to.show(), change(right));
    let labels = match by {
        Some(by) if by.node == from.node => vec![(by.node, "by this"), (to.node, "to this")],
        Some(by) => vec![(from.node, "from this"), (by.node, "by this")],
        None => vec![(from.node, "from this"), (to.node, "to this")],
    };
    compare(stated, &calculated, stated.half, labels, message)
}

/// Returns whether a percentage is that of the rise, which may be given, in the new figure; nothing where that cannot be
/// worked out.
fn of_new(stated: Term, from: Term, to: Term, by: Option<Term>) -> Option<bool> {
    let share = if let Some(by) = by {
        ratio(by, to, Decimal::ONE_HUNDRED).ok()?
    } else {
        let back = ratio(from, to, Decimal::ONE_HUNDRED).ok()?;
        Calculated { value: Decimal::ONE_HUNDRED.checked_sub(back.value)?, ..back }
    };
    share.agrees(stated, stated.half)
}

/// Returns a change in percent in words: a fall is negative.
fn change(percent: &str) -> String {
    match percent.strip_prefix('-') {
        Some(fall) => format!("a fall of {fall}%"),
        None => format!("a rise of {percent}%"),
    }
}

fn percent_of(stated: Term, part: Term, whole: Term) -> Result<Option<BrokenStatement>, String> {
    same_kind(part, whole)?;
    if stated.money {
        return Err("a share in percent is a plain number, not money".into());
    }
    let ratio = ratio(part, whole, Decimal::ONE_HUNDRED)?;
    let message = |right: &str| format!("{} is {right}% of {}, not {}%", part.show(), whole.show(), stated.show());
    let labels = vec![(part.node, "the part"), (whole.node, "the whole")];
    compare(stated, &ratio, stated.half, labels, message)
}

fn rate(
    stated: Term,
    numerator: Term,
    denominator: Term,
    per: Option<Term>,
) -> Result<Option<BrokenStatement>, String> {
    if denominator.money && !numerator.money
        || stated.money != (numerator.money && !denominator.money)
        || per.is_some_and(|per| per.money)
    {
        return Err("it mixes money and plain numbers".into());
    }
    let per = per.map_or(Decimal::from(100_000), |per| per.value);
    let calculated = ratio(numerator, denominator, per)?;
    let every = if per == Decimal::ONE { "for each".to_owned() } else { format!("for every {}", in_prose(per)) };
    let message = |right: &str| {
        format!("{} among {} is {right} {every}, not {}", numerator.show(), denominator.show(), stated.show())
    };
    let labels = vec![(numerator.node, "the numerator"), (denominator.node, "the denominator")];
    compare(stated, &calculated, stated.half, labels, message)
}

/// Returns `times` a / b, with the slack of both carried through: how far the ratio moves when each is off by its own.
fn ratio(a: Term, b: Term, times: Decimal) -> Result<Calculated, String> {
    let ratio = |a: Decimal, b: Decimal| -> Result<Decimal, String> {
        if b.is_zero() {
            return Err("it divides by nil".into());
        }
        a.checked_div(b).and_then(|ratio| ratio.checked_mul(times)).ok_or_else(|| TOO_LARGE.to_owned())
    };
    let value = ratio(a.value, b.value)?;
    if b.slack >= b.value.abs() {
        return Err(format!("{} is too coarse to divide by", b.show()));
    }
    let mut slack = Decimal::ZERO;
    for (a_sign, b_sign) in [(1, 1), (1, -1), (-1, 1), (-1, -1)] {
        let moved =
            |v: Term, sign: i32| if sign > 0 { v.value.checked_add(v.slack) } else { v.value.checked_sub(v.slack) };
        let corner = ratio(moved(a, a_sign).ok_or(TOO_LARGE)?, moved(b, b_sign).ok_or(TOO_LARGE)?)?;
        slack = slack.max(corner.checked_sub(value).ok_or(TOO_LARGE)?.abs());
    }
    Ok(Calculated { value, slack })
}

fn same_kind(a: Term, b: Term) -> Result<(), String> {
    if a.money == b.money { Ok(()) } else { Err("it mixes money and plain numbers".into()) }
}

/// Compares a stated figure, which has `own` room, with a calculated one.
fn compare(
    stated: Term,
    calculated: &Calculated,
    own: Decimal,
    labels: Vec<(NodeId, &'static str)>,
    message: impl FnOnce(&str) -> String,
) -> Result<Option<BrokenStatement>, String> {
    if calculated.agrees(stated, own).ok_or(TOO_LARGE)? {
        return Ok(None);
    }
    // Rounded as the stated figure is, unless that would be wrong again.
    let near = |rounded: &Decimal| rounded.checked_sub(calculated.value).is_some_and(|off| off.abs() <= own);
    let right = stated.round(calculated.value).filter(near).unwrap_or(calculated.value);
    // Said with one digit more than the stated figure, so that a reader sees how far off it is.
    let said = if stated.money { right } else { calculated.value.round_dp(right.scale().saturating_add(1)) };
    Ok(Some(BrokenStatement { message: message(&show(said, stated.money)), right: Some(right), labels }))
}

fn limit(stated: Term, limit: Term, least: bool) -> Result<Option<BrokenStatement>, String> {
    same_kind(stated, limit)?;
    let holds = if least { stated.value >= limit.value } else { stated.value <= limit.value };
    if holds {
        return Ok(None);
    }
    let words = if least { "below the limit it is said to reach" } else { "above the limit it is said to keep to" };
    let message = format!("{} is {words}, {}", stated.show(), limit.show());
    Ok(Some(BrokenStatement { message, right: None, labels: vec![(limit.node, "the limit")] }))
}

fn fail(facts: &Facts<'_>, tests: &mut Tests<'_>, case: Case, statement: &Statement, wrong: BrokenStatement) {
    let Some(at) = statement.figure("value").node() else { return };
    let place = statement.place.str().map_or_else(|| "the narrative".to_owned(), |place| shortened(place).into_owned());
    let mut failure = Failure::new(case, at, wrong.message)
        .help(format!("correct the figure in {place}, or the figures it rests on"));
    for (node, text) in wrong.labels {
        failure = failure.label(node, text);
    }
    failure = match (wrong.right, statement.figure("value")) {
        (Some(right), Field::Is(Figure::Money(_), _)) => match Money::from_decimal(right) {
            Some(pounds) => failure.set(facts, at, pounds),
            None => failure,
        },
        (Some(right), _) => failure.edit(at, rewrite_number(right, facts.plan.tree.raw(at))),
        (None, _) => failure,
    };
    tests.fail(failure);
}
