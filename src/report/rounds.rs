//! The planning rounds: which there are, and one of them whole.

use std::fmt::Write as _;
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::View;
use super::human::wrapped;
use super::paint::Ink;
use super::table::Ruled;
use super::words::{count, list};
use crate::finding::Basis;
use crate::period::Year;
use crate::policy::{Better, Deadline, Frequency, Metric, Named, Payer, Replaced, Round, SigningBody, WordsOf};

/// The rounds, a row each.
///
/// # Errors
/// When `out` cannot be written.
pub fn list_of(rounds: &[&Round], view: View, out: &mut dyn Write) -> io::Result<()> {
    let mut table = Ruled::new(view, &["round", "name", "years", "clauses"]).numbers_from(3);
    for round in rounds {
        table.row([&round.id, &round.name, &years(&round.years), &round.clauses.len().to_string()]);
    }
    writeln!(
        out,
        "{}\n`bcf rounds ROUND` shows one whole: what it asks, where each thing is written, and what is not covered.",
        table.text()
    )
}

/// One round whole.
///
/// # Errors
/// When `out` cannot be written.
pub fn whole(round: &Round, view: View, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Sheet { round, view, out: String::new() };
    page.head();
    page.conditions();
    page.streams();
    page.floors();
    page.dates();
    page.metrics();
    page.ended_metrics();
    page.lists();
    page.topics();
    page.national();
    page.other_clauses();
    page.not_covered();
    page.documents();
    out.write_all(page.out.as_bytes())
}

fn years(years: &[Year]) -> String {
    list(&years.iter().map(|year| year.prose()).collect::<Vec<_>>())
}

fn percent(number: Decimal) -> String {
    format!("{} %", number.normalize())
}

/// The page of a round: every fact is followed by the clause it stands on.
struct Sheet<'a> {
    round: &'a Round,
    view: View,
    out: String,
}

