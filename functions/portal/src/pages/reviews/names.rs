//! What things are called that functions name for programs.

use crate::texts::review::Texts;

pub(super) fn task(task: &str, w: &'static Texts) -> &'static str {
    match task {
        "registration" => w.task_registration,
        _ => w.task_review,
    }
}

/// Returns what a decision is called, if there is one of this name.
pub(super) fn outcome(outcome: &str, w: &'static Texts) -> Option<&'static str> {
    match outcome {
        "pass" => Some(w.pass),
        "return" => Some(w.return_),
        "reject" => Some(w.state_rejected),
        _ => None,
    }
}

/// Returns where a case is, and in which tone that is said.
pub(super) fn state(state: &str, w: &'static Texts) -> (&'static str, &'static str) {
    match state {
        "under-review" => (w.state_under_review, ""),
        "returned" => (w.state_returned, "warn"),
        "approved" => (w.state_approved, "good"),
        "rejected" => (w.state_rejected, "bad"),
        "lapsed" => (w.state_lapsed, "bad"),
        _ => (w.state_submitted, ""),
    }
}

/// Returns what a state is called where cases are counted.
pub(super) fn counted(name: &str, w: &'static Texts) -> &'static str {
    match name {
        "draft" => w.state_draft,
        "discarded" => w.state_discarded,
        "awaiting-registration" => w.state_registration,
        other => state(other, w).0,
    }
}

pub(super) fn field<'a>(field: &'a str, w: &'static Texts) -> &'a str {
    match field {
        "name" => w.f_name,
        "document-kind" => w.f_document_kind,
        "document-number" => w.f_document_number,
        "household" => w.f_household,
        "place" => w.f_place,
        "valid-until" => w.f_valid_until,
        "education" => w.f_education,
        "stage" => w.f_stage,
        "status" => w.f_status,
        "enrolled" => w.f_enrolled,
        "grade" => w.f_grade,
        "school" => w.f_school,
        "school-kind" => w.f_school_kind,
        "school-place" => w.f_school_place,
        "qualification" => w.f_qualification,
        "subject" => w.f_subject,
        other => other,
    }
}

/// Returns what a value of a field is called, where registers have a word for programs.
pub(super) fn value<'a>(field: &str, value: &'a str, w: &'static Texts) -> &'a str {
    match (field, value) {
        ("stage", "kindergarten") => w.v_kindergarten,
        ("stage", "primary") => w.v_primary,
        ("stage", "junior-secondary") => w.v_junior_secondary,
        ("stage", "senior-secondary") => w.v_senior_secondary,
        ("stage", "secondary-vocational") => w.v_vocational_stage,
        ("stage", "practice-instruction") => w.v_practice_instruction,
        ("education", "secondary-normal") => w.v_secondary_normal,
        ("education", "secondary-vocational") => w.v_secondary_vocational,
        ("education", "associate") => w.v_associate,
        ("education", "bachelor") => w.v_bachelor,
        ("education", "master") => w.v_master,
        ("education", "doctor") => w.v_doctor,
        ("status", "awaiting-review") => w.v_awaiting_review,
        ("status", "awaiting-payment") => w.v_awaiting_payment,
        ("status", "paid") => w.v_paid,
        ("enrolled", "yes") => w.v_yes,
        ("enrolled", "no") => w.v_no,
        ("school-kind", "regular-higher-education") => w.v_regular_higher_education,
        (_, other) => other,
    }
}

pub(super) fn register<'a>(register: &'a str, w: &'static Texts) -> &'a str {
    match register {
        "resident-register" => w.r_resident_register,
        "residence-permits" => w.r_residence_permits,
        "diplomas" => w.r_diplomas,
        "examination-site" => w.r_examination_site,
        "roster" => w.r_roster,
        other => other,
    }
}

/// Returns what a message to the candidate is about.
pub(super) fn message<'a>(about: &'a str, w: &'static Texts) -> &'a str {
    match about {
        "returned" => w.message_returned,
        "rejected" => w.message_rejected,
        "supplement-closes" => w.message_supplement_closes,
        "window-closes" => w.message_window_closes,
        other => other,
    }
}

/// Returns what has become of a message, and in which tone that is said.
pub(super) fn delivery<'a>(status: &'a str, w: &'static Texts) -> (&'a str, &'static str) {
    match status {
        "waiting" => (w.message_waiting, ""),
        "sent" => (w.message_sent, "good"),
        "unknown" => (w.message_unknown, "warn"),
        "failed" => (w.message_failed, "bad"),
        "dropped" => (w.message_dropped, ""),
        other => (other, ""),
    }
}
