//! Whatever is written in the file of a round, it is refused with complaints that have their place in it, or it is a
//! round that is shown, compared, filled in and checked under like any other.

use bcf::check::{Settings, check_text};
use bcf::compare::rounds::RoundComparison;
use bcf::plan::{ComplaintKind, Plan, Tiers};
use bcf::policy::own::{Base, Complaint, Resolved, RoundFile};
use bcf::policy::{OwnRound, Round, RoundRef, Rounds};
use bcf::report::View;
use bcf::report::rounds::{self, ShownRound};
use bcf::template::{Request, template};

use super::plan::{lies_in, looks, reports};
use super::{day, holds, is_json, text, written};

/// The plan that is checked under the round.
const PLAN: &str = include_str!("../../../plans/example-county.toml");

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let text = &text(bytes);
    match resolved(text) {
        Ok(resolved) => {
            is_shown(&resolved.own)?;
            is_filled_in(&resolved.own.round)?;
            is_checked_under(resolved.own)
        }
        Err(complaints) => {
            holds(!complaints.is_empty(), || "it is refused without a reason".into())?;
            complaints.iter().try_for_each(|complaint| lies_in(text, complaint.span, &complaint.message))
        }
    }
}

/// Reads a round that extends none, or one inside the program.
fn resolved(text: &str) -> Result<Resolved<'_>, Vec<Complaint>> {
    let file = RoundFile::parse(text)?;
    let base = file.extends().and_then(|(id, _)| Base::built_in(id).ok());
    if base.is_none()
        && let Some(complaint) = file.unknown_base(&["bcf-2017-19"])
    {
        return Err(vec![complaint]);
    }
    file.resolve(base.as_ref(), "round.toml")
}

fn is_shown(own: &OwnRound) -> Result<(), String> {
    let known = Rounds::default();
    let base = own.extends.as_deref().and_then(|id| known.get(id).ok());
    let base = base.as_deref();
    let shown = ShownRound { round: &own.round, own: Some(own), base };
    let view = View::plain(60);
    written("the list", |out| rounds::list_of(&[shown], day(), view, out))?;
    written("the round", |out| rounds::whole(shown, view, out))?;
    written("the round as Markdown", |out| rounds::whole_markdown(shown, out))?;
    is_json("the round as JSON", &written("the round as JSON", |out| rounds::whole_json(shown, out))?)?;
    let other = known.get("bcf-2017-19").map_err(|error| error.to_string())?;
    for (old, new) in [(&*own.round, &*other), (&*other, &*own.round)] {
        let changes = RoundComparison::new(old, new);
        written("the changes", |out| rounds::diff_human(&changes, view, out))?;
        written("the changes as Markdown", |out| rounds::diff_markdown(&changes, out))?;
        is_json("the changes as JSON", &written("the changes as JSON", |out| rounds::diff_json(&changes, out))?)?;
    }
    Ok(())
}

/// Checks that a plan made for the round is TOML of which only gaps cannot be read.
fn is_filled_in(round: &Round) -> Result<(), String> {
    let request = Request {
        round,
        area: "Exampleton",
        code: None,
        tiers: Tiers::Two,
        districts: &[],
        published: &[],
        origin: None,
    };
    let plan = Plan::read(template(&request));
    let gap = |kind| matches!(kind, ComplaintKind::WrongType | ComplaintKind::UnreadableMoney);
    match plan.complaints.iter().find(|complaint| !gap(complaint.kind)) {
        Some(complaint) => Err(format!("its template does not read: {complaint:?}\n{}", plan.tree.source())),
        None => Ok(()),
    }
}

fn is_checked_under(own: OwnRound) -> Result<(), String> {
    let round = Some(own.round.id.to_string());
    let settings = Settings { rounds: Rounds::with(vec![own]), round: round.clone(), ..Settings::on(day()) };
    let plan = check_text("plan.toml".into(), PLAN.to_owned(), &settings);
    holds(matches!(plan.under, Some(RoundRef::Own(_))) && plan.round == round, || {
        format!("the plan is checked under {:?}", plan.round)
    })?;
    looks(&plan)?;
    reports(&plan).map(drop)
}
