//! The field reader: turns tables into the model, collects every complaint, and never stops.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::doubt::Doubts;
use super::field::{Complaint, ComplaintKind, Field, Figure, Form, List, Number, Place, PlanDate, Series, Text};
use super::keys::Lists;
use super::meant::{self, Mend};
use super::notes::{FigureNote, Notes, Range};
use super::shape::{NamesOf, Role};
use super::syntax::{Kind, Tree};
use super::words::{Rag, Word, by_label, nearest};
use crate::money::{self, Amount, Money, MoneyError, Unit};
use crate::period::{Date, Month, Period, Year};
use crate::span::NodeId;

/// The keys of the two ends of a range.
pub(crate) const FROM: &str = "from";
pub(crate) const TO: &str = "to";

/// Reads a tree into a plan. What cannot be read gets a complaint and a [`Field::Unreadable`].
pub(crate) struct Reader<'t> {
    pub(super) tree: &'t Tree,
    pub(super) complaints: Vec<Complaint>,
    /// The bytes that are left for complaints; nothing where they may take any number.
    room: Option<usize>,
    /// The unit of bare amounts.
    pub(super) unit: Unit,
    /// The precision, in pounds, that no figure of the plan exceeds.
    pub(super) coarsest: Money,
    /// Notes of everything read so far.
    pub(super) notes: Notes,
    /// The values that are not to be relied on.
    pub(super) doubts: Doubts,
    /// The unit of bare amounts as the plan names it, where that is no unit or a wrong one: none of them can be read.
    pub(super) no_unit: Option<NodeId>,
    /// The entry that is being read, where it is a copy of another.
    pub(super) copy: Option<NodeId>,
    /// True when the plan has no header and was only meant to be one.
    pub(super) headless: bool,
    /// Nodes that a complaint covers already, so that their keys are not called unknown too.
    pub(super) said: Vec<NodeId>,
    /// Lists to be used again: tables are many and nested only a little.
    pub(super) spare: Vec<Lists<'t>>,
}

impl<'t> Reader<'t> {
    /// Returns a reader of a tree. `complaints` are those that its syntax led to.
    pub(super) fn new(tree: &'t Tree, complaints: Vec<Complaint>, doubts: Doubts, room: Option<usize>) -> Self {
        Self {
            tree,
            complaints,
            room,
            unit: Unit::Pounds,
            coarsest: Money::ZERO,
            notes: Notes::default(),
            doubts,
            no_unit: None,
            copy: None,
            headless: false,
            said: Vec::new(),
            spare: Vec::new(),
        }
    }

    pub(super) fn complain(&mut self, kind: ComplaintKind, at: impl Into<Place>, message: String) -> &mut Complaint {
        self.keep(Complaint::of(kind, at, message))
    }

    /// Returns whether there was no room for all complaints.
    pub(super) fn is_cut(&self) -> bool {
        self.room == Some(0)
    }

    /// Adds a complaint, in the place of the last where there is no room for more. That one is complete by now.
    pub(super) fn keep(&mut self, complaint: Complaint) -> &mut Complaint {
        if let (Some(room), Some(last)) = (&mut self.room, self.complaints.last()) {
            *room = room.saturating_sub(last.bytes());
            if *room == 0 {
                self.complaints.pop();
            }
        }
        self.complaints.push(complaint);
        let last = self.complaints.len() - 1;
        &mut self.complaints[last]
    }

    /// Complains that `node` should be `wanted`, unless a syntax error already said that it cannot be read.
    pub(super) fn wrong_type(&mut self, node: NodeId, wanted: &str) -> Option<&mut Complaint> {
        let kind = self.tree.kind(node);
        let message = || format!("this should be {wanted}, not {}", kind_words(kind));
        (kind != Kind::Broken).then(|| self.complain(ComplaintKind::WrongType, node, message()))
    }

    /// Complains the same of a text in quotes that `meant` finds a value in, and of anything else.
    fn wrong_type_meant(&mut self, node: NodeId, wanted: &str, meant: impl FnOnce(&str) -> Option<Mend>) {
        let mend = self.in_quotes(node, meant);
        if let Some(complaint) = self.wrong_type(node, wanted) {
            complaint.mend(mend);
        }
    }

    /// Returns what `meant` finds in a text in quotes.
    fn in_quotes(&self, node: NodeId, meant: impl FnOnce(&str) -> Option<Mend>) -> Option<Mend> {
        if self.tree.kind(node) == Kind::String { meant(&self.tree.text(node)) } else { None }
    }

