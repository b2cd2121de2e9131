//! A small line chart: what was, what is planned, what came out, and what is expected, over time.
//!
//! Places in the drawing are reckoned in binary fractions and written to a tenth; every figure that is read is exact.

use std::fmt::Write;

use super::html::Html;

/// Size of the drawing.
const WIDTH: f64 = 460.0;
const HEIGHT: f64 = 220.0;
/// The margins around the lines: left, right, top, bottom.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 28.0;
/// The most points of a line that are dots.
const DOTS: usize = 12;
/// Months of a year.
const YEAR: f64 = 12.0;

/// The data of the drawing.
#[derive(Debug, Default)]
pub(super) struct LineChart {
    /// Its anchor.
    pub(super) id: String,
    /// The title of the drawing.
    pub(super) title: String,
    /// The description of the drawing, for a reader who cannot see it.
    pub(super) description: String,
    /// The lines.
    pub(super) drawn: Vec<Curve>,
}

/// A line of a chart.
#[derive(Debug)]
pub(super) struct Curve {
    /// The class that styles the line: `baseline`, `target`, `outturn`, `expected`.
    pub(super) kind: &'static str,
    /// Its points, in the order of time.
    pub(super) points: Vec<Point>,
    /// Which points have their value beside them.
    pub(super) says: Vec<usize>,
    /// True when the values are written under the line.
    pub(super) below: bool,
}

/// A point of a line.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// Months since year zero, of the middle of its period.
    pub(super) month: f64,
    /// Its value.
    pub(super) value: f64,
    /// Its value as it is said.
    pub(super) text: String,
}

/// From values to places.
struct Frame {
    months: (f64, f64),
    values: (f64, f64),
}

impl LineChart {
    /// Draws it; without a point nothing is drawn.
    pub(super) fn write(&self, html: &mut Html) {
        let Some(frame) = self.frame() else { return };
        let (title, description) = (format!("{}-title", self.id), format!("{}-description", self.id));
        let (names, size) = (format!("{title} {description}"), format!("0 0 {WIDTH} {HEIGHT}"));
        html.tag("svg", &[("viewBox", &size), ("role", "img"), ("aria-labelledby", &names)], |html| {
            html.leaf("title", &[("id", &title)], &self.title);
            html.leaf("desc", &[("id", &description)], &self.description);
            frame.grid(html);
            for line in &self.drawn {
                line.write(&frame, html);
            }
            for line in &self.drawn {
                line.values(&frame, html);
            }
        });
    }

    fn frame(&self) -> Option<Frame> {
        let points = || self.drawn.iter().flat_map(|line| &line.points);
        let span = |of: fn(&Point) -> f64| {
            points().map(of).fold(None, |span: Option<(f64, f64)>, at| {
                Some(span.map_or((at, at), |(low, high)| (low.min(at), high.max(at))))
            })
        };
        let (months, values) = (span(|point| point.month)?, span(|point| point.value)?);
        // A line that hardly moves must not look as if it leapt.
        let room = (values.1 - values.0).max(values.1.abs() * 0.08).max(1e-9) * 0.18;
        let low = if values.0 >= 0.0 { (values.0 - room).max(0.0) } else { values.0 - room };
        // Whole financial years.
        let (first, last) = (april(months.0) * YEAR + 4.0, april(months.1) * YEAR + 15.0);
        Some(Frame { months: (first - 0.5, last + 0.5), values: (low, values.1 + room) })
    }
}

impl Frame {
    fn x(&self, month: f64) -> f64 {
        LEFT + (month - self.months.0) / (self.months.1 - self.months.0) * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.values.0) / (self.values.1 - self.values.0).max(f64::MIN_POSITIVE);
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    /// Writes a few lines across with their values, and the financial years below.
    fn grid(&self, html: &mut Html) {
        let (low, high) = self.values;
        let step = round_step((high - low) / 3.0);
        let mut at = (low / step).ceil() * step;
        while at <= high {
            let y = tenth(self.y(at));
            let (x1, x2) = (tenth(LEFT), tenth(WIDTH - RIGHT));
            html.leaf("line", &[("class", "grid"), ("x1", &x1), ("x2", &x2), ("y1", &y), ("y2", &y)], "");
            let (x, y) = (tenth(LEFT - 8.0), tenth(self.y(at) + 4.0));
            html.leaf("text", &[("class", "axis"), ("x", &x), ("y", &y), ("text-anchor", "end")], &tick(at, step));
            at += step;
        }
        self.years(html);
    }

