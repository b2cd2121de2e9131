//! The rounds and the national templates inside the program as values that are there when it starts, so that no run reads
//! their files.
//!
//! `data.rs` is made from the files under `rounds/`, `marks.rs` from those under `templates/`, and tests hold them to
//! these. After a change to one of the files, or to the shape of what they hold, `BCF_RENEW=1 cargo test --lib
//! policy::inside` writes them anew; tests of the library read the files themselves, so that neither need compile for that.

#[cfg(not(test))]
#[rustfmt::skip]
#[expect(clippy::unreadable_literal, reason = "it is made by a program, for a program")]
mod data;
#[cfg(not(test))]
#[rustfmt::skip]
mod marks;

#[cfg(not(test))]
pub(super) use data::{EVERY_ROUND, ROUNDS};
#[cfg(not(test))]
pub(super) use marks::TEMPLATES;
#[cfg(test)]
pub(super) use tests::{EVERY_ROUND, ROUNDS, TEMPLATES};

#[cfg(test)]
mod tests {
    use std::fmt::{self, Write};
    use std::path::Path;
    use std::sync::LazyLock;

    use crate::policy::built_in::{EVERY_ROUND as EVERY_ROUND_TEXT, EveryRound, texts};
    use crate::policy::own::unproven;
    use crate::policy::round::Round;
    use crate::policy::streams::Accepted;
    use crate::policy::templates::Templates;

    /// The rounds as their files say them, for the tests of this library.
    pub(in crate::policy) static ROUNDS: LazyLock<Vec<Round>> = LazyLock::new(|| {
        texts().map(|(id, text)| unproven(text).unwrap_or_else(|error| panic!("{id}: {error}"))).collect()
    });

    /// The words of every round, as their file says them.
    pub(in crate::policy) static EVERY_ROUND: LazyLock<Accepted> =
        LazyLock::new(|| read::<EveryRound>(EVERY_ROUND_TEXT).accepted);

    /// The files of the templates, newest first.
    const EACH_TEMPLATE: [&str; 7] = [
        include_str!("../templates/bcf-2025-26.toml"),
        include_str!("../templates/bcf-2023-25.toml"),
        include_str!("../templates/bcf-2022-23.toml"),
        include_str!("../templates/bcf-2021-22.toml"),
        include_str!("../templates/bcf-2019-20.toml"),
        include_str!("../templates/bcf-2017-19.toml"),
        include_str!("../templates/bcf-2016-17.toml"),
    ];

    /// The templates as their files say them, with what they share.
    pub(in crate::policy) static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| Templates {
        shared: read(include_str!("../templates/every.toml")),
        each: EACH_TEMPLATE.iter().map(|text| read(text)).collect(),
    });

    fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
        toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The beginning of `marks.rs`.
    const HEAD_OF_MARKS: &str = "\
//! Made from the files under `templates/`; see `mod.rs`. Change those.

use crate::finding::Basis;
use crate::policy::held::Held::Inside as In;
use crate::policy::templates::{
    Block, Column, FloorMarks, Label, Layout, Mark, Marks, Meaning, MetricMarks, NotAsked, OtherKind, Requirement, RowMarks,
    Shared, SheetMarks, SheetRole, SignatureMarks, SumMarks, Template, Templates, Title, Words,
};
";

    /// The beginning of `data.rs`.
    const HEAD: &str = "\
//! Made from the files under `rounds/`; see `mod.rs`. Change those.

use rust_decimal::Decimal;