    fn wrong_word<W: Word>(&mut self, node: NodeId, word: &str) {
        let list: Vec<&'static str> = W::ALL.iter().map(|(word, _)| *word).collect();
        let message = format!("`{}` is not a word the format has here", shortened(word));
        let labels = W::LABELS.iter().copied().chain(list.iter().map(|word| (*word, *word)));
        let near = by_label(word, labels).or_else(|| nearest(word, list.iter().copied()));
        let quoted = |words: &[&str]| words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let help = match near {
            Some(near) if list.len() > 8 => format!("did you mean `{near}`?"),
            Some(near) => format!("did you mean `{near}`? The words are {}", quoted(&list)),
            None => format!("use one of {}", quoted(&list)),
        };
        let complaint = self.complain(ComplaintKind::WrongType, node, message);
        complaint.help = Some(help);
        complaint.with = near.map(|near| format!("\"{near}\""));
    }

    pub(super) fn text(&mut self, node: NodeId) -> Field<Text> {
        if self.tree.kind(node) == Kind::String {
            return Field::Is(self.tree.text(node).into(), node);
        }
        self.wrong_type(node, "text in quotes");
        Field::Unreadable(node)
    }

    pub(super) fn word<W: Word>(&mut self, node: NodeId) -> Field<W> {
        if self.tree.kind(node) != Kind::String {
            self.wrong_type(node, "a word in quotes");
            return Field::Unreadable(node);
        }
        let text = self.tree.text(node);
        if let Some(value) = W::from_word(&text) {
            return Field::Is(value, node);
        }
        let text = text.into_owned();
        self.wrong_word::<W>(node, &text);
        Field::Unreadable(node)
    }

    pub(super) fn truth(&mut self, node: NodeId) -> Field<bool> {
        if self.tree.kind(node) == Kind::Boolean {
            return Field::Is(self.tree.raw(node) == "true", node);
        }
        let truth = |text: &str| match text.to_lowercase().as_str() {
            "true" | "yes" | "y" => meant::one_of(&["true".to_owned()]),
            "false" | "no" | "n" => meant::one_of(&["false".to_owned()]),
            _ => None,
        };
        self.wrong_type_meant(node, "true or false", truth);
        Field::Unreadable(node)
    }

    /// Reads a plain number without rounding. A text that looks like a number is not one.
    pub(super) fn number(&mut self, node: NodeId) -> Field<Number> {
        let kind = self.tree.kind(node);
        if matches!(kind, Kind::Integer | Kind::Float) {
            let raw = self.tree.raw(node);
            let digits = raw.strip_prefix('+').unwrap_or(raw).replace('_', "");
            let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
            // A decimal holds 96 bits of digits. `-0.0` is nil, like `0.0`.
            if let Some(value) = plain.then(|| Decimal::from_str_exact(&digits).ok()).flatten() {
                return Field::Is(Number { value }, node);
            }
            let why = if plain { "has more digits than a figure can have" } else { "is not a plain number" };
            let message = format!("`{}` {why}", shortened(raw));
            self.complain(ComplaintKind::WrongType, node, message).help =
                Some("write it in digits, with a point before the decimals".into());
            return Field::Unreadable(node);
        }
        self.wrong_type_meant(node, "a number", meant::number);
        Field::Unreadable(node)
    }

    /// Reads a number of people, admissions or beds: nil or more.
    pub(super) fn count(&mut self, node: NodeId) -> Field<Number> {
        match self.number(node) {
            Field::Is(number, node) if number.value < Decimal::ZERO => {
                let message = format!("`{}` is below nil, and nothing here can be", number.value);
                self.complain(ComplaintKind::WrongType, node, message).help = Some("check the figure's sign".into());
                Field::Unreadable(node)
            }
            field => field,
        }
    }

