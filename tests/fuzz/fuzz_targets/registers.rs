#![no_main]
//! See `fuzz::registers`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::registers(bytes));
