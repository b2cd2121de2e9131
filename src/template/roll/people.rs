//! `[plan]`, `[area]`, the partners, who signs, the agreement.

use std::collections::HashMap;

use super::super::bodies::{Bodies, Body, Part};
use super::super::draft::Request;
use super::super::figures::Figures;
use super::super::page::Page;
use super::super::people::{agreement, engagement, partner, sign_off_head, sign_offs_but, years};
use super::rolled::{Roll, as_it_was, carry, items, texts};
use super::words::{self, Fate};
use crate::plan::{PartnerKind, Plan, Published, Word as _};
use crate::policy::WordsOf;
use crate::text::escape::shown;
use crate::write::Node;

/// Returns the partners of the old plan as bodies of the new one.
pub(super) fn bodies(plan: &Plan, request: &Request<'_>, figures: &Figures<'_, &Published>) -> Bodies {
    let mut bodies = Bodies::default();
    for partner in &plan.partners {
        let Some(id) = partner.id.str() else { continue };
        let old = partner.kind.get().copied();
        let kind = old.and_then(|kind| kind_now(kind, request));
        let published = !figures.streams(Some(id)).is_empty();
        bodies.push(Body {
            id: id.to_owned(),
            name: partner.name.str().map(str::to_owned),
            asked: "name of the partner".to_owned(),
            kind,
            role: part_of(kind.or(old), request),
            published: published.then(|| id.to_owned()),
        });
    }
    bodies
}

/// Returns the part a partner has in the plan.
fn part_of(kind: Option<PartnerKind>, request: &Request<'_>) -> Part {
    match kind {
        Some(PartnerKind::Board) => Part::Board,
        Some(PartnerKind::Council) => Part::Council,
        Some(PartnerKind::Ccg | PartnerKind::Icb) => Part::Nhs,
        Some(PartnerKind::District) => Part::District,
        Some(PartnerKind::Housing) => Part::Housing,
        Some(PartnerKind::NhsProvider) => Part::NhsProvider,
        Some(PartnerKind::CareProvider | PartnerKind::Voluntary) => Part::Provider,
        Some(PartnerKind::NhsEngland) => {
            let pays = request.round.commissioners.as_ref();
            let pays = pays.is_some_and(|list| list.words.iter().any(|w| w == PartnerKind::NhsEngland.word()));
            if pays { Part::Nhs } else { Part::Team }
        }
        _ => Part::Other,
    }
}

/// Returns the kind of an NHS commissioner in the new round; none where a person must say.
fn kind_now(kind: PartnerKind, request: &Request<'_>) -> Option<PartnerKind> {
    let nhs = matches!(kind, PartnerKind::Ccg | PartnerKind::Icb) && request.round.commissioners.is_some();
    if !nhs {
        return Some(kind);
    }
    match words::fate(request.round, WordsOf::Commissioners, kind.word()) {
        Fate::Kept => Some(kind),
        Fate::Became(by) if by.len() == 1 => PartnerKind::from_word(&by[0]),
        _ => None,
    }
}

pub(super) fn write(roll: &Roll<'_>, page: &mut Page) {
    head(roll, page);
    area(roll, page);
    partners(roll, page);
    sign_offs(roll, page);
    engagement(&roll.draft, page);
    agreement(&roll.draft, page);
}

fn head(roll: &Roll<'_>, page: &mut Page) {
    let round = roll.draft.round;
    let was = roll.was.map_or("another round", |was| was.name.as_str());
    page.comment(&format!(
        "{}, {}: the plan of {was} rolled forward. What stands in angle brackets is for a person to decide, and shows what the last plan said; `bcf check` names each until it is filled. `bcf rounds {}` says everything the round asks.",
        shown(roll.draft.request.area),
        round.name,
        round.id
    ));
    for (key, what) in [
        ("totals", "totals: add up the new plan's"),
        ("statements", "statements: the figures of a narrative yet to be written"),
        ("accepted", "accepted: each was a difference from the last narrative"),
        ("milestones", "milestones: what is to be done by when"),
        ("waivers", "waivers: each was given for the last round"),
        ("section_256", "section_256: the payments of the last agreement"),
    ] {
        if roll.old.get(key).is_some_and(|node| !node.is_empty()) {
            page.comment(&format!("Not carried over: {what}."));
        }
    }
    if roll.plan.header.narrative.str().is_some() {
        page.comment("Not carried over: narrative, the written plan of the last round.");
    }
    page.blank();
    page.header_here("[plan]");
    page.raw("format", "1");
    page.text("round", &round.id);
    page.text("title", &title(roll));
    page.text("status", "draft");
    if let Some(plan) = roll.old.get("plan") {
        carry("plan", plan, page, as_it_was);
    }
    if round.streams.iter().any(|stream| stream.same_as_last_year) {
        page.comment("previous = \"…\"   (the path of the last plan, once this one stands beside it: then the streams that are the same as last year are held against it)");
    }
    if let Some(deadline) = &round.submission {
        page.comment(&format!("submitted = {}   (once it is sent in; this is the last day)", deadline.by));
    }
}