    /// Reads a plain number, or a table with the two ends of a range, of which the first stands for it until it is known
    /// which is the milder.
    pub(super) fn number_or_range(&mut self, node: NodeId) -> Field<Number> {
        let tree = self.tree;
        if tree.kind(node) != Kind::Table {
            return self.number(node);
        }
        let end = |reader: &mut Self, key: &str| match tree.get(node, key) {
            Some(end) => reader.number(end),
            None if tree.is_damaged(node) => Field::Unreadable(node),
            None => {
                let at = Place::Absent(node, key.to_owned());
                let complaint = reader.complain(ComplaintKind::MissingKey, at, format!("the key `{key}` is missing"));
                complaint.help = Some("a range has two ends: { from = 4.5, to = 5 }".into());
                Field::Unreadable(node)
            }
        };
        let (from, to) = (end(self, FROM), end(self, TO));
        for child in tree.children(node) {
            if let Some(key) = tree.key(child).filter(|key| !matches!(&**key, FROM | TO)) {
                let message = format!("the format has no key `{}` here", shortened(&key));
                self.complain(ComplaintKind::UnknownKey, Place::Key(child), message).help =
                    Some(format!("the keys here are `{FROM}`, `{TO}`"));
            }
        }
        match (from, to) {
            (Field::Is(first, from), Field::Is(last, to)) => {
                self.notes.ranges.push(Range { from: (first, from), to: (last, to) });
                Field::Is(first, from)
            }
            _ => Field::Unreadable(node),
        }
    }

    /// Reads an amount of money. A negative one is unreadable unless `signed`.
    pub(super) fn money(&mut self, node: NodeId, signed: bool) -> Field<Amount> {
        let read = match self.tree.kind(node) {
            Kind::Integer | Kind::Float => money::parse_number(self.tree.raw(node), self.unit),
            Kind::String => money::parse_text(&self.tree.text(node)),
            Kind::Broken => return Field::Unreadable(node),
            _ => {
                self.wrong_type(node, "an amount of money");
                return Field::Unreadable(node);
            }
        };
        match read {
            Ok(amount) if amount.pounds < Money::ZERO && !signed => {
                self.unreadable_money(node, MoneyError::Negative, signed);
            }
            // Without its unit no figure is too large for one, nor too fine.
            Err(MoneyError::TooLarge | MoneyError::TooFine) if self.is_without_unit(node) => {}
            Err(why) => self.unreadable_money(node, why, signed),
            Ok(amount) => {
                return match self.in_doubt(node) {
                    Some(doubted) => Field::Unreadable(doubted),
                    None => Field::Is(amount.no_finer_than(self.coarsest), node),
                };
            }
        }
        Field::Unreadable(self.in_doubt(node).unwrap_or(node))
    }

    /// Returns whether a figure would be in the plan's unit, which is not known.
    fn is_without_unit(&self, node: NodeId) -> bool {
        self.no_unit.is_some() && matches!(self.tree.kind(node), Kind::Integer | Kind::Float)
    }

    /// Returns what keeps an amount from being relied on: the entry it belongs to, the plan's unit, or itself.
    fn in_doubt(&self, node: NodeId) -> Option<NodeId> {
        let unit = self.no_unit.filter(|_| self.is_without_unit(node));
        self.copy.or(unit).or_else(|| self.doubts.about(node).map(|_| node))
    }

    fn unreadable_money(&mut self, node: NodeId, why: MoneyError, signed: bool) {
        let text = self.tree.text(node);
        let message = format!("`{}` is not an amount of money: {why}", shortened(&text));
        let meant = |text: &str| meant::money(text, why, signed, self.unit);
        let mend = if why == MoneyError::Negative { None } else { self.in_quotes(node, meant) };
        let help = match why {
            MoneyError::Grouping => "check the digits".into(),
            MoneyError::NoPoundSign => "write it with its £ sign, or as a bare number in the plan's unit".into(),
            MoneyError::Exponent => "write the amount out in digits".into(),
            MoneyError::Words => "write the unit as k, m or bn directly behind the number: \"£8.6m\"".into(),
            MoneyError::TooFine => "round it to the penny".into(),
            MoneyError::TooLarge => "check the unit: no amount of a plan is as large as £1tn".into(),
            MoneyError::Negative => format!("an amount here is nil or more; {}", meant::CORRECTION),
            MoneyError::Malformed | MoneyError::NotANumber => {
                "write an amount such as 1_200 or \"£1,200\", or leave the key out until the figure is known".into()
            }
        };
        let complaint = self.complain(ComplaintKind::UnreadableMoney, node, message);
        complaint.help = Some(help);
        complaint.mend(mend);
    }

