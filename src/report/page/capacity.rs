//! Demand for services and their capacity, month by month.

use super::html::Html;
use super::lines::{Curve, LineChart};
use super::metrics::{every_value, place};
use super::subject::Subject;
use super::words::{capital, plural};
use crate::view::{Capacity, Series};

/// The most services that are drawn.
const DRAWN: usize = 40;

/// Writes the section.
pub(super) fn section(subject: &Subject<'_>, html: &mut Html) {
    let services = &subject.picture.capacity;
    html.tag("section", &[("id", "capacity"), ("aria-labelledby", "capacity-title")], |html| {
        html.leaf("h2", &[("id", "capacity-title")], &title(services));
        html.tag("ul", &[("class", "key"), ("aria-label", "Lines of the charts")], |html| {
            for (kind, name) in [("expected", "what is needed"), ("target", "what there is")] {
                html.tag("li", &[], |html| {
                    html.leaf("span", &[("class", "swatch"), ("data-line", kind), ("aria-hidden", "true")], "");
                    html.say(name);
                });
            }
        });
        html.tag("div", &[("class", "charts")], |html| {
            services.iter().take(DRAWN).enumerate().for_each(|(n, one)| chart(n, one, html));
        });
        if services.len() > DRAWN {
            let more = plural(services.len() - DRAWN, "more service is", "more services are");
            html.leaf("p", &[("class", "note")], &format!("{more} left out of this page."));
        }
    });
}

/// Returns how many services are short: "Of 3 services 1 is short of what is needed".
fn title(services: &[Capacity]) -> String {
    let short = services.iter().filter(|one| one.shortest().is_some()).count();
    let are = match short {
        0 => "none is".to_owned(),
        1 => "1 is".to_owned(),
        n => format!("{n} are"),
    };
    format!("Of {} {are} short of what is needed", plural(services.len(), "service", "services"))
}

fn chart(n: usize, one: &Capacity, html: &mut Html) {
    let name = if one.service.is_empty() { "a service".to_owned() } else { one.service.replace('-', " ") };
    html.tag("figure", &[("class", "metric")], |html| {
        html.tag("figcaption", &[], |html| {
            html.leaf("strong", &[], &format!("{}: {}", capital(&name), standing(one)));
        });
        let mut drawn = [curve("expected", &one.demand), curve("target", &one.capacity)];
        // Where both end near each other, the value of the lower line goes below it.
        let ends = drawn.each_ref().map(|line| line.points.last().map(|point| point.value));
        drawn[0].below = ends[0] < ends[1];
        drawn[1].below = ends[1] < ends[0];
        let lines = LineChart {
            id: format!("capacity-{n}"),
            title: capital(&name),
            description: format!(
                "Two lines over time: what is needed of {name} and what there is. The table below has every value."
            ),
            drawn: drawn.into_iter().filter(|line| !line.points.is_empty()).collect(),
        };
        lines.write(html);
        every_value(&name, &[], &[("Demand", &one.demand), ("Capacity", &one.capacity)], html);
    });
}

/// Returns where the service is shortest: "short in 2 periods, most in January 2018, by 20".
fn standing(one: &Capacity) -> String {
    one.shortest().map_or_else(
        || "as much as is needed".to_owned(),
        |(count, period, lacking)| {
            let periods = plural(count, "period", "periods");
            format!("short in {periods}, most in {}, by {}", period.prose(), lacking.normalize())
        },
    )
}

fn curve(kind: &'static str, series: &Series) -> Curve {
    let points: Vec<_> = series.0.iter().filter_map(|point| place(point.period, point.value?)).collect();
    Curve { kind, says: points.len().checked_sub(1).into_iter().collect(), points, below: false }
}
