//! The signatures required, with what the plan records already and room to sign.

use super::html::Html;
use super::seal::Seal;
use super::subject::Subject;
use super::words::capital;
use crate::check::{Signature, signatures};
use crate::plan::{Cover, SignOff};

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let asked = signatures(subject.facts);
    html.tag("section", &[("id", "signatures"), ("aria-labelledby", "signatures-title")], |html| {
        let recorded = asked.iter().filter(|signature| is_recorded(signature)).count();
        let title = format!("The plan records {recorded} of the {} signatures it needs", asked.len());
        html.leaf(
            "h2",
            &[("id", "signatures-title")],
            if asked.is_empty() { "No signatures are asked for" } else { &title },
        );
        if asked.is_empty() {
            let why = if subject.checked.round.is_some() {
                "The round names no body that must sign."
            } else {
                "The plan's round is not known, so nobody can say who must sign it."
            };
            html.leaf("p", &[], why);
            return;
        }
        html.tag("p", &[], |html| {
            html.say("The plan these signatures are for has the SHA-256 ");
            html.leaf("code", &[], &Seal::of(subject.checked, subject.asked).sha256);
            html.say(".");
        });
        html.tag("div", &[("class", "signatures")], |html| {
            for signature in &asked {
                block(signature, html);
            }
        });
    });
}

fn is_recorded(signature: &Signature<'_>) -> bool {
    !signature.given.is_empty() || !signature.certified_by.is_empty()
}

fn block(signature: &Signature<'_>, html: &mut Html) {
    html.tag("article", &[("class", "signature")], |html| {
        html.leaf("h3", &[], &capital(&signature.body));
        let role = signature.role.map(office);
        let what = match (signature.covers, role) {
            (Cover::Grants, Some(role)) => format!("{role}, certifying the grants"),
            (_, Some(role)) => format!("{role}, for the plan"),
            (_, None) => "For the plan".to_owned(),
        };
        html.leaf("p", &[("class", "line")], &what);
        html.tag("p", &[], |html| {
            html.leaf("strong", &[], "Recorded in the plan: ");
            html.say(&recorded(signature));
        });
        html.tag("dl", &[("class", "lines")], |html| {
            for name in ["Name", "Role", "Date", "Signature"] {
                html.tag("div", &[], |html| {
                    html.leaf("dt", &[], name);
                    html.leaf("dd", &[], "");
                });
            }
        });
    });
}

/// Returns `s151-officer` as people say it.
fn office(role: &str) -> String {
    capital(&role.replace("s151-", "section 151 ").replace('-', " "))
}

fn recorded(signature: &Signature<'_>) -> String {
    let mut told: Vec<String> = signature.given.iter().map(|sign_off| one(sign_off)).collect();
    told.extend(signature.certified_by.iter().map(|name| format!("certified by {name}")));
    if told.is_empty() { "nothing yet".to_owned() } else { told.join("; ") }
}

/// Returns a signature in words: "Jane Smith, board chair, on 7 September 2017, under delegated authority: …"
fn one(sign_off: &SignOff) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(sign_off.name.str().map(str::to_owned));
    parts.extend(sign_off.role.get().map(|role| office(role.word()).to_lowercase()));
    parts.push(sign_off.on.get().map_or_else(|| "without a day".to_owned(), |day| format!("on {}", day.prose())));
    parts.extend(sign_off.delegated.str().map(|authority| format!("under delegated authority ({authority})")));
    parts.join(", ")
}
