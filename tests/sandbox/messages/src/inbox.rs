//! The telephones: everything that a gateway has delivered, oldest first.

use serde::{Deserialize, Serialize};

use crate::stage::Stage;

/// A message on a telephone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Message {
    /// When it arrived.
    pub(crate) at: String,
    /// The gateway that it came by.
    pub(crate) gateway: String,
    /// What it says.
    pub(crate) text: String,
}

/// Puts a message onto a telephone, and returns the how-manieth one it is.
pub(crate) async fn deliver(stage: &impl Stage, telephone: &str, message: &Message) -> i64 {
    let number = stage.count(&count(telephone), 1).await;
    let value = serde_json::to_vec(message).unwrap_or_default();
    stage.keep(&place(telephone, number), &value).await;
    number
}

/// Returns what is on a telephone.
pub(crate) async fn read(stage: &impl Stage, telephone: &str) -> Vec<Message> {
    let mut messages = Vec::new();
    for number in 1..=stage.count(&count(telephone), 0).await {
        let value = stage.get(&place(telephone, number)).await.unwrap_or_default();
        // One that is just being delivered is not there yet.
        messages.extend(serde_json::from_slice::<Message>(&value).ok());
    }
    messages
}

fn count(telephone: &str) -> String {
    format!("sandbox/inbox/{telephone}")
}

fn place(telephone: &str, number: i64) -> String {
    format!("sandbox/inbox/{telephone}/{number}")
}
