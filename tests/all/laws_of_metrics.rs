//! Units, periods and precision of metrics, as a plan's author sees them.

use crate::common::check_only;

/// Returns what the family says of a plan's metrics at error or warning: rule and path.
fn said(metrics: &str) -> Vec<String> {
    let text = bcf::check::example_plan(metrics);
    let expected = ["metric-missing", "target-missing", "rationale-missing", "delay-part-missing"];
    let findings =
        check_only("metrics", &text).findings.into_iter().filter(|finding| !expected.contains(&finding.rule));
    findings.map(|finding| format!("{} {}", finding.rule, finding.at.path)).collect()
}

/// Returns the reasons for which a rule was not evaluated, each once.
fn unknown(rule: &str, metrics: &str) -> Vec<String> {
    let reason = |test: bcf::finding::Test| match test.outcome {
        bcf::finding::Outcome::NotEvaluated(reason) => Some(reason.into()),
        _ => None,
    };
    let tests = check_only(rule, &bcf::check::example_plan(metrics)).tests;
    let mut reasons: Vec<String> = tests.into_iter().filter_map(reason).collect();
    reasons.dedup();
    reasons
}

fn delays(keys: &str) -> String {
    format!(
        "[area]\nname = \"Exampleton\"\npopulation.adults = {{ 2017-18 = 200_000 }}\n\n[[metrics]]\nkind = \"delayed-transfers\"\n{keys}\n"
    )
}

#[test]
fn a_delay_is_judged_by_the_day_whatever_its_unit_and_period() {
    let late = ["delays-above-expectation metrics.delayed-transfers.target.2018-02"];
    for (keys, expected) in [
        ("target = { 2018-02 = 263.2 }", &[][..]),
        ("target = { 2018-02 = 263.3 }", &late),
        ("target = { 2018-01 = 291.4, 2018-02 = 270.0, 2018-03 = 300.0 }", &late),
        ("unit = \"days\"\ntarget = { 2018-02 = 526 }", &[]),
        ("unit = \"days\"\ntarget = { 2018-02 = 527 }", &late),
        ("feb_2017_daily_rate = 9.3\ntarget = { 2018-02 = 260.4 }", &[]),
        ("feb_2017_daily_rate = 9.3\ntarget = { 2018-02 = 260.5 }", &late),
        ("feb_2017_daily_rate = 12.0\ntarget = { 2018-02 = 263.3 }", &late),
        ("target = { 2017-10 = 400.0 }", &[]),
        ("target = { 2017-18-Q4 = 846.0 }", &[]),
        ("target = { 2017-18-Q4 = 846.1 }", &["delays-above-expectation metrics.delayed-transfers.target.2017-18-Q4"]),
        ("reporting = \"monthly-average\"\ntarget = { 2017-18-Q4 = 282.0 }", &[]),
        (
            "unit = \"per-100k-per-month\"\ntarget = { 2017-18-Q4 = 282.1 }",
            &["delays-above-expectation metrics.delayed-transfers.target.2017-18-Q4"],
        ),
        ("reporting = \"cumulative\"\ntarget = { 2017-18-Q4 = 3400.0 }", &[]),
    ] {
        assert_eq!(said(&delays(keys)), expected, "{keys}");
    }
}

#[test]
fn what_cannot_be_compared_is_not_evaluated() {
    let delayed = |keys: &str| unknown("delays-above-expectation", &delays(keys));
    assert_eq!(delayed("target = { 2017-18-Q3 = 900.0 }"), ["quarter 3 of 2017/18 begins before November 2017"]);
    assert_eq!(
        delayed("unit = \"count\"\ntarget = { 2018-02 = 900 }"),
        ["`delayed-transfers` is in `count`, not in days"]
    );
    assert_eq!(delayed("target = { 2017-10 = 270.0 }"), ["`delayed-transfers` has no target from November 2017 on"]);
    assert_eq!(
        delayed("feb_2017_daily_rate = \"?\"\ntarget = { 2018-02 = 900.0 }"),
        ["`metrics.delayed-transfers.feb_2017_daily_rate` cannot be read"]
    );
    // Nothing is divided by nobody.
    let nobody = delays("unit = \"days\"\ntarget = { 2018-02 = 526 }").replace("200_000", "0");
    assert_eq!(
        unknown("delays-above-expectation", &nobody),
        ["`area.population.adults.2017-18` is no number of people"]
    );
    let parts = delays("target = { 2017-05 = \"?\" }\nparts.nhs = { 2017-05 = 60.0 }");
    assert_eq!(
        unknown("delay-parts-mismatch", &parts),
        ["the target of `delayed-transfers` for May 2017 cannot be read"]
    );
}

