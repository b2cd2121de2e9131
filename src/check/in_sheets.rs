//! The advice of findings on a plan that is a workbook, in the words of a workbook: a sheet for a section, a row for an
//! entry, a value under a header for a key.

use std::fmt::Write;

use crate::finding::Finding;
use crate::plan::Plan;

/// Puts the advice of findings in the words of a workbook, where the plan is one that has a sheet for each section.
pub(super) fn say(plan: &Plan, findings: &mut [Finding]) {
    // A national template has other sheets, and what it does not ask is said in a text.
    let Some(cells) = plan.cells.as_ref().filter(|cells| cells.not_asked.is_empty()) else { return };
    // A section without a sheet of its own is called as one would be.
    let sheet = |section: &str| {
        let own = cells.sheets.iter().find(|sheet| sheet.section == section);
        own.map_or_else(|| section.replace('.', " "), |sheet| sheet.name.clone())
    };
    for help in findings.iter_mut().filter_map(|finding| finding.help.as_mut()) {
        if help.contains("`[") || help.contains(" = ") {
            *help = in_sheets(help, &sheet);
        }
    }
}

/// Returns an advice with every piece of a plan's text in the words of a workbook, in which `sheet` says what the sheet of
/// a section is called.
fn in_sheets(help: &str, sheet: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(help.len() + 32);
    let parts = help.split('`');
    let mut is_code = false;
    // The end of the text after an entry, which is called a row.
    let mut skipped = "";
    for part in parts {
        if !is_code {
            out.push_str(part.strip_prefix(skipped).unwrap_or(part));
            skipped = "";
        } else if let Some(list) = part.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]")) {
            row(&sheet(list), &mut out);
            skipped = " entry";
        } else if let Some((section, key)) = part.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let key = key.trim();
            let of_key = if key.is_empty() { String::new() } else { format!("`{key}` on ") };
            // Writing into a string cannot fail.
            let _ = write!(out, "{of_key}the sheet `{}`", sheet(section));
        } else if let Some((key, value)) = part.split_once(" = ").filter(|(key, _)| is_key(key)) {
            match value.trim_matches(['[', ']', '"', '{', '}', ' ']) {
                "…" | "..." | "" => {
                    let _ = write!(out, "a value under `{key}`");
                }
                value => {
                    let _ = write!(out, "`{}` under `{key}`", value.replace("\", \"", "; "));
                }
            }
        } else {
            let _ = write!(out, "`{part}`");
        }
        is_code = !is_code;
    }
    out
}

/// Writes an entry of a list as a row of its sheet, with no second article before it.
fn row(sheet: &str, out: &mut String) {
    let is_inside = ["in ", "on ", "of "].iter().any(|word| out.ends_with(word));
    let short = out.strip_suffix("an ").or_else(|| out.strip_suffix("a ")).map(str::len);
    out.truncate(short.unwrap_or(out.len()));
    let a_row = if is_inside { "" } else { "a row on " };
    let _ = write!(out, "{a_row}the sheet `{sheet}`");
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::in_sheets;

    #[test]
    fn sections_are_sheets_entries_rows_and_keys_headers() {
        let cases = [
            (
                "add a `[[sign_offs]]` entry with `partner = \"ccg\"` and the day in `on`",
                "add a row on the sheet `sign_offs` with `ccg` under `partner` and the day in `on`",
            ),
            ("say so in `[[dfg.retained]]`", "say so in the sheet `dfg retained`"),
            ("state the day in `[dfg] passed_on`", "state the day in `passed_on` on the sheet `dfg`"),
            ("add `2018-19 = …`; write 0", "add a value under `2018-19`; write 0"),
            ("set `covers = [\"a\", \"b\"]`", "set `a; b` under `covers`"),
            ("`bcf rounds` lists them", "`bcf rounds` lists them"),
            ("add a `[[risks]]` entry after the `last` entry", "add a row on the sheet `risks` after the `last` entry"),
            ("the share is `18 / 20 = 90%`", "the share is `18 / 20 = 90%`"),
        ];
        for (text, sheets) in cases {
            assert_eq!(in_sheets(text, &|section| section.replace('.', " ")), sheets);
        }
    }
}
