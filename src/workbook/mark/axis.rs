//! The sizes of columns or rows, so that a note is given room where it can be seen.

/// As many as every sheet has, with the size of those that say nothing of their own, in pixels.
#[derive(Clone, Debug)]
pub(super) struct Axis {
    /// The stretches of one size each, in order and without gaps.
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    first: u32,
    size: u32,
    start: u64,
}

impl Axis {
    /// Returns the sizes of `count` columns or rows, of which some (first, last, size) have another than the `usual` one.
    pub(super) fn new(mut sized: Vec<(u32, u32, u32)>, usual: u32, count: u32) -> Self {
        sized.sort_unstable();
        let mut runs: Vec<Run> = Vec::new();
        let mut next = 0;
        let mut add = |first: u32, size: u32| {
            let start = runs.last().map_or(0, |run| run.start + u64::from(run.size) * u64::from(first - run.first));
            runs.push(Run { first, size, start });
        };
        for (first, last, size) in sized {
            // What is said twice counts as it was said first.
            let (first, last) = (first.max(next), last.min(count - 1));
            if first > last {
                continue;
            }
            if first > next {
                add(next, usual);
            }
            add(first, size);
            next = last + 1;
        }
        if next < count {
            add(next, usual);
            next = count;
        }
        add(next, 0);
        Self { runs }
    }

    /// Returns where a column or row begins.
    pub(super) fn start(&self, at: u32) -> u64 {
        let n = self.runs.partition_point(|run| run.first <= at).saturating_sub(1);
        self.runs.get(n).map_or(0, |run| run.start + u64::from(run.size) * u64::from(at - run.first))
    }

    /// Returns where the last one ends.
    pub(super) fn end(&self) -> u64 {
        self.runs.last().map_or(0, |run| run.start)
    }

    /// Returns the column or row that something is in, and how far from its beginning; the last one for what is beyond.
    pub(super) fn at(&self, place: u64) -> (u32, u64) {
        let place = place.min(self.end().saturating_sub(1));
        let n = self.runs.partition_point(|run| run.start <= place).saturating_sub(1);
        let Some(run) = self.runs.get(n).filter(|run| run.size > 0) else { return (0, 0) };
        let size = u64::from(run.size);
        let within = u32::try_from((place - run.start) / size).unwrap_or_default();
        (run.first + within, (place - run.start) % size)
    }

    /// Returns where something of this length begins that is to be seen behind a column or row: so far behind it, or
    /// before it where there is no room.
    pub(super) fn room(&self, behind: u32, gap: u64, length: u64) -> u64 {
        let start = self.start(behind + 1) + gap;
        start.min(self.end().saturating_sub(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_columns_lead_to_each_other() {
        let axis = Axis::new(vec![(2, 3, 10), (5, 9, 0)], 64, 10);
        assert_eq!(
            (0..=10).map(|n| axis.start(n)).collect::<Vec<_>>(),
            [0, 64, 128, 138, 148, 212, 212, 212, 212, 212, 212]
        );
        for (place, at) in [(0, (0, 0)), (63, (0, 63)), (64, (1, 0)), (129, (2, 1)), (138, (3, 0)), (211, (4, 63))] {
            assert_eq!(axis.at(place), at, "{place}");
        }
        assert_eq!(axis.at(5_000), (4, 63));
        assert_eq!((axis.room(0, 15, 100), axis.room(4, 15, 100)), (79, 112));
        assert_eq!(Axis::new(vec![(0, 9, 0)], 64, 10).at(7), (0, 0));
    }
}
