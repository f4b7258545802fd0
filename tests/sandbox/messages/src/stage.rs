//! What the play stands on.

/// Where scripts and messages are kept, and how one waits.
#[expect(async_fn_in_trait, reason = "a component has one thread")]
pub trait Stage {
    /// Returns what is kept under a key.
    async fn get(&self, key: &str) -> Option<Vec<u8>>;
    /// Keeps something.
    async fn keep(&self, key: &str, value: &[u8]);
    /// Adds to a counter, and returns what it says then. Two who add at once get two numbers.
    async fn count(&self, key: &str, more: i64) -> i64;
    /// Waits.
    async fn wait(&self, milliseconds: u32);
}
