//! Tables of a text that blanks alone lay out: what is one, what is none, and that a narrative is tied in the same way
//! whether it is read as a page or as the text of a print of it.

use bcf::narrative::{Document, Piece, Role, text};
use bcf::span::Span;
use proptest::prelude::*;

use crate::common::cases;

/// The same words three times, printed with cells that are filled from the top, in the middle and at the bottom, and taken
/// out of the print with the layout kept.
const PRINTS: [(&str, &str); 3] = [
    ("top", include_str!("../narratives/laid-out.txt")),
    ("middle", include_str!("../narratives/laid-out-centred.txt")),
    ("bottom", include_str!("../narratives/laid-out-below.txt")),
];

fn text_of(document: &Document, piece: Option<u32>) -> &str {
    piece.and_then(|piece| document.piece(piece)).map_or("", |piece| piece.text.trim())
}

/// Returns the rows of every table of a text, a line each; `=` before those that name columns.
fn tables(source: &str) -> Vec<Vec<String>> {
    let document = text::read(source);
    let row = |row: &bcf::narrative::Row| {
        let cells = row.cells.iter().map(|cell| {
            let wide = if cell.columns > 1 { format!(" <{}>", cell.columns) } else { String::new() };
            format!("{}{wide}", text_of(&document, cell.piece))
        });
        let cells: Vec<String> = cells.collect();
        format!("{}{}", if row.is_header { "= " } else { "" }, cells.join(" | "))
    };
    document.tables.iter().map(|table| table.rows.iter().map(row).collect()).collect()
}

/// Returns the rows of the only table of a text.
fn table(source: &str) -> Vec<String> {
    let mut tables = tables(source);
    assert_eq!(tables.len(), 1, "{tables:#?}");
    tables.remove(0)
}

#[cfg(feature = "document")]
#[test]
fn the_same_words_give_the_same_ties_on_a_page_and_in_the_text_of_a_print() {
    use crate::narrative_files::{read, ties};
    let page = include_bytes!("../narratives/laid-out.html");
    let wanted = ties(read("a.html", page));
    assert!(wanted.iter().filter(|line| line.contains("Agrees")).count() > 100, "{}", wanted.join("\n"));
    for (name, print) in PRINTS {
        let found = ties(read("a.txt", print.as_bytes()));
        let differ: Vec<_> = wanted.iter().zip(&found).filter(|(wanted, found)| wanted != found).collect();
        assert!(differ.is_empty() && found.len() == wanted.len(), "{name}: {differ:#?}");
    }
}

