//! The telephones: everything that a gateway has delivered, oldest first; and which telephones there are.

use serde::{Deserialize, Serialize};

use crate::stage::Stage;

/// Under which keys the telephones are counted and named.
const TELEPHONES: &str = "sandbox/telephones";

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
    if number == 1 {
        let number = stage.count(TELEPHONES, 1).await;
        stage.keep(&format!("{TELEPHONES}/{number}"), telephone.as_bytes()).await;
    }
    number
}

/// Returns every telephone that has ever got a message, in the order of their first ones.
pub(crate) async fn telephones(stage: &impl Stage) -> Vec<String> {
    let mut telephones = Vec::new();
    for number in 1..=stage.count(TELEPHONES, 0).await {
        let telephone = stage.get(&format!("{TELEPHONES}/{number}")).await.unwrap_or_default();
        // One whose first message is just being delivered is not there yet.
        telephones.extend(String::from_utf8(telephone).ok().filter(|telephone| !telephone.is_empty()));
    }
    telephones
}

/// Returns how many messages are on a telephone, and the newest of them.
pub(crate) async fn newest(stage: &impl Stage, telephone: &str) -> (i64, Option<Message>) {
    let number = stage.count(&count(telephone), 0).await;
    let value = stage.get(&place(telephone, number)).await.unwrap_or_default();
    (number, serde_json::from_slice(&value).ok())
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
