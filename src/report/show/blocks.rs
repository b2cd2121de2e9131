//! What is shown of a plan, part by part.

use super::{Block, Show, cell};
use crate::money::Money;
use crate::period::Period;
use crate::report::escape::shortened;
use crate::report::words::{count, list};
use crate::view::{Cell, Dfg, Expectation, Floor, Held, Metric, Picture, Point, RiskPool, Row, Scheme, Series};

/// The longest text of a plan that is quoted in a paragraph.
const QUOTED: usize = 160;
/// The longest name in a table.
const NAME: usize = 60;
/// How many rows a table shows.
const ROWS: usize = 200;
/// How many values a sparkline shows.
const SPARK: usize = 24;

/// Everything.
pub(super) fn all(show: &Show<'_>) -> Vec<Block> {
    let picture = show.picture;
    let mut blocks = unreadable(picture);
    blocks.extend(money(picture));
    blocks.extend(schemes(picture));
    blocks.extend(floors(picture));
    blocks.extend(picture.dfg.as_ref().map(|dfg| grant(picture, dfg)).unwrap_or_default());
    blocks.extend(metrics(picture));
    blocks.extend(risk(picture));
    if has_unreadable_cells(picture) {
        blocks.push(Block::Says(
            "? stands for a figure that cannot be read; a sum with it is at least what is shown".into(),
        ));
    }
    blocks
}

fn table<H: Into<String>>(
    title: &str,
    header: impl IntoIterator<Item = H>,
    rows: Vec<Vec<String>>,
    numbers: usize,
) -> Block {
    let header: Vec<String> = header.into_iter().map(Into::into).collect();
    let texts = header.len();
    Block::Table { title: title.to_owned(), header, rows, numbers, texts, total: false }
}

fn unreadable(picture: &Picture) -> Vec<Block> {
    let mut blocks = Vec::new();
    if picture.round_name.is_empty() {
        blocks.push(Block::Says("the plan's round is not known: its money is shown, and nothing is judged".into()));
    }
    let found = &picture.unreadable;
    if found.is_empty() {
        return blocks;
    }
    let are = if found.len() == 1 { "is" } else { "are" };
    let things = count(found.len(), "thing", "things");
    blocks.push(Block::Says(format!(
        "{things} in the plan cannot be read as they stand and {are} not, or not wholly, in what follows:"
    )));
    let item = |entry: &crate::view::Unreadable| {
        let line = entry.at.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        format!("{line}{}", shortened(&entry.message, QUOTED, true))
    };
    let mut items: Vec<String> = found.iter().take(20).map(item).collect();
    if found.len() > items.len() {
        items.push(format!("and {} more", found.len() - items.len()));
    }
    blocks.push(Block::Items(items));
    blocks
}

fn years(picture: &Picture) -> Vec<String> {
    picture.years.iter().map(|year| year.prose()).collect()
}

fn cells(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|figure| cell(*figure)).collect()
}

fn money(picture: &Picture) -> Vec<Block> {
    let money = &picture.money;
    if money.streams.is_empty() {
        return vec![Block::Says("the plan has neither sources nor spending".into())];
    }
    let head = |word: &str| years(picture).into_iter().map(move |year| format!("{word} {year}")).collect::<Vec<_>>();
    let header = [vec!["stream".to_owned()], head("in"), head("spent")].concat();
    let row = |name: &str, income: &[Cell], spend: &[Cell]| [vec![short(name)], cells(income), cells(spend)].concat();
    let mut rows: Vec<_> =
        money.streams.iter().map(|stream| row(&stream.name, &stream.income, &stream.spend)).collect();
    rows.push(row("total", &money.income, &money.spend));
    let texts = header.len();
    let title = "Money in and money spent, by stream".to_owned();
    let mut blocks = vec![Block::Table { title, header, rows, numbers: 1, texts, total: true }];
    let apart = unbalanced(picture);
    if !apart.is_empty() {
        blocks.push(Block::Items(apart));
    }
    let tables = money.tables.iter().map(|table| by(picture, table.title, table.of, &table.rows, &money.spend));
    blocks.extend(tables);
    blocks
}

