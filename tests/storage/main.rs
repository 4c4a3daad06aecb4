//! The database as it lies on the disk: what is stored, what is lost, what is given away.

mod faults;
mod intake;
mod node;
mod order_of_arrival;
mod seal;
