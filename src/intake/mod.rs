//! The one writer: answers wait in a bounded channel and are committed in groups.
