//! The kinds of things that stand under keys, each with how it is read and how it is described.

use std::marker::PhantomData;

use super::describe::describe;
use super::field::{
    Amounts as AmountSeries, ComplaintKind, Field, Figure, List, Named, Number, PlanDate, Series, Text as PlanText,
};
use super::form::{Key, Kind, Others, Section};
use super::reader::{Noteworthy, PeriodKey, Reader};
use super::shape::{self, Entry, NamesOf, Role, Shape, Sign, Target, Value, WordList, words_of};
use super::words::{Rag, Word};
use crate::money::Amount;
use crate::period::{Period, Year};
use crate::span::NodeId;

/// A kind of single value.
pub(crate) trait One {
    /// What it is read into.
    type Of;
    /// Reads the value at a node, under a key of `entry`.
    fn one(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Field<Self::Of>;
    /// Describes it.
    fn value(&self) -> Value;
}

impl<O: One> Kind for O {
    type Value = Field<O::Of>;

    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Self::Value {
        self.one(reader, entry, node)
    }

    fn lost(&self, _: &mut Reader<'_>, entry: NodeId) -> Self::Value {
        Field::Unreadable(entry)
    }

    fn shape(&self) -> Shape {
        Shape::Value(self.value())
    }
}

/// Text in quotes.
#[derive(Clone, Copy)]
pub(crate) struct Text;

impl One for Text {
    type Of = PlanText;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<PlanText> {
        reader.text(node)
    }

    fn value(&self) -> Value {
        Value::Text
    }
}

pub(super) fn text(name: &'static str, says: &'static str) -> Key<Text> {
    Key::new(name, says, Text)
}

/// The entry's own name.
pub(crate) struct Id;

impl One for Id {
    type Of = PlanText;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<PlanText> {
        let id = reader.text(node);
        if id.get().is_some() {
            reader.notes.ids.push(node);
        }
        id
    }

    fn value(&self) -> Value {
        Value::Id
    }
}

/// The entry's own name, under `id`.
pub(super) fn id(says: &'static str) -> Key<Id> {
    Key::new("id", says, Id)
}

/// The name an entry may have so that findings and waivers can call it by it.
pub(super) fn optional_id() -> Key<Id> {
    id("A name of its own for this entry, in lower case with hyphens; findings and waivers use it.").lasts()
}

/// The ONS code of an area.
pub(crate) struct OnsCode;

impl One for OnsCode {
    type Of = PlanText;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<PlanText> {
        let code = reader.text(node);
        let digits = code.str().map(|text| text.strip_prefix('E').unwrap_or_default());
        if digits.is_some_and(|digits| digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit())) {
            let message = "an area's code is `E` and eight digits".to_owned();
            reader.complain(ComplaintKind::WrongType, node, message).help =
                Some("look the code up in the ONS list of local authorities, such as E10000018".into());
        }
        code
    }

    fn value(&self) -> Value {
        Value::Coded("^E[0-9]{8}$")
    }
}

pub(super) fn ons_code(name: &'static str, says: &'static str) -> Key<OnsCode> {
    Key::new(name, says, OnsCode)
}

/// A word of a list of the format.
pub(crate) struct OwnWord<W>(PhantomData<W>);

impl<W: Word> One for OwnWord<W> {
    type Of = W;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<W> {
        reader.word(node)
    }

    fn value(&self) -> Value {
        Value::Word(words_of::<W>())
    }
}

pub(super) fn word<W: Word>(name: &'static str, says: &'static str) -> Key<OwnWord<W>> {
    Key::new(name, says, OwnWord(PhantomData))
}

pub(super) fn words<W: Word>(name: &'static str, says: &'static str) -> Key<Several<OwnWord<W>>> {
    Key::new(name, says, Several { each: OwnWord(PhantomData), wanted: "a list of words" })
}

/// A word of a list of the round.
pub(crate) struct RoundWord {
    list: WordList,
    or_id: bool,
}

impl One for RoundWord {
    type Of = PlanText;