/// What of each stream is left over, or spent beyond it.
fn unbalanced(picture: &Picture) -> Vec<String> {
    let mut said = Vec::new();
    for stream in picture.money.streams.iter().filter(|stream| !stream.key.is_empty() && !stream.adjustment) {
        for (n, year) in picture.years.iter().enumerate() {
            let (Some(income), Some(spend)) = (stream.income.get(n), stream.spend.get(n)) else { continue };
            if income.unreadable || spend.unreadable {
                continue;
            }
            let left = income.pounds.unwrap_or_default() - spend.pounds.unwrap_or_default();
            let name = short(&stream.name);
            match left.cmp(&Money::ZERO) {
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => {
                    said.push(format!("{left} of the {name} is not spent in {}", year.prose()))
                }
                std::cmp::Ordering::Less => {
                    said.push(format!("{} more than the {name} is spent in {}", left.abs(), year.prose()));
                }
            }
        }
    }
    said
}

fn by(picture: &Picture, title: &str, of: &str, rows: &[Row], total: &[Cell]) -> Block {
    let line = |name: &str, figures: &[Cell]| [vec![short(name)], cells(figures)].concat();
    let mut lines: Vec<_> = rows.iter().take(ROWS).map(|row| line(&row.name, &row.cells)).collect();
    if rows.len() > ROWS {
        let rest = rows[ROWS..].iter().fold(vec![Cell::default(); total.len()], |mut sum, row| {
            sum.iter_mut().zip(&row.cells).for_each(|(sum, figure)| *sum = sum.with(*figure));
            sum
        });
        lines.push(line(&format!("{} more", rows.len() - ROWS), &rest));
    }
    lines.push(line("total", total));
    let header = [vec![of.to_owned()], years(picture)].concat();
    let texts = header.len();
    Block::Table { title: title.to_owned(), header, rows: lines, numbers: 1, texts, total: true }
}

fn schemes(picture: &Picture) -> Vec<Block> {
    let all = &picture.money.schemes;
    if all.is_empty() {
        return Vec::new();
    }
    // By priority in the order of the plan's first scheme of each, those without one last.
    let first = |priority: &str| all.iter().position(|scheme| scheme.priority == priority);
    let mut order: Vec<&Scheme> = all.iter().collect();
    order.sort_by_key(|scheme| (scheme.priority.is_empty(), first(&scheme.priority)));
    let header = [["priority", "scheme", "conditions"].map(str::to_owned).to_vec(), years(picture)].concat();
    let row = |scheme: &&Scheme| {
        let conditions =
            if scheme.conditions.is_empty() { "–".to_owned() } else { numbers(picture, &scheme.conditions) };
        let priority = if scheme.priority.is_empty() { "–" } else { &scheme.priority };
        [vec![short(priority), short(&scheme.name), conditions], cells(&scheme.cells)].concat()
    };
    let mut rows: Vec<_> = order.iter().take(ROWS).map(row).collect();
    let left_out = all.len().saturating_sub(ROWS);
    let total = left_out == 0;
    if total {
        rows.push([vec!["total".to_owned(), String::new(), String::new()], cells(&picture.money.spend)].concat());
    }
    let texts = header.len();
    let title = "Schemes, by priority and condition".to_owned();
    let mut blocks = vec![Block::Table { title, header, rows, numbers: 3, texts, total }];
    if left_out > 0 {
        let more = count(left_out, "more scheme", "more schemes");
        blocks.push(Block::Says(format!("and {more}: `--format csv` has them all")));
    }
    blocks
}

/// `1, 3`: the numbers of conditions, or their ids where the round does not number them.
fn numbers(picture: &Picture, ids: &[String]) -> String {
    let groups = &picture.checklist.groups;
    let number = |id: &String| {
        let group = groups.iter().find(|group| group.condition.as_ref() == Some(id));
        group.and_then(|group| group.number).map_or_else(|| short(id), |number| number.to_string())
    };
    ids.iter().map(number).collect::<Vec<_>>().join(", ")
}

