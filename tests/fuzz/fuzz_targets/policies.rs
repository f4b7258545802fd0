#![no_main]
//! See `fuzz::policies`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::policies(bytes));
