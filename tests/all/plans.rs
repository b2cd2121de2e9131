//! The findings of the program in plans transcribed from published papers: just what the papers deserve.

use std::process::Command;

/// Returns the findings of `bcf check` on a plan of the repository, one a line.
fn found(plan: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bcf"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "--format", "concise", "--color", "never", "--today", "2018-06-01"])
        .arg(format!("plans/{plan}.toml"))
        .output()
        .expect("bcf runs");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_transfer_of_2013_lacks_the_boards_agreement_and_one_benefit_to_health() {
    insta::assert_snapshot!(found("leicestershire-nhs-transfer-2013-14"), @r#"
    plans/leicestershire-nhs-transfer-2013-14.toml:48:1: error[sign-off-missing] Leicestershire Health and Wellbeing Board has not signed the plan
    plans/leicestershire-nhs-transfer-2013-14.toml:51:6: warning[sign-off-undated] the sign-off of NHS England, local area team is of a day that is not known
    plans/leicestershire-nhs-transfer-2013-14.toml:113:1: error[health-benefit-not-stated] `Other – programme support` does not say what benefit to health it brings
    "#);
}

#[test]
fn barking_and_dagenham_states_its_fund_and_the_part_for_performance_and_little_else() {
    insta::assert_snapshot!(found("barking-and-dagenham-itf-2014-16"), @r#"
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[allocation-not-given] the plan does not say what government published for the area
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `engagement`: who was involved in drawing it up
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `metrics`: what the plan is to achieve
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[risk-log-missing] the plan has no risk log: no `risks`, and no evidence of one
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `schemes`: what the money is spent on
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `sign_offs`: who agreed the plan
    plans/barking-and-dagenham-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `sources`: where the money comes from
    plans/barking-and-dagenham-itf-2014-16.toml:35:1: warning[narrative-missing] no evidence says where the narrative covers "action plan", as it should
    plans/barking-and-dagenham-itf-2014-16.toml:35:1: warning[narrative-missing] no evidence says where the narrative covers "alignment with other plans", as it should
    plans/barking-and-dagenham-itf-2014-16.toml:35:1: warning[narrative-missing] no evidence says where the narrative covers "case for change", as it should
    "#);
}

#[test]
fn leicestershires_list_of_2013_lacks_three_conditions_that_others_have() {
    insta::assert_snapshot!(found("leicestershire-itf-2014-16"), @r#"
    plans/leicestershire-itf-2014-16.toml:7:1: warning[allocation-not-given] the plan does not say what government published for the area
    plans/leicestershire-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `engagement`: who was involved in drawing it up
    plans/leicestershire-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `metrics`: what the plan is to achieve
    plans/leicestershire-itf-2014-16.toml:7:1: warning[risk-log-missing] the plan has no risk log: no `risks`, and no evidence of one
    plans/leicestershire-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `schemes`: what the money is spent on
    plans/leicestershire-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `sign_offs`: who agreed the plan
    plans/leicestershire-itf-2014-16.toml:7:1: warning[missing-section] the plan has no `sources`: where the money comes from
    plans/leicestershire-itf-2014-16.toml:41:1: warning[condition-unaddressed] nothing speaks to the national condition "An accountable professional for integrated packages of care" (in 2 of the 3 published lists): no evidence, no section of its own, no scheme
    plans/leicestershire-itf-2014-16.toml:41:1: warning[narrative-missing] no evidence says where the narrative covers "action plan", as it should
    plans/leicestershire-itf-2014-16.toml:41:1: warning[narrative-missing] no evidence says where the narrative covers "alignment with other plans", as it should
    plans/leicestershire-itf-2014-16.toml:41:1: warning[narrative-missing] no evidence says where the narrative covers "case for change", as it should
    plans/leicestershire-itf-2014-16.toml:41:1: warning[condition-unaddressed] nothing speaks to the national condition "Plans and targets for fewer emergency attendances and admissions" (in 1 of the 3 published lists): no evidence, no section of its own, no scheme
    plans/leicestershire-itf-2014-16.toml:41:1: warning[condition-unaddressed] nothing speaks to the national condition "Risk-sharing principles and contingency plans" (in 2 of the 3 published lists): no evidence, no section of its own, no scheme
    "#);
}

#[test]
fn the_national_fund_adds_up_within_rounding() {
    insta::assert_snapshot!(found("national-fund-2015-16"), @r#"
    plans/national-fund-2015-16.toml:7:1: warning[allocation-not-given] the plan does not say what government published for the area
    plans/national-fund-2015-16.toml:7:1: warning[missing-section] the plan has no `engagement`: who was involved in drawing it up
    plans/national-fund-2015-16.toml:7:1: warning[missing-section] the plan has no `metrics`: what the plan is to achieve
    plans/national-fund-2015-16.toml:7:1: warning[risk-log-missing] the plan has no risk log: no `risks`, and no evidence of one
    plans/national-fund-2015-16.toml:7:1: warning[missing-section] the plan has no `schemes`: what the money is spent on
    plans/national-fund-2015-16.toml:7:1: warning[section-75-missing] the pool holds £3,430,000,000 of NHS money and the plan names no section 75 agreement (to be confirmed)
    plans/national-fund-2015-16.toml:7:1: warning[missing-section] the plan has no `sign_offs`: who agreed the plan
    plans/national-fund-2015-16.toml:34:1: warning[narrative-missing] no evidence says where the narrative covers "action plan", as it should
    plans/national-fund-2015-16.toml:34:1: warning[narrative-missing] no evidence says where the narrative covers "alignment with other plans", as it should
    plans/national-fund-2015-16.toml:34:1: warning[narrative-missing] no evidence says where the narrative covers "case for change", as it should
    plans/national-fund-2015-16.toml:88:1: warning[earmark-not-stated] the plan does not state how much of the NHS minimum contribution is for Care Act duties in 2015/16 (to be confirmed)
    plans/national-fund-2015-16.toml:135:20: advice[rounded-total] the pool is stated as £3,800,000,000 in 2015/16 and its parts come to £3,780,000,000: £20,000,000 apart, which rounding explains
    "#);
}
