//! Reads each format back, as somebody else's program would.

use serde_json::Value;

/// One finding as a format tells it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Said {
    pub(crate) file: String,
    pub(crate) line: u64,
    pub(crate) column: Option<u64>,
    pub(crate) rule: String,
    pub(crate) level: String,
}

fn said(file: &str, line: u64, column: Option<u64>, rule: &str, level: &str) -> Said {
    Said { file: file.to_owned(), line, column, rule: rule.to_owned(), level: level.to_owned() }
}

fn sorted(mut all: Vec<Said>) -> Vec<Said> {
    all.sort();
    all
}

fn string(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// Returns the findings whose status is one of `statuses`.
pub(crate) fn json(text: &str, statuses: &[&str]) -> Vec<Said> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let of = |plan: &Value| -> Vec<Said> {
        let counting = plan["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .filter(|finding| statuses.contains(&string(&finding["status"])));
        let one = |finding: &Value| {
            let at = &finding["at"];
            said(
                string(&plan["path"]),
                at["line"].as_u64().expect("a line"),
                at["column"].as_u64(),
                string(&finding["rule"]),
                string(&finding["level"]),
            )
        };
        counting.map(one).collect()
    };
    sorted(value["plans"].as_array().expect("plans").iter().flat_map(of).collect())
}

/// Returns the rule, line and column of the findings that are about more than one line.
pub(crate) fn json_of_several_lines(text: &str) -> Vec<(String, u64, Option<u64>)> {
    let value: Value = serde_json::from_str(text).expect("JSON");
    let findings = value["plans"]
        .as_array()
        .expect("plans")
        .iter()
        .flat_map(|plan| plan["findings"].as_array().expect("findings"));
    let several = findings.filter(|finding| finding["at"]["line"] != finding["at"]["end_line"]);
    several
        .map(|f| (string(&f["rule"]).to_owned(), f["at"]["line"].as_u64().expect("a line"), f["at"]["column"].as_u64()))
        .collect()
}

pub(crate) fn sarif(text: &str) -> Vec<Said> {
    let log: Value = serde_json::from_str(text).expect("JSON");
    let one = |result: &Value| {
        let place = &result["locations"][0]["physicalLocation"];
        let level = if result["level"] == "note" { "advice" } else { string(&result["level"]) };
        let region = &place["region"];
        let file = decoded(string(&place["artifactLocation"]["uri"]));
        said(
            &file,
            region["startLine"].as_u64().expect("a line"),
            region["startColumn"].as_u64(),
            string(&result["ruleId"]),
            level,
        )
    };
    let counts = |result: &&Value| result.get("suppressions").is_none() && result["baselineState"] != "unchanged";
    sorted(log["runs"][0]["results"].as_array().expect("results").iter().filter(counts).map(one).collect())
}

/// Returns `%XX` as bytes.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).expect("UTF-8")
}

pub(crate) fn gitlab(text: &str) -> Vec<Said> {
    let entries: Value = serde_json::from_str(text).expect("JSON");
    let one = |entry: &Value| {
        let (place, begin) = (&entry["location"], &entry["location"]["positions"]["begin"]);
        assert_eq!(place["lines"]["begin"], begin["line"]);
        let level = match string(&entry["severity"]) {
            "critical" => "error",
            "minor" => "warning",
            "info" => "advice",
            other => panic!("{other} is no severity here"),
        };
        said(
            string(&place["path"]),
            begin["line"].as_u64().expect("a line"),
            begin["column"].as_u64(),
            string(&entry["check_name"]),
            level,
        )
    };
    sorted(entries.as_array().expect("entries").iter().map(one).collect())
}

pub(crate) fn junit(text: &str) -> Vec<Said> {
    let document = roxmltree::Document::parse(text).expect("strict XML");
    let mut all = Vec::new();
    for case in document.descendants().filter(|node| node.has_tag_name("testcase")) {
        let told = case.children().find(|node| node.has_tag_name("failure") || node.has_tag_name("system-out"));
        let skipped = case.children().any(|node| node.has_tag_name("skipped"));
        if let Some(told) = told.filter(|_| !skipped) {
            let file = case.attribute("file").expect("a file");
            let one = line(told.text().and_then(|text| text.lines().next()).expect("a line"), file).expect("a finding");
            assert_eq!(case.attribute("line"), Some(one.line.to_string().as_str()));
            all.push(one);
        }
    }
    sorted(all)
}

pub(crate) fn concise(text: &str, path: &str) -> Vec<Said> {
    sorted(text.lines().map(|text| line(text, path).unwrap_or_else(|| panic!("{text}"))).collect())
}

/// Returns `path:line:column: level[rule] message`
fn line(text: &str, path: &str) -> Option<Said> {
    // A name that a runner would take for a command is shown with its second colon spelt out.
    let text = text.replacen(":\\u{3a}", "::", 1);
    let (place, rest) = text.strip_prefix(path)?.strip_prefix(':')?.split_once(": ")?;
    let (at, column) = place.split_once(':')?;
    let (level, rest) = rest.split_once('[')?;
    Some(said(path, at.parse().ok()?, Some(column.parse().ok()?), rest.split_once(']')?.0, level))
}

