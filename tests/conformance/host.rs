//! The suite inside a component, against the embedded host; or against what runs at `MIAOPI_PROBE`, such as Spin.

use std::net::SocketAddr;

use futures::future::join_all;
use hyper::Method;
use probe::suite::NAMES;
use tests::deployment::{Deployment, Plan, probe};
use tests::http::Client;

/// A host of our own, or the one that `MIAOPI_PROBE` names by its address.
fn under_test() -> (Option<Deployment>, SocketAddr) {
    match std::env::var("MIAOPI_PROBE") {
        Ok(address) => (None, address.parse().expect("MIAOPI_PROBE is an address such as 127.0.0.1:3000")),
        Err(_) => {
            let deployment = Deployment::start(Plan::of(&probe()));
            let address = deployment.address;
            (Some(deployment), address)
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_store_keeps_every_promise() {
    let (_host, address) = under_test();
    let mut client = Client::connect(address).await;
    for name in NAMES {
        let answer = client.call(Method::POST, &format!("/probe/suite/{name}"), &[], "").await;
        let text = String::from_utf8_lossy(&answer.body);
        assert_eq!((answer.status.as_u16(), text.as_ref()), (200, "kept"), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_hundred_creators_of_one_fingerprint_have_one_winner_fifty_times() {
    let (_host, address) = under_test();
    let mut client = Client::connect(address).await;
    // Named after the time, so that a host that keeps its state can be asked again.
    let name = format!("crowd-{}", std::process::id());
    let seeded = client.call(Method::POST, &format!("/probe/crowd/{name}/seed"), &[], "").await;
    assert_eq!(seeded.status, 200, "{seeded:?}");
    let mut clients = join_all((0..300).map(|_| Client::connect(address))).await;
    for round in 0..50 {
        let path = format!("/probe/crowd/{name}/owner-{round}");
        let answers = clients.iter_mut().map(|client| client.call(Method::POST, &path, &[], ""));
        let answers = join_all(answers).await;
        let (winners, losers): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
        assert_eq!(winners.len(), 1, "round {round}");
        let winner = String::from_utf8_lossy(&winners[0].body).into_owned();
        for loser in losers {
            let text = String::from_utf8_lossy(&loser.body);
            assert_eq!(text, format!("taken {winner}"), "round {round}: every loser is told the owner");
        }
    }
}
