//! The rounds a project wrote itself: the files its `bcf.toml` names, read and made whole.

use std::sync::Arc;

use super::fault::Fault;
use crate::plan::nearest;
use crate::policy::own::{Base, Complaint, Resolved, RoundFile};
use crate::policy::{OwnRound, round_ids};

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
    let mut files = Files { written, parsed: Vec::new(), named: Vec::new(), done: Vec::new(), faults: Vec::new() };
    for n in 0..written.len() {
        let parsed = files.parsed(n);
        files.named.push(parsed.as_ref().map(|file| file.id().0.to_owned()));
        files.parsed.push(parsed);
        files.done.push(None);
    }
    while let Some(n) = files.ready() {
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
    /// The id of each, where it could be read.
    named: Vec<Option<String>>,
    done: Vec<Option<Resolved<'x>>>,
    faults: Vec<Fault>,
}

impl<'x> Files<'x> {
    fn tell(&mut self, n: usize, complaints: impl IntoIterator<Item = Complaint>) {
        let of = &self.written[n];
        let source: Arc<str> = of.text.as_str().into();
        self.faults.extend(complaints.into_iter().map(|complaint| fault(&complaint, &of.name, &source)));
    }

    fn parsed(&mut self, n: usize) -> Option<RoundFile<'x>> {
        let written = self.written;
        match RoundFile::parse(&written[n].text) {
            Ok(file) => {
                let namesake =
                    self.parsed.iter().position(|other| other.as_ref().is_some_and(|o| o.id().0 == file.id().0));
                let Some(first) = namesake else { return Some(file) };
                let (id, span) = file.id();
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

    /// Returns a file that waits for nothing.
    fn ready(&self) -> Option<usize> {
        let is_known = |id: &str| Base::built_in(id).is_ok() || self.base(id).is_some();
        self.parsed
            .iter()
            .position(|file| file.as_ref().is_some_and(|file| file.extends().is_none_or(|(id, _)| is_known(id))))
    }

    /// Returns a custom round that is resolved.
    fn base(&self, id: &str) -> Option<&Base<'x>> {
        self.done.iter().flatten().find(|resolved| resolved.own.round.id == id).map(|resolved| &resolved.base)
    }

    fn resolve(&mut self, n: usize) {
        let Some(file) = self.parsed[n].take() else { return };
        let id = file.extends().map(|(id, _)| id.to_owned());
        let built_in = id.as_deref().and_then(|id| Base::built_in(id).ok());
        let base = built_in.as_ref().or_else(|| id.as_deref().and_then(|id| self.base(id)));
        match file.resolve(base, &self.written[n].file) {
            Ok(resolved) => self.done[n] = Some(resolved),
            Err(complaints) => self.tell(n, complaints),
        }
    }

    /// Reports the rounds left over, each of which extends a missing round or is part of a circle.
    fn left_over(&mut self) {
        let mut faults = Vec::new();
        for (n, file) in self.parsed.iter().enumerate() {
            let Some((file, (base, span))) = file.as_ref().and_then(|file| Some((file, file.extends()?))) else {
                continue;
            };
            let written = &self.written[n];
            let source: Arc<str> = written.text.as_str().into();
            if let Some(circle) = self.circle(n) {
                let message = format!("{}: these rounds extend each other in a circle: {circle}", written.name);
                let help = "one of them has to be whole, or extend a round inside the program";
                faults.push(Fault::new(message).help(help).at(&written.name, &source, span));
            } else if self.named.iter().all(|id| id.as_deref().is_some_and(|id| id != base)) {
                // Where a file has no id that could be read, that is what has been reported.
                let own = self.named.iter().flatten().map(String::as_str);
                let known: Vec<&str> =
                    round_ids().map(|id| -> &str { id }).chain(own).filter(|id| *id != file.id().0).collect();
                faults.extend(file.unknown_base(&known).map(|complaint| fault(&complaint, &written.name, &source)));
            }
        }
        self.faults.extend(faults);
    }

    /// Returns `a, b, a`: reported once, for the first file of the circle.
    fn circle(&self, n: usize) -> Option<String> {
        let position = |id: &str| self.parsed.iter().position(|file| file.as_ref().is_some_and(|f| f.id().0 == id));
        let mut way = vec![n];
        while let Some((base, _)) = self.parsed[*way.last()?].as_ref()?.extends() {
            let next = position(base)?;
            if next == n {
                let first = way.iter().min() == Some(&n);
                let ids = way.iter().chain([&n]).filter_map(|n| Some(self.parsed[*n].as_ref()?.id().0));
                return first.then(|| ids.collect::<Vec<_>>().join(", "));
            }
            if way.contains(&next) {
                return None;
            }
            way.push(next);
        }
        None
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
