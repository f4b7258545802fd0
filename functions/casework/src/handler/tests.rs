//! The operator's calls about cases, over the store in memory.

use std::collections::BTreeMap;

use super::*;
use domain::policy::Policy;
use kit::{Answer, Deployment, OPEN};
use serde_json::{Value, json};

mod moves;
mod record;

/// Either of the two secrets is good.
const OPERATOR: &str = "Bearer the new operator secret";
const POLICY: &str = include_str!("../../../../shared/policies/shenzhen-interview-2027.toml");
