//! Checks what no type can say of a round's file: ids, references, days in range, words the program knows.

use rust_decimal::Decimal;
use toml::de::DeValue;

use super::complaint::Complaint;
use super::tree::{Table, Value, entries, leaves, span_of, string};
use crate::period::{Date, Month, Year};
use crate::policy::built_in::round_ids;
use crate::policy::clauses::WAIVING;
use crate::policy::metrics::POPULATIONS;
use crate::policy::misfits::Misfit;
use crate::policy::references::Problem;
use crate::policy::round::Round;
use crate::policy::signatures::BODIES;
use crate::span::Span;

/// Keys that hold prose, in which any text is allowed; all other text is words the program knows.
const PROSE: [&str; 5] = ["name", "says", "at", "title", "unchecked"];

/// The word the command line has for comparing rounds, which no round can be called.
const TAKEN: &str = "diff";

/// Checks that no text of the file has characters that reorder or hide what is shown, or act on the terminal.
pub(super) fn texts(table: &Table<'_>) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut of = |text: &str, span: Span| {
        if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
            let message = format!("this text has the hidden character U+{:04X}", u32::from(c));
            wrong.push(
                Complaint::new(span, message).help("write it on one line, without line breaks and control characters"),
            );
        }
    };
    leaves(table, "", &mut |_, _, leaf: &Value<'_>| {
        if let DeValue::String(text) = leaf.get_ref() {
            of(text, span_of(leaf.span()));
        }
    });
    wrong
}

/// Checks the id of a round.
pub(super) fn round_id(id: &str, span: Span) -> Option<Complaint> {
    if id == TAKEN {
        let help = "`bcf rounds diff` compares rounds; call it after its area and years";
        return Some(Complaint::new(span, "a round cannot be called `diff`").help(help));
    }
    if round_ids().any(|known| known == id) {
        let message = format!("`{id}` is a round inside the program");
        let help = format!("give yours an id of its own; with extends = \"{id}\" it has all that one has");
        return Some(Complaint::new(span, message).help(help));
    }
    (!is_kebab(id)).then(|| not_kebab(id, span))
}

fn not_kebab(id: &str, span: Span) -> Complaint {
    let help = "small letters and digits, with a hyphen between words: exampleshire-2026-27";
    Complaint::new(span, format!("`{id}` is no id")).help(help)
}

fn is_kebab(id: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.split('-').all(part)
}