    fn one(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Field<PlanText> {
        let word = reader.text(node);
        if word.get().is_some() {
            reader.notes.listed(node, self.list);
            if self.or_id && reader.tree.get(entry, "id").is_none() {
                reader.notes.ids.push(node);
            }
        }
        word
    }

    fn value(&self) -> Value {
        Value::RoundWord { list: self.list, or_id: self.or_id }
    }
}

pub(super) fn round_word(list: WordList, name: &'static str, says: &'static str) -> Key<RoundWord> {
    Key::new(name, says, RoundWord { list, or_id: false })
}

pub(super) fn round_words(list: WordList, name: &'static str, says: &'static str) -> Key<Several<RoundWord>> {
    Key::new(name, says, Several { each: RoundWord { list, or_id: false }, wanted: "a list of texts" })
}

impl Key<RoundWord> {
    /// It is the entry's name too where the entry has no id.
    pub(super) fn or_id(mut self) -> Self {
        self.kind.or_id = true;
        self
    }
}

/// The id of something in the plan.
pub(crate) struct Refers {
    to: Target,
    or: Option<&'static str>,
}

impl One for Refers {
    type Of = PlanText;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<PlanText> {
        let id = reader.text(node);
        if id.str().is_some_and(|id| self.or != Some(id)) {
            reader.notes.reference(node, self.to);
        }
        id
    }

    fn value(&self) -> Value {
        Value::Reference { to: self.to, or: self.or }
    }
}

pub(super) fn refers(to: Target, name: &'static str, says: &'static str) -> Key<Refers> {
    Key::new(name, says, Refers { to, or: None })
}

pub(super) fn refer_all(to: Target, name: &'static str, says: &'static str) -> Key<Several<Refers>> {
    Key::new(name, says, Several { each: Refers { to, or: None }, wanted: "a list of texts" })
}

impl Key<Refers> {
    /// A word that is allowed instead of an id.
    pub(super) fn or(mut self, word: &'static str) -> Self {
        self.kind.or = Some(word);
        self
    }
}

/// True or false.
pub(crate) struct Truth;

impl One for Truth {
    type Of = bool;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<bool> {
        reader.truth(node)
    }

    fn value(&self) -> Value {
        Value::Truth
    }
}

pub(super) fn truth(name: &'static str, says: &'static str) -> Key<Truth> {
    Key::new(name, says, Truth)
}

/// A plain number.
pub(crate) struct PlainNumber;

impl One for PlainNumber {
    type Of = Number;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Number> {
        reader.number(node)
    }

    fn value(&self) -> Value {
        Value::Number
    }
}

pub(super) fn number(name: &'static str, says: &'static str) -> Key<PlainNumber> {
    Key::new(name, says, PlainNumber)
}

/// A whole number from 1 to 5.
pub(crate) struct Score;

impl One for Score {
    type Of = Number;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Number> {
        let score = reader.number(node);
        let Some(number) = score.get().filter(|number| !(1..=5).any(|n| number.value == n.into())) else {
            return score;
        };
        let message = format!("`{}` is not a score from 1 to 5", number.value);
        reader.complain(ComplaintKind::WrongType, node, message).help =
            Some("score a risk with a whole number from 1 (low) to 5 (high)".into());
        Field::Unreadable(node)
    }

    fn value(&self) -> Value {
        Value::Score
    }
}

pub(super) fn score(name: &'static str, says: &'static str) -> Key<Score> {
    Key::new(name, says, Score)
}

/// The version of the format.
pub(crate) struct Version(i64);

impl One for Version {
    type Of = Number;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Number> {
        let version = reader.number(node);
        let known = self.0;
        if let Some(other) = version.get().filter(|number| number.value != known.into()) {
            let message =
                format!("this is version {} of the plan format, and this program reads version {known}", other.value);
            reader.complain(ComplaintKind::UnknownFormat, node, message).help =
                Some(format!("write `format = {known}`"));
        }
        version
    }

    fn value(&self) -> Value {
        Value::Version(self.0)
    }
}

pub(super) fn version(known: i64, name: &'static str, says: &'static str) -> Key<Version> {
    Key::new(name, says, Version(known))
}

/// An amount of money, nil or more.
pub(crate) struct AnAmount;

impl One for AnAmount {
    type Of = Amount;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Amount> {
        let amount = reader.money(node, false);
        if let Some(amount) = amount.get() {
            reader.notes.money.push((node, amount.pounds));
        }
        amount
    }

    fn value(&self) -> Value {
        Value::Money(Sign::Never)
    }
}

pub(super) fn amount(name: &'static str, says: &'static str) -> Key<AnAmount> {
    Key::new(name, says, AnAmount)
}

/// A day, a month, a half-year or `unknown`.
pub(crate) struct ADate {
    /// Whether a quarter is taken for its last month.
    quarters: bool,
}

impl One for ADate {
    type Of = PlanDate;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<PlanDate> {
        let date = if self.quarters { reader.due(node) } else { reader.date(node) };
        if let Some(date) = date.get() {
            reader.notes.dates.push((*date, node));
        }
        date
    }

