//! `[plan]`, `[area]`, the partners, who signs and who was involved, the agreement.

use std::collections::HashSet;

use super::bodies::{Bodies, Body, Part};
use super::draft::{Draft, Request};
use super::figures::Figures;
use super::page::Page;
use crate::check::rules::agreement::{housing_authority_not_involved, providers_not_engaged};
use crate::plan::{PartnerKind, Published, Tiers, Word};
use crate::policy::SigningBody;
use crate::text::words::{folded, slug};

/// Returns the bodies a plan of the round has: those that were published with figures, and those the round asks for.
pub(super) fn bodies(request: &Request<'_>, figures: &Figures<'_, &Published>, mut bodies: Bodies) -> Bodies {
    let add = |bodies: &mut Bodies, id: &str, asked: &str, kind, role| {
        if bodies.of(role).next().is_none() {
            let (id, asked) = (bodies.free(id), asked.to_owned());
            bodies.push(Body { id, name: None, asked, kind, role, published: None });
        }
    };
    let kind = Some(PartnerKind::Board);
    add(&mut bodies, "board", "name of the Health and Wellbeing Board", kind, Part::Board);
    let kind = Some(PartnerKind::Council);
    add(&mut bodies, "council", "name of the council that holds the fund", kind, Part::Council);
    published(request, figures, &mut bodies);
    districts(request, &mut bodies);
    add(&mut bodies, "nhs", "name of the NHS body that pays in", only_kind(request), Part::Nhs);
    match request.tiers {
        Tiers::Two => {
            let kind = Some(PartnerKind::District);
            add(&mut bodies, "district", "name of a district council, one entry each", kind, Part::District);
        }
        Tiers::Single => {
            add(&mut bodies, "housing", "name of the housing body", Some(PartnerKind::Housing), Part::Housing);
        }
    }
    let kind = Some(PartnerKind::NhsProvider);
    add(&mut bodies, "nhs-provider", "name of an NHS provider", kind, Part::NhsProvider);
    let kind = Some(PartnerKind::Voluntary);
    add(&mut bodies, "voluntary", "name of a voluntary or care provider", kind, Part::Provider);
    if request.round.sign_off.iter().flat_map(|s| &s.bodies).any(|b| b.body == "area-team") {
        let kind = Some(PartnerKind::NhsEngland);
        add(&mut bodies, "nhs-england", "name of NHS England's team", kind, Part::Team);
    }
    bodies
}

/// Adds the bodies that figures were published for: those with a share of the Disabled Facilities Grant are districts.
fn published(request: &Request<'_>, figures: &Figures<'_, &Published>, bodies: &mut Bodies) {
    let grant = request.round.dfg.as_ref().map(|dfg| dfg.stream.as_str());
    let mut there: HashSet<String> = bodies.iter().filter_map(|body| body.published.clone()).collect();
    for name in request.published.iter().filter_map(|figure| figure.partner.as_deref()) {
        if !there.insert(name.to_owned()) {
            continue;
        }
        let (kind, role) = if figures.streams(Some(name)).iter().all(|stream| Some(*stream) == grant) {
            (Some(PartnerKind::District), Part::District)
        } else {
            (kind_by_name(name).or_else(|| only_kind(request)), Part::Nhs)
        };
        let id = bodies.free(&slug(name, "partner"));
        let (name, asked) = (name.to_owned(), String::new());
        bodies.push(Body { id, published: Some(name.clone()), name: Some(name), asked, kind, role });
    }
}

/// Adds the district councils that were named, but for those that figures were published for.
fn districts(request: &Request<'_>, bodies: &mut Bodies) {
    for name in request.districts {
        let is_there =
            bodies.iter().any(|body| body.name.as_deref().is_some_and(|known| folded(known) == folded(name)));
        if !is_there {
            let (id, kind) = (bodies.free(&slug(name, "district")), Some(PartnerKind::District));
            let (name, asked) = (Some(name.clone()), String::new());
            bodies.push(Body { id, published: None, name, asked, kind, role: Part::District });
        }
    }
}

/// Returns the kind of body that pays in for the NHS, where the round knows one alone.
fn only_kind(request: &Request<'_>) -> Option<PartnerKind> {
    match request.round.commissioners.as_ref()?.words.as_slice() {
        [only] => PartnerKind::from_word(only),
        _ => None,
    }
}

/// Returns what an NHS commissioner says in its own name that it is.
fn kind_by_name(name: &str) -> Option<PartnerKind> {
    let lower = name.to_lowercase();
    let says = |words: [&str; 2]| {
        lower.contains(words[0]) || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == words[1])
    };
    if says(["clinical commissioning group", "ccg"]) {
        Some(PartnerKind::Ccg)
    } else if says(["integrated care board", "icb"]) {
        Some(PartnerKind::Icb)
    } else {
        None
    }
}

pub(super) fn write(draft: &Draft<'_>, page: &mut Page) {
    head(draft, page);
    partners(draft, page);
    sign_offs(draft, page);
    engagement(draft, page);
    agreement(draft, page);
}

