//! Single values, and lists of them.

use std::marker::PhantomData;

use crate::money::Amount;
use crate::period::Year;
use crate::plan::field::{ComplaintKind, Field, Figure, List, Number, PlanDate, Text as PlanText};
use crate::plan::form::{Key, Kind};
use crate::plan::reader::Reader;
use crate::plan::shape::{Shape, Sign, Target, Value, WordList, words_of};
use crate::plan::words::Word;
use crate::span::NodeId;

/// A kind of single value.
pub(crate) trait One {
    /// The type of the value.
    type Of;
    /// Reads the value at a node, under a key of `entry`.
    fn one(&self, reader: &mut Reader<'_>, entry: NodeId, node: NodeId) -> Field<Self::Of>;
    /// Describes the kind, for the format as data.
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

pub(in crate::plan) fn text(name: &'static str, says: &'static str) -> Key<Text> {
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

/// Declares the entry's own name, under `id`.
pub(in crate::plan) fn id(says: &'static str) -> Key<Id> {
    Key::new("id", says, Id)
}

/// Declares the name an entry may have so that findings and waivers can call it by it.
pub(in crate::plan) fn optional_id() -> Key<Id> {
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
        Value::Coded { pattern: "^E[0-9]{8}$", sample: "E10000018" }
    }
}

pub(in crate::plan) fn ons_code(name: &'static str, says: &'static str) -> Key<OnsCode> {
    Key::new(name, says, OnsCode)
}

/// The path of a file beside the plan, never an address.
pub(crate) struct BesidePath;

impl One for BesidePath {
    type Of = PlanText;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<PlanText> {
        let path = reader.text(node);
        if !path.str().is_some_and(|path| path.contains(':')) {
            return path;
        }
        let message = "this is no path of a file beside the plan".to_owned();
        reader.complain(ComplaintKind::WrongType, node, message).help =
            Some("nothing is fetched from an address: put the file beside the plan and name it, such as \"plan-2025-26.toml\"".into());
        Field::Unreadable(node)
    }

    fn value(&self) -> Value {
        Value::Coded { pattern: "^[^:]*$", sample: "last-year.toml" }
    }
}

pub(in crate::plan) fn path(name: &'static str, says: &'static str) -> Key<BesidePath> {
    Key::new(name, says, BesidePath)
}

/// A word of a list of the format.
pub(crate) struct OwnWord<W>(PhantomData<W>);

impl<W> OwnWord<W> {
    pub(super) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<W: Word> One for OwnWord<W> {
    type Of = W;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<W> {
        reader.word(node)
    }

    fn value(&self) -> Value {
        Value::Word(words_of::<W>())
    }
}

pub(in crate::plan) fn word<W: Word>(name: &'static str, says: &'static str) -> Key<OwnWord<W>> {
    Key::new(name, says, OwnWord::new())
}

pub(in crate::plan) fn words<W: Word>(name: &'static str, says: &'static str) -> Key<Several<OwnWord<W>>> {
    Key::new(name, says, Several { each: OwnWord::new(), wanted: "a list of words" })
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

pub(in crate::plan) fn round_word(list: WordList, name: &'static str, says: &'static str) -> Key<RoundWord> {
    Key::new(name, says, RoundWord { list, or_id: false })
}

pub(in crate::plan) fn round_words(list: WordList, name: &'static str, says: &'static str) -> Key<Several<RoundWord>> {
    Key::new(name, says, Several { each: RoundWord { list, or_id: false }, wanted: "a list of texts" })
}

impl Key<RoundWord> {
    /// Makes it the entry's name too where the entry has no id.
    pub(in crate::plan) fn or_id(mut self) -> Self {
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

pub(in crate::plan) fn refers(to: Target, name: &'static str, says: &'static str) -> Key<Refers> {
    Key::new(name, says, Refers { to, or: None })
}

pub(in crate::plan) fn refer_all(to: Target, name: &'static str, says: &'static str) -> Key<Several<Refers>> {
    Key::new(name, says, Several { each: Refers { to, or: None }, wanted: "a list of texts" })
}

impl Key<Refers> {
    /// Allows a word instead of an id.
    pub(in crate::plan) fn or(mut self, word: &'static str) -> Self {
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

pub(in crate::plan) fn truth(name: &'static str, says: &'static str) -> Key<Truth> {
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

pub(in crate::plan) fn number(name: &'static str, says: &'static str) -> Key<PlainNumber> {
    Key::new(name, says, PlainNumber)
}

/// A plain number, or a range of two.
pub(crate) struct NumberOrRange;

impl One for NumberOrRange {
    type Of = Number;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Number> {
        reader.number_or_range(node)
    }

    fn value(&self) -> Value {
        Value::NumberOrRange
    }
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

pub(in crate::plan) fn score(name: &'static str, says: &'static str) -> Key<Score> {
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

pub(in crate::plan) fn version(known: i64, name: &'static str, says: &'static str) -> Key<Version> {
    Key::new(name, says, Version(known))
}

/// An amount of money, nil or more unless it is signed.
pub(crate) struct AnAmount {
    sign: Sign,
}

impl One for AnAmount {
    type Of = Amount;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Amount> {
        let amount = reader.money(node, self.sign == Sign::Always);
        if let Some(amount) = amount.get() {
            reader.notes.money.push((node, amount.pounds));
        }
        amount
    }

    fn value(&self) -> Value {
        Value::Money(self.sign)
    }
}

pub(in crate::plan) fn amount(name: &'static str, says: &'static str) -> Key<AnAmount> {
    Key::new(name, says, AnAmount { sign: Sign::Never })
}

impl Key<AnAmount> {
    /// Lets the amount be negative.
    pub(in crate::plan) fn signed(mut self) -> Self {
        self.kind.sign = Sign::Always;
        self
    }
}

pub(in crate::plan) fn year(name: &'static str, says: &'static str) -> Key<AYear> {
    Key::new(name, says, AYear)
}

/// A day, a month, a half-year or `unknown`.
pub(crate) struct ADate {
    /// True when a quarter is taken for its last month.
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

pub(in crate::plan) fn date(name: &'static str, says: &'static str) -> Key<ADate> {
    Key::new(name, says, ADate { quarters: false })
}

/// Declares a date, or a quarter, which ends with its last month.
pub(in crate::plan) fn due(name: &'static str, says: &'static str) -> Key<ADate> {
    Key::new(name, says, ADate { quarters: true })
}

/// A financial year.
pub(crate) struct AYear;

impl One for AYear {
    type Of = Year;

    fn one(&self, reader: &mut Reader<'_>, _: NodeId, node: NodeId) -> Field<Year> {
        reader.year(node)
    }

    fn value(&self) -> Value {
        Value::Year
    }
}

pub(in crate::plan) fn years(name: &'static str, says: &'static str) -> Key<Several<AYear>> {
    Key::new(name, says, Several { each: AYear, wanted: "a list of years" })
}

/// A plain number, money in quotes, or a day.
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

pub(in crate::plan) fn figure(name: &'static str, says: &'static str) -> Key<AFigure> {
    Key::new(name, says, AFigure)
}

pub(in crate::plan) fn figures(name: &'static str, says: &'static str) -> Key<Several<AFigure>> {
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

    fn misspelt(&self, _: &mut Reader<'_>, node: NodeId) -> Self::Value {
        List { node: Some(node), damaged: true, items: Vec::new() }
    }

    fn shape(&self) -> Shape {
        Shape::List(self.each.value())
    }
}