    /// Reads a day, a month in quotes, or `"unknown"`.
    pub(super) fn date(&mut self, node: NodeId) -> Field<PlanDate> {
        let raw = self.tree.raw(node);
        let read = match self.tree.kind(node) {
            Kind::DateTime => Date::parse(raw).map(PlanDate::Day),
            Kind::String => date_text(&self.tree.text(node)),
            Kind::Broken => return Field::Unreadable(node),
            _ => None,
        };
        if let Some(date) = read {
            return Field::Is(date, node);
        }
        let message = format!("`{}` is not a date", shortened(raw));
        let mend = self.in_quotes(node, meant::date);
        self.complain(ComplaintKind::WrongType, node, message).mend(mend).form = Some(Form::Date);
        Field::Unreadable(node)
    }

    /// Reads a financial year in quotes.
    pub(super) fn year(&mut self, node: NodeId) -> Field<Year> {
        let text = self.tree.text(node).into_owned();
        let year = Year::parse(&text).filter(|_| self.tree.kind(node) == Kind::String);
        if let Some(year) = year {
            return Field::Is(year, node);
        }
        if self.tree.kind(node) != Kind::Broken {
            let message = "this should be a financial year in quotes, such as \"2024-25\"".to_owned();
            let meant: Vec<String> = meant::years(&text).iter().map(|year| format!("\"{year}\"")).collect();
            let complaint = self.complain(ComplaintKind::WrongType, node, message);
            complaint.mend(meant::one_of(&meant)).form = Some(Form::Year);
        }
        Field::Unreadable(node)
    }

    /// Reads a day that is not in quotes.
    fn day(&mut self, node: NodeId) -> Field<Date> {
        match self.date(node) {
            Field::Is(PlanDate::Day(day), node) => Field::Is(day, node),
            Field::Is(..) | Field::Absent | Field::Unreadable(_) => Field::Unreadable(node),
        }
    }

    /// Reads a date, or a quarter, which ends with its last month.
    pub(super) fn due(&mut self, node: NodeId) -> Field<PlanDate> {
        let quarter = match self.tree.kind(node) {
            Kind::String => Period::parse(&self.tree.text(node)),
            _ => None,
        };
        match quarter {
            Some(quarter @ Period::Quarter(..)) => Field::Is(PlanDate::Month(quarter.last_month()), node),
            _ => self.date(node),
        }
    }

    /// Reads a plain number, money in quotes, or a day.
    pub(super) fn figure(&mut self, node: NodeId) -> Field<Figure> {
        match self.tree.kind(node) {
            Kind::String => self.money(node, true).map(Figure::Money),
            Kind::Integer | Kind::Float => self.number(node).map(Figure::Number),
            Kind::DateTime => self.day(node).map(Figure::Day),
            Kind::Broken => Field::Unreadable(node),
            _ => {
                let message = "this should be a number, money in quotes, or a day".to_owned();
                self.complain(ComplaintKind::WrongType, node, message);
                Field::Unreadable(node)
            }
        }
    }

    /// Reads a list of values, each with `read`. Where that returns nothing the list is marked damaged.
    pub(super) fn array<T>(
        &mut self,
        node: NodeId,
        wanted: &str,
        mut read: impl FnMut(&mut Self, NodeId) -> Option<T>,
    ) -> List<T> {
        let tree = self.tree;
        if tree.kind(node) != Kind::Array {
            self.wrong_type(node, wanted);
            return List { node: Some(node), damaged: true, items: Vec::new() };
        }
        let items = Vec::with_capacity(tree.children(node).count());
        let mut list = List { node: Some(node), damaged: tree.is_damaged(node), items };
        for child in tree.children(node) {
            match read(self, child) {
                Some(item) => list.items.push(item),
                None => list.damaged = true,
            }
        }
        list
    }

    /// Returns the names that a table has for keys, each with the node of its value.
    pub(super) fn names(&mut self, node: NodeId, of: NamesOf) -> Vec<(Text, NodeId)> {
        let tree = self.tree;
        if tree.kind(node) != Kind::Table {
            self.wrong_type(node, "a table");
            return Vec::new();
        }
        let entry = |child| tree.key(child).map(|name| (Text::from(&*name), child));
        let names: Vec<(Text, NodeId)> = tree.children(node).filter_map(entry).collect();
        for (_, child) in &names {
            self.notes.name(*child, of);
        }
        names
    }

    /// Returns whether a table has this word under a key.
    pub(super) fn says(&self, table: NodeId, key: &str, word: &str) -> bool {
        let node = self.tree.get(table, key);
        node.is_some_and(|node| self.tree.kind(node) == Kind::String && self.tree.text(node) == word)
    }

