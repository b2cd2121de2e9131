//! The words the plan format has lists of.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::text::words::words_alone;
use crate::unit::Unit;

/// A closed list of words.
pub trait Word: Copy + Sized + 'static {
    /// Every word with its value.
    const ALL: &'static [(&'static str, Self)];
    /// The labels of some of them in the national planning templates, and among people, each with its word.
    const LABELS: &'static [(&'static str, &'static str)] = &[];

    /// Returns the value of a word.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident {
        $($(#[$variant_doc:meta])* $variant:ident = $word:literal $(also $($label:literal)+)?,)+
    })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* #[doc = concat!("`", $word, "`")] $variant,)+ }

        impl Word for $name {
            const ALL: &'static [(&'static str, Self)] = &[$(($word, Self::$variant),)+];
            const LABELS: &'static [(&'static str, &'static str)] = &[$($($(($label, $word),)+)?)+];
        }

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "enum": [$($word,)+] })
            }
        }

        impl $name {
            /// Returns the word as plans write it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }
    )+

    /// Returns the labels of every list of the format, each with its word.
    pub fn every_label() -> impl Iterator<Item = (&'static str, &'static str)> {
        [$($name::LABELS),+].into_iter().flatten().copied()
    }
    };
}

words! {
    /// The stages of a plan.
    PlanStatus { Draft = "draft", Submitted = "submitted", Approved = "approved", }
    /// The reasons for which a plan is sent in.
    SentFor { Plan = "plan", Update = "update", Resubmission = "resubmission", }
    /// The tiers of local government in an area.
    Tiers { Single = "single", Two = "two", }
    /// The kinds of bodies that partners are.
    PartnerKind {
        Council = "council" also "LA" "Local Authority", District = "district" also "District Council",
        Ccg = "ccg" also "Clinical Commissioning Group", Icb = "icb" also "Integrated Care Board",
        Board = "board" also "HWB" "Health and Wellbeing Board",
        NhsProvider = "nhs-provider", CareProvider = "care-provider", Housing = "housing", Voluntary = "voluntary",
        Healthwatch = "healthwatch", NhsEngland = "nhs-england", Other = "other",
    }
    /// The roles in which somebody signs.
    Role {
        BoardChair = "board-chair", ChiefExecutive = "chief-executive", AccountableOfficer = "accountable-officer",
        S151Officer = "s151-officer" also "Section 151 Officer" "LA Section 151 Officer", Director = "director", AreaTeam = "area-team", Other = "other",
    }
    /// The subjects of a signature.
    Cover { Plan = "plan", Grants = "grants", Section75 = "section-75", }
    /// The kinds of services that lines buy.
    AreaOfSpend {
        Acute = "acute", MentalHealth = "mental-health", CommunityHealth = "community-health",
        ContinuingCare = "continuing-care", PrimaryCare = "primary-care", SocialCare = "social-care", Other = "other",
    }
    /// The commissioners of services.
    Commissioner {
        Nhs = "nhs" also "CCG" "ICB", Council = "council" also "LA" "Local Authority", Joint = "joint",
    }
    /// The providers of services.
    Provider {
        NhsAcute = "nhs-acute" also "NHS Acute Provider",
        NhsMentalHealth = "nhs-mental-health" also "NHS Mental Health Provider",
        NhsCommunity = "nhs-community" also "NHS Community Provider", PrimaryCare = "primary-care",
        NhsCommissioner = "nhs-commissioner" also "CCG", Council = "council" also "LA" "Local Authority",
        Private = "private" also "Private Sector",
        Voluntary = "voluntary" also "Voluntary Sector" "Charity/Voluntary Sector", Nhs = "nhs", Other = "other",
    }
    /// The sums a plan may state in `[totals]`, beside those of streams and floors.
    StatedSum {
        Grants = "grants", Additional = "additional", Pool = "pool", Expenditure = "expenditure", Minimum = "minimum",
    }
    /// The stages of a high impact change, least first.
    Maturity {
        NotYetEstablished = "not-yet-established", PlansInPlace = "plans-in-place", Established = "established",
        Mature = "mature", Exemplary = "exemplary",
    }
    /// The direction in which a local metric improves.
    Direction { Lower = "lower", Higher = "higher", }
    /// The ways in which the figure of a quarter or a year is made.
    Reporting { Cumulative = "cumulative", MonthlyAverage = "monthly-average", InPeriod = "in-period", }
    /// The ratings of published figures.
    Rag { Red = "red", Amber = "amber", Green = "green", }
    /// The risks that pools insure against.
    RiskPurpose { Savings = "savings", Admissions = "admissions", Performance = "performance", Other = "other", }
    /// The relations that a statement says its figures have.
    Says {
        Sum = "sum", Difference = "difference", PercentChange = "percent-change", PercentOf = "percent-of",
        Rate = "rate", AtLeast = "at-least", AtMost = "at-most", Restates = "restates",
    }
    /// The unit of a plan's bare amounts.
    MoneyUnit {
        Pounds = "pounds" also "GBP", Thousands = "thousands" also "£000" "£000s" "£k",
        Millions = "millions" also "£m" "£mn",
    }
}

impl Word for Unit {
    const ALL: &'static [(&'static str, Self)] = &Self::WORDS;
}

