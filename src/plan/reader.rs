//! The field reader: turns tables into the model, collects every complaint, and never stops.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::field::{
    Amounts, Complaint, ComplaintKind, Field, List, Named, Number, Place, PlanDate, Series, Text, Values,
};
use super::syntax::{Kind, Tree};
use super::words::{Word, nearest};
use crate::money::{self, Amount, Money, MoneyError, Unit};
use crate::period::{Date, Month, Period, Year};
use crate::span::NodeId;

/// Reads a tree. What it cannot read it complains of and marks unreadable.
pub(crate) struct Reader<'t> {
    pub(super) tree: &'t Tree,
    pub(super) complaints: Vec<Complaint>,
    /// The unit of bare amounts.
    pub(super) unit: Unit,
    /// No figure of the plan is more precise than this.
    pub(super) coarsest: Money,
    /// Lists to be used again: tables are many and nested only a little.
    pub(super) spare: Vec<Lists<'t>>,
}

/// What is noted of a table while it is read.
#[derive(Default)]
pub(crate) struct Lists<'t> {
    /// The keys it has, each decoded once: many more are asked for than there are.
    entries: Vec<(Cow<'t, str>, NodeId)>,
    /// The keys that were asked for.
    known: Vec<&'static str>,
}

/// One table being read: each key is asked for once, and what was not asked for is unknown.
pub(crate) struct Fields<'r, 't> {
    pub(super) reader: &'r mut Reader<'t>,
    pub(super) node: NodeId,
    lists: Lists<'t>,
    /// Whether keys that were not asked for have been read all the same, as names of the plan's own.
    open: bool,
}

impl<'t> Reader<'t> {
    /// Returns a reader of a tree, of whose text something may have been complained already.
    pub(super) const fn new(tree: &'t Tree, complaints: Vec<Complaint>) -> Self {
        Self { tree, complaints, unit: Unit::Pounds, coarsest: Money::ZERO, spare: Vec::new() }
    }

    pub(super) fn complain(&mut self, kind: ComplaintKind, at: impl Into<Place>, message: String) -> &mut Complaint {
        let complaint = Complaint { kind, at: at.into(), message, help: None, label: None, with: None };
        self.complaints.push(complaint);
        let last = self.complaints.len() - 1;
        &mut self.complaints[last]
    }

    /// Read the table at `node`; unless it is one, complain and read an empty one.
    pub(super) fn table<T>(&mut self, node: NodeId, read: impl FnOnce(&mut Fields<'_, 't>) -> T) -> Option<T> {
        if self.tree.kind(node) != Kind::Table {
            self.wrong_type(node, "a table");
            return None;
        }
        let tree = self.tree;
        let mut lists = self.spare.pop().unwrap_or_default();
        lists.entries.extend(tree.children(node).filter_map(|child| Some((tree.key(child)?, child))));
        let mut fields = Fields { reader: self, node, lists, open: false };
        let value = read(&mut fields);
        let mut lists = fields.finish();
        lists.entries.clear();
        lists.known.clear();
        self.spare.push(lists);
        Some(value)
    }

    /// Say that `node` should be `wanted`, unless a syntax error already said that it cannot be read.
    pub(super) fn wrong_type(&mut self, node: NodeId, wanted: &str) {
        let kind = self.tree.kind(node);
        if kind != Kind::Broken {
            let message = format!("this should be {wanted}, not {}", kind_words(kind));
            self.complain(ComplaintKind::WrongType, node, message);
        }
    }

