//! The look of cells: headers, keys, money in the plan's unit, figures with the decimals they were written with.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::check::is_placeholder;
use crate::money::Unit;
use crate::workbook::cell::{Cell, EXACT};
use crate::workbook::format::Sort;
use crate::workbook::sheets::Step;

/// The most decimals there is a format for.
const DECIMALS: usize = 16;
const DARK: Color = Color::RGB(0x1F_3B_57);
const PALE: Color = Color::RGB(0xE8_EE_F4);
const QUIET: Color = Color::RGB(0x59_65_70);

/// The look of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A key or an owner; required or not.
    Key(bool),
    /// The purpose of a key.
    About,
    /// A value.
    Value,
}

/// Returns the colour of the tabs of a step.
pub(super) const fn tab(step: Step) -> Color {
    match step {
        Step::Plan => Color::RGB(0x1F_3B_57),
        Step::Money => Color::RGB(0x1B_6E_3C),
        Step::Conditions => Color::RGB(0x8A_3B_12),
        Step::Outcomes => Color::RGB(0x5B_3A_8C),
        Step::Agreement => Color::RGB(0x0B_5C_AD),
        Step::Beside => Color::RGB(0x9A_A3_AC),
    }
}

/// Every format once.
pub(super) struct Styles {
    header: Format,
    needed: Format,
    key: Format,
    needed_key: Format,
    about: Format,
    text: Format,
    risky: Format,
    own_unit: Format,
    /// The looks of what is still to be filled in: as what belongs there, so that what is typed over it is that.
    gaps: [Format; 4],
    day: Format,
    truth: Format,
    money: Vec<Format>,
    numbers: Vec<Format>,
    /// The look of a sum, and of a number of things.
    pub(super) sum: Format,
    pub(super) count: Format,
    in_full: String,
    /// The look of a word among figures.
    pub(super) said: Format,
    /// The look of a header over figures.
    pub(super) figures: Format,
    /// The look of the label of a sum, and of a remark.
    pub(super) label: Format,
    pub(super) quiet: Format,
    pub(super) title: Format,
    pub(super) prose: Format,
    /// The look of the topic of a line of prose.
    pub(super) topic: Format,
    pub(super) link: Format,
    pub(super) fail: Format,
    pub(super) pass: Format,
    pub(super) wrapped: Format,
}

