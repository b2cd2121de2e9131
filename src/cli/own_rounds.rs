//! The rounds a project wrote itself: the files its `bcf.toml` names, read and made whole.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::iter::successors;
use std::sync::Arc;

use super::fault::Fault;
use super::small::SMALL;
use crate::plan::nearest;
use crate::policy::own::{Base, Complaint, Resolved, RoundFile};
use crate::policy::{OwnRound, round_ids};

/// The number of rounds that extend no round and are told which may have been meant: each guess is a walk through all ids.
const GUESSES: usize = 200;

/// A file of a round.
#[derive(Debug)]
pub(super) struct Written {
    /// As the config writes it.
    pub(super) file: String,
    /// As messages say it.
    pub(super) name: String,
    pub(super) text: String,
}

/// Returns the rounds of these files, in their order. A file may extend another, wherever the config names it.
///
/// # Errors
/// Everything that is wrong with any of them.
pub(super) fn resolve(written: &[Written]) -> Result<Vec<OwnRound>, Vec<Fault>> {
    if written.is_empty() {
        return Ok(Vec::new());
    }
    if SMALL {
        return Err(vec![Fault::not_in_small("read rounds of your own")]);
    }
    let mut files = Files::read(written);
    while let Some(Reverse(n)) = files.ready.pop() {
        files.resolve(n);
    }
    files.left_over();
    let own = files.done.into_iter().flatten().map(|resolved| resolved.own).collect();
    if files.faults.is_empty() { Ok(own) } else { Err(files.faults) }
}

struct Files<'x> {
    written: &'x [Written],
    /// The rounds that wait to be resolved.
    parsed: Vec<Option<RoundFile<'x>>>,
    /// The file of each id; of two with one id, the first.
    by_id: BTreeMap<String, usize>,
    /// True where the id of some file could not be read.
    lacks_ids: bool,
    /// The files that wait for nothing, the first of them first.
    ready: BinaryHeap<Reverse<usize>>,
    /// The files that wait for a file.
    waiting: HashMap<usize, Vec<usize>>,
    done: Vec<Option<Resolved<'x>>>,
    faults: Vec<Fault>,
}

impl<'x> Files<'x> {
    /// Reads the files, and finds out what each waits for.
    fn read(written: &'x [Written]) -> Self {
        let mut files = Self {
            written,
            parsed: Vec::new(),
            by_id: BTreeMap::new(),
            lacks_ids: false,
            ready: BinaryHeap::new(),
            waiting: HashMap::new(),
            done: written.iter().map(|_| None).collect(),
            faults: Vec::new(),
        };
        for n in 0..written.len() {
            let parsed = files.parsed(n);
            files.lacks_ids |= parsed.is_none();
            files.parsed.push(parsed);
        }
        for (n, file) in files.parsed.iter().enumerate() {
            let Some(file) = file else { continue };
            match file.extends() {
                Some((base, _)) if !round_ids().any(|id| id == base) => {
                    files.by_id.get(base).into_iter().for_each(|at| files.waiting.entry(*at).or_default().push(n));
                }
                _ => files.ready.push(Reverse(n)),
            }
        }
        files
    }

    fn tell(&mut self, n: usize, complaints: impl IntoIterator<Item = Complaint>) {
        let of = &self.written[n];
        let source: Arc<str> = of.text.as_str().into();
        self.faults.extend(complaints.into_iter().map(|complaint| fault(&complaint, &of.name, &source)));
    }

