//! One verb per file; each owns its transaction.
