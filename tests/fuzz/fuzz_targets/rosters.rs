#![no_main]
//! See `fuzz::rosters`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::rosters(bytes));
