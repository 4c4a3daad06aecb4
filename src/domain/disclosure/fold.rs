//! Folding: which times and which categories stand together until they are enough.

use std::collections::BTreeSet;

/// One item to fold: how many sheets, then how many answers to each question that matters.
pub(super) type Weights = Vec<u64>;

/// Whether any of the weights is somebody, and too few.
fn is_small(weights: &[u64], least: u64) -> bool {
    weights.iter().any(|n| (1..least).contains(n))
}

fn sum<'a>(items: impl IntoIterator<Item = &'a Weights>) -> Weights {
    let mut total: Weights = Vec::new();
    for weights in items {
        total.resize(total.len().max(weights.len()), 0);
        for (sum, more) in total.iter_mut().zip(weights) {
            *sum = sum.saturating_add(*more);
        }
    }
    total
}

/// Consecutive items, each with its month, as groups of positions that are nobody or enough: a
/// small one goes with the others of its month, then with what follows, the last with what was
/// before. All together must be enough.
pub(super) fn fold_times(items: &[(i8, Weights)], least: u64) -> Vec<Vec<usize>> {
    let weight_of =
        |group: &[usize]| sum(group.iter().filter_map(|at| items.get(*at)).map(|it| &it.1));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut waiting: Vec<usize> = Vec::new();
    for group in by_month(items, least) {
        waiting.extend(group);
        if !is_small(&weight_of(&waiting), least) {
            groups.push(std::mem::take(&mut waiting));
        }
    }
    while !waiting.is_empty() && is_small(&weight_of(&waiting), least) {
        let Some(mut before) = groups.pop() else {
            break;
        };
        before.append(&mut waiting);
        waiting = before;
    }
    if !waiting.is_empty() {
        groups.push(waiting);
    }
    groups
}

/// One group per item, or per month where one of its items is small.
fn by_month(items: &[(i8, Weights)], least: u64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut months: Vec<(i8, Vec<usize>)> = Vec::new();
    for (at, (month, _)) in items.iter().enumerate() {
        match months.last_mut() {
            Some((previous, members)) if previous == month => members.push(at),
            Some(_) | None => months.push((*month, vec![at])),
        }
    }
    for (_, members) in months {
        let small = |at: &usize| items.get(*at).is_some_and(|it| is_small(&it.1, least));
        if members.iter().any(small) {
            groups.push(members);
        } else {
            groups.extend(members.into_iter().map(|at| vec![at]));
        }
    }
    groups
}

/// The positions that are folded: those in `from`, every small one, and the next smallest until
/// all of them together are enough. One alone is never folded.
pub(super) fn fold_categories(
    items: &[Weights],
    from: &BTreeSet<usize>,
    least: u64,
) -> BTreeSet<usize> {
    let mut folded = from.clone();
    let small = items
        .iter()
        .enumerate()
        .filter(|(_, it)| is_small(it, least));
    folded.extend(small.map(|(at, _)| at));
    loop {
        let together = sum(folded.iter().filter_map(|at| items.get(*at)));
        let n_somebody = folded
            .iter()
            .filter(|at| items.get(**at).is_some_and(is_somebody));
        if folded.is_empty() || (!is_small(&together, least) && n_somebody.count() > 1) {
            return folded;
        }
        let rest = items.iter().enumerate();
        let next = rest
            .filter(|(at, it)| !folded.contains(at) && is_somebody(it))
            .min_by_key(|(_, it)| it.first().copied());
        let Some((next, _)) = next else {
            return folded;
        };
        folded.insert(next);
    }
}

fn is_somebody(weights: &Weights) -> bool {
    weights.iter().any(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts, the groups they become, why.
    type Times = (&'static [u64], &'static [&'static [usize]], &'static str);

    #[test]
    fn small_times_go_with_their_month_then_with_what_follows() {
        let cases: [Times; 6] = [
            (
                &[9, 9, 9, 9, 9],
                &[&[0], &[1], &[2], &[3], &[4]],
                "all are enough",
            ),
            (
                &[3, 9, 9, 9, 9],
                &[&[0, 1], &[2], &[3], &[4]],
                "its own month",
            ),
            (&[1, 1, 9, 9, 9], &[&[0, 1, 2], &[3], &[4]], "what follows"),
            (
                &[9, 9, 9, 9, 2],
                &[&[0], &[1], &[2], &[3, 4]],
                "the last one",
            ),
            (&[9, 0, 0, 0, 2], &[&[0, 1, 2, 3, 4]], "over empty ones"),
            (&[1, 1, 1, 1, 1], &[&[0, 1, 2, 3, 4]], "only all together"),
        ];
        for (counts, expected, why) in cases {
            let months = [10, 10, 11, 11, 12];
            let items: Vec<_> = months
                .into_iter()
                .zip(counts.iter().map(|n| vec![*n]))
                .collect();
            assert_eq!(fold_times(&items, 5), expected, "{why}");
        }
    }

    #[test]
    fn small_categories_take_the_next_smallest_with_them() {
        let cases: [(&[u64], u64, &[usize], &str); 6] = [
            (&[20, 9, 7], 5, &[], "all are enough"),
            (&[20, 9, 3], 5, &[1, 2], "one small one never stands alone"),
            (&[20, 2, 2], 5, &[0, 1, 2], "two are still too few"),
            (&[20, 3, 2], 5, &[1, 2], "together they are enough"),
            (&[20, 0, 3], 5, &[0, 2], "nobody does not help"),
            (&[20, 12, 8], 10, &[1, 2], "profiles need ten"),
        ];
        for (counts, least, expected, why) in cases {
            let items: Vec<_> = counts.iter().map(|n| vec![*n]).collect();
            let folded = fold_categories(&items, &BTreeSet::new(), least);
            assert_eq!(folded.into_iter().collect::<Vec<_>>(), expected, "{why}");
        }
    }
}