/// Returns the heads of the blocks, each with the place on the box under it.
pub(crate) fn human(text: &str, path: &str) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut head: Option<(&str, &str)> = None;
    for line in text.lines() {
        let level = ["error[", "warning[", "advice["].iter().find(|level| line.trim_start().starts_with(*level));
        if let Some(level) = level {
            let rule = line.trim_start()[level.len()..].split(']').next().expect("a rule");
            head = Some((level.trim_end_matches('['), rule));
        } else if let Some(place) = line.trim_start().strip_prefix("╭─[") {
            let (level, rule) = head.take().expect("a message above the box");
            let place = place.strip_prefix(path).and_then(|place| place.strip_prefix(':')).expect("the path");
            let (line, column) = place.trim_end_matches(']').split_once(':').expect("a place");
            all.push(said(path, line.parse().expect("a line"), Some(column.parse().expect("a column")), rule, level));
        }
    }
    sorted(all)
}

pub(crate) fn markdown(text: &str) -> Vec<Said> {
    let mut all = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| ") && line.contains(" | `")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let level = cells[0].rsplit(' ').next().expect("a level");
        let place = unescaped(cells[2]);
        let (rest, column) = place.rsplit_once(':').expect("a column");
        let (file, line) = rest.rsplit_once(':').expect("a line");
        all.push(said(file, line.parse().expect("a line"), column.parse().ok(), cells[1].trim_matches('`'), level));
    }
    sorted(all)
}

/// Returns a text with character references replaced by their characters; the spaces of no width that part a reference
/// are no text.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let (number, after) = after.split_once(';').expect("a whole reference");
        let c = char::from_u32(number.parse().expect("a number")).expect("a character");
        if c != '\u{200b}' {
            out.push(c);
        }
        rest = after;
    }
    out + rest
}

/// Returns the annotations above the report for people.
pub(crate) fn github(text: &str) -> Vec<Said> {
    let mut all = Vec::new();
    for line in text.lines().take_while(|line| !line.starts_with("::stop-commands::")) {
        let (command, rest) = line.strip_prefix("::").and_then(|line| line.split_once(' ')).expect("a command");
        let properties: std::collections::BTreeMap<&str, String> = rest
            .split_once("::")
            .expect("a message")
            .0
            .split(',')
            .map(|p| p.split_once('=').expect("a property"))
            .map(|(k, v)| (k, decoded(v)))
            .collect();
        if let Some(file) = properties.get("file") {
            let level = if command == "notice" { "advice" } else { command };
            let number = |key: &str| properties.get(key).map(|text| text.parse().expect("a number"));
            all.push(said(file, number("line").expect("a line"), number("col"), &properties["title"], level));
        }
    }
    sorted(all)
}

/// Returns the text between two places, lines and columns from one, columns in characters, the end exclusive. A byte
/// order mark is no column.
fn text_between(source: &str, [line, column, end_line, end_column]: [u64; 4]) -> String {
    let source = source.trim_start_matches('\u{feff}');
    let offset = |line: u64, column: u64| {
        let start: usize =
            source.split_inclusive('\n').take(usize::try_from(line - 1).expect("small")).map(str::len).sum();
        let text = &source[start..];
        start + text.char_indices().nth(usize::try_from(column - 1).expect("small")).map_or(text.len(), |(at, _)| at)
    };
    source[offset(line, column)..offset(end_line, end_column)].to_owned()
}

/// Returns the text at a place of the JSON.
pub(crate) fn between(source: &str, at: &Value) -> String {
    text_between(source, ["line", "column", "end_line", "end_column"].map(|key| at[key].as_u64().expect("a number")))
}

/// Returns the text of a region of SARIF.
pub(crate) fn of_region(source: &str, region: &Value) -> String {
    text_between(
        source,
        ["startLine", "startColumn", "endLine", "endColumn"].map(|key| region[key].as_u64().expect("a number")),
    )
}

/// Returns whether `line` is drawn somewhere in the report with marks under the columns of `at`.
pub(crate) fn underlined(report: &str, line: &str, at: &Value) -> bool {
    let number = |key: &str| usize::try_from(at[key].as_u64().expect("a number")).expect("small");
    let head = format!("{} │ {line}", number("line"));
    let lines: Vec<&str> = report.lines().collect();
    lines.windows(2).filter(|pair| pair[0].trim_start() == head.trim_end()).any(|pair| {
        let before = pair[0].split('│').next().expect("a number").chars().count() + 2;
        let marks: Vec<char> =
            pair[1].chars().skip(before + number("column") - 1).take(number("end_column") - number("column")).collect();
        marks.len() == number("end_column") - number("column")
            && marks.iter().all(|mark| matches!(mark, '─' | '┬' | '▲'))
    })
}
