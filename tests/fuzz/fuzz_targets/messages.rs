#![no_main]
//! See `fuzz::messages`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::messages(bytes));
