//! Risk pools and the contingency.

use super::cells::{QUOTED, ROWS, cells, short, years};
use crate::report::show::{Block, cell};
use crate::text::escape::shortened;
use crate::text::words::list;
use crate::view::{Picture, RiskPool, Share};

pub(super) fn risk(picture: &Picture) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !picture.risk_pools.is_empty() {
        let header =
            [vec!["risk pool".to_owned(), "held from".to_owned()], years(picture), vec!["shares".to_owned()]].concat();
        let rows: Vec<_> = picture.risk_pools.iter().take(ROWS).map(pool).collect();
        let texts = header.len() - 1;
        blocks.push(Block::Table { title: "Risk pools".to_owned(), header, rows, numbers: 2, texts, total: false });
        let told = picture.risk_pools.iter().take(ROWS).flat_map(|pool| {
            let said = [("is released when", &pool.trigger), ("is governed by", &pool.governance)];
            said.into_iter().filter_map(|(verb, text)| {
                let text = text.as_ref()?;
                Some(format!("{} {verb}: {}", short(&pool.id), shortened(text, QUOTED, true)))
            })
        });
        let told: Vec<String> = told.collect();
        if !told.is_empty() {
            blocks.push(Block::Items(told));
        }
    }
    if let Some(contingency) = &picture.contingency {
        let years = picture.years.iter().zip(&contingency.cells);
        let amounts: Vec<String> =
            years.map(|(year, figure)| format!("{} in {}", cell(*figure), year.prose())).collect();
        blocks.push(Block::Says(format!("contingency against missed reductions of admissions: {}", list(&amounts))));
    }
    blocks
}

fn pool(pool: &RiskPool) -> Vec<String> {
    let share = |share: &Share| {
        let percent = share.percent.map_or_else(|| "?".to_owned(), |percent| format!("{}%", percent.normalize()));
        format!("{} {percent}", short(&share.partner))
    };
    let shares: Vec<String> = pool.shares.iter().map(share).collect();
    let shares = if shares.is_empty() { "–".to_owned() } else { shares.join(", ") };
    let name = pool.purpose.map_or_else(|| short(&pool.id), |purpose| format!("{} ({purpose})", short(&pool.id)));
    let source = pool.source.as_deref().map_or_else(|| "–".to_owned(), short);
    [vec![name, source], cells(&pool.cells), vec![shares]].concat()
}
