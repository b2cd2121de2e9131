//! The formats of a check's result: their words, and who writes them.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;

use super::extension::Content;
use super::fault::Fault;
use super::small::SMALL;
use crate::check::Hold;
use crate::report::{Run, concise, github, gitlab, human, json, junit, markdown, sarif};
use crate::text::words::list;

/// A format of a check's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Findings with their source and sums, for people
    Human,
    /// `path:line:col: level[rule] message`
    Concise,
    /// bcf.check/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions, and a summary of the step
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// A test case for every test
    Junit,
    /// For a comment on a pull request
    Markdown,
}

/// A format, and the file it goes to if not to stdout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) format: Format,
    pub(super) file: Option<PathBuf>,
}

/// Reads a format and the file it is written to, if any: `json`, `json=out.json`. As everywhere, `-` is standard output.
pub(super) fn target(text: &str) -> Result<Target, String> {
    let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
    let format = Format::from_str(format, false)
        .map_err(|_| format!("there is no format `{format}`; there are {}", list(&words())))?;
    if SMALL && format != Format::Json {
        return Err(refused().to_string());
    }
    if file == Some("") {
        return Err("a file name is missing after `=`".to_owned());
    }
    Ok(Target { format, file: file.filter(|file| *file != "-").map(PathBuf::from) })
}

/// Returns why the small program gives no result in another format, nor in none that is named.
pub(super) fn refused() -> Fault {
    Fault::not_in_small("print a result but as JSON")
}

/// Returns the words for the formats.
fn words() -> Vec<String> {
    let values = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    values.map(|value| value.get_name().to_owned()).collect()
}

/// Returns the help of the option that names formats.
pub(super) fn help() -> String {
    let words = words();
    let (last, rest) = words.split_last().map_or(("", &[][..]), |(last, rest)| (last.as_str(), rest));
    format!(
        "Format of the result, with =FILE into a file: {} or {last}. May be given several times [default: human, in GitHub Actions github]",
        rest.join(", ")
    )
}

/// Returns what a file of a format holds.
pub(super) const fn contents(format: Format) -> &'static [Content] {
    match format {
        Format::Json | Format::Gitlab => &[Content::Json],
        Format::Sarif => &[Content::Sarif],
        Format::Junit => &[Content::Junit],
        Format::Human | Format::Concise | Format::Github | Format::Markdown => &[Content::Text],
    }
}

/// Returns whether a format has a place for plans that are gone.
pub(super) const fn has_room_for_gone(format: Format) -> bool {
    !matches!(format, Format::Concise | Format::Gitlab)
}

/// Returns what a format needs of each plan once it is checked.
pub(super) const fn hold(format: Format, evidence: bool) -> Hold {
    match format {
        Format::Json if evidence => Hold::All,
        Format::Json | Format::Sarif => Hold::Text,
        Format::Human | Format::Concise | Format::Github | Format::Gitlab | Format::Junit | Format::Markdown => {
            Hold::Findings
        }
    }
}

/// Writes a result in a format.
///
/// # Errors
/// When `out` cannot be written.
pub(super) fn write(run: &Run<'_>, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => json::write(run, out),
        // It was refused when it was asked for.
        _ if SMALL => Ok(()),
        Format::Human => human::write(run, out),
        Format::Concise => concise::write(run, out),
        Format::Sarif => sarif::write(run, out),
        Format::Github => github::write(run, out),
        Format::Gitlab => gitlab::write(run, out),
        Format::Junit => junit::write(run, out),
        Format::Markdown => markdown::write(run, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_may_name_a_file() {
        assert_eq!(target("json=-"), Ok(Target { format: Format::Json, file: None }));
        assert_eq!(target("json=a=b.json"), Ok(Target { format: Format::Json, file: Some("a=b.json".into()) }));
        assert!(
            target("jsn").is_err_and(|e| e.contains("human, concise, json, sarif, github, gitlab, junit and markdown"))
                && target("json=").is_err()
        );
    }
}
