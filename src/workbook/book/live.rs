//! The answers that a spreadsheet gives by itself: they follow what is typed.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::measure::row_number;
use super::styles::Styles;
use crate::cells::{letters, quoted};
use crate::workbook::glance::{Entry, Glance, Line};
use crate::workbook::sheets::{GLANCE, README};

/// The answers where nothing can be told.
const LEFT_OUT: &str = "not to be told while amounts are text";
const NONE_YET: &str = "there are no amounts yet";

/// A question with its answer: as a formula, and now.
struct Answer {
    question: &'static str,
    /// The number of things that are not as they should be, as a formula.
    count: String,
    now: usize,
    /// True when it rests on the sums, so that nothing is to be said while these leave amounts out.
    of_sums: bool,
    /// The answer when there are none, and the words after their number.
    none: &'static str,
    some: &'static str,
}

/// Writes the answers; returns the row after.
pub(super) fn write(
    glance: &Glance,
    listed: (u32, u32),
    gaps: usize,
    styles: &Styles,
    row: u32,
    sheet: &mut Worksheet,
) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, "What Excel can tell: these answers follow what you type", &styles.topic)?;
    let answers = answers(glance, listed, gaps);
    for (n, answer) in answers.iter().enumerate() {
        let row = row + 1 + row_number(n)?;
        sheet.merge_range(row, 0, row, 2, answer.question, &styles.prose)?;
        let count = &answer.count;
        let told = format!("IF({count}=0,\"{}\",({count})&\" {}\")", answer.none, answer.some);
        let told_now = if answer.now == 0 { answer.none.to_owned() } else { format!("{} {}", answer.now, answer.some) };
        let (formula, now) = if answer.of_sums { known(glance, &told, told_now) } else { (told, told_now) };
        sheet.write_formula_with_format(row, 3, Formula::new(formula).set_result(now), &styles.label)?;
    }
    Ok(row + 1 + row_number(answers.len())?)
}

/// Returns an answer that rests on the sums: nothing is said while there are none, or they leave amounts out.
fn known(glance: &Glance, told: &str, now: String) -> (String, String) {
    let (texts, income) = (across(glance, glance.places.texts), across(glance, glance.places.income));
    let formula = format!("IF(SUM({texts})>0,\"{LEFT_OUT}\",IF(SUM({income})=0,\"{NONE_YET}\",{told}))");
    let years: Vec<usize> = (0..glance.places.years).collect();
    let rows = (glance.places.income, glance.places.income);
    let is_none = glance.figures(rows, &years).sum::<f64>() == 0.0;
    let now = match (glance.counts(glance.places.texts), is_none) {
        (0, false) => now,
        (0, true) => NONE_YET.to_owned(),
        _ => LEFT_OUT.to_owned(),
    };
    (formula, now)
}

/// Returns the cells of a row of the sums, a year each.
fn across(glance: &Glance, row: usize) -> String {
    let [from, to] = [2, glance.places.years + 1].map(letters);
    format!("{}!${from}${row}:${to}${row}", quoted(GLANCE))
}

fn answers(glance: &Glance, (first, last): (u32, u32), gaps: usize) -> Vec<Answer> {
    let places = glance.places;
    let years = places.years;
    let mut answers = vec![Answer {
        question: "Is everything filled in?",
        count: format!("SUM({}!$C${first}:$C${last})", quoted(README)),
        now: gaps,
        of_sums: false,
        none: "nothing is marked as still to be filled in",
        some: "still to be filled in: the first sheet says where",
    }];
    if years == 0 {
        return answers;
    }
    let left = (places.left, places.left);
    let uneven = |column: usize| {
        let cell = range(column, left);
        format!("ISNUMBER({cell})*({cell}<>0)")
    };
    let every: Vec<usize> = (0..years).collect();
    answers.push(Answer {
        question: "Is income less spend nought in every year?",
        count: every.iter().copied().map(uneven).collect::<Vec<_>>().join("+"),
        now: glance.figures(left, &every).filter(|value| *value != 0.0).count(),
        of_sums: true,
        none: "yes",
        some: "of the years it is not",
    });
    let short = |rows: (usize, usize), columns: &[usize]| {
        let is = |range: String| format!("SUMPRODUCT(ISNUMBER({range})*({range}<0))");
        let count = columns.iter().map(|column| is(range(*column, rows))).collect::<Vec<_>>().join("+");
        (count, glance.figures(rows, columns).filter(|value| *value < 0.0).count())
    };
    if places.sources.0 > 0 {
        let columns: Vec<usize> = (0..years).map(|year| 3 * year + 2).collect();
        let (count, now) = short(places.sources, &columns);
        let question = "Does every source hold what is spent of it?";
        answers.push(Answer {
            question,
            count,
            now,
            of_sums: true,
            none: "yes",
            some: "times it does not, by source and year",
        });
    }
    if places.floors.0 > 0 {
        let (count, now) = short(places.floors, &[2]);
        let question = "Is every floor with a figure reached, to the last digit?";
        answers.push(Answer {
            question,
            count,
            now,
            of_sums: true,
            none: "yes",
            some: "times it is not: the sheet at a glance says where",
        });
    }
    answers.push(Answer {
        question: "Are all amounts numbers?",
        count: format!("SUM({})", across(glance, places.texts)),
        now: glance.counts(places.texts),
        of_sums: false,
        none: "yes",
        some: "are text, which the sums leave out",
    });
    answers
}

/// Returns the cells of a column of figures.
fn range(column: usize, (first, last): (usize, usize)) -> String {
    let column = letters(column + 2);
    if first == last {
        return format!("{}!${column}${first}", quoted(GLANCE));
    }
    format!("{}!${column}${first}:${column}${last}", quoted(GLANCE))
}

impl Glance {
    /// Returns the figures that some columns have now in some rows.
    fn figures<'g>(&'g self, (first, last): (usize, usize), columns: &'g [usize]) -> impl Iterator<Item = f64> + 'g {
        let rows = self.lines.iter().take(last).skip(first.saturating_sub(1));
        rows.flat_map(move |line| {
            let entries = if let Line::Row(_, entries) = line { entries.as_slice() } else { &[] };
            columns.iter().filter_map(|column| match entries.get(*column) {
                Some(Entry::Figure(_, value)) => *value,
                Some(Entry::Fixed(value)) => Some(*value),
                _ => None,
            })
        })
    }

    /// Returns how many things a row counts now.
    fn counts(&self, row: usize) -> usize {
        match self.lines.get(row.saturating_sub(1)) {
            Some(Line::Row(_, entries)) => {
                entries.iter().map(|entry| if let Entry::Count(_, n) = entry { *n } else { 0 }).sum()
            }
            _ => 0,
        }
    }
}
