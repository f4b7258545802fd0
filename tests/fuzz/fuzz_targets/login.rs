#![no_main]
//! See `fuzz::login`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::login(bytes));
