//! The program: hands the command line to [`hailong::cli`].

fn main() {}