    fn wrong_word(&mut self, node: NodeId, word: &str, list: &[&'static str]) {
        let message = format!("`{}` is not a word the format has here", shortened(word));
        let near = nearest(word, list.iter().copied());
        let quoted = |words: &[&str]| words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ");
        let help = match near {
            Some(near) if list.len() > 8 => format!("did you mean `{near}`?"),
            Some(near) => format!("did you mean `{near}`? The words are {}", quoted(list)),
            None => format!("use one of {}", quoted(list)),
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
        let list: Vec<&'static str> = W::ALL.iter().map(|(word, _)| *word).collect();
        let text = text.into_owned();
        self.wrong_word(node, &text, &list);
        Field::Unreadable(node)
    }

    fn truth(&mut self, node: NodeId) -> Field<bool> {
        if self.tree.kind(node) == Kind::Boolean {
            return Field::Is(self.tree.raw(node) == "true", node);
        }
        self.wrong_type(node, "true or false");
        Field::Unreadable(node)
    }

    /// A plain number, exact; text is none.
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
        self.wrong_type(node, "a number");
        Field::Unreadable(node)
    }

    /// A number of people, admissions or beds: nil or more.
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

    /// An amount of money; a negative one only where the field may be.
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
            Ok(amount) if amount.pounds < Money::ZERO && !signed => self.unreadable_money(node, MoneyError::Negative),
            Ok(amount) => return Field::Is(amount.no_finer_than(self.coarsest), node),
            Err(why) => self.unreadable_money(node, why),
        }
        Field::Unreadable(node)
    }

    fn unreadable_money(&mut self, node: NodeId, why: MoneyError) {
        let written = shortened(&self.tree.text(node)).into_owned();
        let message = format!("`{written}` is not an amount of money: {why}");
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        let help = match why {
            MoneyError::Grouping => format!("check the digits: is it £{}?", money::grouped(&digits, ',')),
            MoneyError::NoPoundSign => format!("write \"£{written}\", or the bare number in the plan's unit"),
            MoneyError::Exponent => "write the amount out in digits".into(),
            MoneyError::Words => "write the unit as k, m or bn directly behind the number: \"£8.6m\"".into(),
            MoneyError::TooFine => "round it to the penny".into(),
            MoneyError::TooLarge => "check the unit: no amount of a plan is as large as £1tn".into(),
            MoneyError::Negative => {
                "an amount here is nil or more; a correction of the pool is a source of kind `adjustment`".into()
            }
            MoneyError::Malformed | MoneyError::NotANumber => {
                "write an amount such as 1_200 or \"£1,200\", or leave the key out until the figure is known".into()
            }
        };
        self.complain(ComplaintKind::UnreadableMoney, node, message).help = Some(help);
    }

    /// A day, a month in quotes, or `"unknown"`.
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
        self.complain(ComplaintKind::WrongType, node, message).help =
            Some("write a day as 2017-09-11 without quotes, a month as \"2017-11\", or \"unknown\"".into());
        Field::Unreadable(node)
    }

    /// A table of values by year or period, each read with `value`.
    pub(super) fn series<K: PeriodKey, T>(
        &mut self,
        node: NodeId,
        mut value: impl FnMut(&mut Self, NodeId) -> Field<T>,
    ) -> Series<K, T> {
        if self.tree.kind(node) != Kind::Table {
            self.wrong_type(node, &format!("a table by {}", K::WHAT));
            return Series { node: Some(node), damaged: true, entries: Vec::new() };
        }
        let tree = self.tree;
        let mut series = Series { node: Some(node), damaged: tree.is_damaged(node), entries: Vec::with_capacity(2) };
        for child in tree.children(node) {
            let Some(key) = tree.key(child) else { continue };
            if let Some(period) = K::parse_key(&key) {
                let field = value(self, child);
                series.entries.push((period, field));
            } else {
                series.damaged = true;
                let message = format!("`{}` is not {}", shortened(&key), K::ONE);
                self.complain(ComplaintKind::UnknownKey, Place::Key(child), message).help = Some(K::HELP.into());
            }
        }
        series
    }
}

