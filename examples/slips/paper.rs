//! Slips in a narrative, and in the plan it is held against: what is seen of them.

use std::collections::BTreeSet;
use std::ops::Range;

use bcf::check::{Checked, Settings, check_text};
use bcf::narrative::{Figure, Kind as Way, Measured, Role, Status, Tie, hold, text};
use bcf::period::Date;
use bcf::plan::syntax::Kind as NodeKind;
use bcf::policy::Round;
use fastrand::Rng;

use crate::digits::{digits, swapped};

/// A narrative with the plan it is of.
pub(crate) struct Pair {
    plan: String,
    pub(crate) narrative: String,
    checked: Checked,
    tie: Tie,
    /// What is found before any slip.
    known: BTreeSet<(usize, &'static str)>,
}

/// A change of one figure of a narrative.
#[derive(Clone, Debug)]
pub(crate) struct Slip {
    pub(crate) at: Range<usize>,
    pub(crate) new: String,
    /// The places of the plan's figure.
    pub(crate) of: Vec<String>,
}

/// What is seen of slips of one kind.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    /// The slips.
    pub(crate) made: usize,
    /// Those that something new is said of.
    pub(crate) flagged: usize,
    /// Those of them whose figure of the plan is named.
    pub(crate) right: usize,
    /// Those whose figure is still said to agree.
    pub(crate) ticked: usize,
}

impl Seen {
    /// Adds those of another kind.
    pub(crate) fn add(&mut self, other: Self) {
        self.made += other.made;
        self.flagged += other.flagged;
        self.right += other.right;
        self.ticked += other.ticked;
    }

    /// Returns what it comes to, on a line.
    pub(crate) fn row(&self, name: &str) -> String {
        let Self { made, flagged, right, ticked } = *self;
        format!(
            "{name:24} {made:5} {:5}% {:6}% {:6}%",
            percent(flagged, made),
            percent(right, flagged),
            percent(ticked, made)
        )
    }
}

/// Returns a part in percent.
pub(crate) fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(100)
}