impl Sheet<'_> {
    fn head(&mut self) {
        let paint = self.view.paint();
        let _ = writeln!(
            self.out,
            "{}  {}",
            paint.ink(Ink::Strong, &self.round.name),
            paint.ink(Ink::Faint, &self.round.id)
        );
        let text = format!(
            "{}; {}. Under each fact: its clause (`bcf explain CLAUSE` says what it asks), where it is written, the document (listed last), and how that is known.",
            years(&self.round.years),
            count(self.round.clauses.len(), "clause", "clauses")
        );
        self.text(&text, 2, 2);
    }

    fn section(&mut self, title: &str) {
        let _ = writeln!(self.out, "\n{}", self.view.paint().ink(Ink::Strong, title));
    }

    /// Wrapped text: `first` columns before its first line, `rest` before the others.
    fn text(&mut self, text: &str, first: usize, rest: usize) {
        let room = self.view.width.min(120).saturating_sub(rest).max(30);
        for (n, line) in wrapped(text, room).into_iter().enumerate() {
            let indent = if n == 0 { first } else { rest };
            let _ = writeln!(self.out, "{:indent$}{line}", "");
        }
    }

    /// A fact with its clause.
    fn fact(&mut self, text: &str, clause: &str) {
        self.text(text, 2, 6);
        let from = self.reference(clause);
        let room = self.view.width.min(120).saturating_sub(6).max(30);
        for line in wrapped(&from, room) {
            let _ = writeln!(self.out, "      {}", self.view.paint().ink(Ink::Faint, line));
        }
    }

    /// `Annex A, condition 1; framework (quoted)`
    fn reference(&self, id: &str) -> String {
        let Some(clause) = self.round.clause(id) else { return format!("clause `{id}`") };
        let known = if clause.basis == Basis::Recalled { "recalled: from memory only" } else { clause.basis.word() };
        let parts: Vec<&str> =
            [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { format!("`{id}` ({known})") } else { format!("`{id}`: {} ({known})", parts.join("; ")) }
    }

    fn conditions(&mut self) {
        if self.round.conditions.is_empty() {
            return;
        }
        self.section("National conditions");
        for condition in &self.round.conditions {
            let number = condition.number.map_or_else(String::new, |number| format!("{number}. "));
            self.fact(&format!("{number}{} (`{}`)", condition.name, condition.id), &condition.clause);
        }
    }

    fn streams(&mut self) {
        if self.round.streams.is_empty() {
            return;
        }
        self.section("Streams of money");
        for stream in &self.round.streams {
            let payer = match stream.payer {
                Payer::Nhs => "from the NHS",
                Payer::Council => "from the council",
            };
            let duty = if stream.mandatory { "mandatory" } else { "voluntary" };
            let mut text = format!("{} (`{}`): {payer}, {duty}", stream.name, stream.id);
            if stream.agreed {
                text.push_str(", its amount agreed between the partners");
            }
            if let Some(day) = stream.added_after {
                let _ = write!(text, ", added after {}", day.prose());
            }
            if !stream.years.is_empty() && stream.years != self.round.years {
                let _ = write!(text, ", in {}", years(&stream.years));
            }
            match &stream.clause {
                Some(clause) => self.fact(&text, clause),
                None => self.text(&text, 2, 6),
            }
        }
        for earmark in &self.round.earmarks {
            self.fact(&format!("inside `{}`: {} (`{}`)", earmark.stream, earmark.name, earmark.id), &earmark.clause);
        }
        for cap in &self.round.caps {
            let text = format!("{}: at most {} of {}", cap.name, percent(cap.percent.0), list(&cap.streams));
            self.fact(&text, &cap.clause);
        }
        for old in self.round.replaced.iter().filter(|old| old.list == WordsOf::Streams) {
            self.fact(&ended(old), &old.clause);
        }
        if let Some(parts) = &self.round.grant_parts {
            self.fact(&format!("{} are shown apart", list(&parts.streams)), &parts.clause);
            if let (Some(falling), Some(clause)) = (&parts.falling, &parts.falling_clause) {
                self.fact(&format!("`{falling}` does not grow from year to year"), clause);
            }
        }
    }

    fn floors(&mut self) {
        let round = self.round;
        if round.social_care.is_none() && round.out_of_hospital.is_none() {
            return;
        }
        self.section("Floors");
        if let Some(floor) = &round.social_care {
            let uplifts: Vec<_> = floor
                .uplift
                .iter()
                .map(|(year, rate)| {
                    format!("{} in {}", percent(rate.0), Year::parse(year).map_or_else(|| year.clone(), Year::prose))
                })
                .collect();
            self.fact("NHS contribution to adult social care", &floor.clause);
            self.fact(&format!("what counts: lines of `{}`", floor.stream), &floor.counting);
            self.fact(&format!("baseline: {}", floor.baseline_year.prose()), &floor.baseline_clause);
            let uplifts = if uplifts.is_empty() { "not known".to_owned() } else { list(&uplifts) };
            self.fact(&format!("uplift: {uplifts}"), &floor.uplift_clause);
            if let Some(clause) = &floor.offset_clause {
                self.fact(&format!("{} may not be counted instead", list(&floor.not_offset_by)), clause);
            }
        }
        if let Some(floor) = &round.out_of_hospital {
            self.fact("NHS-commissioned out-of-hospital services", &floor.clause);
            self.fact(&format!("what counts: lines of `{}`", floor.stream), &floor.counting);
            if let Some(share) = &floor.share {
                self.fact(
                    &format!("{} of the stream, where no floor is published", percent(share.percent.0)),
                    &share.clause,
                );
            }
            if let Some(contingency) = &floor.contingency {
                self.fact("contingency against reductions of admissions that are missed", &contingency.clause);
                let (cost, from, to) =
                    (contingency.cost_per_admission, contingency.plausible_from, contingency.plausible_to);
                self.fact(
                    &format!("an admission costs {cost} unless the plan says otherwise; plausible from {from} to {to}"),
                    &contingency.cost_clause,
                );
            }
        }
    }

    fn dates(&mut self) {
        let round = self.round;
        self.section("Dates and signatures");
        let day =
            |what: &str, deadline: &Deadline| (format!("{what} by {}", deadline.by.prose()), deadline.clause.clone());
        let mut facts: Vec<(String, String)> = Vec::new();
        facts.extend(round.submission.as_ref().map(|deadline| day("the plan is submitted", deadline)));
        for update in &round.updates {
            facts.push(day("its update is submitted", &update.submission));
            facts.extend(update.section_75.as_ref().map(|deadline| day("the agreement with it is signed", deadline)));
        }
        if let Some(agreement) = &round.section_75 {
            facts.push(("a section 75 agreement makes the pool".to_owned(), agreement.clause.clone()));
            facts.extend(agreement.by.as_ref().map(|deadline| day("it is signed", deadline)));
        }
        facts.extend(
            round
                .dfg
                .as_ref()
                .and_then(|dfg| dfg.passed_by.as_ref())
                .map(|d| day("the Disabled Facilities Grant is passed on", d)),
        );
        if let Some(share) = &round.bed_share {
            let text = format!(
                "delayed transfers take at most {} of hospital beds by {}",
                percent(share.percent.0),
                share.by.prose()
            );
            facts.push((text, share.clause.clone()));
        }
        if let Some(sign_off) = &round.sign_off {
            // Bodies that another clause asks for are facts of their own.
            let clause = |body: &SigningBody| body.clause.clone().unwrap_or_else(|| sign_off.clause.clone());
            let mut clauses: Vec<String> = sign_off.bodies.iter().map(clause).collect();
            clauses.dedup();
            for own in clauses {
                let bodies = sign_off.bodies.iter().filter(|body| clause(body) == own).map(signing_body);
                facts.push((format!("signed by: {}", list(&bodies.collect::<Vec<_>>())), own));
            }
            facts.extend(
                sign_off.grants.as_ref().map(|grants| {
                    (format!("{} certifies {}", grants.role, list(&grants.streams)), grants.clause.clone())
                }),
            );
        }
        for (text, clause) in facts {
            self.fact(&text, &clause);
        }
    }

    fn metrics(&mut self) {
        if self.round.metrics.is_empty() {
            return;
        }
        self.section("Metrics");
        for metric in &self.round.metrics {
            self.fact(&metric_text(metric), &metric.clause);
            if let Some(expected) = &metric.expected {
                self.fact(&format!("  expected: {}", expected.value.0.normalize()), &expected.clause);
            }
            if let Some(ceiling) = &metric.ceiling {
                let text = format!(
                    "  at most {} a day for every 100,000 adults from {}",
                    ceiling.rate.0.normalize(),
                    ceiling.from.prose()
                );
                self.fact(&text, &ceiling.clause);
            }
            if let Some(clause) = metric.parts_clause.as_ref().filter(|_| !metric.parts_required.is_empty()) {
                self.fact(&format!("  with parts of its own for {}", list(&metric.parts_required)), clause);
            }
        }
    }

    fn ended_metrics(&mut self) {
        for old in self.round.replaced.iter().filter(|old| old.list == WordsOf::Metrics) {
            self.fact(&ended(old), &old.clause);
        }
    }

    fn lists(&mut self) {
        let round = self.round;
        let names = |named: &[Named]| {
            list(&named.iter().map(|named| format!("{} (`{}`)", named.name, named.id)).collect::<Vec<_>>())
        };
        if round.changes.is_none() && round.purposes.is_empty() && round.scheme_types.is_none() {
            return;
        }
        self.section("Lists");
        if let Some(changes) = &round.changes {
            self.fact(&format!("high impact changes: {}", names(&changes.list)), &changes.clause);
        }
        for purposes in &round.purposes {
            self.fact(&format!("purposes of {}: {}", list(&purposes.streams), names(&purposes.list)), &purposes.clause);
        }
        if let Some(types) = &round.scheme_types {
            self.fact(&format!("scheme types: {}", list(&types.words)), &types.clause);
        }
    }

    fn topics(&mut self) {
        let listed: Vec<_> = self.round.topics.iter().filter(|topic| topic.listed).collect();
        if listed.is_empty() {
            return;
        }
        self.section("What the narrative covers");
        for topic in listed {
            let duty = if topic.must { "must" } else { "should" };
            self.fact(&format!("{} (`{}`): {duty}", topic.name, topic.id), &topic.clause);
        }
    }

    fn national(&mut self) {
        if self.round.national.is_empty() {
            return;
        }
        self.section("National figures");
        for fund in &self.round.national {
            self.fact(&format!("{}: {}", fund.year.prose(), fund.amount), &fund.clause);
        }
    }

    /// Clauses no rule checks, with the reason.
    fn other_clauses(&mut self) {
        let unchecked: Vec<_> = self.round.clauses.iter().filter_map(|c| Some((c, c.unchecked.as_ref()?))).collect();
        if unchecked.is_empty() {
            return;
        }
        self.section("Clauses no rule checks, and why");
        for (clause, why) in unchecked {
            self.fact(&format!("{} Not checked: {why}", clause.says), &clause.id);
        }
    }

    fn not_covered(&mut self) {
        if self.round.not_covered.is_empty() {
            return;
        }
        self.section("Not covered");
        for text in &self.round.not_covered {
            self.text(text, 2, 6);
        }
    }

    fn documents(&mut self) {
        if self.round.documents.is_empty() {
            return;
        }
        self.section("Documents");
        for document in &self.round.documents {
            self.text(&format!("{}: {}", document.key, document.title), 2, 6);
            if !document.url.is_empty() {
                let _ = writeln!(self.out, "      {}", self.view.paint().ink(Ink::Faint, &document.url));
            }
        }
    }
}

