//! Sets of cells, written out word by word: the proof spends its time here.

use std::ops::{BitAnd, BitOr, Sub};

const WORDS: usize = 3;
const BITS: usize = 128;

/// A set of cells, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Set([u128; WORDS]);

impl Set {
    pub(super) const MOST: usize = WORDS * BITS;
    pub(super) const EMPTY: Self = Self([0; WORDS]);

    pub(super) fn of(at: usize) -> Self {
        let mut set = Self::EMPTY;
        set.0[at / BITS] = 1 << (at % BITS);
        set
    }

    pub(super) fn has(self, at: usize) -> bool {
        self.0[at / BITS] >> (at % BITS) & 1 == 1
    }

    pub(super) fn is_empty(self) -> bool {
        self.0[0] | self.0[1] | self.0[2] == 0
    }
}

impl FromIterator<usize> for Set {
    fn from_iter<T: IntoIterator<Item = usize>>(places: T) -> Self {
        let places = places.into_iter();
        places.fold(Self::EMPTY, |all, at| all | Self::of(at))
    }
}

impl BitOr for Set {
    type Output = Self;

    fn bitor(self, Self([a, b, c]): Self) -> Self {
        Self([self.0[0] | a, self.0[1] | b, self.0[2] | c])
    }
}

impl BitAnd for Set {
    type Output = Self;

    fn bitand(self, Self([a, b, c]): Self) -> Self {
        Self([self.0[0] & a, self.0[1] & b, self.0[2] & c])
    }
}

impl Sub for Set {
    type Output = Self;

    fn sub(self, Self([a, b, c]): Self) -> Self {
        Self([self.0[0] & !a, self.0[1] & !b, self.0[2] & !c])
    }
}