    /// Writes the financial years, each under its twelve months; some only where there are many.
    fn years(&self, html: &mut Html) {
        let (first, last) = (april(self.months.0 + 0.5), april(self.months.1 - 0.5));
        let every = ((last - first + 1.0) / 6.0).ceil().max(1.0);
        let y = tenth(HEIGHT - 8.0);
        let mut year = first;
        while year <= last {
            let start = year * YEAR + 3.5;
            if (year - first) % every < 0.5 {
                let x = tenth(self.x(start + YEAR / 2.0));
                let text = format!("{year:.0}/{:02.0}", (year + 1.0) % 100.0);
                html.leaf("text", &[("class", "axis"), ("x", &x), ("y", &y), ("text-anchor", "middle")], &text);
            }
            if year > first && last - first < 30.0 {
                let x = tenth(self.x(start));
                let (y1, y2) = (tenth(TOP), tenth(HEIGHT - BOTTOM + 4.0));
                html.leaf("line", &[("class", "grid"), ("x1", &x), ("x2", &x), ("y1", &y1), ("y2", &y2)], "");
            }
            year += 1.0;
        }
    }
}

impl Curve {
    fn write(&self, frame: &Frame, html: &mut Html) {
        let places = || self.points.iter().map(|point| (frame.x(point.month), frame.y(point.value)));
        let class = format!("line {}", self.kind);
        if self.points.len() > 1 {
            let mut path = String::new();
            for (n, (x, y)) in places().enumerate() {
                let _ = write!(path, "{}{} {}", if n == 0 { 'M' } else { 'L' }, tenth(x), tenth(y));
            }
            html.leaf("path", &[("class", &class), ("d", &path)], "");
        }
        if self.kind != "expected" && self.points.len() <= DOTS {
            for (x, y) in places() {
                html.leaf("circle", &[("class", &class), ("cx", &tenth(x)), ("cy", &tenth(y)), ("r", "4")], "");
            }
        }
    }

    fn values(&self, frame: &Frame, html: &mut Html) {
        for point in self.says.iter().filter_map(|n| self.points.get(*n)) {
            let x = frame.x(point.month);
            let (x, anchor) = if x > WIDTH - 60.0 { (x.min(WIDTH - RIGHT) + 4.0, "end") } else { (x, "middle") };
            let y = frame.y(point.value) + if self.below { 18.0 } else { -10.0 };
            let class = format!("value {}", self.kind);
            let (x, y) = (tenth(x), tenth(y.clamp(12.0, HEIGHT - BOTTOM - 2.0)));
            html.leaf("text", &[("class", &class), ("x", &x), ("y", &y), ("text-anchor", anchor)], &point.text);
        }
    }
}

/// Returns the financial year a month is of, by the year it begins in.
fn april(month: f64) -> f64 {
    ((month - 4.0) / YEAR).floor()
}

/// Returns the next of 1, 2, 5, 10, …
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1e-9).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(power * 10.0)
}

/// Returns a value of the grid, with the decimals its step needs.
fn tick(value: f64, step: f64) -> String {
    let decimals = if step >= 1.0 {
        0
    } else if step >= 0.1 {
        1
    } else {
        2
    };
    let text = format!("{value:.decimals$}");
    match text.split_once('.') {
        _ if value >= 1e9 => format!("{value:.1e}"),
        Some((whole, rest)) => format!("{}.{rest}", crate::money::grouped(whole, ',')),
        None if value < 0.0 => text,
        None => crate::money::grouped(&text, ','),
    }
}

/// Returns a length as a drawing writes it.
fn tenth(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_has_round_values() {
        let steps = [0.3, 1.0, 1.1, 30.0, 700.0].map(|least| round_step(least).to_string());
        assert_eq!(steps, ["0.5", "1", "2", "50", "1000"]);
        assert_eq!((tick(60_000.0, 1_000.0), tick(3.5, 0.5)), ("60,000".to_owned(), "3.5".to_owned()));
    }

    #[test]
    fn no_value_is_too_large_or_too_equal_to_draw() {
        let of = |values: &[f64]| {
            let points: Vec<Point> = values
                .iter()
                .zip(0_i32..)
                .map(|(value, n)| Point { month: f64::from(24_200 + n), value: *value, text: value.to_string() })
                .collect();
            let lines = LineChart {
                drawn: vec![Curve { kind: "target", says: vec![0], points, below: false }],
                ..LineChart::default()
            };
            let mut html = Html::default();
            lines.write(&mut html);
            html.into_source()
        };
        assert_eq!(of(&[]), "");
        for values in [&[0.0][..], &[5.0, 5.0], &[7.9e28, -7.9e28], &[1e-20, 2e-20]] {
            let drawn = of(values);
            assert!(
                drawn.starts_with("<svg") && !drawn.contains("NaN") && !drawn.contains("inf"),
                "{values:?}: {drawn}"
            );
        }
    }
}
