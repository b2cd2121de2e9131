//! `bcf check --mark`: a copy of the workbook that was checked, with the findings in it.

use std::path::Path;

use sha2::Digest;

use super::fault::Fault;
use super::gather::Gathered;
use super::input::Input;
use crate::cells::CellName;
use crate::check::{Checked, Word};
use crate::finding::{Finding, Level, LikelyCause, Site, Status, Trial, hex};
use crate::report::View;
use crate::report::causes;
use crate::report::human::Drawer;
use crate::report::places::Places;
use crate::report::words::sentence;
use crate::text::words::count;
use crate::workbook::{Mark, Marks, mark};

/// The ending of a workbook's name.
const ENDING: &str = "xlsx";

/// Returns the marked copy of the one workbook that was checked; nothing where none could be.
///
/// # Errors
/// When what was checked is no workbook, or is several plans, or no copy of it can be marked.
pub(super) fn marked(to: &Path, inputs: &[Input], gathered: &Gathered) -> Result<Option<Vec<u8>>, Fault> {
    let all = gathered.plans.len() + gathered.unread.len();
    let Some(plan) = gathered.plans.first() else { return Ok(None) };
    if all > 1 {
        return Err(Fault::new(format!("--mark marks one workbook, and {} were named", count(all, "plan", "plans")))
            .help("name one: `bcf check plan.xlsx --mark checked.xlsx`"));
    }
    let Some(cells) = &plan.plan.cells else {
        return Err(Fault::new(format!("{} is no workbook, and --mark marks the cells of one", plan.path))
            .help("leave --mark out, or write the plan as a workbook first: `bcf export`"));
    };
    refuse_name(to)?;
    let Some(input) = inputs.iter().find(|input| input.name == plan.path) else { return Ok(None) };
    let bytes = input.bytes()?;
    if hex(&sha2::Sha256::digest(&bytes)) != cells.sha256 {
        return Err(Fault::new(format!("{} was changed while it was checked", plan.path)).help("check it again"));
    }
    let refused = |fault: crate::workbook::CellFault| {
        Fault::new(format!("{} cannot be marked: {fault}", plan.path))
            .help_if(Some(fault.help).filter(|help| !help.is_empty()))
    };
    mark(&bytes, &marks(plan)).map(Some).map_err(refused)
}

/// Refuses a name for the copy that says it is something else.
fn refuse_name(to: &Path) -> Result<(), Fault> {
    let name = "name it as one, as in `--mark checked.xlsx`";
    if to.as_os_str() == "-" {
        return Err(Fault::new("a marked copy cannot go where the report goes").help(name));
    }
    match to.extension() {
        Some(ending) if !ending.eq_ignore_ascii_case(ENDING) => {
            Err(Fault::new("a marked copy is an Excel workbook (.xlsx) and nothing else").help(name))
        }
        _ => Ok(()),
    }
}

/// Returns the verdict on a plan and its findings, as they are marked.
fn marks(plan: &Checked) -> Marks {
    let verdict = plan.verdict();
    let places = Places::of_plan(&plan.plan);
    let drawer = Drawer::new(&plan.path, &places, View::plain(usize::MAX));
    let causes = plan.diagnosis.causes.iter().filter(|cause| cause.is_of_several());
    let of_several = causes.map(|cause| behind(cause, &places, &drawer));
    Marks {
        word: verdict.capitals(),
        passes: verdict.word == Word::Pass,
        sentence: sentence(plan),
        findings: of_several.chain(plan.findings.iter().map(|finding| one(finding, &places, &drawer))).collect(),
    }
}

/// Returns the one mistake behind several findings as a line of the list; their own cells are marked and not its.
fn behind(cause: &LikelyCause, places: &Places<'_>, drawer: &Drawer<'_>) -> Mark {
    let edits = || cause.mends.iter().flat_map(|mend| &mend.edits);
    let changes: Vec<String> =
        edits().filter(|edit| drawer.can_be_made(edit)).map(|edit| drawer.edit(edit, &[])).collect();
    let between = if cause.mend().is_some() { ", and " } else { ", or " };
    Mark {
        level: Level::Error,
        excused: Some(causes::head(cause).to_owned()),
        rule: String::new(),
        message: cause.message.clone(),
        help: format!("answers {}", causes::answers(cause)),
        edit: changes.join(between),
        clause: String::new(),
        place: edits().next().and_then(|edit| cell(places, &edit.at)),
    }
}

fn cell(places: &Places<'_>, site: &Site) -> Option<CellName> {
    places.cell(site).filter(|name| !name.cell.is_empty())
}

fn one(finding: &Finding, places: &Places<'_>, drawer: &Drawer<'_>) -> Mark {
    let edit = finding.edit.as_ref().filter(|edit| edit.trial == Trial::Safe && drawer.can_be_made(edit));
    let clause = finding.clause.as_ref().map(|clause| {
        let parts = [clause.at.as_str(), clause.source.as_str()].into_iter().filter(|part| !part.is_empty());
        format!("{} ({})", parts.collect::<Vec<_>>().join("; "), clause.known())
    });
    Mark {
        level: finding.level,
        excused: (finding.status != Status::Failed).then(|| finding.status.word().to_owned()),
        rule: finding.rule.to_owned(),
        message: finding.message.clone(),
        help: finding.help.clone().unwrap_or_default(),
        edit: edit.map(|edit| drawer.edit(edit, &[])).unwrap_or_default(),
        clause: clause.unwrap_or_default(),
        place: cell(places, &finding.at),
    }
}
