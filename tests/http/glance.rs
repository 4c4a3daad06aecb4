//! `/don-vi/{unit}`: the period at a glance.
