//! The check that a page is still that of its plan.

use super::seal::{Difference, Seal};
use super::subject::Asked;
use crate::check::Checked;

impl Seal {
    /// Returns how the page differs from its plan, checked on the page's own day. `page` is the page's text; it is drawn again
    /// where that can tell anything.
    pub fn differences(&self, page: &str, checked: &mut Checked) -> Vec<Difference> {
        let mut found: Vec<Difference> = (!self.whole).then_some(Difference::Altered).into_iter().collect();
        found.extend(self.changes(checked));
        if found.is_empty() {
            checked.path.clone_from(&self.plan);
            let again = super::page(checked, Asked { today: self.today, sign_off: self.sign_off });
            found.extend((again != page).then_some(Difference::Text));
        }
        found
    }
}