#[test]
fn a_quotient_follows_from_its_unit() {
    let local =
        |keys: &str| said(&format!("[[metrics]]\nkind = \"local\"\nid = \"own\"\nbetter = \"lower\"\n{keys}\n"));
    let wrong = ["metric-miscalculated metrics.own.target.2017-18"];
    for (keys, expected) in [
        ("target = { 2017-18 = 12.0 }\nnumerator = { 2017-18 = 1 }\ndenominator = { 2017-18 = 3 }", &[][..]),
        (
            "unit = \"percent\"\ntarget = { 2017-18 = 33.3 }\nnumerator = { 2017-18 = 1 }\ndenominator = { 2017-18 = 3 }",
            &[],
        ),
        (
            "unit = \"percent\"\ntarget = { 2017-18 = 33.4 }\nnumerator = { 2017-18 = 1 }\ndenominator = { 2017-18 = 3 }",
            &wrong,
        ),
        (
            "unit = \"percent\"\ntarget = { 2017-18 = 33 }\nnumerator = { 2017-18 = 1 }\ndenominator = { 2017-18 = 3 }",
            &[],
        ),
        (
            "unit = \"per-100k\"\ntarget = { 2017-18 = 1200.0 }\nnumerator = { 2017-18 = 1200 }\ndenominator = { 2017-18 = 100_000 }",
            &[],
        ),
        (
            "unit = \"per-100k-per-month\"\ntarget = { 2017-18 = 100.0 }\nnumerator = { 2017-18 = 1200 }\ndenominator = { 2017-18 = 100_000 }",
            &[],
        ),
        (
            "unit = \"per-100k-per-month\"\ntarget = { 2017-18 = 1200.0 }\nnumerator = { 2017-18 = 1200 }\ndenominator = { 2017-18 = 100_000 }",
            &wrong,
        ),
        (
            "unit = \"per-100k\"\ntarget = { 2017-18 = 100.0 }\noutturn = { 2017-18 = 90.0 }\noutturn_numerator = { 2017-18 = 90 }\noutturn_denominator = { 2017-18 = 100_000 }",
            &[],
        ),
        (
            "unit = \"percent\"\nbaseline = { 2016-17 = 50.0 }\ntarget = { 2017-18 = 50.0 }\nnumerator = { 2016-17 = 6 }\ndenominator = { 2016-17 = 10 }",
            &["metric-miscalculated metrics.own.baseline.2016-17"],
        ),
        // The figures of the baseline make the baseline, whatever the outturn of the same year.
        (
            "unit = \"percent\"\nbaseline = { 2016-17 = 60.0 }\noutturn = { 2016-17 = 50.0 }\nbaseline_numerator = { 2016-17 = 6 }\nbaseline_denominator = { 2016-17 = 10 }",
            &[],
        ),
        // One month averages nothing.
        (
            "unit = \"percent\"\nreporting = \"monthly-average\"\ntarget = { 2017-11 = 33.4 }\nnumerator = { 2017-11 = 1 }\ndenominator = { 2017-11 = 3 }",
            &["metric-miscalculated metrics.own.target.2017-11"],
        ),
    ] {
        assert_eq!(local(keys), expected, "{keys}");
    }
}

