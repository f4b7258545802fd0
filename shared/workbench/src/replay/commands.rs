//! Commands made again of the events that came of them.

use domain::{
    Rejection,
    actor::Actor,
    case::{
        Act, Blob, Case, Draft, Event, Filing, Form, HandedIn, Held, MaterialEdit, PictureId, Recorded,
        State, edit_draft, edit_materials,
    },
    policy::Policy,
};

/// Returns what may have been wanted when these events came of it. Of most events there is one thing.
pub(super) fn acts(case: Option<&Case>, group: &[Recorded]) -> Vec<Act> {
    let Some(first) = group.first() else { return Vec::new() };
    match &first.event {
        Event::Opened { owner, applicant, .. } => {
            let registration = group.iter().find_map(|recorded| {
                let Event::CategoryDerived { registration, category: _ } = &recorded.event else {
                    return None;
                };
                Some(registration.clone())
            });
            vec![Act::Open { owner: *owner, applicant: applicant.clone(), registration }]
        }
        Event::DraftDiscarded => vec![Act::DiscardDraft],
        Event::Submitted { verified, .. } => vec![Act::Submit { verified: *verified }],
        Event::TakenOver { .. } => vec![Act::TakeOverChecks],
        Event::ApprovedByRule { assessment, .. }
        | Event::HandedOver { assessment: Some(assessment), due: _ } => {
            vec![Act::SettleChecks { answers: assessment.answers.clone() }]
        }
        Event::Passed { .. } => vec![Act::Pass],
        Event::Returned { objections, .. } => vec![Act::Return { objections: objections.clone() }],
        Event::Rejected { objections } => vec![Act::Reject { objections: objections.clone() }],
        Event::Corrected { filing } => vec![Act::Correct { form: Form::from(filing) }],
        Event::RegistrationRead { status } => vec![Act::ReadRegistration { status: *status }],
        Event::MessageClaimed { .. } | Event::MessageDropped => vec![Act::ClaimMessage],
        Event::MessageTried { attempt, .. } => {
            // Who claims what nobody can send any more settles it as well.
            let claimed = case.and_then(Case::claimed_message).map(|(key, _, _)| key);
            let settled = claimed.map(|key| Act::SettleMessage { key, attempt: *attempt });
            settled.into_iter().chain([Act::ClaimMessage]).collect()
        }
        Event::MessageDue { .. } | Event::Escalated { .. } | Event::Lapsed { .. } => vec![Act::Elapse],
        // These never come first, or come of no act.
        Event::CategoryDerived { .. }
        | Event::HandedOver { assessment: None, due: _ }
        | Event::Moved { .. } => Vec::new(),
    }
}

/// Returns the case as its candidate had it before the command: what was filed by it was filled in and handed in then.
pub(super) fn prepared(
    case: Case,
    first: &Recorded,
    rest: &[Recorded],
    policy: &Policy,
) -> Result<Case, Rejection> {
    if let Event::Moved { .. } = first.event {
        return handed_in_before(case, first, rest, policy);
    }
    let Some(filing) = filed(&first.event) else { return Ok(case) };
    let candidate = Actor::Candidate(case.owner());
    let mut case = match case.state() {
        State::Draft(_) => {
            // Nothing is filed before everything is confirmed.
            let confirmed = policy.statements().iter().map(|statement| statement.id.clone()).collect();
            let draft =
                Draft { category: Some(filing.category.clone()), form: Form::from(filing), confirmed };
            edit_draft(&case, draft, &candidate, policy, first.at)?
        }
        State::Discarded { .. }
        | State::Submitted(_)
        | State::UnderReview(_)
        | State::Returned(_)
        | State::Approved(_)
        | State::Rejected(_)
        | State::Lapsed(_) => case,
    };
    for edit in edits(&case, filing) {
        case = edit_materials(&case, &edit, &candidate, policy, first.at)?;
    }
    Ok(case)
}

fn filed(event: &Event) -> Option<&Filing> {
    match event {
        Event::Submitted { filing, .. } | Event::Corrected { filing } => Some(filing),
        Event::Opened { .. }
        | Event::DraftDiscarded
        | Event::TakenOver { .. }
        | Event::ApprovedByRule { .. }
        | Event::HandedOver { .. }
        | Event::Passed { .. }
        | Event::RegistrationRead { .. }
        | Event::Returned { .. }
        | Event::Rejected { .. }
        | Event::MessageDue { .. }
        | Event::MessageClaimed { .. }
        | Event::MessageTried { .. }
        | Event::MessageDropped
        | Event::Escalated { .. }
        | Event::Lapsed { .. }
        | Event::CategoryDerived { .. }
        | Event::Moved { .. } => None,
    }
}

/// Returns the case with what was handed in before it was moved, of what was filed afterwards: the policy of then may have taken
/// what the new one does not ask for any more.
fn handed_in_before(
    case: Case,
    moved: &Recorded,
    rest: &[Recorded],
    policy: &Policy,
) -> Result<Case, Rejection> {
    let Some(filing) = rest.iter().find_map(|recorded| filed(&recorded.event)) else { return Ok(case) };
    let candidate = Actor::Candidate(case.owner());
    let mut case = case;
    for edit in edits(&case, filing) {
        let MaterialEdit::Hold { picture, held } = &edit else { continue };
        if moved.at < held.handed_in.at {
            continue;
        }
        case = asking_for(case, picture, policy, moved)?;
        case = edit_materials(&case, &edit, &candidate, policy, moved.at)?;
    }
    Ok(case)
}

/// Returns a draft whose category asks for this picture: which one it was by then, and what was confirmed, is recorded nowhere.
fn asking_for(case: Case, picture: &PictureId, policy: &Policy, moved: &Recorded) -> Result<Case, Rejection> {
    let State::Draft(draft) = case.state() else { return Ok(case) };
    let category = match case.derived() {
        Some((_, derived)) => Some(derived.clone()),
        None => {
            let mut asking = policy.categories().iter().filter(|known| known.asks_for(&picture.material));
            asking.next().map(|category| category.id.clone())
        }
    };
    let confirmed = policy.statements().iter().map(|statement| statement.id.clone()).collect();
    let draft = Draft { category, confirmed, ..draft.clone() };
    edit_draft(&case, draft, &Actor::Candidate(case.owner()), policy, moved.at)
}

/// Returns what has to be taken back and handed in, so that exactly what was filed is there.
fn edits(case: &Case, filing: &Filing) -> Vec<MaterialEdit> {
    let before: Vec<PictureId> =
        case.state().filing().into_iter().flat_map(|filing| filing.materials.keys().cloned()).collect();
    let is_kept = |picture: &PictureId| {
        let held = case.materials().held(picture).map(|held| &held.handed_in);
        held.is_some() && held == filing.materials.get(picture)
    };
    let removed = before.into_iter().filter(|picture| !is_kept(picture));
    let removed = removed.map(|picture| MaterialEdit::Remove { picture });
    let held = filing.materials.iter().filter(|(picture, _)| !is_kept(picture));
    let held = held.map(|(picture, handed_in)| hold(picture.clone(), *handed_in));
    removed.chain(held).collect()
}

/// Where the bytes lie is not recorded, and nothing is decided by it.
fn hold(picture: PictureId, handed_in: HandedIn) -> MaterialEdit {
    let blob = Blob { id: 0, parts: Vec::new() };
    MaterialEdit::Hold { picture, held: Held { handed_in, blob, upload: None } }
}