    fn value(&self) -> Value {
        Value::Date { quarters: self.quarters }
    }
}

pub(super) fn date(name: &'static str, says: &'static str) -> Key<ADate> {
    Key::new(name, says, ADate { quarters: false })
}

/// A date, or a quarter, which ends with its last month.
pub(super) fn due(name: &'static str, says: &'static str) -> Key<ADate> {
    Key::new(name, says, ADate { quarters: true })
}

/// A plain number, or money in quotes.
pub(crate) struct AFigure;

impl One for AFigure {
    type Of = Figure;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Figure> {
        reader.figure(node)
    }

    fn value(&self) -> Value {
        Value::Figure
    }
}

pub(super) fn figure(name: &'static str, says: &'static str) -> Key<AFigure> {
    Key::new(name, says, AFigure)
}

pub(super) fn figures(name: &'static str, says: &'static str) -> Key<Several<AFigure>> {
    Key::new(name, says, Several { each: AFigure, wanted: "a list of figures" })
}

/// A list of single values.
pub(crate) struct Several<O> {
    each: O,
    wanted: &'static str,
}

impl<O: One> Kind for Several<O> {
    type Value = List<Field<O::Of>>;

    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Self::Value {
        reader.array(node, self.wanted, |reader, node| Some(self.each.one(reader, entry, node)))
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> Self::Value {
        List { damaged: true, ..List::default() }
    }

    fn shape(&self) -> Shape {
        Shape::List(self.each.value())
    }
}

/// Money by financial year.
pub(crate) struct Amounts {
    role: Role,
    sign: Sign,
}

impl Kind for Amounts {
    type Value = AmountSeries;

    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> AmountSeries {
        let signed = match self.sign {
            Sign::Never => false,
            Sign::Always => true,
            Sign::Where(key, word) => reader.says(entry, key, word),
        };
        reader.series(self.role, entry, node, |reader, node| reader.money(node, signed))
    }

    fn lost(&self, reader: &mut Reader<'_>, entry: NodeId) -> AmountSeries {
        reader.notes.begin_series(self.role, true, entry);
        reader.notes.table_of_series(entry, true);
        Series { node: Some(entry), damaged: true, entries: Vec::new() }
    }

    fn unsaid(&self, reader: &mut Reader<'_>, entry: NodeId, required: bool) -> AmountSeries {
        if required {
            // The complaint stands for every year: an amount nobody wrote is not a nil.
            return self.lost(reader, entry);
        }
        if self.role.is_complete() {
            reader.notes.begin_series(self.role, true, entry);
        }
        AmountSeries::default()
    }