/// A kind of slip: its name, and what it makes of a figure's text.
type Kind = (&'static str, fn(&Pair, &Figure, &mut Rng) -> Option<String>);

/// Every kind of slip in a narrative.
pub(crate) const KINDS: [Kind; 9] = [
    ("digits swapped", |_, figure, rng| swapped(&figure.text, rng)),
    ("one digit", |_, figure, rng| one_digit(&figure.text, rng)),
    ("a digit lost", |_, figure, rng| lost(&figure.text, rng)),
    ("a power of ten", |_, figure, rng| power(&figure.text, rng)),
    ("rounded the other way", |_, figure, _| rounded(figure)),
    ("within one percent", |_, figure, rng| within(figure, rng)),
    ("another year", |pair, figure, rng| pair.another(figure, rng, same_thing)),
    ("another unit", |_, figure, _| unit(figure)),
    ("another scheme's figure", |pair, figure, rng| pair.another(figure, rng, same_column)),
];

impl Pair {
    /// Holds a narrative against its plan.
    pub(crate) fn new(plan: &str, narrative: &str) -> Self {
        let checked = checked(plan);
        let tie = tied(&checked, narrative);
        let known = flags(&tie, None).into_iter().collect();
        Self { plan: plan.to_owned(), narrative: narrative.to_owned(), checked, tie, known }
    }

    /// Returns up to `most` slips of a kind, drawn by a seed.
    pub(crate) fn slips(&self, kind: &Kind, most: usize, seed: u64) -> Vec<Slip> {
        let mut rng = Rng::with_seed(seed);
        let mut figures: Vec<&Figure> = self.tie.figures.iter().filter(|figure| is_tied(figure)).collect();
        rng.shuffle(&mut figures);
        let slip = |figure: &Figure| {
            let new = (kind.1)(self, figure, &mut rng).filter(|new| *new != figure.text)?;
            let sites = figure.of.iter().chain(&figure.also);
            Some(Slip { at: figure.at.span?.range(), new, of: sites.map(|site| site.path.clone()).collect() })
        };
        figures.into_iter().filter_map(slip).take(most).collect()
    }

    /// Returns what is seen of slips made one at a time.
    pub(crate) fn one_by_one(&self, slips: &[Slip]) -> Seen {
        let mut seen = Seen::default();
        for slip in slips {
            let one = self.look(slip);
            seen.add(one);
        }
        seen
    }

    /// Returns what is seen of one slip.
    pub(crate) fn look(&self, slip: &Slip) -> Seen {
        let tie = tied(&self.checked, &with(&self.narrative, std::slice::from_ref(slip)));
        let new: Vec<&Figure> = tie.figures.iter().filter(|figure| self.is_new(figure, slip)).collect();
        let names = |figure: &&&Figure| figure.of.iter().chain(&figure.also).any(|site| slip.of.contains(&site.path));
        let own = tie.figures.iter().find(|figure| start(figure) == Some(slip.at.start));
        Seen {
            made: 1,
            flagged: usize::from(!new.is_empty()),
            right: usize::from(new.iter().any(|figure| names(&figure))),
            ticked: usize::from(own.is_some_and(|figure| figure.status == Status::Agrees)),
        }
    }

    fn is_new(&self, figure: &Figure, slip: &Slip) -> bool {
        let Some(flag) = flag(figure, Some(slip)) else { return false };
        !self.known.contains(&flag)
    }

    /// Returns how many figures are flagged when many slips are made at once, and how many of them have one.
    pub(crate) fn at_once(&self, slips: &[Slip]) -> (usize, usize) {
        let tie = tied(&self.checked, &with(&self.narrative, slips));
        let known: BTreeSet<usize> = self.known.iter().map(|(at, _)| *at).collect();
        let (mut flagged, mut right) = (0, 0);
        for figure in tie.figures.iter().filter(|figure| figure.status == Status::Differs) {
            let Some(at) = start(figure).map(|at| before(at, slips)) else { continue };
            let has_slip = slips.iter().any(|slip| slip.at.start == at);
            if has_slip || !known.contains(&at) {
                flagged += 1;
                right += usize::from(has_slip);
            }
        }
        (flagged, right)
    }

    /// Returns slips in figures of the plan: how many were made, seen by the check, by the narrative, by either; and those
    /// that neither sees, in words.
    pub(crate) fn in_plan(&self, most: usize, seed: u64) -> ([usize; 4], Vec<String>) {
        let mut rng = Rng::with_seed(seed);
        let tree = &self.checked.plan.tree;
        let mut places: Vec<Range<usize>> = Vec::new();
        for series in self.checked.plan.notes.series() {
            let figures = series.figures.iter().map(|figure| figure.node);
            let read = figures.filter(|node| tree.raw(*node).bytes().any(|b| matches!(b, b'1'..=b'9')));
            places.extend(read.filter(|node| tree.kind(*node) != NodeKind::Table).map(|node| tree.span(node).range()));
        }
        rng.shuffle(&mut places);
        let told = told(&self.checked);
        let (mut counts, mut missed) = ([0; 4], Vec::new());
        for place in places {
            if counts[0] == most {
                break;
            }
            let old = &self.plan[place.clone()];
            let new = match counts[0] % 4 {
                0 => swapped(old, &mut rng),
                1 => one_digit(old, &mut rng),
                2 => power(old, &mut rng),
                _ => lost(old, &mut rng),
            };
            let Some(new) = new.filter(|new| new != old) else { continue };
            let checked = checked(&format!("{}{new}{}", &self.plan[..place.start], &self.plan[place.end..]));
            let by_check = self::told(&checked) != told;
            let tie = tied(&checked, &self.narrative);
            let by_narrative = flags(&tie, None).iter().any(|flag| !self.known.contains(flag));
            counts[0] += 1;
            counts[1] += usize::from(by_check);
            counts[2] += usize::from(by_narrative);
            counts[3] += usize::from(by_check || by_narrative);
            if !by_check && !by_narrative {
                let line = self.plan[..place.start].matches('\n').count() + 1;
                missed.push(format!("    line {line} of the plan: {old} -> {new}: not seen"));
            }
        }
        (counts, missed)
    }

    /// Returns the text of another figure of the narrative that is like this one.
    fn another(&self, figure: &Figure, rng: &mut Rng, like: fn(&Self, &Figure, &Figure) -> bool) -> Option<String> {
        let other = |other: &&Figure| is_tied(other) && other.unit == figure.unit && other.value != figure.value;
        let others: Vec<&Figure> =
            self.tie.figures.iter().filter(other).filter(|other| like(self, figure, other)).collect();
        others.get(rng.usize(0..others.len().max(1))).map(|other| other.text.clone())
    }
}

/// A day on which the plans are checked.
fn day() -> Date {
    Date::parse("2017-09-11").expect("a day")
}

fn checked(plan: &str) -> Checked {
    check_text("plan.toml".to_owned(), plan.to_owned(), &Settings::on(day()))
}

fn tied(checked: &Checked, narrative: &str) -> Tie {
    let unknown = Round::default();
    hold(text::read(narrative), checked, checked.under.as_deref().unwrap_or(&unknown))
}

/// Returns what a check says, without the places, which a slip moves.
fn told(checked: &Checked) -> Vec<(&'static str, String)> {
    checked.findings.iter().map(|finding| (finding.rule, finding.message.clone())).collect()
}

fn is_tied(figure: &Figure) -> bool {
    figure.status == Status::Agrees && figure.of.is_some() && figure.unit != Measured::Date
}

fn start(figure: &Figure) -> Option<usize> {
    figure.at.span.map(|span| span.start as usize)
}

/// Returns what tells a flagged figure from others: where it stood before a slip, and the way it differs.
fn flag(figure: &Figure, slip: Option<&Slip>) -> Option<(usize, &'static str)> {
    let at = start(figure).filter(|_| figure.status == Status::Differs)?;
    let at = slip.map_or(at, |slip| before(at, std::slice::from_ref(slip)));
    Some((at, if matches!(figure.kind, Way::DoesNotFoot) { "foot" } else { "figure" }))
}

fn flags(tie: &Tie, slip: Option<&Slip>) -> Vec<(usize, &'static str)> {
    tie.figures.iter().filter_map(|figure| flag(figure, slip)).collect()
}

/// Returns where a byte stood before slips. They are in order.
fn before(at: usize, slips: &[Slip]) -> usize {
    let mut grown = 0;
    for slip in slips {
        if at.cast_signed() <= slip.at.start.cast_signed() + grown {
            break;
        }
        grown += slip.new.len().cast_signed() - slip.at.len().cast_signed();
    }
    at.saturating_add_signed(-grown)
}

/// Returns a narrative with slips.
fn with(narrative: &str, slips: &[Slip]) -> String {
    let mut text = narrative.to_owned();
    let mut slips: Vec<&Slip> = slips.iter().collect();
    slips.sort_by_key(|slip| std::cmp::Reverse(slip.at.start));
    for slip in slips {
        text.replace_range(slip.at.clone(), &slip.new);
    }
    text
}

/// Returns whether two figures are of one thing in two periods.
fn same_thing(_: &Pair, figure: &Figure, other: &Figure) -> bool {
    let series = |figure: &Figure| {
        let path = &figure.of.as_ref()?.path;
        Some(path.rsplit_once('.')?.0.to_owned())
    };
    series(figure) == series(other)
}

/// Returns whether two figures stand in one column of one table.
fn same_column(pair: &Pair, figure: &Figure, other: &Figure) -> bool {
    let place = |figure: &Figure| match pair.tie.document.piece(figure.at.piece)?.role {
        Role::Cell { table, cell, .. } => Some((table, cell)),
        _ => None,
    };
    let of = |figure: &Figure| figure.of.as_ref().map(|site| site.path.clone());
    place(figure).is_some() && place(figure) == place(other) && of(figure) != of(other)
}

/// Makes another of one digit.
fn one_digit(old: &str, rng: &mut Rng) -> Option<String> {
    let places = digits(old);
    let at = *places.get(rng.usize(0..places.len().max(1)))?;
    let digit = old.as_bytes()[at] - b'0';
    let other = (digit + rng.u8(1..10)) % 10;
    if other == 0 && Some(&at) == places.first() {
        return None;
    }
    let mut bytes = old.as_bytes().to_vec();
    bytes[at] = b'0' + other;
    String::from_utf8(bytes).ok()
}

/// Leaves one digit out, and groups the others anew.
fn lost(old: &str, rng: &mut Rng) -> Option<String> {
    let places = digits(old);
    if places.len() < 3 {
        return None;
    }
    // Without its last decimal it is only rounded.
    let most = places.len() - usize::from(old.contains('.'));
    let at = *places.get(rng.usize(1..most))?;
    Some(regrouped(&format!("{}{}", &old[..at], &old[at + 1..])))
}

/// Makes it ten times as much, or a tenth.
fn power(old: &str, rng: &mut Rng) -> Option<String> {
    let places = digits(old);
    let (first, last) = (*places.first()?, *places.last()?);
    let number = &old[first..=last];
    let plain = number.replace([',', '_'], "");
    let new = match plain.split_once('.') {
        Some((whole, rest)) if rng.bool() && rest.len() > 1 => format!("{whole}{}.{}", &rest[..1], &rest[1..]),
        Some((whole, rest)) if whole.len() > 1 => format!("{}.{}{rest}", &whole[..1], &whole[1..]),
        Some(_) => return None,
        None => format!("{plain}0"),
    };
    Some(regrouped(&format!("{}{new}{}", &old[..first], &old[last + 1..])))
}

/// Returns a text whose whole number has commas between groups where it had some.
fn regrouped(text: &str) -> String {
    let Some(mark) = [',', '_'].into_iter().find(|mark| text.contains(*mark)) else { return text.to_owned() };
    let places = digits(text);
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return text.to_owned() };
    let number = &text[*first..=*last];
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let whole = bcf::money::grouped(&whole.replace(mark, ""), mark);
    format!("{}{whole}{rest}{}", &text[..*first], &text[last + 1..])
}

