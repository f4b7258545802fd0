#![no_main]
//! See `fuzz::certificates`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::certificates(bytes));
