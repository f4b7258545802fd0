//! Doing a pass again that lost against somebody else.

use crate::problem::{Code, Problem};

/// Three losses in which this record's own line had changed mean a hot record. Losses to a neighbour in the
/// partition do not count: the store repeats those itself.
const ATTEMPTS_MAX: u32 = 3;

/// Runs load, decide and commit, and again if somebody else's commit came between, with the same instant and the
/// same drawn values. A handler has no effect before its commit, so a lost pass leaves no trace.
///
/// # Errors
///
/// Returns the problem of the pass, or that of a record that others keep changing.
pub async fn retry<T>(mut pass: impl AsyncFnMut() -> Result<T, Problem>) -> Result<T, Problem> {
    let mut outcome = pass().await;
    for _ in 1..ATTEMPTS_MAX {
        match &outcome {
            Err(problem) if problem.code() == Code::Contended => outcome = pass().await,
            Ok(_) | Err(_) => return outcome,
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::executor::block_on;

    fn passes(losses: u32, problem: Code) -> (Result<u32, Code>, u32) {
        let mut done = 0;
        let outcome = block_on(retry(async || {
            done += 1;
            if done <= losses { Err(Problem::new(problem)) } else { Ok(done) }
        }));
        (outcome.map_err(|problem| problem.code()), done)
    }

    #[test]
    fn a_lost_pass_is_done_again_at_most_twice() {
        assert_eq!(passes(0, Code::Contended), (Ok(1), 1));
        assert_eq!(passes(2, Code::Contended), (Ok(3), 3));
        assert_eq!(passes(3, Code::Contended), (Err(Code::Contended), 3));
    }

    #[test]
    fn nothing_but_a_lost_pass_is_done_again() {
        assert_eq!(passes(1, Code::OutcomeUnknown), (Err(Code::OutcomeUnknown), 1));
        assert_eq!(passes(1, Code::Busy), (Err(Code::Busy), 1));
    }
}
