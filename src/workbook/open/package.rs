//! The parts of a workbook, unpacked once and looked through before anything of them is kept: a workbook is a compressed
//! file, a small one can be made to unfold without end, and a part can say of itself what is not so.

use std::collections::{HashMap, HashSet};

use super::part::{Part, Relation, look};
use super::sheet::SheetPart;
use crate::archive::{Archive, Damage, UNFOLDED};
use crate::text::escape::shown;
use crate::workbook::fault::CellFault;

/// The fewest bytes a text takes in the list of a workbook's texts: `<si/>`.
const SHORTEST: u64 = 5;

/// The sheets of a workbook by name, each with what its part says; of one that holds no cells nothing.
#[derive(Debug, Default)]
pub(super) struct Package {
    pub(super) sheets: HashMap<String, Option<Result<SheetPart, String>>>,
    /// The size of all parts together, in bytes.
    pub(super) size: u64,
}

/// Looks a workbook's parts through.
pub(super) fn package(bytes: &[u8]) -> Result<Package, CellFault> {
    let (mut parts, size) = parts(bytes)?;
    let sheets = sheets(&mut parts)?;
    refuse_broken(&parts)?;
    Ok(Package { sheets, size })
}

/// Returns every part by its name in lower case, since one is found whatever the letters, with the size of them all.
fn parts(bytes: &[u8]) -> Result<(HashMap<String, Part>, u64), CellFault> {
    let mut archive = Archive::open(bytes, UNFOLDED)?;
    let mut parts = HashMap::new();
    let mut size = 0;
    for (n, name) in archive.names().into_iter().enumerate() {
        let is_xml = matches!(name.rsplit('.').next(), Some("xml" | "rels"));
        let (part, own) = archive.look(n, |from| if is_xml { look(from) } else { Part::Other })?;
        size += own;
        let part = match part {
            Part::Texts(said) if said.saturating_mul(SHORTEST) > own => {
                Part::Broken(format!("it cannot hold {said} texts"))
            }
            part => part,
        };
        parts.insert(name, part);
    }
    Ok((parts, size))
}

impl From<Damage> for CellFault {
    fn from(damage: Damage) -> Self {
        match damage {
            Damage::Broken => broken(),
            Damage::Twice => twice(),
            Damage::TooLarge => too_large(),
        }
    }
}

/// Refuses the first part, by name, that cannot be read.
fn refuse_broken(parts: &HashMap<String, Part>) -> Result<(), CellFault> {
    let broken = |(name, part): (&String, &Part)| match part {
        Part::Broken(why) => Some((name.clone(), why.clone())),
        _ => None,
    };
    match parts.iter().filter_map(broken).min() {
        Some((name, why)) => Err(damaged(&name, &why)),
        None => Ok(()),
    }
}

/// Returns the sheets of a workbook, found as the reader of cells finds them.
fn sheets(parts: &mut HashMap<String, Part>) -> Result<HashMap<String, Option<Result<SheetPart, String>>>, CellFault> {
    let lost = |parts: &HashMap<String, Part>| refuse_broken(parts).err().unwrap_or_else(broken);
    let Some(Part::Relations(top)) = parts.get("_rels/.rels") else { return Err(lost(parts)) };
    let document = top.iter().rfind(|relation| relation.kind.ends_with("/relationships/officeDocument"));
    let document = document.ok_or_else(broken)?.target.clone();
    let (folder, name) = document.rfind('/').map_or(("", document.as_str()), |at| document.split_at(at + 1));
    let (folder, name) = (folder.trim_start_matches('/').to_lowercase(), name.to_lowercase());
    let (rels, book) = (format!("{folder}_rels/{name}.rels"), format!("{folder}{name}"));
    if !matches!((parts.get(&rels), parts.get(&book)), (Some(Part::Relations(_)), Some(Part::Workbook(_)))) {
        return Err(lost(parts));
    }
    let (Some(Part::Relations(relations)), Some(Part::Workbook(own))) = (parts.remove(&rels), parts.remove(&book))
    else {
        return Err(broken());
    };
    let ids: HashMap<&str, &Relation> = relations.iter().map(|relation| (relation.id.as_str(), relation)).collect();
    let mut sheets = HashMap::new();
    let mut names = HashSet::new();
    let mut taken = HashSet::new();
    for (name, id) in own {
        let target = &ids.get(id.as_str()).ok_or_else(broken)?.target;
        let path = target.strip_prefix('/').map_or_else(|| format!("{folder}{target}"), str::to_owned).to_lowercase();
        if !names.insert(name.to_lowercase()) || !taken.insert(path.clone()) {
            return Err(CellFault::sheet(&name, "there are two such sheets", "keep one of the two"));
        }
        let part = match parts.remove(&path) {
            Some(Part::Sheet(part)) => Some(part),
            Some(Part::Broken(why)) => Some(Err(why)),
            Some(_) => None,
            None => Some(Err("its part of the workbook is missing".to_owned())),
        };
        sheets.insert(name, part);
    }
    Ok(sheets)
}

fn broken() -> CellFault {
    CellFault::whole("the workbook is damaged: it is no whole .xlsx file", "get the file again, or save it anew")
}

fn twice() -> CellFault {
    CellFault::whole(
        "the workbook is damaged: a part of it is there twice",
        "open it in a spreadsheet program and save it anew",
    )
}

fn damaged(name: &str, why: &str) -> CellFault {
    let message = format!("the workbook is damaged at {}: {why}", shown(name));
    CellFault::whole(message, "open it in a spreadsheet program and save it anew")
}

fn too_large() -> CellFault {
    CellFault::whole(
        format!("the workbook is larger than a plan can be: more than {} MiB when it is unpacked", UNFOLDED >> 20),
        "check that it is the file you meant; delete sheets and rows that are no part of the plan",
    )
}