fn floors(picture: &Picture) -> Vec<Block> {
    let (told, open): (Vec<&Floor>, Vec<&Floor>) =
        picture.floors.iter().partition(|floor| floor.held != Held::NotEvaluated);
    let header = ["floor", "year", "required", "planned", "headroom", "%", "", "clause"];
    let amount = |money: Option<Money>| money.map_or_else(|| "–".to_owned(), |money| money.to_string());
    let row = |floor: &&Floor| {
        let clause = floor.clause.as_ref();
        vec![
            short(&floor.name),
            floor.year.map(Period::prose).unwrap_or_default(),
            amount(floor.required),
            amount(floor.planned),
            floor.headroom().map(signed).unwrap_or_default(),
            floor.percent().map(|percent| format!("{percent}%")).unwrap_or_default(),
            status(floor).to_owned(),
            clause.map(|clause| format!("{} ({})", clause.id, clause.basis)).unwrap_or_default(),
        ]
    };
    let mut blocks = Vec::new();
    if !told.is_empty() {
        let rows: Vec<_> = told.iter().take(ROWS).map(row).collect();
        let header = header.map(str::to_owned).to_vec();
        let title = "Floors, tightest first".to_owned();
        blocks.push(Block::Table { title, header, rows, numbers: 2, texts: 6, total: false });
        if told.len() > ROWS {
            blocks.push(Block::Says(format!("and {} with more headroom", told.len() - ROWS)));
        }
    }
    let waived = told.iter().filter(|floor| floor.held == Held::Waived).map(|floor| said_of(floor, "is waived"));
    let mut items: Vec<String> = waived.collect();
    items.extend(open.iter().take(ROWS).map(|floor| said_of(floor, "is not evaluated")));
    if !items.is_empty() {
        if told.is_empty() {
            blocks.push(Block::Says("no floor could be evaluated".into()));
        }
        blocks.push(Block::Items(items));
    }
    blocks
}

fn said_of(floor: &Floor, what: &str) -> String {
    let year = floor.year.map(|year| format!(" in {}", year.prose())).unwrap_or_default();
    let why =
        floor.reason.as_deref().map(|reason| format!(": {}", shortened(reason, QUOTED, true))).unwrap_or_default();
    format!("{}{year} {what}{why}", short(&floor.name))
}

/// As people say it: met, within rounding, missed.
pub(super) fn status(floor: &Floor) -> &'static str {
    match floor.held {
        Held::Met if floor.is_within_rounding() => "within rounding",
        Held::Met => "met",
        Held::Missed => "MISSED",
        Held::Waived => "waived",
        Held::NotEvaluated => "not evaluated",
    }
}

/// `+£5`, `-£5`, `£0`
fn signed(money: Money) -> String {
    if money > Money::ZERO { format!("+{money}") } else { money.to_string() }
}

fn grant(picture: &Picture, dfg: &Dfg) -> Vec<Block> {
    let mut blocks = Vec::new();
    let head = |word: &str| years(picture).into_iter().map(move |year| format!("{word} {year}")).collect::<Vec<_>>();
    let header = [vec!["district".to_owned()], head("allocated"), head("passed on"), vec![String::new()]].concat();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for district in dfg.districts.iter().take(ROWS) {
        let allocated = district.years.iter().map(|year| cell(year.allocated));
        let passed = district.years.iter().map(|year| cell(year.passed));
        let held = district_status(district.years.iter().map(|year| year.held));
        rows.push(std::iter::once(short(&district.name)).chain(allocated).chain(passed).chain([held]).collect());
    }
    if !rows.is_empty() {
        let total = [vec!["the whole area".to_owned()], cells(&dfg.allocated), cells(&dfg.passed), vec![String::new()]];
        rows.push(total.concat());
        let texts = header.len() - 1;
        let title = "Disabled Facilities Grant, by district".to_owned();
        blocks.push(Block::Table { title, header, rows, numbers: 1, texts, total: true });
        if dfg.districts.len() > ROWS {
            blocks.push(Block::Says(format!("and {} more districts", dfg.districts.len() - ROWS)));
        }
    } else if !dfg.two_tier {
        let in_years = picture.years.iter().zip(&dfg.income).zip(&dfg.allocated);
        let says = in_years.map(|((year, income), allocated)| {
            format!("{} in {} ({} allocated)", cell(*income), year.prose(), cell(*allocated))
        });
        let says = list(&says.collect::<Vec<_>>());
        blocks.push(Block::Says(format!("Disabled Facilities Grant, in a single tier: {says}")));
    }
    let mut items: Vec<String> = dfg.retained.iter().map(|kept| retained(picture, kept)).collect();
    items.extend(dfg.passed_on.as_ref().filter(|_| dfg.two_tier).map(|day| format!("passed on: {day}")));
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    blocks
}

