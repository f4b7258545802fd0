//! The suite against the adapter that keeps everything in memory.

use futures::executor::block_on;
use probe::suite::{Adapter, NAMES, run};
use store::{Memory, seeded};

#[test]
fn the_memory_adapter_keeps_every_promise() {
    let adapter = Adapter::new(Memory::default(), seeded(1));
    for name in NAMES {
        let outcome = block_on(run(name, &adapter));
        assert_eq!(outcome, Ok(()), "{name}");
    }
}