/// Checks single words of the file.
pub(super) fn words(own: &Table<'_>) -> Vec<Complaint> {
    let mut wrong = Vec::new();
    leaves(own, "", &mut |path, key, leaf| {
        let Some(text) = leaf.get_ref().as_str() else { return };
        let span = span_of(leaf.span());
        let one_of = |known: &[&str]| {
            let help =
                format!("it is one of {}", known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "));
            let known = (!known.contains(&text)).then_some(known)?;
            Some(
                Complaint::new(span, format!("`{text}` is none of the words here"))
                    .unknown(text, known.iter().copied())
                    .help(help),
            )
        };
        let is_named = key == "id" || key == "key";
        wrong.extend(match key {
            // The round's own id is checked by itself.
            _ if is_named && path != "id" && !is_kebab(text) => Some(not_kebab(text, span)),
            "body" => one_of(&BODIES),
            "population" => one_of(&POPULATIONS),
            "waived-by" => one_of(&WAIVING),
            "url" if !is_address(text) => {
                let help =
                    "it begins with https:// or http:// and has no spaces; a paper that is not on the web has no url";
                Some(Complaint::new(span, "this is no address of a page").help(help))
            }
            _ if !is_share(path, key, text) => Some(
                Complaint::new(span, format!("{text} is no percentage of a round"))
                    .help("it is at most 100, such as \"1.79\""),
            ),
            _ if text.trim().is_empty() && PROSE.contains(&key) => {
                Some(Complaint::new(span, format!("`{key}` says nothing")))
            }
            _ => None,
        });
    });
    for (clause, span) in entries(own, "clauses") {
        let read = string(clause, "basis").is_some_and(|basis| basis != "recalled");
        if let Some(key) = ["source", "at"].into_iter().find(|key| read && string(clause, key).is_none()) {
            let message = format!("`{key}` is missing here: the clause says it was read");
            let help = "source is the key of one of the [[documents]], at is the place in it; what was read nowhere has basis = \"recalled\"";
            wrong.push(Complaint::new(span, message).help(help));
        }
        wrong.extend(reported(clause, span));
    }
    wrong
}

/// Returns a complaint of a clause that does not say whose account it is, or says so of what was read itself.
fn reported(clause: &Table<'_>, span: Span) -> Option<Complaint> {
    let basis = string(clause, "basis")?;
    let named = clause.get("reported-by").and_then(|named| Some((named.span(), named.get_ref().as_array()?)));
    match (basis == "reported", named) {
        (true, None) => {
            let message = "`reported-by` is missing here: the clause says that somebody reports it";
            Some(Complaint::new(span, message).help("name whose account it is: reported-by = [\"Housing LIN\"]"))
        }
        (true, Some((at, who))) if who.is_empty() => {
            Some(Complaint::new(span_of(at), "`reported-by` names nobody").help("name whose account it is"))
        }
        (true, Some((at, who))) => {
            let mut accounts: Vec<&str> =
                who.iter().filter_map(|name| name.get_ref().as_str().map(str::trim)).collect();
            let all = accounts.len();
            accounts.sort_unstable();
            accounts.dedup();
            let help = "name each account once; two that agree make it as firm as what was quoted";
            let is_wrong = accounts.len() < all || accounts.contains(&"");
            is_wrong.then(|| Complaint::new(span_of(at), "`reported-by` names an account twice, or nobody").help(help))
        }
        (false, Some((at, _))) => {
            let message = format!("`reported-by` does nothing: the clause is `{basis}`");
            let help = "a clause that is known from somebody's account has basis = \"reported\"";
            Some(Complaint::new(span_of(at), message).help(help))
        }
        (false, None) => None,
    }
}

/// Returns false for a percentage out of range, as a misplaced point makes it; true for any other text.
fn is_share(path: &str, key: &str, text: &str) -> bool {
    let floor = if key == "percent" { Decimal::ZERO } else { -Decimal::ONE_HUNDRED };
    let is_percent = key == "percent" || path.starts_with("floors.") && path.contains(".uplift.");
    // A text that is no number is reported when the round is read.
    !is_percent || Decimal::from_str_exact(text).map_or(true, |share| (floor..=Decimal::ONE_HUNDRED).contains(&share))
}

/// Returns true when a text is safe as a link on a page and in a comment.
fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"'`\\|()[]{}".contains(c))
    })
}

/// The file of a round, for finding the places in it of what is wrong with the round made of it.
pub(super) struct Finder<'a> {
    pub(super) own: &'a Table<'a>,
    pub(super) without: &'a [(String, Span)],
    /// The place of the round's id, for what has no place in the file.
    pub(super) id: Span,
}

