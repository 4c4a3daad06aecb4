//! The lines of the file, field by field in the order of their keys.
//!
//! What is read is written again and must give the same bytes, so these types are the grammar:
//! an unknown, missing, doubled or misplaced key, a blank or another spelling of a number or
//! text is refused without a rule of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::ledger::Hash;
use crate::domain::tally::ClusterSums;

/// The first line's `kind`.
pub(super) const HEADER: &str = "hailong-bundle";

/// 32 bytes as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Hex(#[serde(with = "hex::serde")] pub(super) Hash);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderLine {
    pub(super) body_sha256: Hex,
    pub(super) edition: String,
    pub(super) format: u64,
    pub(super) forms: BTreeMap<String, Hex>,
    pub(super) from: String,
    pub(super) kind: String,
    pub(super) last: Option<Hex>,
    pub(super) methods: BTreeMap<String, Hex>,
    pub(super) period: String,
    pub(super) previous: Option<Hex>,
    pub(super) provisional: bool,
    pub(super) revision: u64,
    pub(super) spans: Vec<SpanEntry>,
    pub(super) to: String,
    pub(super) unit: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpanEntry {
    #[serde(rename = "final")]
    pub(super) is_final: bool,
    pub(super) from: String,
    pub(super) to: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionLine {
    pub(super) channel: String,
    pub(super) counts: BTreeMap<String, u64>,
    pub(super) flagged: bool,
    pub(super) form: String,
    pub(super) kind: String,
    pub(super) left_out: u64,
    pub(super) not_asked: u64,
    pub(super) outside: BTreeMap<String, u64>,
    pub(super) question: String,
    pub(super) service: Option<String>,
    pub(super) sheets: u64,
    pub(super) span: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionLine {
    pub(super) channel: String,
    pub(super) flagged: bool,
    pub(super) form: String,
    pub(super) kind: String,
    pub(super) section: String,
    pub(super) service: Option<String>,
    pub(super) sheets: u64,
    pub(super) span: String,
    pub(super) sums: Sums,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndexLine {
    pub(super) channel: String,
    pub(super) flagged: bool,
    pub(super) form: String,
    pub(super) kind: String,
    pub(super) service: Option<String>,
    pub(super) sheets: u64,
    pub(super) span: String,
    pub(super) sums: Sums,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sums {
    pub(super) a: u64,
    pub(super) aa: u64,
    pub(super) n: u64,
    pub(super) p: u64,
    pub(super) pa: u64,
    pub(super) pp: u64,
    pub(super) y: u64,
    pub(super) ya: u64,
    pub(super) yy: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LateLine {
    pub(super) count: u64,
    pub(super) form: String,
    pub(super) kind: String,
    pub(super) span: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadLine {
    pub(super) count: u64,
    pub(super) half_day: String,
    pub(super) head: Hex,
    pub(super) kind: String,
    pub(super) previous: Option<Hex>,
    pub(super) root: Hex,
    pub(super) sequence: u64,
    pub(super) signature: String,
    pub(super) span: String,
    pub(super) state: String,
    pub(super) tallies: Hex,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndLine {
    pub(super) key: String,
    pub(super) kind: String,
    pub(super) lines: u64,
    pub(super) sha256: Hex,
    pub(super) signature: String,
}

/// What every line has; the rest is skipped.
#[derive(Deserialize)]
pub(super) struct Any {
    pub(super) kind: String,
}

impl From<ClusterSums> for Sums {
    fn from(s: ClusterSums) -> Self {
        let ClusterSums {
            a,
            aa,
            n,
            p,
            pa,
            pp,
            y,
            ya,
            yy,
        } = s;
        Self {
            a,
            aa,
            n,
            p,
            pa,
            pp,
            y,
            ya,
            yy,
        }
    }
}

impl From<Sums> for ClusterSums {
    fn from(s: Sums) -> Self {
        Self {
            n: s.n,
            a: s.a,
            y: s.y,
            p: s.p,
            aa: s.aa,
            yy: s.yy,
            ya: s.ya,
            pp: s.pp,
            pa: s.pa,
        }
    }
}
