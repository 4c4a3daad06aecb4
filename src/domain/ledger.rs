//! What makes a later edit visible: answers under one Merkle root, roots under one chained head.
//!
//! Tree: RFC 6962 section 2.1. Every other hash is SHA-256 over a text that names its purpose and
//! version, then fields of which each text is preceded by its length: no two values share bytes.

mod canonical;
mod tallies;

use sha2::{Digest, Sha256};

use self::canonical::Canonical;
pub use self::tallies::{blinded, tallies_hash, tally_hash};
use crate::domain::form::Channel;

/// SHA-256, 32 bytes.
pub type Hash = [u8; 32];

/// The columns of a stored answer that the ledger vouches for: all of them but the digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedAnswer<'a> {
    /// The random id the tablet made.
    pub id: [u8; 16],
    /// `id@version`.
    pub form: &'a str,
    /// The service field, where one was given.
    pub service: Option<&'a str>,
    /// How the answer came.
    pub channel: Channel,
    /// Whether `domain::quality` marked it.
    pub flagged: bool,
    /// The encoded sheet.
    pub sheet: &'a str,
}

/// A sealed half-day: one link of a unit's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchHead {
    /// The unit that collected.
    pub unit: String,
    /// 1 for the unit's first sealed batch, then without gaps.
    pub sequence: u64,
    /// The half-day as stored, or the name of the batch where it has none.
    pub half_day: String,
    /// What kind of batch: placed, unplaced or late, as stored.
    pub state: String,
    /// Answers under the root.
    pub count: u64,
    /// [`root`] of the answers' leaves in ascending id order.
    pub root: Hash,
    /// [`tallies_hash`] of what the answers add up to, [`blinded`].
    pub tallies: Hash,
    /// The head before this one; `None` for sequence 1.
    pub previous: Option<Hash>,
}

/// The leaf of one answer, `SHA-256(0x00 || canonical bytes)`.
#[must_use]
pub fn leaf(answer: &SealedAnswer<'_>) -> Hash {
    let mut bytes = Canonical::leaf("hailong answer 1");
    bytes.raw(&answer.id);
    bytes.text(answer.form);
    bytes.optional(answer.service.map(str::as_bytes));
    bytes.text(answer.channel.as_str());
    bytes.number(u64::from(answer.flagged));
    bytes.text(answer.sheet);
    bytes.finish()
}

/// The Merkle tree hash over leaves in the order given; SHA-256 of nothing for no leaves.
///
/// Source: RFC 6962, 2.1, with `leaves` already hashed by [`leaf`].
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [only] => *only,
        many => {
            let (left, right) = many.split_at(many.len().next_power_of_two() >> 1);
            node(&root(left), &root(right))
        }
    }
}

