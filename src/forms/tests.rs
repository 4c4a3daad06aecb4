mod catalog;
mod grammar;
mod shipped;
