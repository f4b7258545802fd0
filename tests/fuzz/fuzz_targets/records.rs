#![no_main]
//! See `fuzz::records`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::records(bytes));