    fn shape(&self) -> Shape {
        Shape::Series(shape::Series { each: Value::Money(self.sign), by_period: false, role: self.role })
    }
}

pub(super) fn amounts(role: Role, name: &'static str, says: &'static str) -> Key<Amounts> {
    Key::new(name, says, Amounts { role, sign: Sign::Never })
}

impl Key<Amounts> {
    /// They may be negative where the entry has this word under this key.
    pub(super) fn signed_where(mut self, key: &'static str, word: &'static str) -> Self {
        self.kind.sign = Sign::Where(key, word);
        self
    }
}

/// Numbers or ratings by year or period.
pub(crate) struct Periodic<K, O> {
    role: Role,
    each: O,
    key: PhantomData<K>,
}

impl<K: PeriodKey, O: One> Kind for Periodic<K, O>
where
    O::Of: Noteworthy,
{
    type Value = Series<K, O::Of>;

    fn read(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Self::Value {
        reader.series(self.role, entry, node, |reader, node| self.each.one(reader, entry, node))
    }

    fn lost(&self, _: &mut Reader<'_>, entry: NodeId) -> Self::Value {
        Series { node: Some(entry), damaged: true, entries: Vec::new() }
    }

    fn shape(&self) -> Shape {
        Shape::Series(shape::Series { each: self.each.value(), by_period: K::TAKES_PARTS, role: self.role })
    }
}

/// A number, nil or more.
pub(crate) struct Count;

impl One for Count {
    type Of = Number;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Number> {
        reader.count(node)
    }

    fn value(&self) -> Value {
        Value::Count
    }
}

/// Numbers of people, admissions or the like by financial year.
pub(super) fn counts(role: Role, name: &'static str, says: &'static str) -> Key<Periodic<Year, Count>> {
    Key::new(name, says, Periodic::of(role, Count))
}

/// Numbers, nil or more, by year, quarter or month.
pub(super) fn shares(role: Role, name: &'static str, says: &'static str) -> Key<Periodic<Period, Count>> {
    Key::new(name, says, Periodic::of(role, Count))
}

/// Numbers by year, quarter or month.
pub(super) fn values(role: Role, name: &'static str, says: &'static str) -> Key<Periodic<Period, PlainNumber>> {
    Key::new(name, says, Periodic::of(role, PlainNumber))
}

/// Ratings by year, quarter or month.
pub(super) fn ratings(role: Role, name: &'static str, says: &'static str) -> Key<Periodic<Period, OwnWord<Rag>>> {
    Key::new(name, says, Periodic::of(role, OwnWord(PhantomData)))
}

impl<K, O> Periodic<K, O> {
    const fn of(role: Role, each: O) -> Self {
        Self { role, each, key: PhantomData }
    }
}

/// A table with keys of the format.
pub(crate) struct Inside<S>(PhantomData<S>);

impl<S: Section + Default> Kind for Inside<S> {
    type Value = S;
    const IS_SECTION: bool = true;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> S {
        reader.table(node).unwrap_or_default()
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> S {
        S::default()
    }

    fn shape(&self) -> Shape {
        Shape::Table(describe::<S>())
    }
}

/// A table that stands once.
pub(super) fn section<S: Section + Default>(name: &'static str, says: &'static str) -> Key<Inside<S>> {
    Key::new(name, says, Inside(PhantomData))
}

/// A table that may not be there at all.
pub(crate) struct Perhaps<S>(PhantomData<S>);

impl<S: Section> Kind for Perhaps<S> {
    type Value = Option<S>;
    const IS_SECTION: bool = true;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Option<S> {
        reader.table(node)
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> Option<S> {
        None
    }

    fn shape(&self) -> Shape {
        Shape::Table(describe::<S>())
    }
}

/// A table whose absence says something.
pub(super) fn perhaps<S: Section>(name: &'static str, says: &'static str) -> Key<Perhaps<S>> {
    Key::new(name, says, Perhaps(PhantomData))
}

/// A list of tables.
pub(crate) struct Entries<S>(PhantomData<S>);

impl<S: Section> Kind for Entries<S> {
    type Value = List<S>;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> List<S> {
        reader.array(node, "a list of tables", Reader::table)
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> List<S> {
        List { damaged: true, ..List::default() }
    }

    fn shape(&self) -> Shape {
        let table = describe::<S>();
        Shape::Entries(Entry { noun: S::NOUN, says: S::SAYS, known_by: S::KNOWN_BY, table })
    }
}

pub(super) fn entries<S: Section>(name: &'static str, says: &'static str) -> Key<Entries<S>> {
    Key::new(name, says, Entries(PhantomData))
}

/// A table with names for keys.
pub(crate) struct Names<K> {
    of: NamesOf,
    each: K,
}

impl<K: Kind> Kind for Names<K> {
    type Value = Named<K::Value>;

    fn read(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Self::Value {
        let names = reader.names(node, self.of);
        let read = |(name, child)| (name, child, self.each.read(reader, child, child));
        names.into_iter().map(read).collect()
    }

    fn lost(&self, _: &mut Reader<'_>, _: NodeId) -> Self::Value {
        Vec::new()
    }

    fn shape(&self) -> Shape {
        Shape::Names(Box::new(shape::Names { of: self.of, each: self.each.shape(), signed: &[] }))
    }
}

/// Money by year under names.
pub(super) fn named_amounts(of: NamesOf, role: Role, name: &'static str, says: &'static str) -> Key<Names<Amounts>> {
    Key::new(name, says, Names { of, each: Amounts { role, sign: Sign::Never } })
}

/// Numbers by period under names.
pub(super) fn named_values(
    of: NamesOf,
    role: Role,
    name: &'static str,
    says: &'static str,
) -> Key<Names<Periodic<Period, PlainNumber>>> {
    Key::new(name, says, Names { of, each: Periodic::of(role, PlainNumber) })
}

impl Key<Names<Amounts>> {
    /// They may be negative.
    pub(super) fn signed(mut self) -> Self {
        self.kind.each.sign = Sign::Always;
        self
    }

    /// Each name has such names of its own below it.
    pub(super) fn within(self, of: NamesOf) -> Key<Names<Names<Amounts>>> {
        Key::new(self.name, self.says, Names { of, each: self.kind })
    }
}

/// Every key that is no key of the format: money by year under words of a list of the round.
pub(super) const fn others(of: WordList, role: Role) -> Others {
    Others { of, role, signed: &[] }
}

impl Others {
    /// The names under which an amount may be negative.
    pub(super) const fn signed(self, names: &'static [&'static str]) -> Self {
        Self { signed: names, ..self }
    }
}
