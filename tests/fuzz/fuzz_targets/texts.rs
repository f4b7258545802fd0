#![no_main]
//! See `fuzz::texts`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::texts(bytes));