fn head(draft: &Draft<'_>, page: &mut Page) {
    let (request, round) = (&draft.request, draft.round);
    page.comment(&format!(
        "A Better Care Fund plan to fill in: {}, {}. What stands in angle brackets is a gap, and `bcf check` names each until it is filled: an amount as a number or as \"£8.6m\", a day as 2017-09-11 without quotes, text in quotes. `bcf rounds {}` says everything the round asks.",
        request.area, round.name, round.id
    ));
    page.blank();
    page.comment("The plan itself. `money` is the unit of bare amounts: pounds, thousands or millions. While the status is draft, what is still to be written is a warning; write submitted when it is sent in.");
    page.header_here("[plan]");
    page.raw("format", "1");
    page.text("round", &round.id);
    page.text("title", &format!("{} Better Care Fund plan {}", request.area, years(draft)));
    page.text("status", "draft");
    page.raw("money", "\"pounds\"");
    if let Some(deadline) = &round.submission {
        page.comment(&format!("submitted = {}   (once it is sent in; this is the last day)", deadline.by));
    }
    page.blank();
    page.comment("The Health and Wellbeing Board area. Rates are worked out with its people, by year: population.everyone, population.adults (18 and over), population.older (65 and over).");
    page.header_here("[area]");
    page.text("name", request.area);
    match request.code {
        Some(code) => page.text("code", code),
        None => page.comment("code = \"E…\"   (the ONS code: E and eight digits)"),
    }
    page.text("tiers", request.tiers.word());
}

/// Returns the round's years in words.
pub(super) fn years(draft: &Draft<'_>) -> String {
    match draft.round.years.as_slice() {
        [] => String::new(),
        [only] => only.prose(),
        [first, .., last] => format!("{} to {}", first.prose(), last.prose()),
    }
}

fn partners(draft: &Draft<'_>, page: &mut Page) {
    page.part("Partners");
    page.comment("Every body the plan names, once; `id` is what the rest of the file calls it. Add what is missing.");
    for body in draft.bodies.iter() {
        page.blank();
        partner(draft, body, page);
    }
}

pub(super) fn partner(draft: &Draft<'_>, body: &Body, page: &mut Page) {
    page.header_here("[[partners]]");
    page.text("id", &body.id);
    match &body.name {
        Some(name) => page.text("name", name),
        None => page.gap("name", &body.asked),
    }
    match body.kind {
        Some(kind) => page.text("kind", kind.word()),
        None => match &draft.round.commissioners {
            Some(kinds) => page.gap("kind", &kinds.words.join(" or ")),
            None => page.gap("kind", "ccg, icb or nhs-england"),
        },
    }
}

fn sign_offs(draft: &Draft<'_>, page: &mut Page) {
    sign_off_head(draft, page);
    sign_offs_but(draft, page, &|_, _, _| false);
}

/// Writes what the round asks of signatures.
pub(super) fn sign_off_head(draft: &Draft<'_>, page: &mut Page) {
    let Some(asked) = &draft.round.sign_off else { return };
    page.part("Agreement");
    page.comment("Who signed, and when.");
    page.clause(draft.round, &asked.clause);
    if let Some(deadline) = &draft.round.submission {
        page.clause(draft.round, &deadline.clause);
    }
}

/// Returns the signatures the round asks for but those there are: by partner, role and what is covered.
pub(super) fn sign_offs_but(draft: &Draft<'_>, page: &mut Page, there: &dyn Fn(&str, Option<&str>, &str) -> bool) {
    let Some(asked) = &draft.round.sign_off else { return };
    for body in &asked.bodies {
        let missing = |partner: &&Body| !there(&partner.id, body.role.as_deref(), "plan");
        for partner in signers(draft, body).filter(missing) {
            page.header("[[sign_offs]]");
            page.text("partner", &partner.id);
            if let Some(role) = &body.role {
                page.text("role", role);
            }
            page.gap("on", "day it signed");
        }
    }
    if let Some(grants) = &asked.grants {
        let missing = |council: &&Body| !there(&council.id, Some(&grants.role), "grants");
        for council in draft.bodies.of(Part::Council).filter(missing) {
            page.blank();
            page.clause(draft.round, &grants.clause);
            page.header_here("[[sign_offs]]");
            page.text("partner", &council.id);
            page.text("role", &grants.role);
            page.gap("on", "day it was certified");
            page.texts("covers", &["grants"]);
        }
    }
}

/// Returns the bodies that sign as one of the round's.
fn signers<'d>(draft: &'d Draft<'_>, body: &SigningBody) -> impl Iterator<Item = &'d Body> {
    let part = match body.body.as_str() {
        "board" => Part::Board,
        "council" => Part::Council,
        "area-team" => Part::Team,
        _ => Part::Nhs,
    };
    draft.bodies.of(part)
}

pub(super) fn engagement(draft: &Draft<'_>, page: &mut Page) {
    let housing = draft.tests(&housing_authority_not_involved::RULE);
    let providers = draft.tests(&providers_not_engaged::RULE);
    if !housing && !providers {
        return;
    }
    page.blank();
    page.comment("Who was involved in developing the plan, and how; `on` may say when.");
    page.clause_of(draft.round, &housing_authority_not_involved::RULE);
    page.clause_of(draft.round, &providers_not_engaged::RULE);
    let involved = |body: &&Body| match body.role {
        Part::District | Part::Housing => housing,
        Part::NhsProvider | Part::Provider => providers,
        _ => false,
    };
    for body in draft.bodies.iter().filter(involved) {
        page.header("[[engagement]]");
        page.text("partner", &body.id);
        page.gap("how", "how it was involved");
    }
}

pub(super) fn agreement(draft: &Draft<'_>, page: &mut Page) {
    let Some(asked) = &draft.round.section_75 else { return };
    page.blank();
    page.comment("The agreement behind the pooled money: `due` is the day by which it will be signed; write `signed` once it is.");
    page.clause(draft.round, &asked.clause);
    if let Some(deadline) = &asked.by {
        page.clause(draft.round, &deadline.clause);
    }
    // The clause says which agreement it is: section 256 before there were pooled funds.
    let section = if asked.clause == "section-256" { "section_256" } else { "section_75" };
    page.header_here(&format!("[{section}]"));
    page.gap("due", "day by which it will be signed");
    let parties: Vec<&str> =
        draft.bodies.iter().filter(|b| matches!(b.role, Part::Council | Part::Nhs)).map(|b| b.id.as_str()).collect();
    page.texts("partners", &parties);
}