/// Adds one to the last digit of a figure that was rounded.
fn rounded(figure: &Figure) -> Option<String> {
    let at = *digits(&figure.text).last()?;
    let digit = figure.text.as_bytes()[at] - b'0';
    let is_rounded = figure.kind == Way::Rounded;
    (is_rounded && digit < 9).then(|| format!("{}{}{}", &figure.text[..at], digit + 1, &figure.text[at + 1..]))
}

/// Makes it a little more or less.
fn within(figure: &Figure, rng: &mut Rng) -> Option<String> {
    let places = digits(&figure.text);
    let (first, last) = (*places.first()?, *places.last()?);
    let number = &figure.text[first..=last];
    let decimals = number.split_once('.').map_or(0, |(_, rest)| rest.len());
    let units: i64 = number.replace([',', '.'], "").parse().ok()?;
    let off = (units / 100).max(1);
    if units < 500 {
        return None;
    }
    let units = if rng.bool() { units + off } else { units - off };
    let plain = format!("{units:0>width$}", width = decimals + 1);
    let (whole, rest) = plain.split_at(plain.len() - decimals);
    let whole = if number.contains(',') { bcf::money::grouped(whole, ',') } else { whole.to_owned() };
    let new = if decimals > 0 { format!("{whole}.{rest}") } else { whole };
    Some(format!("{}{new}{}", &figure.text[..first], &figure.text[last + 1..]))
}

/// Writes it in another unit.
fn unit(figure: &Figure) -> Option<String> {
    if let Some(text) = figure.text.strip_suffix('m') {
        return Some(format!("{text}k"));
    }
    if let Some(text) = figure.text.strip_suffix('k') {
        return Some(format!("{text}m"));
    }
    // Under a header of thousands it would be the same amount.
    let plain: String = figure.text.chars().filter(char::is_ascii_digit).collect();
    let is_own = plain == figure.value.normalize().to_string();
    (figure.unit == Measured::Money && is_own).then(|| format!("{}k", figure.text))
}

/// Returns some slips of many, drawn by a seed, no two in one figure, in the order of the text.
pub(crate) fn apart(slips: &[Slip], most: usize, seed: u64) -> Vec<Slip> {
    let mut all: Vec<&Slip> = slips.iter().collect();
    Rng::with_seed(seed).shuffle(&mut all);
    let mut taken = BTreeSet::new();
    let mut some: Vec<Slip> = all.into_iter().filter(|slip| taken.insert(slip.at.start)).take(most).cloned().collect();
    some.sort_by_key(|slip| slip.at.start);
    some
}