fn district_status(held: impl Iterator<Item = Option<Held>>) -> String {
    let worst = held.flatten().max_by_key(|held| match held {
        Held::Missed => 3,
        Held::Waived => 2,
        Held::NotEvaluated => 1,
        Held::Met => 0,
    });
    match worst {
        Some(Held::Met) => "share met",
        Some(Held::Missed) => "SHORT",
        Some(Held::Waived) => "waived",
        Some(Held::NotEvaluated) => "not evaluated",
        None => "",
    }
    .to_owned()
}

fn retained(picture: &Picture, kept: &crate::view::Retained) -> String {
    let amounts: Vec<String> = picture
        .years
        .iter()
        .zip(&kept.cells)
        .map(|(year, figure)| format!("{} in {}", cell(*figure), year.prose()))
        .collect();
    let names = |names: &[String], none: &str| {
        let names: Vec<String> = names.iter().map(|name| short(name)).collect();
        if names.is_empty() { none.to_owned() } else { list(&names) }
    };
    let on = kept.agreed_on.as_ref().map(|on| format!(" ({on})")).unwrap_or_default();
    let usage =
        kept.usage.as_deref().map(|usage| format!(", for {}", shortened(usage, QUOTED, true))).unwrap_or_default();
    let capital = match kept.capital {
        Some(true) => ", capital",
        Some(false) => ", not capital",
        None => "",
    };
    let (from, by) = (names(&kept.districts, "no district named"), names(&kept.agreed_by, "nobody"));
    format!("kept by the county: {}, out of the shares of {from}, agreed by {by}{on}{usage}{capital}", list(&amounts))
}

fn metrics(picture: &Picture) -> Vec<Block> {
    if picture.metrics.is_empty() {
        return Vec::new();
    }
    let row = |metric: &Metric| {
        let (first, last) = match metric.target.ends() {
            Some((first, last)) if first == last => (point(first), "–".to_owned()),
            Some((first, last)) => (point(first), point(last)),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let better = metric.better.map(|better| format!("{better} is better")).unwrap_or_default();
        let unit = metric.unit.unwrap_or("–").to_owned();
        let baseline = metric.baseline.ends().map_or_else(|| "–".to_owned(), |(_, last)| point(last));
        vec![short(&metric.name), unit, baseline, first, last, spark(&metric.target), better]
    };
    let header = ["metric", "unit", "baseline", "first target", "last target", "trend", ""];
    let rows = picture.metrics.iter().take(ROWS).map(row).collect();
    let mut blocks = vec![table("Metrics", header, rows, 7)];
    let items: Vec<String> = picture
        .metrics
        .iter()
        .filter_map(|metric| Some((metric, metric.expectation.as_ref()?)))
        .flat_map(|(metric, expected)| expectation(metric, expected))
        .collect();
    if !items.is_empty() {
        blocks.push(Block::Items(items));
    }
    blocks
}

/// A value with its period: `2017/18: 590.1`
fn point(point: &Point) -> String {
    let value = point.value.map_or_else(|| "?".to_owned(), number);
    format!("{}: {value}", period(point.period))
}

/// A period for a table: `2017/18`, `Q1 2017/18`, `Nov 2017`.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::Year(year) => year.prose(),
        Period::Quarter(year, quarter) => format!("Q{quarter} {}", year.prose()),
        Period::Month(month) => {
            let prose = month.prose();
            let (name, year) = prose.split_once(' ').unwrap_or((&prose, ""));
            format!("{} {year}", name.get(..3).unwrap_or(name))
        }
    }
}