/// Returns the old title with the new years in place of the old, where it has them as the round does.
fn title(roll: &Roll<'_>) -> String {
    let now = years(&roll.draft);
    let was = roll.was.map_or(&[][..], |was| was.years.as_slice());
    let (Some(first), Some(last)) = (was.first(), was.last()) else {
        return format!("{} Better Care Fund plan {now}", roll.draft.request.area);
    };
    let title = roll.plan.header.title.str().unwrap_or_default();
    let (a, b) = (first.prose(), last.prose());
    let mut forms: Vec<String> = [" to ", "-", " - ", " – ", "–", " and "].map(|join| format!("{a}{join}{b}")).into();
    forms.push(format!("{first} to {last}"));
    if first == last {
        forms.extend([a, first.to_string()]);
    }
    forms.iter().find(|form| title.contains(form.as_str())).map_or_else(
        || format!("{} Better Care Fund plan {now}", roll.draft.request.area),
        |form| title.replace(form, &now),
    )
}

fn area(roll: &Roll<'_>, page: &mut Page) {
    page.blank();
    page.comment(
        "The area and its people as last known. Add the new years once they are: rates are worked out with them.",
    );
    page.header_here("[area]");
    let Some(area) = roll.old.get("area") else { return };
    carry("area", area, page, |key, page| match key {
        "tiers" => {
            page.text(key, roll.draft.request.tiers.word());
            true
        }
        "population" => {
            for (who, people) in area.get(key).map_or(&[][..], |population| population.entries()) {
                page.raw(&format!("{key}.{}", crate::write::key(who)), &crate::write::inline(people));
            }
            true
        }
        _ => false,
    });
}

fn partners(roll: &Roll<'_>, page: &mut Page) {
    page.part("Partners");
    page.comment("As in the last plan. Take out whoever is no longer there, and add who is new.");
    for body in roll.draft.bodies.iter() {
        page.blank();
        let old = roll.known.partners.get(body.id.as_str());
        let kind = old.and_then(|partner| partner.kind.get());
        if let Some(kind) = kind.filter(|kind| body.kind != Some(**kind)) {
            let by = body.kind.map_or("another kind of body", PartnerKind::word);
            page.comment(&format!(
                "It was a {}; in {} NHS money comes from {by}. Check the name, and whether several bodies became one.",
                kind.word(),
                roll.draft.round.name
            ));
        }
        partner(&roll.draft, body, page);
    }
}

fn sign_offs(roll: &Roll<'_>, page: &mut Page) {
    sign_off_head(&roll.draft, page);
    let old = roll.entries("sign_offs");
    if !old.is_empty() && roll.draft.round.sign_off.is_none() {
        page.part("Agreement");
    }
    for entry in old {
        page.header("[[sign_offs]]");
        carry("sign_offs", entry, page, |key, page| {
            if key == "on" {
                page.gap(key, "day it signed");
            }
            key == "on"
        });
    }
    let mut of_partner: HashMap<&str, Vec<&Node>> = HashMap::new();
    for entry in old {
        if let Some(partner) = entry.get("partner").and_then(Node::text) {
            of_partner.entry(partner).or_default().push(entry);
        }
    }
    let there = |partner: &str, role: Option<&str>, what: &str| {
        of_partner.get(partner).into_iter().flatten().any(|entry| {
            let covers = texts(entry.get("covers"));
            let covers = if entry.get("covers").is_none() { what == "plan" } else { covers.contains(&what) };
            (role.is_none() || entry.get("role").and_then(Node::text) == role) && covers
        })
    };
    sign_offs_but(&roll.draft, page, &there);
    let lost = old.iter().any(|entry| entry.get("delegated").is_some());
    if lost {
        page.blank();
        page.comment("Not carried over: under what authority somebody signed for a body (delegated).");
    }
    if items(roll.old.get("engagement")).iter().any(|entry| entry.get("how").is_some()) {
        page.blank();
        page.comment("Not carried over: how each partner was involved in the last plan.");
    }
}