use crate::finding::Basis;
use crate::money::Money;
use crate::period::{Date, Month, Year};
use crate::plan::{AreaOfSpend, Commissioner};
use crate::policy::clauses::{Clause, Condition, Document, Topic};
use crate::policy::days::{Deadline, Stage, Update};
use crate::policy::floors::{Contingency, Counts, FirstScheme, Floor, Share};
use crate::policy::grants::{Dfg, GrantParts, Purposes};
use crate::policy::held::Held::Inside as In;
use crate::policy::lists::{Named, Output, Outputs, Replaced, WordList, WordsOf};
use crate::policy::metrics::{Better, DailyCeiling, Expected, Frequency, LocalMetrics, Metric};
use crate::policy::performance::{AdmissionCost, Halves, Performance};
use crate::policy::round::Round;
use crate::policy::signatures::{GrantCertificate, Section75, SignOff, SigningBody};
use crate::policy::streams::{Accepted, Cap, Earmark, NationalFund, Payer, PublishedPart, Stream};
use crate::policy::transfers::{BedShare, Changes};
use crate::policy::values::Percent;
use crate::unit::Unit;
";

    /// The types of the words that fields hold, by field.
    const WORDS: [(&str, &str); 14] = [
        ("area", "AreaOfSpend"),
        ("areas", "AreaOfSpend"),
        ("basis", "Basis"),
        ("better", "Better"),
        ("commissioner", "Commissioner"),
        ("commissioners", "Commissioner"),
        ("list", "WordsOf"),
        ("not_areas", "AreaOfSpend"),
        ("of", "Meaning"),
        ("other_units", "Unit"),
        ("payer", "Payer"),
        ("role", "SheetRole"),
        ("targets", "Frequency"),
        ("unit", "Unit"),
    ];

    /// Writes a value, which Rust's own `Debug` has written, as Rust reads it.
    struct Writer<'a> {
        rest: &'a str,
        out: String,
        /// The lists that are open.
        depth: usize,
    }

    impl<'a> Writer<'a> {
        fn write(value: &impl fmt::Debug) -> String {
            let text = format!("{value:?}");
            let mut writer = Writer { rest: &text, out: String::new(), depth: 0 };
            writer.value("");
            assert!(writer.rest.is_empty(), "left over: {}", writer.rest);
            writer.out
        }

        fn take(&mut self, start: &str) -> bool {
            let rest = self.rest.trim_start().strip_prefix(start);
            self.rest = rest.unwrap_or(self.rest);
            rest.is_some()
        }

        fn word(&mut self) -> &'a str {
            let rest = self.rest.trim_start();
            let end = rest.find(|c: char| !c.is_alphanumeric() && !"_.-".contains(c)).unwrap_or(rest.len());
            self.rest = &rest[end..];
            &rest[..end]
        }

        fn text(&mut self) -> &'a str {
            let mut escaped = false;
            let end = self.rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let (text, rest) = self.rest.split_at(end.expect("the end of a text") + 2);
            self.rest = rest;
            text
        }

        /// Writes one value of the field with this name.
        fn value(&mut self, field: &str) {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with('"') {
                let text = self.text();
                let _ = write!(self.out, "In({text})");
            } else if self.take("[") {
                self.items("In(&[", "]", "])", field);
            } else if self.take("(") {
                self.items("(", ")", ")", field);
            } else {
                let word = self.word();
                match (word, self.rest.trim_start().chars().next()) {
                    ("Money" | "Year" | "Percent", Some('(')) => self.wrapped(word),
                    (_, Some('(')) => {
                        let _ = self.take("(");
                        self.items(&format!("{word}("), ")", ")", field);
                    }
                    (_, Some('{')) => self.fields(word),
                    _ if word.starts_with(char::is_uppercase) && word != "None" => {
                        let (_, kind) = WORDS.iter().find(|(known, _)| *known == field).expect("a field of words");
                        let _ = write!(self.out, "{kind}::{word}");
                    }
                    _ => self.out.push_str(word),
                }
            }
        }

        fn items(&mut self, start: &str, end: &str, close: &str, field: &str) {
            self.out.push_str(start);
            self.depth += 1;
            let mut first = true;
            while !self.take(end) {
                // The parts of a round stand on lines of their own.
                let is_part = self.depth == 1 && start.starts_with("In") && field != "years";
                self.out.push_str(match (is_part, first) {
                    (true, true) => "\n    ",
                    (true, false) => ",\n    ",
                    (false, true) => "",
                    (false, false) => ", ",
                });
                self.value(field);
                let _ = self.take(",");
                first = false;
            }
            self.depth -= 1;
            self.out.push_str(close);
        }

        fn fields(&mut self, kind: &str) {
            let _ = (self.take("{"), write!(self.out, "{kind} {{"));
            let mut first = true;
            while !self.take("}") {
                let field = self.word();
                assert!(self.take(":"), "a field at {:.40}", self.rest);
                let _ = write!(self.out, "{} {field}: ", if first { "" } else { "," });
                self.value(field);
                let _ = self.take(",");
                first = false;
            }
            self.out.push_str(" }");
        }

        /// Writes a value whose insides are its own affair.
        fn wrapped(&mut self, kind: &str) {
            assert!(self.take("("), "`(` at {:.40}", self.rest);
            let number = self.word();
            assert!(self.take(")"), "`)` at {:.40}", self.rest);
            let _ = match kind {
                "Money" => write!(self.out, "Money::from_pence({number})"),
                "Year" => write!(self.out, "Year::starting({number})"),
                _ => {
                    let scale = number.split_once('.').map_or(0, |(_, places)| places.len());
                    let digits = number.replace('.', "");
                    let (minus, digits) = (digits.starts_with('-'), digits.trim_start_matches(['-', '0']));
                    let digits = if digits.is_empty() { "0" } else { digits };
                    write!(self.out, "Percent(Decimal::from_parts({digits}, 0, 0, {minus}, {scale}))")
                }
            };
        }
    }

    #[test]
    fn the_rounds_inside_the_program_are_those_of_their_files() {
        let mut made = HEAD.to_owned();
        let _ = write!(made, "\npub(in crate::policy) static ROUNDS: [Round; {}] = [\n", ROUNDS.len());
        for round in &*ROUNDS {
            let _ = writeln!(made, "{},", Writer::write(round));
        }
        let _ = write!(
            made,
            "];\n\npub(in crate::policy) static EVERY_ROUND: Accepted = {};\n",
            Writer::write(&*EVERY_ROUND)
        );
        is_as_made("data.rs", &made);
    }

    #[test]
    fn the_templates_inside_the_program_are_those_of_their_files() {
        let value = Writer::write(&*TEMPLATES);
        let made = format!("{HEAD_OF_MARKS}\npub(in crate::policy) static TEMPLATES: Templates = {value};\n");
        is_as_made("marks.rs", &made);
    }

    /// Holds a file to what was made from others, or writes it anew where that is asked for.
    fn is_as_made(file: &str, made: &str) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy/inside").join(file);
        if std::env::var_os("BCF_RENEW").is_some() {
            std::fs::write(&path, made).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap();
        assert!(
            there == made,
            "src/policy/inside/{file} is not as what it is made from: BCF_RENEW=1 cargo test --lib policy::inside"
        );
    }
}
