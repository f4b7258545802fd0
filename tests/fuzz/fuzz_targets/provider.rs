#![no_main]
//! See `fuzz::provider`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::provider(bytes));