impl Finder<'_> {
    /// Returns everything that is wrong with the round as a whole.
    pub(super) fn complaints(&self, round: &Round) -> Vec<Complaint> {
        let mut wrong: Vec<Complaint> = round.problems().into_iter().map(|problem| self.problem(problem)).collect();
        wrong.extend(self.years(round));
        wrong.extend(self.days(round));
        wrong
    }

    fn problem(&self, problem: Problem) -> Complaint {
        match problem {
            Problem::Twice { what, id } => {
                let span = self.values(&id, true).nth(1).or_else(|| self.values(&id, true).next());
                Complaint::new(span.unwrap_or(self.id), format!("the {what} `{id}` is here twice"))
                    .help("keep one of the two")
            }
            Problem::Misfit(misfit) => Complaint::new(self.misfit(&misfit), misfit.message).help(misfit.help),
            Problem::Dangling { what, id, known } => {
                let here = self.values(&id, false).next();
                let gone = || self.without.iter().find(|(path, _)| path.rsplit('.').next() == Some(id.as_str()));
                match (here, gone()) {
                    (Some(span), _) => {
                        Complaint::new(span, format!("there is no {what} `{id}` in this round")).unknown(&id, known)
                    }
                    (None, Some((_, span))) => {
                        Complaint::new(*span, format!("the {what} `{id}` is left out and still referred to"))
                            .help("leave out, too, what refers to it")
                    }
                    (None, None) => Complaint::new(self.id, format!("there is no {what} `{id}` in this round")),
                }
            }
        }
    }

    /// Returns the place of a part of a floor; where the file does not have that, of another thing with the same name.
    fn misfit(&self, misfit: &Misfit) -> Span {
        let floors = || entries(self.own, "floors").map(|(floor, _)| floor);
        let is = |floor: &&Table<'_>| string(floor, "id") == Some(&misfit.floor);
        let same = |value: &&Value<'_>| value.get_ref().as_str() == Some(&misfit.word);
        let own = floors().filter(is).find_map(|floor| floor.get(misfit.key));
        let other = || floors().filter_map(|floor| floor.get(misfit.key)).find(same);
        let place = own.or_else(other).map(|value| span_of(value.span()));
        place.or_else(|| self.values(&misfit.word, true).next()).unwrap_or(self.id)
    }

    /// Returns the places of a word among ids or among references, in the order of the file.
    fn values<'t>(&'t self, word: &str, ids: bool) -> impl Iterator<Item = Span> + use<'t> {
        let mut found = Vec::new();
        leaves(self.own, "", &mut |_, key, leaf| {
            let is_id = key == "id" || key == "key";
            let refers = !is_id && key != "name" && key != "body";
            if leaf.get_ref().as_str() == Some(word) && (if ids { is_id } else { refers }) {
                found.push(span_of(leaf.span()));
            }
        });
        found.sort_unstable();
        found.into_iter()
    }

    /// Returns complaints of years out of order, and of years of things that the round does not have.
    fn years(&self, round: &Round) -> Vec<Complaint> {
        let mut wrong = Vec::new();
        if round.years.is_empty() {
            let span = self.own.get("years").map_or(self.id, |years| span_of(years.span()));
            wrong.push(Complaint::new(span, "the round has no year").help("years = [\"2026-27\"]"));
        }
        if !round.years.windows(2).all(|pair| pair[0].next() == pair[1]) {
            let span = self.own.get("years").map_or(self.id, |years| span_of(years.span()));
            wrong.push(
                Complaint::new(span, "the years of a round follow one another").help("write each once, in order"),
            );
        }
        leaves(self.own, "", &mut |path, key, leaf| {
            let of_years = ["years", "target-years", "year"].contains(&key) && path != "years";
            let year = leaf.get_ref().as_str().and_then(Year::parse);
            if let Some(year) = year.filter(|year| of_years && !round.has_year(*year)) {
                wrong.push(Complaint::new(
                    span_of(leaf.span()),
                    format!("{} is not a year of this round", year.prose()),
                ));
            }
        });
        wrong
    }

    /// Returns complaints of days and months more than a year away from the round.
    fn days(&self, round: &Round) -> Vec<Complaint> {
        let (first, last) = (round.first_year().previous(), round.last_year().next());
        let mut wrong = Vec::new();
        leaves(self.own, "", &mut |_, key, leaf| {
            let Some(text) = leaf.get_ref().as_str() else { return };
            let by_key = || Month::parse(text).filter(|_| matches!(key, "by" | "from"));
            let month = Date::parse(text).map(Date::month).or_else(by_key);
            let year = month.map(Month::financial_year);
            if year.is_some_and(|year| year < first || year > last) {
                let years = if round.years.len() == 1 { "its year" } else { "its years" };
                let message = format!("{text} is more than a year away from the round");
                wrong.push(
                    Complaint::new(span_of(leaf.span()), message)
                        .help(format!("check the year of the date, or {years}")),
                );
            }
        });
        wrong
    }
}
