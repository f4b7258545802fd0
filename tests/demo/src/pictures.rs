//! Photographs of materials, of the kind that telephones make: JPEG, with the maker and the place in them. They show nobody's.

const PICTURES: [(&str, &[u8]); 6] = [
    ("identity-card", include_bytes!("../pictures/identity-card.jpg")),
    ("household-register", include_bytes!("../pictures/household-register.jpg")),
    ("residence-permit", include_bytes!("../pictures/residence-permit.jpg")),
    ("diploma", include_bytes!("../pictures/diploma.jpg")),
    ("student-proof", include_bytes!("../pictures/student-proof.jpg")),
    ("travel-permit", include_bytes!("../pictures/travel-permit.jpg")),
];

/// Returns the photograph of a material.
pub(crate) fn picture(material: &str) -> &'static [u8] {
    let known = PICTURES.iter().find(|(name, _)| *name == material);
    known.unwrap_or_else(|| panic!("nobody has photographed {material}")).1
}
