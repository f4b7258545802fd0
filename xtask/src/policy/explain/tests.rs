use super::*;
use crate::workspace::Workspace;

/// What is said under the published policy whose name begins so, of what is known.
fn said(policy: &str, known: &str) -> Result<String> {
    let workspace = Workspace::find()?;
    let files = crate::policy::published(workspace.root())?;
    let file = files.iter().find(|file| file.to_string_lossy().contains(policy)).context("a policy")?;
    Ok(explained(&[crate::policy::read(file)?], known.as_bytes())?.to_string())
}

#[test]
fn registers_answer_with_fields_or_with_a_word() -> Result<()> {
    let said = said(
        "shenzhen",
        r#"{ "category": "local-household", "files": "2027-04-15T10:00", "registers": {
            "resident-register": "not-found", "residence-permits": "unavailable", "diplomas": { "education": "bachelor" },
            "examination-site": { "stage": "primary", "education": "bachelor", "status": "awaiting-review" } } }"#,
    )?;
    for line in ["[未知 unknown] 满足其一 any of these", "查无此人", "无法核对", "[是 yes] diploma"]
    {
        assert!(said.contains(line), "{line}\n{said}");
    }
    Ok(())
}

#[test]
fn a_number_of_a_registration_may_be_written_as_one() -> Result<()> {
    let said = said(
        "wuhan",
        r#"{ "registration": { "document-kind": "resident-identity-card", "enrolled": "yes", "grade": 2, "school": "a",
            "school-kind": "b", "school-place": "110000", "qualification": "c" } }"#,
    )?;
    assert!(said.contains("grade = 2"), "{said}");
    Ok(())
}

#[test]
fn a_recorded_case_is_explained_as_it_was_decided() -> Result<()> {
    let workspace = Workspace::find()?;
    let policy = crate::policy::read(&crate::policy::published(workspace.root())?[0])?;
    let mut cases = Vec::new();
    workbench::play(&policy, &workbench::Plan::new(20, 1), &mut |case| cases.push(serde_json::to_vec(case)));
    for case in cases {
        let said = explained(std::slice::from_ref(&policy), &case?)?.to_string();
        assert!(said.contains("提交 filed") || said.contains("not filed in time"), "{said}");
    }
    Ok(())
}

#[test]
fn what_is_written_wrong_is_told() {
    for (known, why) in [
        ("{", "EOF"),
        (r#"{ "else": 1 }"#, "unknown field `else`"),
        (r#"{ "category": "local-household", "files": "soon" }"#, "files is no time"),
        (r#"{ "category": "else" }"#, "there has to be one of the categories"),
    ] {
        let said = format!("{:#}", said("shenzhen", known).unwrap_err());
        assert!(said.contains(why), "{said}");
    }
}