/// The hash that stands for the batch and, through `previous`, for every batch before it.
#[must_use]
pub fn head_hash(head: &BatchHead) -> Hash {
    let mut bytes = Canonical::new("hailong head 1");
    bytes.text(&head.unit);
    bytes.number(head.sequence);
    bytes.text(&head.half_day);
    bytes.text(&head.state);
    bytes.number(head.count);
    bytes.raw(&head.root);
    bytes.raw(&head.tallies);
    bytes.optional(head.previous.as_ref().map(Hash::as_slice));
    bytes.finish()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The leaves and roots that the Certificate Transparency implementations test against.
    const KNOWN: &str = "
        - 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
        00 fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
        10 aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
        2021 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
        3031 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
        40414243 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
        5051525354555657 ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
        606162636465666768696a6b6c6d6e6f 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328";

    #[test]
    fn roots_are_those_of_rfc_6962() {
        let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(
            hex::encode(root(&[])),
            nothing,
            "no leaves: SHA-256 of nothing"
        );
        let mut leaves: Vec<Hash> = Vec::new();
        for line in KNOWN.trim().lines() {
            let (data, expected) = line.trim().split_once(' ').unwrap();
            let data = hex::decode(data.trim_matches('-')).unwrap();
            leaves.push(
                Sha256::new_with_prefix([0])
                    .chain_update(data)
                    .finalize()
                    .into(),
            );
            assert_eq!(
                hex::encode(root(&leaves)),
                expected,
                "{} leaves",
                leaves.len()
            );
        }
    }

    fn answer() -> SealedAnswer<'static> {
        SealedAnswer {
            id: [7; 16],
            form: "hai-long-quay@1",
            service: Some("ho-tich"),
            channel: Channel::Tablet,
            flagged: false,
            sheet: "1544?.-0110",
        }
    }

    #[test]
    fn an_answer_hashes_as_written_down_once() {
        // A frozen value: ledgers already signed must stay verifiable for ever.
        assert_eq!(
            hex::encode(leaf(&answer())),
            "9cae7956e24feac211df8ac4869dc364b7e175aa010972e4b91e139df504da11",
        );
    }

    #[test]
    fn every_column_of_an_answer_changes_its_leaf() {
        let base = answer();
        let changed = [
            (
                "id",
                SealedAnswer {
                    id: [8; 16],
                    ..base
                },
            ),
            (
                "form",
                SealedAnswer {
                    form: "hai-long-quay@2",
                    ..base
                },
            ),
            (
                "service",
                SealedAnswer {
                    service: Some("dat-dai"),
                    ..base
                },
            ),
            (
                "no service",
                SealedAnswer {
                    service: None,
                    ..base
                },
            ),
            (
                "empty service",
                SealedAnswer {
                    service: Some(""),
                    ..base
                },
            ),
            (
                "channel",
                SealedAnswer {
                    channel: Channel::Qr,
                    ..base
                },
            ),
            (
                "flag",
                SealedAnswer {
                    flagged: true,
                    ..base
                },
            ),
            (
                "sheet",
                SealedAnswer {
                    sheet: "1544?.-0111",
                    ..base
                },
            ),
        ];
        let mut seen = vec![leaf(&base)];
        for (column, other) in changed {
            let hash = leaf(&other);
            assert!(!seen.contains(&hash), "{column} must be part of the leaf");
            seen.push(hash);
        }
    }

    #[test]
    fn letters_moved_between_neighbouring_columns_change_the_leaf() {
        let one = SealedAnswer {
            form: "ab",
            service: Some("c"),
            ..answer()
        };
        let other = SealedAnswer {
            form: "a",
            service: Some("bc"),
            ..answer()
        };
        assert_ne!(leaf(&one), leaf(&other), "fields carry their length");
    }

    fn head() -> BatchHead {
        BatchHead {
            unit: "01141".into(),
            sequence: 2,
            half_day: "2026-11-24S".into(),
            state: "sealed".into(),
            count: 8,
            root: [1; 32],
            tallies: [2; 32],
            previous: Some([3; 32]),
        }
    }

    #[test]
    fn every_field_of_a_head_changes_its_hash() {
        type Change = fn(&mut BatchHead);
        let changed: [(&str, Change); 9] = [
            ("unit", |h| h.unit = "01142".into()),
            ("sequence", |h| h.sequence = 3),
            ("half-day", |h| h.half_day = "2026-11-24C".into()),
            ("state", |h| h.state = "late".into()),
            ("count", |h| h.count = 9),
            ("root", |h| h.root[31] ^= 1),
            ("tallies", |h| h.tallies[0] ^= 1),
            ("previous", |h| h.previous = Some([4; 32])),
            ("no previous", |h| h.previous = None),
        ];
        let mut seen = vec![head_hash(&head())];
        for (field, change) in changed {
            let mut other = head();
            change(&mut other);
            let hash = head_hash(&other);
            assert!(!seen.contains(&hash), "{field} must be part of the head");
            seen.push(hash);
        }
    }

    #[test]
    fn a_head_hashes_as_written_down_once() {
        assert_eq!(
            hex::encode(head_hash(&head())),
            "2ebe1137a6589d6bf88ea77eb092f96ae89488d95e4e6adfe12f81f38469b41d",
        );
    }

    proptest! {
        #[test]
        fn one_bit_anywhere_changes_the_root(
            leaves in prop::collection::vec(any::<[u8; 32]>(), 1..40),
            pick in any::<prop::sample::Index>(),
            bit in 0_usize..256,
        ) {
            let mut other = leaves.clone();
            other[pick.index(leaves.len())][bit / 8] ^= 1 << (bit % 8);
            prop_assert_ne!(root(&leaves), root(&other));
        }

        #[test]
        fn a_leaf_more_or_less_changes_the_root(leaves in prop::collection::vec(any::<[u8; 32]>(), 1..40)) {
            prop_assert_ne!(root(&leaves), root(&leaves[1..]));
            prop_assert_ne!(root(&leaves), root(&leaves[..leaves.len() - 1]));
        }
    }
}
