//! The risk pools, with the bodies that bear the risk.

use super::bars::{Bar, BarRow, Bars, amount};
use super::html::Html;
use super::subject::Subject;
use super::words::{capital, left_out, plural};
use crate::view::RiskPool;

/// The most pools that are shown.
const SHOWN: usize = 40;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let picture = subject.picture;
    html.tag("section", &[("id", "risk"), ("aria-labelledby", "risk-title")], |html| {
        let pools = picture.risk_pools.len();
        let title = if pools == 0 {
            "A contingency is held back".to_owned()
        } else {
            capital(&plural(pools, "risk pool", "risk pools"))
        };
        html.leaf("h2", &[("id", "risk-title")], &title);
        let mut rows: Vec<BarRow> = Vec::new();
        for pool in picture.risk_pools.iter().take(SHOWN) {
            rows.push(BarRow { name: name(pool), bars: pool.cells.iter().map(|cell| Bar::from(*cell)).collect() });
        }
        if let Some(contingency) = &picture.contingency {
            let bars = contingency.cells.iter().map(|cell| Bar::from(*cell)).collect();
            rows.push(BarRow { name: "Contingency against missed reductions of admissions".to_owned(), bars });
        }
        let bars = Bars {
            caption: "What is held back against risk".to_owned(),
            of: "Pool".to_owned(),
            heads: picture.years.iter().map(|year| year.prose()).collect(),
            rows,
            total: None,
            note: left_out(pools, SHOWN, "pool", "pools"),
        };
        bars.write(html);
        picture.risk_pools.iter().take(SHOWN).for_each(|pool| terms(pool, html));
        if let Some(release) = picture.contingency.as_ref().and_then(|contingency| contingency.release.as_deref()) {
            html.leaf("p", &[], &format!("The contingency is released, in the plan's words: {release}"));
        }
    });
}

fn name(pool: &RiskPool) -> String {
    let purpose = pool.purpose.map(|purpose| format!(" ({purpose})")).unwrap_or_default();
    let id = if pool.id.is_empty() { "a pool without an id" } else { &pool.id };
    format!("{}{purpose}", capital(&id.replace('-', " ")))
}

/// Writes who bears it, what releases it, who decides.
fn terms(pool: &RiskPool, html: &mut Html) {
    html.leaf("h3", &[], &name(pool));
    html.tag("dl", &[("class", "fields")], |html| {
        let shares: Vec<String> = pool
            .shares
            .iter()
            .map(|share| match share.percent {
                Some(percent) => format!("{} {percent}%", share.partner),
                None => format!("{}, share not stated", share.partner),
            })
            .collect();
        let held: Vec<String> = pool.cells.iter().map(|cell| amount(*cell)).collect();
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "not stated".to_owned());
        let shares = if shares.is_empty() { "not stated".to_owned() } else { shares.join("; ") };
        for (name, text) in [
            ("Size", held.join("; ")),
            ("Borne by", shares),
            ("Released when", said(&pool.trigger)),
            ("Decided by", said(&pool.governance)),
        ] {
            html.tag("div", &[], |html| {
                html.leaf("dt", &[], name);
                html.leaf("dd", &[], &text);
            });
        }
    });
}
