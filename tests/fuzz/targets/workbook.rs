//! Whatever bytes a workbook is, it is imported as a plan that reads and comes back the same, or refused with reasons
//! that are fit to show. An input is a workbook, or the parts of one as text, so that what unpacks them is not all that
//! is tried.

use std::io::{Cursor, Write};

use bcf::workbook::import;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::parts::files;
use super::round_trip::goes_there_and_back;
use super::{checked, holds, text};

pub(super) fn laws(bytes: &[u8]) -> Result<(), String> {
    let is_workbook = bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf]);
    let packed = if is_workbook { bytes.to_vec() } else { packed(&files(&text(bytes)))? };
    let result = import(&packed);
    holds(result == import(&packed), || "the same workbook gives other results".into())?;
    match result {
        Ok(text) => {
            let plan = checked(&text);
            let complaints = &plan.plan.complaints;
            holds(complaints.is_empty(), || format!("what was imported does not read: {complaints:?}\n{text}"))?;
            goes_there_and_back(&plan)
        }
        Err(faults) => {
            holds(!faults.is_empty(), || "it is refused without a reason".into())?;
            let empty = faults.iter().any(|fault| fault.message.is_empty());
            holds(!empty, || "a reason is empty".into())
        }
    }
}

/// Returns parts as the file they make. Of two of one name the first is taken, as an archive holds no two.
pub(super) fn packed(parts: &[(&str, String)]) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut pack = || -> zip::result::ZipResult<()> {
        for (n, (name, held)) in parts.iter().enumerate() {
            if parts[..n].iter().all(|(before, _)| before != name) {
                zip.start_file(*name, as_it_is)?;
                zip.write_all(held.as_bytes())?;
            }
        }
        Ok(())
    };
    pack().map_err(|error| format!("the parts cannot be packed: {error}"))?;
    let packed = zip.finish().map_err(|error| format!("the parts cannot be packed: {error}"))?;
    Ok(packed.into_inner())
}