/// A number with its thousands apart.
fn number(value: rust_decimal::Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
    format!("{sign}{}{rest}", crate::money::grouped(whole, ','))
}

/// The targets as a row of bars.
fn spark(series: &Series) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    series.heights(SPARK).into_iter().filter_map(|height| BARS.get(usize::from(height))).collect()
}

fn expectation(metric: &Metric, expected: &Expectation) -> Vec<String> {
    let name = short(&metric.name);
    let asked = format!("at most {} {} from {} on", expected.limit.normalize(), expected.unit, expected.from.prose());
    let kept = expected.met_from.map(|month| format!("; planned from {} on", month.prose())).unwrap_or_default();
    let verdict = match expected.met {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "not evaluated",
    };
    let mut items = vec![format!("{name}: expected {asked} ({}): {verdict}{kept}", expected.basis)];
    items.extend(expected.says.iter().map(|says| format!("{name}: {}", shortened(says, 2 * QUOTED, true))));
    items
}

fn risk(picture: &Picture) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !picture.risk_pools.is_empty() {
        let header =
            [vec!["risk pool".to_owned(), "held from".to_owned()], years(picture), vec!["shares".to_owned()]].concat();
        let rows: Vec<_> = picture.risk_pools.iter().take(ROWS).map(pool).collect();
        let texts = header.len() - 1;
        blocks.push(Block::Table { title: "Risk pools".to_owned(), header, rows, numbers: 2, texts, total: false });
        let told = picture.risk_pools.iter().take(ROWS).flat_map(|pool| {
            let said = [("is released when", &pool.trigger), ("is governed by", &pool.governance)];
            said.into_iter().filter_map(|(verb, text)| {
                let text = text.as_ref()?;
                Some(format!("{} {verb}: {}", short(&pool.id), shortened(text, QUOTED, true)))
            })
        });
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            blocks.push(Block::Items(told));
        }
    }
    if let Some(contingency) = &picture.contingency {
        let years = picture.years.iter().zip(&contingency.cells);
        let amounts: Vec<String> =
            years.map(|(year, figure)| format!("{} in {}", cell(*figure), year.prose())).collect();
        blocks.push(Block::Says(format!("contingency against missed reductions of admissions: {}", list(&amounts))));
    }
    blocks
}

fn pool(pool: &RiskPool) -> Vec<String> {
    let share = |share: &crate::view::Share| {
        let percent = share.percent.map_or_else(|| "?".to_owned(), |percent| format!("{}%", percent.normalize()));
        format!("{} {percent}", short(&share.partner))
    };
    let shares: Vec<String> = pool.shares.iter().map(share).collect();
    let shares = if shares.is_empty() { "–".to_owned() } else { shares.join(", ") };
    let name = pool.purpose.map_or_else(|| short(&pool.id), |purpose| format!("{} ({purpose})", short(&pool.id)));
    let source = pool.source.as_deref().map_or_else(|| "–".to_owned(), short);
    [vec![name, source], cells(&pool.cells), vec![shares]].concat()
}

fn short(text: &str) -> String {
    shortened(text, NAME, true).into_owned()
}

fn has_unreadable_cells(picture: &Picture) -> bool {
    let money = &picture.money;
    let grant = picture.dfg.iter().flat_map(|dfg| [&dfg.allocated, &dfg.passed, &dfg.kept]);
    let pools = picture.risk_pools.iter().map(|pool| &pool.cells);
    [&money.income, &money.spend].into_iter().chain(grant).chain(pools).flatten().any(|cell| cell.unreadable)
}
