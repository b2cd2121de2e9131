//! How much of what is made up is tried.

/// Returns of how many that are alike one is tried: of one, which is all of them, with `BCF_TESTS=all`, as in CI; otherwise of
/// so many.
pub(crate) fn share(so_many: usize) -> usize {
    if std::env::var_os("BCF_TESTS").is_some_and(|asked| asked == "all") { 1 } else { so_many }
}

/// Takes one of every so many that are alike, by lot and the same ones each time, or all of them as [`share`] has it.
pub(crate) fn one_in<T>(so_many: usize, all: impl IntoIterator<Item = T>) -> Vec<T> {
    let (so_many, mut lot, mut taken) = (share(so_many), fastrand::Rng::with_seed(20_170_911), Vec::new());
    let mut all = all.into_iter();
    loop {
        let mut alike: Vec<T> = all.by_ref().take(so_many).collect();
        if alike.is_empty() {
            return taken;
        }
        taken.push(alike.swap_remove(lot.usize(..alike.len())));
    }
}