/// "council (chief-executive, not to be delegated)"
fn signing_body(body: &SigningBody) -> String {
    let later = body.may_follow.then_some("may follow the deadline");
    let delegated = body.not_delegable.then_some("not to be delegated");
    let notes: Vec<&str> = body.role.as_deref().into_iter().chain(later).chain(delegated).collect();
    if notes.is_empty() { body.body.clone() } else { format!("{} ({})", body.body, notes.join(", ")) }
}

/// "no longer `ibcf`: `la-better-care-grant` took its place"
fn ended(old: &Replaced) -> String {
    let by: Vec<String> = old.by.iter().map(|word| format!("`{word}`")).collect();
    match by.as_slice() {
        [] => format!("no longer `{}`", old.word),
        by => format!("no longer `{}`: {} took its place", old.word, list(by)),
    }
}

fn metric_text(metric: &Metric) -> String {
    let better = match metric.better {
        Better::Lower => "lower is better",
        Better::Higher => "higher is better",
    };
    let often = match metric.targets {
        Frequency::Year => "a target for",
        Frequency::Month => "monthly targets for",
    };
    if metric.supporting {
        return format!("{} (`{}`): {better}, supporting only, no target asked", metric.name, metric.id);
    }
    format!("{} (`{}`): {better}, {often} {}", metric.name, metric.id, years(&metric.target_years))
}
