//! The words of a published table: names of areas, years and streams however they are spelt.

use std::collections::{BTreeSet, HashMap};

use crate::check::published_keys;
use crate::cli::fault::Fault;
use crate::cli::known_rounds::every_round;
use crate::period::Year;
use crate::policy::Rounds;
use crate::text::words::words_alone;

/// Returns a text in small letters, without the blanks around it.
pub(super) fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Returns the words of a text in small letters, whatever stands between them.
fn words(text: &str) -> String {
    words_alone(&text.replace('&', " and ").replace(['\'', '’', '.'], ""), " ")
}

/// Returns what an area goes by, however its name is spelt: `Bristol, City of` is `Bristol`.
pub(super) fn area_key(name: &str) -> String {
    let title = |rest: &str| rest.trim().to_lowercase().ends_with(" of") && !rest.contains(',');
    match name.rsplit_once(',') {
        Some((own, rest)) if title(rest) => words(own),
        _ => words(name),
    }
}

/// Returns the financial year of a text such as `2025/26`.
pub(super) fn year(text: &str) -> Option<Year> {
    let plain = text.trim().replace(['/', '–', '—'], "-");
    let (start, end) = plain.split_once('-').map(|(start, end)| (start.trim(), end.trim()))?;
    let short = match end.len() {
        4 if end.get(..2) == start.get(..2) || end.ends_with("00") => end.get(2..)?,
        2 => end,
        _ => return None,
    };
    Year::parse(&format!("{start}-{short}"))
}

/// Returns the financial year that a header names, and what it says beside that.
pub(super) fn with_year(header: &str) -> (Option<Year>, String) {
    let starts = header
        .char_indices()
        .filter(|(at, c)| c.is_ascii_digit() && !header[..*at].ends_with(|before: char| before.is_ascii_digit()));
    for (at, _) in starts {
        let ends = header[at..].char_indices().map(|(end, c)| at + end + c.len_utf8());
        // The longest comes first: 2025-2026 before 2025-20.
        let found: Vec<usize> = ends.take(11).filter(|end| year(&header[at..*end]).is_some()).collect();
        if let Some(end) = found.last() {
            let rest = format!("{} {}", &header[..at], &header[*end..]);
            return (year(&header[at..*end]), rest);
        }
    }
    (None, header.to_owned())
}

/// Everything any round publishes, by id and by name.
pub(super) struct Streams {
    ids: BTreeSet<String>,
    /// The id of each name; none where several have it.
    by_name: HashMap<String, Option<String>>,
}

impl Streams {
    /// Collects what the rounds publish.
    ///
    /// # Errors
    /// When a round cannot be read.
    pub(super) fn of(rounds: &Rounds) -> Result<Self, Fault> {
        let mut streams = Self { ids: BTreeSet::new(), by_name: HashMap::new() };
        for round in every_round(rounds)? {
            let keys = published_keys(&round);
            streams.ids.extend(keys.iter().map(|key| (*key).to_owned()));
            let named = round.streams.iter().map(|stream| (stream.id.as_str(), stream.name.as_str()));
            let floors = round.floors.iter().map(|floor| (floor.id.as_str(), floor.name.as_str()));
            let parts = round.published.iter().map(|part| (part.id.as_str(), part.name.as_str()));
            for (id, name) in named.chain(floors).chain(parts).filter(|(id, _)| keys.contains(id)) {
                streams.call(id, name);
                streams.call(id, id);
            }
        }
        Ok(streams)
    }

    fn call(&mut self, id: &str, name: &str) {
        let known = self.by_name.entry(words(name)).or_insert_with(|| Some(id.to_owned()));
        if known.as_deref() != Some(id) {
            // A name of two things says neither.
            *known = None;
        }
    }

    /// Returns the id of the stream, floor or part that is called so.
    pub(super) fn id(&self, called: &str) -> Option<&str> {
        let own = self.ids.get(called.trim()).map(String::as_str);
        own.or_else(|| self.by_name.get(&words(called))?.as_deref())
    }

    /// Returns every id.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_known_however_it_is_spelt() {
        for (one, other) in [
            ("Bristol, City of", "Bristol"),
            ("Herefordshire, County of", "herefordshire "),
            ("Stockton-on-Tees", "Stockton on Tees"),
            ("Bath & North East Somerset", "Bath and North East Somerset"),
            ("St. Helens", "St Helens"),
            ("E06000023", "e06000023"),
        ] {
            assert_eq!(area_key(one), area_key(other));
        }
        for (one, other) in [
            ("City of London", "London"),
            ("County Durham", "Durham"),
            ("Bournemouth, Christchurch and Poole", "Bournemouth"),
            ("", "x"),
        ] {
            assert_ne!(area_key(one), area_key(other));
        }
    }

    #[test]
    fn a_year_is_read_as_people_write_it() {
        for text in ["2025-26", "2025/26", "2025–26", "2025/2026", " 2025 / 26 "] {
            assert_eq!(year(text), Some(Year::starting(2025)), "{text}");
        }
        assert_eq!(year("1999/2000"), Some(Year::starting(1999)));
        for text in ["2025", "2025/27", "2025/2027", "25/26", "2025-26-27", ""] {
            assert_eq!(year(text), None, "{text}");
        }
        let of = |header| with_year(header).0.map(Year::start);
        assert_eq!(["DFG 2025/26 (£)", "2025-2026", "E06000023", "DFG"].map(of), [Some(2025), Some(2025), None, None]);
    }
}
