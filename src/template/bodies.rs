//! The bodies of a plan, found by their ids and by their part in it.

use std::collections::HashMap;

use crate::plan::PartnerKind;
use crate::write::Ids;

/// A body of the plan.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) id: String,
    /// The name; none where a person must give it.
    pub(super) name: Option<String>,
    /// The words of the gap where there is no name.
    pub(super) asked: String,
    /// The kind; none where a person must choose it.
    pub(super) kind: Option<PartnerKind>,
    pub(super) role: Part,
    /// The name in the published figures.
    pub(super) published: Option<String>,
}

/// The part a body has in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Board,
    Council,
    Nhs,
    District,
    Housing,
    NhsProvider,
    Provider,
    Team,
    /// A part no round asks for.
    Other,
}

/// The bodies of a plan in its order.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    list: Vec<Body>,
    /// The first body of each id.
    by_id: HashMap<String, usize>,
    ids: Ids,
}

impl Bodies {
    /// Adds a body at the end.
    pub(super) fn push(&mut self, body: Body) {
        self.ids.take(&body.id);
        self.by_id.entry(body.id.clone()).or_insert(self.list.len());
        self.list.push(body);
    }

    /// Goes through the bodies in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Body> {
        self.list.iter()
    }

    /// Goes through the bodies that are such a part of the plan.
    pub(super) fn of(&self, part: Part) -> impl Iterator<Item = &Body> {
        self.list.iter().filter(move |body| body.role == part)
    }

    /// Finds the first body of an id.
    pub(super) fn get(&self, id: &str) -> Option<&Body> {
        self.by_id.get(id).map(|n| &self.list[*n])
    }

    /// Returns an id that no body has yet: the base, or the base and a number.
    pub(super) fn free(&mut self, base: &str) -> String {
        self.ids.free(base)
    }
}
