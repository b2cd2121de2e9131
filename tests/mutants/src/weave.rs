//! Weaves changes into the text of a file, each behind a switch of its place.

use std::fmt::Write as _;
use std::ops::Range;

use crate::mutant::{Mutant, Weave};

/// The file of the switches in the copy.
pub(crate) const SWITCH: &str = include_str!("switch.rs");

/// The text of a file with its changes, and where each is.
pub(crate) struct Woven {
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
}

/// The bytes of a woven text that belong to a change.
pub(crate) struct Part {
    /// The number of the change.
    pub(crate) number: usize,
    /// The changed code.
    pub(crate) own: Range<usize>,
    /// The switch with everything in it.
    pub(crate) switch: Range<usize>,
}

/// The changes of one place: they share a switch.
struct Place<'m> {
    first: usize,
    mutants: Vec<&'m Mutant>,
    within: Vec<Place<'m>>,
}

/// Returns a text with changes woven in. They are numbered one by one, in the order given, which is that of
/// [`Mutant::place`].
pub(crate) fn weave(text: &str, numbered: &[(usize, &Mutant)]) -> Woven {
    let mut places: Vec<Place<'_>> = Vec::new();
    for (number, mutant) in numbered {
        match places.last_mut() {
            Some(last) if last.mutants[0].place() == mutant.place() => last.mutants.push(mutant),
            _ => places.push(Place { first: *number, mutants: vec![mutant], within: Vec::new() }),
        }
    }
    let mut weaver = Weaver { text, woven: Woven { text: String::with_capacity(text.len() * 2), parts: Vec::new() } };
    weaver.all(0..text.len(), &nested(places));
    weaver.woven
}

/// Returns places within those that enclose them.
fn nested(places: Vec<Place<'_>>) -> Vec<Place<'_>> {
    let mut open: Vec<Place<'_>> = Vec::new();
    let mut done = Vec::new();
    for place in places {
        let start = place.mutants[0].site.start;
        while open.last().is_some_and(|last| last.mutants[0].site.end <= start) {
            close(&mut open, &mut done);
        }
        open.push(place);
    }
    while !open.is_empty() {
        close(&mut open, &mut done);
    }
    done
}

fn close<'m>(open: &mut Vec<Place<'m>>, done: &mut Vec<Place<'m>>) {
    if let Some(last) = open.pop() {
        open.last_mut().map_or(done, |outer| &mut outer.within).push(last);
    }
}

struct Weaver<'t> {
    text: &'t str,
    woven: Woven,
}

impl Weaver<'_> {
    fn all(&mut self, range: Range<usize>, places: &[Place<'_>]) {
        let mut at = range.start;
        for place in places {
            let site = &place.mutants[0].site;
            self.plain(at..site.start);
            self.place(place);
            at = site.end;
        }
        self.plain(at..range.end);
    }

    fn plain(&mut self, range: Range<usize>) {
        self.woven.text.push_str(&self.text[range]);
    }

    fn place(&mut self, place: &Place<'_>) {
        let (first, count) = (place.first, place.mutants.len());
        let (weave, site) = (place.mutants[0].weave, place.mutants[0].site.clone());
        let start = self.woven.text.len();
        let switch = format!("crate::mutant::at({first}, {count})");
        let mut own = Vec::new();
        match weave {
            Weave::Arm => self.put(&format!(" if {switch} == 0")),
            Weave::Chain => self.put(&format!(" && {switch} == 0")),
            Weave::Statement => {
                self.put(&format!("if {switch} == 0 {{ "));
                self.all(site, &place.within);
                self.put(" }");
            }
            Weave::Expression => {
                self.put(&format!("(match {switch} {{ 0 => ("));
                self.all(site, &place.within);
                self.put("), ");
                own = self.changes(place);
                self.put("})");
            }
            Weave::Body => {
                self.put(&format!(" match {switch} {{ 0 => {{}} "));
                own = self.changes(place);
                self.put("}");
            }
        }
        let whole = start..self.woven.text.len();
        for nth in 0..count {
            let own = own.get(nth).cloned().unwrap_or_else(|| whole.clone());
            self.woven.parts.push(Part { number: first + nth, own, switch: whole.clone() });
        }
    }

    fn put(&mut self, text: &str) {
        self.woven.text.push_str(text);
    }

    /// Writes an arm a change, and returns where the code of each is.
    fn changes(&mut self, place: &Place<'_>) -> Vec<Range<usize>> {
        let last = place.mutants.len() - 1;
        let mut own = Vec::new();
        for (nth, mutant) in place.mutants.iter().enumerate() {
            let arm = if nth == last { "_".to_owned() } else { (nth + 1).to_string() };
            let (site, edit) = (&mutant.site, &mutant.edit);
            let (before, after) = (&self.text[site.start..edit.range.start], &self.text[edit.range.end..site.end]);
            let (open, end) = if mutant.weave == Weave::Body { ("{", "}") } else { ("(", ")") };
            let start = self.woven.text.len();
            let _ = write!(self.woven.text, "{arm} => {open}{before}{}{after}{end}, ", edit.with);
            own.push(start..self.woven.text.len());
        }
        own
    }
}