/// Returns `text` in lower case with a hyphen for whatever stands between words, so that a label and a word compare.
fn folded(text: &str) -> String {
    words_alone(text, "-")
}

/// Finds the word that goes by a label, given each label with its word: in any case, and whatever stands between words. Two
/// words of one label are none.
pub fn by_label<'a>(label: &str, words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    if label.len() > 2 * LONGEST {
        return None;
    }
    let wanted = Some(folded(label)).filter(|wanted| !wanted.is_empty())?;
    let mut found = words.into_iter().filter(|(label, _)| folded(label) == wanted).map(|(_, word)| word);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The longest word anybody misspelt, in bytes. A hostile plan may hold one of megabytes.
const LONGEST: usize = 64;

/// Finds the nearest of `candidates` to a misspelt `word`, if any is near enough to be meant. A word that begins or
/// ends one, as `social` does `social-care` and `2017-19` `bcf-2017-19`, is near; of several that are, the one with the
/// least to add.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let word = dashed(word);
    let room = (word.chars().count() / 3).max(1);
    let letters = Letters::of(&word);
    let near = |candidate: &'a str| {
        if letters.rule_out(candidate, room) {
            return None;
        }
        Some((distance(&word, candidate, room)?, candidate))
    };
    let short = candidates.into_iter().filter(|candidate| candidate.len() <= 2 * LONGEST);
    short.filter_map(near).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

fn dashed(text: &str) -> String {
    text.to_lowercase().replace(['_', ' '], "-")
}

/// Returns how far a candidate is from a folded word, and by how many edits, if that is within the room there is.
fn distance(word: &str, candidate: &str, room: usize) -> Option<(usize, usize)> {
    let other = dashed(candidate);
    let difference = other.chars().count().abs_diff(word.chars().count());
    let part = other.starts_with(word) || other.strip_suffix(word).is_some_and(|before| before.ends_with('-'));
    // What lies further apart in length than there is room for needs no look at its letters.
    let edits = match part {
        true => difference,
        false if difference > room => return None,
        false => strsim::damerau_levenshtein(word, &other),
    };
    let distance = if part && word.len() >= 3 { edits.min(1) } else { edits };
    (distance <= room).then_some((distance, edits))
}

/// The letters of a folded word, each with how often it is there: hardly any candidate has nearly the same ones, in
/// whatever order, and only those are compared edit by edit.
struct Letters {
    counts: [u8; 128],
    /// The letters of all; none of a word whose letters are not counted.
    length: Option<usize>,
}

impl Letters {
    fn of(word: &str) -> Self {
        let mut counts = [0; 128];
        for byte in word.bytes().filter(u8::is_ascii) {
            counts[usize::from(byte)] += 1;
        }
        Self { counts, length: word.is_ascii().then_some(word.len()) }
    }

    /// Returns whether a candidate is no near one by its letters alone: an edit changes one of them, or their order.
    fn rule_out(&self, candidate: &str, room: usize) -> bool {
        let Some(length) = self.length.filter(|_| candidate.is_ascii()) else { return false };
        let mut left = self.counts;
        let mut shared = 0;
        for byte in candidate.bytes() {
            let letter = if matches!(byte, b'_' | b' ') { b'-' } else { byte.to_ascii_lowercase() };
            let count = &mut left[usize::from(letter)];
            if *count > 0 {
                (*count, shared) = (*count - 1, shared + 1);
            }
        }
        // A candidate with all of them may begin or end with the word, however long it is.
        shared < length && (length - shared).max(candidate.len() - shared) > room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_that_is_near_is_ruled_out_by_its_letters() {
        let texts = ["sources", "SCHEMES", "sign_offs", "section 75", "amount", "scheme", "é", "id", "bcf-2017-19", ""];
        let others =
            ["source", "sorucse", "shcemes", "sign-of", "section", "75", "amuont", "ámount", "17-19", "a", "di"];
        let mut out = 0;
        for word in texts.iter().chain(&others).map(|word| dashed(word)) {
            let room = (word.chars().count() / 3).max(1);
            for candidate in texts.iter().chain(&others) {
                let is_out = Letters::of(&word).rule_out(candidate, room);
                assert!(!is_out || distance(&word, candidate, room).is_none(), "{word} {candidate}");
                out += usize::from(is_out);
            }
        }
        assert!(out > 200, "{out} pairs need no look at their order");
    }

    #[test]
    fn the_nearest_word_is_one_a_person_could_have_meant() {
        let words = ["sources", "schemes", "sign_offs", "section_75"];
        assert_eq!(nearest("sorces", words), Some("sources"));
        assert_eq!(nearest("sign-offs", words), Some("sign_offs"));
        assert_eq!(nearest("section", words), Some("section_75"));
        assert_eq!(nearest("budget", words), None);
        let ids = ["metric-of-ours", "metrics", "bcf-2017-19", "bcf-2014-16"];
        assert_eq!(nearest("metric", ids), Some("metrics"));
        assert_eq!(nearest("2017-19", ids), Some("bcf-2017-19"));
        assert_eq!(nearest("missing", ["dismissing"]), None, "an id ends in a part of it after a dash");
        assert_eq!(nearest(&"s".repeat(100_000), words), None);
    }

    #[test]
    fn maturity_words_are_in_order() {
        assert!(Maturity::PlansInPlace < Maturity::Established && Maturity::Mature < Maturity::Exemplary);
    }
}
