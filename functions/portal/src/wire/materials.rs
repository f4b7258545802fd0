//! The checklist of a case.

use serde::Deserialize;

use super::Said;
use super::case::Picture;

#[derive(Debug, Deserialize)]
pub(crate) struct Checklist {
    pub(crate) is_complete: bool,
    pub(crate) pictures: Option<Limits>,
    pub(crate) materials: Vec<Material>,
}

impl Checklist {
    /// Tells whether a material has still to be handed in: nothing of it is there, nor of what would do as well.
    pub(crate) fn lacks(&self, material: &Material) -> bool {
        let is_there = |id: &String| {
            self.materials.iter().any(|known| known.material == *id && !known.pictures.is_empty())
        };
        let mut enough = std::iter::once(&material.material).chain(&material.alternatives);
        material.is_required && !enough.any(is_there)
    }

    /// Returns what has still to be handed in. Of several of which one is enough, the first stands for all.
    pub(crate) fn missing(&self) -> impl Iterator<Item = &Material> {
        let is_named = |place: usize, material: &Material| {
            let mut earlier = self.materials.iter().take(place);
            earlier.any(|earlier| material.alternatives.contains(&earlier.material))
        };
        let materials = self.materials.iter().enumerate();
        let missing =
            materials.filter(move |(place, material)| self.lacks(material) && !is_named(*place, material));
        missing.map(|(_, material)| material)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Limits {
    pub(crate) bytes_max: u64,
    pub(crate) side_min: u32,
    pub(crate) side_max: u32,
    pub(crate) pixels_max: u64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Material {
    pub(crate) material: String,
    pub(crate) name: Said,
    pub(crate) requirement: Said,
    pub(crate) sample: Said,
    pub(crate) is_required: bool,
    #[serde(default)]
    pub(crate) alternatives: Vec<String>,
    pub(crate) has_certificate: bool,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn material(id: &str, is_required: bool, alternatives: &[&str], is_there: bool) -> Value {
        let said = json!({ "zh": id, "en": id });
        let picture = json!({
            "picture": id, "material": id, "source": "uploaded", "width": 1, "height": 1, "sha256_sent": "",
        });
        json!({
            "material": id, "name": said, "requirement": said, "sample": said, "is_required": is_required,
            "alternatives": alternatives, "has_certificate": false,
            "pictures": Vec::from_iter(is_there.then_some(picture)),
        })
    }

    fn missing(materials: &[Value]) -> Vec<String> {
        let list: Checklist =
            serde_json::from_value(json!({ "is_complete": false, "materials": materials })).unwrap();
        list.missing().map(|material| material.material.clone()).collect()
    }

    #[test]
    fn what_is_asked_for_and_not_there_is_missing() {
        let card = |is_there| material("card", true, &[], is_there);
        assert_eq!(missing(&[card(false), material("diploma", true, &[], false)]), ["card", "diploma"]);
        assert_eq!(missing(&[card(true)]), [""; 0]);
    }

    #[test]
    fn what_this_candidate_need_not_hand_in_is_not_missing() {
        assert_eq!(missing(&[material("certificate", false, &[], false)]), [""; 0]);
    }

    #[test]
    fn of_several_of_which_one_is_enough_one_is_missing_until_any_is_there() {
        let row = |diploma, status| {
            [
                material("diploma", true, &["student-status"], diploma),
                material("student-status", true, &["diploma"], status),
            ]
        };
        assert_eq!(missing(&row(false, false)), ["diploma"]);
        assert_eq!(missing(&row(true, false)), [""; 0]);
        assert_eq!(missing(&row(false, true)), [""; 0]);
    }
}