    /// Reads a table of values by year or period, each read with `value`, under a key of `entry`.
    pub(super) fn series<K: PeriodKey, T: Noteworthy>(
        &mut self,
        role: Role,
        entry: NodeId,
        node: NodeId,
        mut value: impl FnMut(&mut Self, NodeId) -> Field<T>,
    ) -> Series<K, T> {
        self.notes.begin_series(role, T::IS_MONEY, entry);
        let tree = self.tree;
        if tree.kind(node) != Kind::Table {
            if let Some(complaint) = self.wrong_type(node, &format!("a table by {}", K::WHAT)) {
                complaint.form = Some(Form::ByYear(role.takes_the_past()));
            }
            self.notes.table_of_series(node, true);
            return Series { node: Some(node), damaged: true, entries: Vec::new() };
        }
        let entries = Vec::with_capacity(tree.children(node).count());
        let mut series = Series { node: Some(node), damaged: tree.is_damaged(node), entries };
        for child in tree.children(node) {
            let Some(key) = tree.key(child) else { continue };
            if let Some(period) = K::parse_key(&key) {
                let field = value(self, child);
                let pounds = field.get().and_then(T::pounds);
                self.notes.figure(FigureNote { node: child, period: period.into(), pounds });
                series.entries.push((period, field));
            } else {
                series.damaged = true;
                let message = format!("`{}` is not {}", shortened(&key), K::ONE);
                let mut meant = K::meant(&key);
                meant.retain(|period| tree.get(node, period).is_none());
                let complaint = self.complain(ComplaintKind::UnknownKey, Place::Key(child), message);
                complaint.mend(meant::one_of(&meant)).form = Some(K::FORM);
            }
        }
        self.notes.table_of_series(node, series.damaged);
        series
    }
}

/// A value of a series, as notes keep it.
pub(crate) trait Noteworthy {
    /// True when it is money.
    const IS_MONEY: bool = false;

    /// Returns the amount, where it is money.
    fn pounds(&self) -> Option<Money> {
        None
    }
}

impl Noteworthy for Number {}

impl Noteworthy for Rag {}

impl Noteworthy for Amount {
    const IS_MONEY: bool = true;

    fn pounds(&self) -> Option<Money> {
        Some(self.pounds)
    }
}

/// A key of a series: a year or a period.
pub(crate) trait PeriodKey: Copy + Into<Period> {
    /// True when quarters and months may be keys too.
    const TAKES_PARTS: bool;
    const WHAT: &'static str;
    const ONE: &'static str;
    const FORM: Form;
    fn parse_key(text: &str) -> Option<Self>;
    /// Returns the keys that a text may be meant for.
    fn meant(text: &str) -> Vec<String>;
}

impl PeriodKey for Year {
    const TAKES_PARTS: bool = false;
    const WHAT: &'static str = "year";
    const ONE: &'static str = "a financial year";
    const FORM: Form = Form::Year;
    fn parse_key(text: &str) -> Option<Self> {
        Self::parse(text)
    }
    fn meant(text: &str) -> Vec<String> {
        meant::years(text).iter().map(ToString::to_string).collect()
    }
}

impl PeriodKey for Period {
    const TAKES_PARTS: bool = true;
    const WHAT: &'static str = "period";
    const ONE: &'static str = "a year, a quarter or a month";
    const FORM: Form = Form::Period;
    fn parse_key(text: &str) -> Option<Self> {
        Self::parse(text)
    }
    fn meant(text: &str) -> Vec<String> {
        meant::periods(text)
    }
}

fn date_text(text: &str) -> Option<PlanDate> {
    if text == "unknown" {
        return Some(PlanDate::Unknown);
    }
    if let Some((year, half)) = text.split_once("-H") {
        let half = match half {
            "1" => 1,
            "2" => 2,
            _ => return None,
        };
        return Year::parse(year).map(|year| PlanDate::Half(year, half));
    }
    Month::parse(text).map(PlanDate::Month)
}

/// Returns the start of a text of a plan, short enough for a message.
pub fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

const fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Table => "a table",
        Kind::Array => "a list",
        Kind::String => "text",
        Kind::Integer | Kind::Float => "a number",
        Kind::Boolean => "true or false",
        Kind::DateTime => "a date",
        Kind::Broken => "something that cannot be read",
    }
}
