//! What people and clocks have decided of a case, in the order in which it happened.

use super::tree::{Tree, name};
use domain::{
    calendar::Civil,
    case::{Event, Lapse, Objections, Recorded},
    policy::Policy,
};

/// Writes a line for a decision that no rule has taken, with the reasons that were given.
pub(super) fn add(tree: &mut Tree<'_>, recorded: &Recorded, policy: &Policy) {
    let Some((said, objections)) = said(recorded) else { return };
    tree.line(0, &format!("{} {said}", Civil::Time(recorded.at)));
    objections.into_iter().flat_map(Objections::iter).for_each(|objection| {
        let reason = policy.reason(&objection.reason).map(|reason| name(&reason.name));
        let material = objection.material.as_ref().and_then(|id| policy.material(id));
        let about = material.map(|material| format!("{}：", name(&material.name))).unwrap_or_default();
        let note = objection.note.as_ref().map(|note| format!("（{}）", note.as_str())).unwrap_or_default();
        tree.line(1, &format!("{about}{}{note}", reason.unwrap_or_else(|| objection.reason.to_string())));
    });
}

fn said(recorded: &Recorded) -> Option<(String, Option<&Objections>)> {
    let plain = |said: &str| Some((said.to_owned(), None));
    match &recorded.event {
        Event::Submitted { .. } => plain("提交 filed"),
        Event::Corrected { .. } => plain("补齐补正 corrected"),
        Event::Passed { .. } => plain("工作人员审核通过 passed by a reviewer"),
        Event::Returned { objections, closes, reviewed: _ } => {
            let closes = Civil::Time(closes.too_late);
            Some((
                format!("退回补齐补正，{closes} 截止 returned, to be corrected before {closes}"),
                Some(objections),
            ))
        }
        Event::Rejected { objections } => Some(("审核不通过 rejected".to_owned(), Some(objections))),
        Event::Escalated { due } => {
            let due = Civil::Time(*due);
            Some((
                format!("工作人员逾期未办，期限 {due} the office is late, which was due before {due}"),
                None,
            ))
        }
        Event::Lapsed { due: _, cause: Lapse::NotFiled } => plain("逾期未提交 not filed in time"),
        Event::Lapsed { due: _, cause: Lapse::NotCorrected } => plain("逾期未补齐补正 not corrected in time"),
        Event::DraftDiscarded => plain("考生放弃草稿 given up by its candidate"),
        Event::Moved { from, to, reason, .. } => {
            let reason = reason.as_str();
            Some((
                format!(
                    "改用政策的另一版本 moved to another version of the policy, {from} → {to}（{reason}）"
                ),
                None,
            ))
        }
        Event::Opened { .. }
        | Event::TakenOver { .. }
        | Event::ApprovedByRule { .. }
        | Event::HandedOver { .. }
        | Event::RegistrationRead { .. }
        | Event::MessageDue { .. }
        | Event::MessageClaimed { .. }
        | Event::MessageTried { .. }
        | Event::MessageDropped
        | Event::CategoryDerived { .. } => None,
    }
}
