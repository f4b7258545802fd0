#![no_main]
//! See `fuzz::working_days`.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| fuzz::working_days(bytes));
