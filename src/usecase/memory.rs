//! What was computed lately, kept for as long as what it was computed from is the same.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Values by key, each with a stamp of what it was computed from: equal stamps, equal values.
#[derive(Debug)]
pub struct Memory<K, S, V> {
    most: usize,
    held: Mutex<Held<K, S, V>>,
}

#[derive(Debug)]
struct Held<K, S, V> {
    /// Counts what is asked for, so that what was asked for longest ago can be let go.
    now: u64,
    entries: BTreeMap<K, Entry<S, V>>,
}

#[derive(Debug)]
struct Entry<S, V> {
    stamp: S,
    value: Arc<V>,
    used: u64,
}

impl<K: Ord, S: PartialEq, V> Memory<K, S, V> {
    /// Room for `most` values.
    #[must_use]
    pub fn of(most: usize) -> Self {
        let entries = BTreeMap::new();
        Self {
            most,
            held: Mutex::new(Held { now: 0, entries }),
        }
    }

    /// The value kept under `key`, where it has this stamp.
    pub fn find(&self, key: &K, stamp: &S) -> Option<Arc<V>> {
        let mut held = self.lock();
        held.now += 1;
        let now = held.now;
        let entry = held.entries.get_mut(key)?;
        if entry.stamp != *stamp {
            return None;
        }
        entry.used = now;
        Some(Arc::clone(&entry.value))
    }

    /// Keeps a value in the place of what was kept under its key. Without room the one that was
    /// asked for longest ago goes.
    pub fn keep(&self, key: K, stamp: S, value: Arc<V>) {
        let mut held = self.lock();
        held.now += 1;
        let used = held.now;
        if held.entries.len() >= self.most && !held.entries.contains_key(&key) {
            let oldest = held.entries.values().map(|entry| entry.used).min();
            held.entries.retain(|_, entry| Some(entry.used) != oldest);
        }
        let entry = Entry { stamp, value, used };
        held.entries.insert(key, entry);
    }

    fn lock(&self) -> MutexGuard<'_, Held<K, S, V>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_its_key_and_stamp_alone() {
        let memory = Memory::of(4);
        memory.keep("quarter", 1, Arc::new(10));
        assert_eq!(memory.find(&"quarter", &1).as_deref(), Some(&10));
        assert_eq!(memory.find(&"quarter", &2), None, "another stamp");
        assert_eq!(memory.find(&"month", &1), None, "another key");
        memory.keep("quarter", 2, Arc::new(20));
        assert_eq!(memory.find(&"quarter", &2).as_deref(), Some(&20));
        assert_eq!(memory.find(&"quarter", &1), None, "replaced");
    }

    #[test]
    fn what_was_asked_for_longest_ago_goes_first() {
        let memory = Memory::of(4);
        for key in 0..4 {
            memory.keep(key, (), Arc::new(key));
        }
        assert!(memory.find(&0, &()).is_some());
        memory.keep(4, (), Arc::new(4));
        let left: Vec<i32> = (0..5)
            .filter(|key| memory.find(key, &()).is_some())
            .collect();
        assert_eq!(left, [0, 2, 3, 4], "1 was not asked for since");
    }
}