#[test]
fn a_metric_out_of_range_is_said_once() {
    let reablement = |keys: &str| said(&format!("[[metrics]]\nkind = \"reablement\"\n{keys}\n"));
    assert_eq!(reablement("target = { 2017-18 = 100.0 }"), [""; 0]);
    assert_eq!(
        reablement("target = { 2017-18 = 100.1 }\nnumerator = { 2017-18 = 1 }\ndenominator = { 2017-18 = 2 }"),
        ["metric-out-of-range metrics.reablement.target.2017-18"]
    );
    assert_eq!(
        reablement("target = { 2017-18 = 50.0 }\nnumerator = { 2017-18 = 1 }\ndenominator = { 2017-18 = 0 }"),
        ["metric-out-of-range metrics.reablement.denominator.2017-18"]
    );
    assert_eq!(
        reablement("target = { 2017-18 = 50.0 }\nnumerator = { 2017-18 = 2 }\ndenominator = { 2017-18 = 1 }"),
        ["metric-out-of-range metrics.reablement.numerator.2017-18"]
    );
    assert_eq!(
        reablement("target = { 2017-18 = 50.0 }\nnumerator = { 2017-18 = -1 }\ndenominator = { 2017-18 = 2 }"),
        ["metric-out-of-range metrics.reablement.numerator.2017-18"]
    );
}

#[test]
fn like_is_compared_with_like() {
    let worse = ["metric-worsens metrics.delayed-transfers.target.2017-10"];
    assert_eq!(said(&delays("baseline = { 2017-02 = 252.0 }\ntarget = { 2017-10 = 279.0 }")), [""; 0]);
    assert_eq!(said(&delays("baseline = { 2017-02 = 252.0 }\ntarget = { 2017-10 = 280.0 }")), worse);
    assert_eq!(said(&delays("baseline = { 2016-17 = 252.0 }\ntarget = { 2017-10 = 280.0 }")), [""; 0]);
    // The same quarter is compared as it is, though in a leap year it has a day more; another quarter by the day.
    let admissions = |keys: &str| said(&format!("[[metrics]]\nkind = \"non-elective-admissions\"\n{keys}\n"));
    assert_eq!(admissions("baseline = { 2015-16-Q4 = 9_100 }\ntarget = { 2017-18-Q4 = 9_050 }"), [""; 0]);
    assert_eq!(
        admissions("baseline = { 2015-16-Q3 = 9_200 }\ntarget = { 2017-18-Q4 = 9_050 }"),
        ["metric-worsens metrics.non-elective-admissions.target.2017-18-Q4"]
    );
    let reablement = |keys: &str| said(&format!("[[metrics]]\nkind = \"reablement\"\n{keys}\n"));
    assert_eq!(
        reablement("baseline = { 2016-17 = 87.0 }\ntarget = { 2017-18 = 86.9 }"),
        ["metric-worsens metrics.reablement.target.2017-18"]
    );
    assert_eq!(reablement("baseline = { 2016-17 = 87.4 }\ntarget = { 2017-18 = 87 }"), [""; 0]);
}

#[test]
fn parts_nobody_states_are_not_nil() {
    let mismatch = ["delay-parts-mismatch metrics.delayed-transfers.target.2017-05"];
    for (keys, expected) in [
        (
            "target = { 2017-05 = 100.0 }\nparts.nhs = { 2017-05 = 60.0 }\nparts.social-care = { 2017-05 = 30.0 }",
            &[][..],
        ),
        (
            "target = { 2017-05 = 100.0 }\nparts.nhs = { 2017-05 = 60.0 }\nparts.social-care = { 2017-05 = 50.0 }",
            &mismatch,
        ),
        (
            "target = { 2017-05 = 100.0 }\nparts.nhs = { 2017-05 = 60.0 }\nparts.social-care = { 2017-05 = 30.0 }\nparts.joint = { 2017-05 = 9.8 }",
            &[],
        ),
        (
            "target = { 2017-05 = 100.0 }\nparts.nhs = { 2017-05 = 60.0 }\nparts.social-care = { 2017-05 = 30.0 }\nparts.joint = { 2017-05 = 9.7 }",
            &mismatch,
        ),
        (
            "unit = \"days\"\ntarget = { 2017-05 = 100 }\nparts.nhs = { 2017-05 = 60 }\nparts.social-care = { 2017-05 = 30 }\nparts.joint = { 2017-05 = 9 }",
            &mismatch,
        ),
    ] {
        assert_eq!(said(&delays(keys)), expected, "{keys}");
    }
}