impl Styles {
    pub(super) fn new(unit: Unit) -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let header = Format::new()
            .set_bold()
            .set_font_color(Color::White)
            .set_background_color(DARK)
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Thin)
            .set_num_format("@")
            .set_text_wrap();
        let key = top.clone().set_bold().set_background_color(PALE).set_num_format("@");
        let text = top.clone().set_text_wrap().set_num_format("@");
        let suffix = match unit {
            Unit::Pounds => "",
            Unit::Thousands => "\"k\"",
            Unit::Millions => "\"m\"",
        };
        let places = match unit {
            Unit::Pounds => ".00",
            Unit::Thousands => ".0##",
            Unit::Millions => ".0#####",
        };
        let decimals = |n: usize| if n == 0 { String::new() } else { format!(".{}", "0".repeat(n)) };
        let numbered = |before: &str, after: &str| {
            let format = |n| top.clone().set_num_format(format!("{before}#,##0{}{after}", decimals(n)));
            (0..DECIMALS).map(format).collect::<Vec<_>>()
        };
        let money = numbered("£", suffix);
        let day = top.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left);
        let truth = top.clone().set_align(FormatAlign::Left);
        let gap = |format: &Format| {
            let format = format.clone().set_align(FormatAlign::Left).set_text_wrap();
            format.set_background_color(Color::RGB(0xFF_F1_C2)).set_font_color(Color::RGB(0x6B_4A_00))
        };
        Self {
            gaps: [&money[0], &truth, &day, &text].map(gap),
            needed: header.clone().set_background_color(Color::RGB(0x8A_3B_12)),
            needed_key: key.clone().set_font_color(Color::RGB(0x8A_3B_12)),
            about: top.clone().set_italic().set_font_color(QUIET).set_text_wrap().set_num_format("@"),
            risky: text.clone().set_quote_prefix(),
            own_unit: top.clone().set_align(FormatAlign::Right).set_num_format("@"),
            day,
            truth,
            sum: top
                .clone()
                .set_num_format(format!("£#,##0{suffix};-£#,##0{suffix};\"–\""))
                .set_align(FormatAlign::Right),
            in_full: format!("£#,##0{places}{suffix};-£#,##0{places}{suffix}"),
            count: top.clone().set_num_format("#,##0;-#,##0;\"–\"").set_align(FormatAlign::Right),
            figures: header.clone().set_align(FormatAlign::Right),
            said: top.clone().set_align(FormatAlign::Right),
            label: top.clone().set_bold(),
            quiet: Format::new().set_font_color(QUIET),
            money,
            numbers: numbered("", ""),
            title: Format::new().set_bold().set_font_size(15).set_font_color(DARK),
            prose: top.clone().set_text_wrap(),
            topic: top.clone().set_bold().set_font_color(DARK),
            link: top
                .clone()
                .set_font_color(Color::RGB(0x0B_5C_AD))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            fail: top.clone().set_bold().set_font_color(Color::RGB(0xA6_1B_1B)).set_text_wrap(),
            pass: top.set_bold().set_font_color(Color::RGB(0x1B_6E_3C)).set_text_wrap(),
            wrapped: text.clone(),
            header,
            key,
            text,
        }
    }

    /// Returns the number format of a sum that is no whole number of units.
    pub(super) fn money_in_full(&self) -> &str {
        &self.in_full
    }

    pub(super) fn header(&self, required: bool) -> &Format {
        if required { &self.needed } else { &self.header }
    }

    /// Returns the format of a cell that holds something.
    pub(super) fn of(&self, cell: &Cell, look: Look, sort: Sort) -> &Format {
        match (look, cell) {
            (Look::Key(true), _) => &self.needed_key,
            (Look::Key(false), _) => &self.key,
            (Look::About, _) => &self.about,
            // Still to be filled in.
            (Look::Value, Cell::Text(text)) if is_placeholder(text) || is_no_figure(sort, text) => self.gap(sort),
            // The same text typed again would become a formula or a number.
            (Look::Value, Cell::Text(text)) if text.starts_with(['=', '+', '-', '@', '\t', '\'']) => &self.risky,
            (Look::Value, Cell::Text(text)) if text.starts_with('£') && text.len() < 24 => &self.own_unit,
            (Look::Value, Cell::Text(_) | Cell::Broken(_)) => &self.text,
            (Look::Value, Cell::Number(_, shown)) => {
                let formats = if sort == Sort::Money { &self.money } else { &self.numbers };
                &formats[(shown.decimals as usize).min(DECIMALS - 1)]
            }
            (Look::Value, Cell::Day { .. }) => &self.day,
            (Look::Value, Cell::Truth(_)) => &self.truth,
        }
    }

    /// Returns the format of a text that stands where something is still to be filled in.
    fn gap(&self, sort: Sort) -> &Format {
        let [money, plain, day, text] = &self.gaps;
        match sort {
            Sort::Money => money,
            Sort::Number | Sort::Figure | Sort::Truth => plain,
            Sort::Date => day,
            Sort::Text | Sort::Texts | Sort::Figures | Sort::Raw => text,
        }
    }

    /// Returns the format of a blank cell that is still to be filled in.
    pub(super) fn blank(&self, sort: Sort) -> &Format {
        match sort {
            Sort::Money => &self.money[0],
            Sort::Number | Sort::Figure | Sort::Truth => &self.truth,
            Sort::Date => &self.day,
            Sort::Text | Sort::Texts | Sort::Figures | Sort::Raw => &self.text,
        }
    }
}

/// Returns whether a text stands where a figure, a date or a choice belongs, and is none.
fn is_no_figure(sort: Sort, text: &str) -> bool {
    let is_figure = matches!(sort, Sort::Money | Sort::Number | Sort::Date | Sort::Truth | Sort::Figure);
    is_figure && text.strip_prefix(EXACT).is_some_and(|exact| exact.starts_with('"'))
}
