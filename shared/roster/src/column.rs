//! The columns of a roster: the fields of a registration, and where its person can be written to.

use domain::check::Register;

/// A column, or the member of a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The name, as on the document.
    Name,
    /// Which document it is.
    DocumentKind,
    /// Its number.
    DocumentNumber,
    /// Whether the person is a student.
    Enrolled,
    /// In which year of study a student is.
    Grade,
    /// Where they study.
    School,
    /// What kind of school that is, in a word that the policy knows.
    SchoolKind,
    /// Where it lies.
    SchoolPlace,
    /// Where the person's household is registered.
    Household,
    /// For which qualification they have registered, in a word that the policy knows.
    Qualification,
    /// In which subject, likewise.
    Subject,
    /// Where they can be written to.
    Email,
}

impl Column {
    /// Every column, in the order in which it is documented.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::DocumentKind,
        Self::DocumentNumber,
        Self::Enrolled,
        Self::Grade,
        Self::School,
        Self::SchoolKind,
        Self::SchoolPlace,
        Self::Household,
        Self::Qualification,
        Self::Subject,
        Self::Email,
    ];

    /// Returns its name, which is that of the field.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::DocumentKind => "document-kind",
            Self::DocumentNumber => "document-number",
            Self::Enrolled => "enrolled",
            Self::Grade => "grade",
            Self::School => "school",
            Self::SchoolKind => "school-kind",
            Self::SchoolPlace => "school-place",
            Self::Household => "household",
            Self::Qualification => "qualification",
            Self::Subject => "subject",
            Self::Email => "email",
        }
    }

    /// Returns its heading in Chinese, which is as good as its name.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::DocumentKind => "证件类型",
            Self::DocumentNumber => "证件号码",
            Self::Enrolled => "是否在校生",
            Self::Grade => "年级",
            Self::School => "学校",
            Self::SchoolKind => "学校类别",
            Self::SchoolPlace => "学校所在地",
            Self::Household => "户口所在地",
            Self::Qualification => "资格种类",
            Self::Subject => "科目",
            Self::Email => "电子邮箱",
        }
    }

    /// Returns the column that is called so.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| [column.name(), column.heading()].contains(&text))
    }

    /// Tells whether a table may be without it. A forgotten column would put people into the wrong category unnoticed, so all but
    /// one have to be there, however empty.
    pub(crate) const fn may_be_left_out(self) -> bool {
        matches!(self, Self::Email)
    }

    /// Tells whether only students have a value there, and all of them do.
    pub(crate) fn is_of_students(self) -> bool {
        Register::OF_STUDENTS.contains(&self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_registration_has_a_column_and_so_has_the_address() {
        let fields = Register::Roster.fields().iter().map(|(name, _)| *name);
        let columns: Vec<&str> = Column::ALL.iter().map(|column| column.name()).collect();
        assert_eq!(columns, fields.chain(["email"]).collect::<Vec<_>>());
    }

    #[test]
    fn a_column_is_found_by_its_name_and_by_its_heading_and_by_nothing_else() {
        for column in Column::ALL {
            assert_eq!(Column::named(column.name()), Some(column));
            assert_eq!(Column::named(column.heading()), Some(column));
        }
        assert_eq!(Column::named(""), None);
        assert_eq!(Column::named("Name"), None);
    }
}