#[cfg(feature = "document")]
#[test]
fn the_tables_of_a_print_have_the_rows_of_the_page() {
    let rows = |document: &Document| -> Vec<Vec<String>> {
        let words = |row: &bcf::narrative::Row| {
            let texts = row.cells.iter().map(|cell| text_of(document, cell.piece));
            let mut words: Vec<String> = texts
                .flat_map(|text| text.replace(['-', ' '], "\n").lines().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            words.retain(|word| !word.is_empty());
            // Words that run on from one column into the next are not always told apart.
            words.sort_unstable();
            words.join(" ")
        };
        document.tables.iter().map(|table| table.rows.iter().map(words).collect()).collect()
    };
    let page = rows(&crate::narrative_files::read("a.html", include_bytes!("../narratives/laid-out.html")));
    for (name, print) in PRINTS {
        assert_eq!(rows(&text::read(print)), page, "{name}");
    }
}

const SOURCES: &str = "\
The sources are these:

Source of funds                      2017/18      2018/19
                                        £000         £000
North Wold CCG                        15,838       16,139
Grants
Improved grant (Spending Review)       1,386        6,205
Total                                 17,224       22,344
";

#[test]
fn a_table_has_the_names_of_its_columns_and_the_titles_between_its_rows() {
    let wanted = [
        "= Source of funds | 2017/18 £000 | 2018/19 £000",
        "North Wold CCG | 15,838 | 16,139",
        "= Grants |  | ",
        "Improved grant (Spending Review) | 1,386 | 6,205",
        "Total | 17,224 | 22,344",
    ];
    assert_eq!(table(SOURCES), wanted);
    assert_eq!(table(&SOURCES.replace('\n', "\r\n")), wanted);
    let document = text::read(SOURCES);
    let cell = &document.tables[0].rows[3].cells[2];
    let texts = |pieces: &[u32]| pieces.iter().map(|piece| text_of(&document, Some(*piece))).collect::<Vec<_>>();
    assert_eq!((texts(&cell.headers), texts(&cell.groups)), (vec!["2018/19 £000"], vec!["Grants"]));
    assert_eq!(texts(&document.tables[0].caption), ["The sources are these:"]);
}

#[test]
fn one_line_that_stands_otherwise_breaks_no_table() {
    let odd = |line: &str| SOURCES.replace("Grants\n", &format!("{line}\n"));
    for (line, row) in [
        (
            "Additional contributions of partners 1,275      1,300",
            "Additional contributions of partners | 1,275 | 1,300",
        ),
        ("Additional contribution        1,275      1,300", "Additional contribution | 1,275 | 1,300"),
        ("Carers                                   –        1,300", "Carers | – | 1,300"),
        ("Carers                             £  1,275   £  1,300", "Carers | £  1,275 | £  1,300"),
    ] {
        let rows = table(&odd(line));
        assert!(rows.iter().any(|found| found == row) && rows.len() == 5, "{line}: {rows:#?}");
    }
    let note = odd("Grants to the council, of which the first is paid to the county alone by the month");
    assert_eq!(table(&note).len(), 5, "{:#?}", table(&note));
}

#[test]
fn a_label_goes_on_over_lines_above_and_below_its_figures() {
    let wanted = [
        "= Metric | Target 2017/18 | Target 2018/19",
        "Admissions | 61,240 | 60,600",
        "Admissions to residential and nursing homes, per 100,000 people | 600.4 | 585.2",
        "Satisfied carers | 40.0% | 42.0%",
    ];
    let top = "\
Metric                                 Target 2017/18   Target 2018/19
Admissions                                     61,240           60,600
Admissions to residential and nursing           600.4            585.2
homes, per 100,000 people
Satisfied carers                                40.0%            42.0%
";
    let middle = "
                                               Target           Target
Metric
                                              2017/18          2018/19
Admissions                                     61,240           60,600
Admissions to residential and nursing
                                                600.4            585.2
homes, per 100,000 people
Satisfied carers                                40.0%            42.0%
";
    let bottom = "\
Metric                                 Target 2017/18   Target 2018/19

Admissions                                     61,240           60,600

Admissions to residential and nursing
homes, per 100,000 people                       600.4            585.2

Satisfied carers                                40.0%            42.0%
";
    for text in [top, middle, bottom] {
        assert_eq!(table(text), wanted);
    }
}

#[test]
fn columns_that_stand_a_blank_apart_are_told_apart() {
    let dense = "
           May-        Jul- Aug-
    Apr-17      Jun-17
             17          17   17
Days of
        289.99 292.18 279.77 284.52 282.33
delay
";
    assert_eq!(
        table(dense),
        [
            "=  | Apr-17 | May-17 | Jun-17 | Jul-17 | Aug-17",
            "Days of delay | 289.99 | 292.18 | 279.77 | 284.52 | 282.33"
        ]
    );
}

#[test]
fn figures_of_a_row_that_had_no_room_on_its_line_are_in_it() {
    let narrow = "
              May-    Jun-    Jul-    Aug-
                17      17      17      17
Days delayed -          4.81    4.56
              5.06%                  4.31%
target                     %       %
";
    assert_eq!(
        table(narrow),
        ["=  | May-17 | Jun-17 | Jul-17 | Aug-17", "Days delayed - target | 5.06% | 4.81 % | 4.56 % | 4.31%"]
    );
    let cut = "
              Apr-17   May-17   Jun-17   Jul-17
               255.2             318.3
Performance             277.74            295.31
                   2                 9
";
    assert_eq!(
        table(cut),
        ["=  | Apr-17 | May-17 | Jun-17 | Jul-17", "Performance | 255.22 | 277.74 | 318.39 | 295.31"]
    );
}

#[test]
fn a_table_goes_on_over_the_end_of_a_page() {
    let page = |n: usize, text: &str| format!("Wold: a plan, version 2.1\n{text}\n\n            Page {n} of 3\n\u{c}");
    let head = "Scheme                 2017/18      2018/19\n";
    let row = |name: &str, a: u32, b: u32| format!("{name:<20}{a:>10}{b:>13}\n");
    let first = format!("{head}{}{}", row("Navigators", 140_978, 142_517), row("Carers", 151_076, 153_946));
    let second = format!("{}{}", row("Reablement", 511_292, 472_707), row("Home care", 188_731, 426_415));
    let wanted = [
        "= Scheme | 2017/18 | 2018/19",
        "Navigators | 140978 | 142517",
        "Carers | 151076 | 153946",
        "Reablement | 511292 | 472707",
        "Home care | 188731 | 426415",
    ];
    let third = "The plan was approved by the board of the council.\n";
    for header in ["", head] {
        let text = format!("{}{}{}", page(1, &first), page(2, &format!("{header}{second}")), page(3, third));
        assert_eq!(table(&text), wanted, "{text}");
        let document = text::read(&text);
        let prose: Vec<&str> = document
            .pieces
            .iter()
            .filter(|piece| piece.role == Role::Paragraph)
            .map(|piece| piece.text.as_str())
            .collect();
        assert_eq!(prose, [third.trim()], "what stands on every page is no part of the text");
    }
    let other = head.replace("2017/18", "2015/16");
    let text = format!("{}{}{}", page(1, &first), page(2, &format!("{other}{second}")), page(3, third));
    assert_eq!(tables(&text).len(), 2, "a table with other names of columns is another");
}

#[test]
fn what_has_no_columns_of_figures_is_no_table() {
    for text in [
        // Prose, with two blanks between sentences.
        "The pool is £55.3m in 2017/18.  It grows to £58.1m.  Of this\nthe CCG gives £15.8m in 2017/18.  The council gives £2.6m\nin the same year.  All of it is new.\n",
        // Prose with its lines filled.
        "The   pool   is  £55.3m  in 2017/18. It  grows  to\n£58.1m  and   the   CCG   gives    £15.8m   of  it.\nThe  council   gives   £2.6m   in  the  same  year.\n",
        // Verse.
        "   Who waits at night      in bed for a form\n   and who at noon         before the storm\n   may go by two           or stay till ten\n",
        // An address.
        "Wold House                 Tel: 0116 305 7451\n12 High Street             Fax: 0116 305 7452\nWoldham LE3 8RA            Room 214\n",
        "Telephone     01163057451\nFax           01163057452\nRoom          0214\n",
        // Lists.
        "•  Carers           £1,394,118\n•  Reablement       £3,217,286\n•  Care Act         £1,480,206\n",
        "1.   Carers have breaks\n2.   Homes have nurses\n3.   People go home\n",
        "12   High Street\n14   High Street\n16   High Street\n",
        // Contents.
        "Introduction                                  3\nThe money                                    12\nMetrics                                      48\n",
        // Days and versions.
        "Version   Date          Author\n1.0       12/06/2017    JS\n1.1       14/06/2017    AB\n",
        // Words alone.
        "Risk                What we do\nBeds are short      We open homes\nNurses leave        We pay them\n",
        // One row without a name over its figures.
        "Total           36,682      37,378\n",
    ] {
        let tables = tables(text);
        assert!(tables.is_empty(), "{text}\n{tables:#?}");
    }
}

#[test]
fn prose_that_is_cut_into_lines_is_read_as_if_it_were_not() {
    let figures = |text: &str| -> Vec<String> {
        let document = text::read(text);
        document.pieces.iter().map(|piece| piece.text.clone()).collect()
    };
    let whole = "We spend £5.6 million, or 12 per cent, on step-down beds in 2017/18.";
    for cut in [
        "We spend £5.6\n   million, or 12 per\n   cent, on step-\n   down beds in 2017/\n   18.",
        "We spend £5.6\r\nmillion, or 12 per\r\ncent, on step-down\r\nbeds in 2017/18.",
    ] {
        assert_eq!(figures(cut), [whole]);
    }
    let headed = "2 The money\n2.1 Sources of funds\nThe table shows what each partner puts into the pool.\n";
    assert_eq!(figures(headed).len(), 3, "{:?}", figures(headed));
    let numbered = "2.1 The partners put into the pool what they said they\nwould put there.\n";
    assert_eq!(figures(numbered).len(), 1);
}

#[test]
fn a_sentence_goes_on_over_the_end_of_a_page() {
    let pages =
        |first: &str, next: &str| format!("{first}\n\n      Page 1 of 2\n\u{c}{next}\n\n      Page 2 of 2\n\u{c}");
    let pieces =
        |text: &str| -> Vec<String> { text::read(text).pieces.iter().map(|piece| piece.text.clone()).collect() };
    let sentence = "In 2017/18 the pool comes to £55.3m, and in 2018/19 to £58.1m.";
    assert_eq!(pieces(&pages("In 2017/18 the pool comes to", "£55.3m, and in 2018/19 to £58.1m.")), [sentence]);
    assert_eq!(pieces(&pages("The pool grows.", "it is new.")).len(), 2);
    assert_eq!(pieces(&pages("The pool grows", "It is new.")).len(), 2);
}

/// Returns what is wrong with the place of a piece: its words must stand there, in order, with nothing between but blanks.
fn misplaced(source: &str, piece: &Piece) -> Option<String> {
    let place = |at: usize, c: char| piece.origin.span(Span::new(at, at + c.len_utf8())).map(|span| span.of(source));
    let mut words = piece.text.char_indices().filter(|(_, c)| !c.is_whitespace());
    words
        .find(|(at, c)| !place(*at, *c).is_some_and(|there| there.chars().eq([*c])))
        .map(|(at, c)| format!("{c} at {at} of {}", piece.text))
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn every_word_stands_in_the_text_where_its_piece_says(
        print in 0..PRINTS.len(),
        cuts in proptest::collection::vec((0usize..8000, 0usize..60, "[ -~£–•\t\n\u{c}|0-9,.%/]{0,12}"), 0..12)
    ) {
        let mut text = PRINTS[print].1.to_owned();
        for (at, length, with) in cuts {
            let floor = |mut at: usize| { at = at.min(text.len()); while !text.is_char_boundary(at) { at -= 1; } at };
            let (start, end) = (floor(at), floor(at + length));
            text.replace_range(start..end.max(start), &with);
        }
        for piece in &text::read(&text).pieces {
            let wrong = misplaced(&text, piece);
            prop_assert!(wrong.is_none(), "{:?}", wrong);
        }
    }
}
