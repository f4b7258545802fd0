#![no_main]
//! See `fuzz::pictures`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::pictures(bytes));
