//! The extensions of files, and which of them each result takes: no file is named for what it does not hold.

use std::path::Path;

use super::fault::Fault;
use super::repository;

/// The kind of text or data that a result is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// A plan's text.
    Plan,
    /// A workbook.
    Workbook,
    /// A web page.
    Page,
    /// JSON of the program's own, or of another's.
    Json,
    /// SARIF.
    Sarif,
    /// Test cases.
    Junit,
    /// Lines of text, with or without marks.
    Text,
}

impl Content {
    /// Returns the extensions of a result, the usual first.
    const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Plan => &["toml"],
            Self::Workbook => &["xlsx"],
            Self::Page => &["html", "htm"],
            Self::Json => &["json"],
            Self::Sarif => &["sarif", "json"],
            Self::Junit => &["xml"],
            Self::Text => &["txt", "md", "markdown"],
        }
    }

    /// Returns what a result is, with its article.
    const fn what(self) -> &'static str {
        match self {
            Self::Plan => "a plan's text",
            Self::Workbook => "an Excel workbook",
            Self::Page => "a web page",
            Self::Json => "JSON",
            Self::Sarif => "SARIF",
            Self::Junit => "JUnit's XML",
            Self::Text => "plain text",
        }
    }
}

/// The extensions that say what a file is, each with what such a file is and how one is made.
const KNOWN: &[(&[&str], &str, &str)] = &[
    (&["pdf"], "a PDF", "for a PDF open the page of `bcf report PLAN -o plan.html` in a browser and print it to PDF"),
    (&["html", "htm"], "a web page", "`bcf report PLAN -o plan.html` writes a page"),
    (&["toml"], "a plan's text", "`bcf import BOOK.xlsx -o plan.toml` writes a plan's text"),
    (&["xlsx"], "an Excel workbook", "`bcf export PLAN -o plan.xlsx` writes a workbook"),
    (
        &["xls", "xlsm", "xlsb", "ods"],
        "a workbook of another format",
        "`bcf export PLAN -o plan.xlsx` writes a workbook; a spreadsheet program saves it in another format",
    ),
    (
        &["csv", "tsv"],
        "a table of text",
        "`bcf show PLAN --format csv` prints the figures as CSV; a spreadsheet program saves any sheet of a workbook so",
    ),
    (
        &["doc", "docx", "odt", "rtf"],
        "a document",
        "the page of `bcf report PLAN -o plan.html` opens in a word processor",
    ),
    (&["json"], "JSON", "`bcf check PLAN --format json=FILE.json` writes JSON"),
    (&["sarif"], "SARIF", "`bcf check PLAN --format sarif=FILE.sarif` writes SARIF"),
    (&["xml"], "XML", "`bcf check PLAN --format junit=FILE.xml` writes JUnit's XML"),
    (&["md", "markdown"], "Markdown", "`bcf check PLAN --format markdown=FILE.md` writes Markdown"),
];

/// Returns whether a file is named as such a result.
pub(super) fn is_named_as(path: &Path, content: Content) -> bool {
    extension(path).is_some_and(|own| content.extensions().contains(&own.as_str()))
}

/// Refuses a name that says the file is another thing than one of `may_be`. An extension that nobody knows says nothing.
///
/// # Errors
/// When it is so, with how such a file is made.
pub(super) fn refuse_misnamed(path: &Path, may_be: &[Content]) -> Result<(), Fault> {
    let Some((own, is, how)) = known(path) else { return Ok(()) };
    if may_be.is_empty() || may_be.iter().any(|content| content.extensions().contains(&own.as_str())) {
        return Ok(());
    }
    let name = repository::name(path);
    let what: Vec<&str> = may_be.iter().map(|content| content.what()).collect();
    let right = |content: &Content| path.with_extension(content.extensions()[0]);
    let right: Vec<String> = may_be.iter().map(right).map(|path| repository::name(&path)).collect();
    let message = format!("{name} is named as {is}, and what would be written is {}", what.join(" or "));
    Err(Fault::new(message).help(format!("name it {}; {how}", right.join(" or "))))
}

/// Refuses a name for a folder of files that says it is one file.
///
/// # Errors
/// When it is so, with how such a file is made.
pub(super) fn refuse_named_as_file(folder: &Path) -> Result<(), Fault> {
    let Some((_, is, how)) = known(folder) else { return Ok(()) };
    let (name, right) = (repository::name(folder), repository::name(&folder.with_extension("")));
    let message = format!("{name} is named as {is}, and what would be written is a folder of files");
    Err(Fault::new(message).help(format!("name it {right}; {how}")))
}

/// Returns the extension of a file where it says what the file is, with that and with how such a file is made.
fn known(path: &Path) -> Option<(String, &'static str, &'static str)> {
    let own = extension(path)?;
    let (_, is, how) = KNOWN.iter().find(|(extensions, ..)| extensions.contains(&own.as_str()))?;
    Some((own, is, how))
}

fn extension(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Content; 7] =
        [Content::Plan, Content::Workbook, Content::Page, Content::Json, Content::Sarif, Content::Junit, Content::Text];

    #[test]
    fn every_extension_of_a_result_says_one_thing_and_is_taken() {
        for content in ALL {
            for own in content.extensions() {
                assert_eq!(KNOWN.iter().filter(|(known, ..)| known.contains(own)).count(), usize::from(*own != "txt"));
                assert!(refuse_misnamed(Path::new(&format!("a.{}", own.to_uppercase())), &[content]).is_ok());
            }
        }
    }

    #[test]
    fn a_name_for_another_thing_is_refused_with_the_right_way() {
        for (extensions, _, how) in KNOWN {
            for content in ALL {
                let own = extensions[0];
                let told = refuse_misnamed(Path::new(&format!("plan.{own}")), &[content]);
                assert_eq!(told.is_ok(), content.extensions().contains(&own), "{own}: {how}");
            }
        }
        for unknown in ["plan", "plan.v2", ".json", "plan.bak", "-", "plan.txt"] {
            assert!(refuse_misnamed(Path::new(unknown), &[Content::Page]).is_ok(), "{unknown}");
        }
    }
}
