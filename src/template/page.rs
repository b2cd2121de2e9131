//! The text of a plan to fill in: comments, headers, keys, and gaps that `check` names.

use rust_decimal::Decimal;

use crate::check::Rule;
use crate::money::{Amount, Money, grouped};
use crate::narrative::Figure;
use crate::policy::Round;
use crate::span::floor;
use crate::text::escape::shown;
use crate::write::{key, quoted};

/// The longest line of a comment.
const WIDTH: usize = 108;
/// The most bytes between the brackets of a gap.
const GAP: usize = 76;

/// A text being written.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    /// Returns the whole text.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Writes a heading between parts of the plan.
    pub(super) fn part(&mut self, title: &str) {
        self.blank();
        let rule = "-".repeat(WIDTH.saturating_sub(title.chars().count() + 8));
        self.push(&format!("# ---- {title} {rule}"));
    }

    /// Writes a comment, over as many lines as it takes. No character of it ends a line or the file's being TOML.
    pub(super) fn comment(&mut self, text: &str) {
        // Ids hold hyphens and stay whole.
        let options = textwrap::Options::new(WIDTH - 2)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(text, options) {
            self.push(format!("# {}", shown(&line)).trim_end());
        }
    }

    /// Writes what a clause of the round asks, where that is written, and how it is known.
    pub(super) fn clause(&mut self, round: &Round, id: &str) {
        let Some(clause) = round.clause(id) else { return };
        let at = if clause.at.is_empty() { String::new() } else { format!("{}; ", clause.at) };
        self.comment(&format!("{} ({at}{})", clause.says, clause.known()));
    }

    /// Writes the clause a rule rests on.
    pub(super) fn clause_of(&mut self, round: &Round, rule: &Rule) {
        if let Some(clause) = rule.clause() {
            self.clause(round, clause);
        }
    }

    /// Writes `[section]` or `[[section]]`, with a blank line before it.
    pub(super) fn header(&mut self, header: &str) {
        self.blank();
        self.push(header);
    }

    /// Writes a header right below its comment.
    pub(super) fn header_here(&mut self, header: &str) {
        self.push(header);
    }

    /// Writes a blank line, unless there is one.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Writes a key with a value that is TOML already.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        self.push(&format!("{name} = {value}"));
    }

    /// Writes a key with a text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &quoted(value));
    }

    /// Writes a key with a list of texts.
    pub(super) fn texts<S: AsRef<str>>(&mut self, name: &str, values: &[S]) {
        self.raw(name, &list(values));
    }

    /// Writes a key for a person to fill in: the words in the brackets say with what.
    pub(super) fn gap(&mut self, name: &str, what: &str) {
        self.raw(name, &gap(what));
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

/// Returns a gap: the words in brackets that a person replaces.
pub(super) fn gap(what: &str) -> String {
    quoted(&format!("<{what}>"))
}

/// Returns a gap that shows what an earlier plan said, if it did: nobody has to look it up.
pub(super) fn gap_after(what: &str, before: Option<&str>) -> String {
    let Some(before) = before else { return gap(what) };
    // More than that is no gap to `check`, and neither is what holds another's signs.
    let mut inner: String = format!("{what}; {before}")
        .chars()
        .map(|c| if matches!(c, '<' | '>' | '@' | '=') || c.is_control() { ' ' } else { c })
        .collect();
    if inner.len() > GAP {
        let end = floor(&inner, GAP - '…'.len_utf8());
        inner.truncate(end);
        inner.push('…');
    }
    gap(&inner)
}

/// Returns a list of texts.
pub(super) fn list<S: AsRef<str>>(values: &[S]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value.as_ref())).collect();
    format!("[{}]", values.join(", "))
}

/// Returns a table of values by year or period, each TOML already.
pub(super) fn by_period<P: ToString>(values: impl IntoIterator<Item = (P, String)>) -> String {
    let values: Vec<String> =
        values.into_iter().map(|(period, value)| format!("{} = {value}", key(&period.to_string()))).collect();
    format!("{{ {} }}", values.join(", "))
}

/// Returns an amount as a plan in pounds writes it, no more and no less precise than it was published.
pub(super) fn money(amount: Amount) -> String {
    if amount.precision > Money::POUND {
        return quoted(&in_words(amount));
    }
    let sign = if amount.pounds < Money::ZERO { "-" } else { "" };
    let (pounds, pence) = (amount.pounds.abs().pence() / 100, amount.pounds.abs().pence() % 100);
    let decimals = if pence == 0 { String::new() } else { format!(".{pence:02}") };
    format!("{sign}{}{decimals}", grouped(&pounds.to_string(), '_'))
}

/// Returns an amount with its unit, as a plan of any unit writes it between quotes.
pub(super) fn in_words(amount: Amount) -> String {
    if amount.precision <= Money::POUND {
        return amount.pounds.to_string();
    }
    let sign = if amount.pounds < Money::ZERO { "-" } else { "" };
    let (pence, precision) = (amount.pounds.abs().pence(), amount.precision.pence());
    // The unit that holds the precision: thousands up to £1,000, millions up to £1m, then billions.
    let units = [("k", 100_000_i128), ("m", 100_000_000), ("bn", 100_000_000_000)];
    let (suffix, unit) = units.into_iter().find(|(_, unit)| precision <= *unit).unwrap_or(("bn", 100_000_000_000));
    let mut decimals = String::new();
    let (mut rest, mut step) = (pence % unit, unit);
    while step > precision && step % 10 == 0 {
        step /= 10;
        decimals.push(char::from(b'0' + u8::try_from(rest / step).unwrap_or_default()));
        rest %= step;
    }
    let point = if decimals.is_empty() { "" } else { "." };
    let about = if amount.slack >= amount.precision { "about " } else { "" };
    format!("{about}{sign}£{}{point}{decimals}{suffix}", grouped(&(pence / unit).to_string(), ','))
}

/// Returns the amount that a narrative's figure of money is, no more and no less precise than it.
pub(super) fn amount(figure: &Figure) -> Option<Amount> {
    let (pounds, step) = (Money::from_decimal(figure.value)?, Money::from_decimal(figure.step)?);
    (pounds.abs() < Money::LIMIT).then(|| Amount::exact(pounds).no_finer_than(step))
}

/// Returns a narrative's figure that is no money as a plan writes it, with the decimals it has.
pub(super) fn number(figure: &Figure) -> String {
    let written = if figure.step >= Decimal::ONE { figure.value.trunc() } else { figure.value }.to_string();
    let (whole, decimals) = written.split_at(written.find('.').unwrap_or(written.len()));
    let (sign, digits) = whole.split_at(usize::from(whole.starts_with('-')));
    format!("{sign}{}{decimals}", grouped(digits, '_'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::parse_text;

    #[test]
    fn an_amount_is_written_as_precisely_as_it_was_published() {
        for (published, written) in [
            ("£3,349,869", "3_349_869"),
            ("£12.50", "12.50"),
            ("£36,682k", "\"£36,682k\""),
            ("£8.60m", "\"£8.60m\""),
            ("about £22m", "\"about £22m\""),
            ("£1.5bn", "\"£1.5bn\""),
            ("£12.3k", "\"£12.3k\""),
        ] {
            let amount = parse_text(published).unwrap();
            assert_eq!(money(amount), written);
            assert_eq!(parse_text(&in_words(amount)), Ok(amount));
        }
    }
}
