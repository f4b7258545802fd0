//! `cargo xtask demo`: plays the window, prints what everybody read, and ends with a table.

use std::io;
use std::time::Instant;

#[tokio::main]
async fn main() -> io::Result<()> {
    let begun = Instant::now();
    let mut out = io::stdout();
    demo::play(&mut out).await?;
    eprintln!("  played in {:.1} s", begun.elapsed().as_secs_f32());
    Ok(())
}