impl<'t> Fields<'_, 't> {
    /// Returns the keys that were asked for so far.
    pub(super) fn asked(&self) -> &[&'static str] {
        &self.lists.known
    }

    /// Takes a key for known, of which has been said what there is to say.
    pub(super) fn pass_over(&mut self, node: NodeId) {
        self.lists.entries.retain(|(_, entry)| *entry != node);
    }

    /// The node of a key, which is now a known one.
    pub(super) fn node_of(&mut self, key: &'static str) -> Option<NodeId> {
        self.lists.known.push(key);
        self.lists.entries.iter().find(|(name, _)| *name == key).map(|(_, node)| *node)
    }

    fn read<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Reader<'t>, NodeId) -> Field<T>) -> Field<T> {
        match self.node_of(key) {
            Some(node) => read(self.reader, node),
            // What a syntax error swallowed was perhaps this key.
            None if self.reader.tree.is_damaged(self.node) => Field::Unreadable(self.node),
            None => Field::Absent,
        }
    }

    /// Complain of an absent key that is required.
    pub(super) fn require<T>(&mut self, key: &'static str, field: Field<T>) -> Field<T> {
        if field.is_absent() {
            self.missing(key);
        }
        field
    }

    /// Complain that a required key is absent.
    pub(super) fn missing(&mut self, key: &'static str) {
        let path = key.to_owned();
        let at = Place::Absent(self.node, path);
        self.reader.complain(ComplaintKind::MissingKey, at, format!("the key `{key}` is missing")).help =
            Some(format!("add `{key} = …` below this header"));
    }

    pub(super) fn text(&mut self, key: &'static str) -> Field<Text> {
        self.read(key, Reader::text)
    }

    pub(super) fn required_text(&mut self, key: &'static str) -> Field<Text> {
        let field = self.text(key);
        self.require(key, field)
    }

    pub(super) fn word<W: Word>(&mut self, key: &'static str) -> Field<W> {
        self.read(key, Reader::word)
    }

    pub(super) fn truth(&mut self, key: &'static str) -> Field<bool> {
        self.read(key, Reader::truth)
    }

    pub(super) fn number(&mut self, key: &'static str) -> Field<Number> {
        self.read(key, Reader::number)
    }

    pub(super) fn money(&mut self, key: &'static str) -> Field<Amount> {
        self.read(key, |reader, node| reader.money(node, false))
    }

    pub(super) fn date(&mut self, key: &'static str) -> Field<PlanDate> {
        self.read(key, Reader::date)
    }

    /// A date, or a quarter, which ends with its last month.
    pub(super) fn due(&mut self, key: &'static str) -> Field<PlanDate> {
        self.read(key, |reader, node| {
            let quarter = match reader.tree.kind(node) {
                Kind::String => Period::parse(&reader.tree.text(node)),
                _ => None,
            };
            match quarter {
                Some(quarter @ Period::Quarter(..)) => Field::Is(PlanDate::Month(quarter.last_month()), node),
                _ => reader.date(node),
            }
        })
    }

    /// Money by year. A table lost to a syntax error is there and unreadable.
    pub(super) fn amounts(&mut self, key: &'static str, signed: bool) -> Amounts {
        self.by_period(key, |reader, node| reader.money(node, signed))
    }

    /// Money by year that the format requires.
    pub(super) fn required_amounts(&mut self, key: &'static str, signed: bool) -> Amounts {
        let amounts = self.amounts(key, signed);
        if amounts.node.is_none() {
            self.missing(key);
            // The complaint stands for every year: an amount nobody wrote is not a nil.
            return Series { node: Some(self.node), damaged: true, entries: Vec::new() };
        }
        amounts
    }

    pub(super) fn counts(&mut self, key: &'static str) -> super::field::Numbers {
        self.by_period(key, Reader::count)
    }

    pub(super) fn values(&mut self, key: &'static str) -> Values {
        self.by_period(key, Reader::number)
    }

    pub(super) fn by_period<K: PeriodKey, T>(
        &mut self,
        key: &'static str,
        value: impl FnMut(&mut Reader<'t>, NodeId) -> Field<T>,
    ) -> Series<K, T> {
        match self.node_of(key) {
            Some(node) => self.reader.series(node, value),
            None if self.reader.tree.is_damaged(self.node) => {
                Series { node: Some(self.node), damaged: true, entries: Vec::new() }
            }
            None => Series::default(),
        }
    }

    /// A table whose keys are names of the plan's own.
    pub(super) fn by_name<S>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Reader<'t>, &str, NodeId) -> S,
    ) -> Named<S> {
        let Some(node) = self.node_of(key) else { return Vec::new() };
        if self.reader.tree.kind(node) != Kind::Table {
            self.reader.wrong_type(node, "a table");
            return Vec::new();
        }
        let tree = self.reader.tree;
        let entry = |child| tree.key(child).map(|name| (Text::from(&*name), child));
        let children: Vec<(Text, NodeId)> = tree.children(node).filter_map(entry).collect();
        children
            .into_iter()
            .map(|(name, child)| {
                let series = read(self.reader, &name, child);
                (name, child, series)
            })
            .collect()
    }

    /// Every key not asked for so far, as money by year under names of the plan's own.
    pub(super) fn other_amounts(&mut self, signed: impl Fn(&str) -> bool) -> Named<Amounts> {
        let mut named = Vec::new();
        for (name, child) in &self.lists.entries {
            if !self.lists.known.contains(&&**name) {
                let signed = signed(name);
                let series = self.reader.series(*child, |reader, node| reader.money(node, signed));
                named.push((Text::from(&**name), *child, series));
            }
        }
        self.open = true;
        named
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> List<Field<Text>> {
        self.array(key, "a list of texts", |reader, node| Some(reader.text(node)))
    }

    /// A list of words.
    pub(super) fn words<W: Word>(&mut self, key: &'static str) -> List<Field<W>> {
        self.array(key, "a list of words", |reader, node| Some(reader.word(node)))
    }

    /// A list of tables.
    pub(super) fn list<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields<'_, 't>) -> T) -> List<T> {
        self.array(key, "a list of tables", |reader, node| reader.table(node, &mut read))
    }

    pub(super) fn array<T>(
        &mut self,
        key: &'static str,
        wanted: &str,
        mut read: impl FnMut(&mut Reader<'t>, NodeId) -> Option<T>,
    ) -> List<T> {
        let Some(node) = self.node_of(key) else {
            let damaged = self.reader.tree.is_damaged(self.node);
            return List { damaged, ..List::default() };
        };
        let tree = self.reader.tree;
        if tree.kind(node) != Kind::Array {
            self.reader.wrong_type(node, wanted);
            return List { node: Some(node), damaged: true, items: Vec::new() };
        }
        let mut list = List { node: Some(node), damaged: tree.is_damaged(node), items: Vec::new() };
        for child in tree.children(node) {
            match read(self.reader, child) {
                Some(item) => list.items.push(item),
                None => list.damaged = true,
            }
        }
        list
    }

    /// A sub-table.
    pub(super) fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_, 't>) -> T) -> Option<T> {
        let node = self.node_of(key)?;
        self.reader.table(node, read)
    }

    /// A sub-table the format requires; an empty one when it is not there.
    pub(super) fn required_table<T: Default>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'_, 't>) -> T,
    ) -> T {
        if let Some(node) = self.node_of(key) {
            return self.reader.table(node, read).unwrap_or_default();
        }
        if !self.reader.tree.is_damaged(self.node) {
            let at = Place::Absent(self.node, key.to_owned());
            let message = format!("the section `[{key}]` is missing");
            self.reader.complain(ComplaintKind::MissingKey, at, message).help =
                Some(format!("add `[{key}]`; the example plans show what it holds"));
        }
        T::default()
    }

    /// Complain of every key that was not asked for; gives back the list of those that were.
    fn finish(self) -> Lists<'t> {
        let known = &self.lists.known;
        let unknown = self.lists.entries.iter().filter(|(key, _)| !self.open && !known.contains(&&**key));
        for (key, child) in unknown {
            let near = nearest(key, known.iter().copied());
            let message = format!("the format has no key `{}` here", shortened(key));
            let complaint = self.reader.complain(ComplaintKind::UnknownKey, Place::Key(*child), message);
            complaint.help = Some(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.len() <= 12 => {
                    format!(
                        "the keys here are {}",
                        known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
                    )
                }
                None => "take it out, or see the plan format for the keys there are".into(),
            });
            complaint.with = near.map(str::to_owned);
        }
        self.lists
    }
}

/// What may be the key of a series.
pub(super) trait PeriodKey: Copy {
    const WHAT: &'static str;
    const ONE: &'static str;
    const HELP: &'static str;
    fn parse_key(text: &str) -> Option<Self>;
}

impl PeriodKey for Year {
    const WHAT: &'static str = "year";
    const ONE: &'static str = "a financial year";
    const HELP: &'static str = "write a financial year as 2017-18";
    fn parse_key(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl PeriodKey for Period {
    const WHAT: &'static str = "period";
    const ONE: &'static str = "a year, a quarter or a month";
    const HELP: &'static str = "write a year as 2017-18, a quarter as 2017-18-Q1, a month as 2017-04";
    fn parse_key(text: &str) -> Option<Self> {
        Self::parse(text)
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

/// The start of a text of a plan, short enough for a message.
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
