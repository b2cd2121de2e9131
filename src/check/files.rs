//! The files a plan names, so that the reader of the plan can look whether they are there. Nothing here opens one.

use crate::plan::Plan;

/// The extensions by which a place is known to be a file: those of documents, tables, pictures and archives.
const EXTENSIONS: [&str; 27] = [
    "pdf", "doc", "docx", "docm", "odt", "rtf", "txt", "md", "xls", "xlsx", "xlsm", "xlsb", "ods", "csv", "ppt",
    "pptx", "odp", "html", "htm", "xml", "json", "toml", "png", "jpg", "jpeg", "msg", "zip",
];

/// Returns every file beside the plan that its evidence names, in the order of the plan, each once, as the plan writes
/// it. Paths are relative to the plan's folder and may be absolute or lead out of it; the
/// caller decides about such.
pub fn files_named(plan: &Plan) -> Vec<&str> {
    let mut seen = std::collections::HashSet::new();
    let places = plan.evidence.iter().filter_map(|evidence| evidence.place.str());
    places.filter(|place| is_file(place) && seen.insert(*place)).collect()
}

/// Returns whether a place names a file beside the plan: it ends in a document's extension and is no address.
pub(super) fn is_file(place: &str) -> bool {
    let extension = place.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, extension)| extension);
    !place.contains("://") && extension.is_some_and(|known| EXTENSIONS.iter().any(|e| e.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_from_a_section_a_page_and_an_address() {
        for file in ["appendix 3.pdf", "Anhänge/Übersicht.DOCX", "../plan.xlsx", "C:\\plans\\plan.md", "a.b.html"] {
            assert!(is_file(file), "{file}");
        }
        for other in
            ["section 5.1", "page 3", "https://example.org/plan.pdf", "plan.pdf, page 4", ".pdf", "plan", "s11.5"]
        {
            assert!(!is_file(other), "{other}");
        }
    }

    #[test]
    fn each_file_is_named_once_in_the_order_of_the_plan() {
        let text = "[[evidence]]\nfor = \"a\"\nwhere = \"b.pdf\"\n[[evidence]]\nfor = \"c\"\nwhere = \"a.pdf\"\n[[evidence]]\nfor = \"d\"\nwhere = \"b.pdf\"\n";
        assert_eq!(files_named(&Plan::read(text.into())), ["b.pdf", "a.pdf"]);
    }
}