    fn parsed(&mut self, n: usize) -> Option<RoundFile<'x>> {
        let written = self.written;
        match RoundFile::parse(&written[n].text) {
            Ok(file) => {
                let (id, span) = file.id();
                let first = *self.by_id.entry(id.to_owned()).or_insert(n);
                if first == n {
                    return Some(file);
                }
                let message = format!("the round `{id}` is in {} too", written[first].name);
                let fault =
                    Fault::new(format!("{}: {message}", written[n].name)).help("give one of the two another id");
                self.faults.push(fault.at(&written[n].name, &written[n].text.as_str().into(), span));
                None
            }
            Err(complaints) => {
                self.tell(n, complaints);
                None
            }
        }
    }

    fn resolve(&mut self, n: usize) {
        let Some(file) = self.parsed[n].take() else { return };
        let id = file.extends().map(|(id, _)| id.to_owned());
        let built_in = id.as_deref().and_then(|id| Base::built_in(id).ok());
        let own = || Some(&self.done[*self.by_id.get(id.as_deref()?)?].as_ref()?.base);
        match file.resolve(built_in.as_ref().or_else(own), &self.written[n].file) {
            Ok(resolved) => {
                self.done[n] = Some(resolved);
                self.ready.extend(self.waiting.remove(&n).into_iter().flatten().map(Reverse));
            }
            Err(complaints) => self.tell(n, complaints),
        }
    }

    /// Reports the rounds left over, each of which extends a missing round or is part of a circle.
    fn left_over(&mut self) {
        let circles = self.circles();
        let (mut faults, mut strays) = (Vec::new(), 0);
        for (n, file) in self.parsed.iter().enumerate() {
            let Some((file, (base, span))) = file.as_ref().and_then(|file| Some((file, file.extends()?))) else {
                continue;
            };
            let written = &self.written[n];
            let source: Arc<str> = written.text.as_str().into();
            if let Some(circle) = circles.get(&n) {
                let message = format!("{}: these rounds extend each other in a circle: {circle}", written.name);
                let help = "one of them has to be whole, or extend a round inside the program";
                faults.push(Fault::new(message).help(help).at(&written.name, &source, span));
            } else if !self.lacks_ids && !self.by_id.contains_key(base) {
                // Where a file has no id that could be read, that is what has been reported.
                strays += 1;
                let own = self.by_id.keys().map(String::as_str).filter(|_| strays <= GUESSES);
                let known: Vec<&str> =
                    round_ids().map(|id| -> &str { id }).chain(own).filter(|id| *id != file.id().0).collect();
                faults.extend(file.unknown_base(&known).map(|complaint| fault(&complaint, &written.name, &source)));
            }
        }
        self.faults.extend(faults);
    }

    /// Returns each circle of files left over, as `a, b, a`, by the first file of it.
    fn circles(&self) -> HashMap<usize, String> {
        let id = |n: usize| self.parsed[n].as_ref().map_or("", |file| file.id().0);
        let next = |n: usize| self.by_id.get(self.parsed[n].as_ref()?.extends()?.0).copied();
        let mut circles = HashMap::new();
        // The start of the walk that came by each file.
        let mut walked: Vec<Option<usize>> = vec![None; self.parsed.len()];
        for start in 0..self.parsed.len() {
            let mut at = Some(start);
            while let Some(n) = at.filter(|n| walked[*n].is_none() && self.parsed[*n].is_some()) {
                walked[n] = Some(start);
                at = next(n);
            }
            // A walk that comes back to itself has found a circle.
            let Some(entry) = at.filter(|n| walked[*n] == Some(start) && self.parsed[*n].is_some()) else { continue };
            let round = || successors(Some(entry), |n| next(*n).filter(|n| *n != entry));
            let first = round().min().unwrap_or(entry);
            let from_first = successors(Some(first), |n| next(*n).filter(|n| *n != first)).chain([first]);
            circles.insert(first, from_first.map(id).collect::<Vec<_>>().join(", "));
        }
        circles
    }
}

/// Returns a complaint as it is reported, with the nearest word where one was mistyped.
fn fault(complaint: &Complaint, name: &str, source: &Arc<str>) -> Fault {
    let near = complaint.unknown.as_ref().and_then(|(word, known)| {
        nearest(word, known.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
    });
    let fault = Fault::new(format!("{name}: {}", complaint.message));
    let fault = fault.help_if(near.or_else(|| complaint.help.clone()));
    fault.at(name, source, complaint.span)
}
