//! Which picture of a material it is: some take several, a side or a page each.

use crate::{slug::MaterialId, text::as_text};
use std::{fmt, str::FromStr};

/// Names a picture of a material: the first by the material alone, as `identity-card`, and others by their number besides, as
/// `identity-card.2`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PictureId {
    /// What it is a picture of.
    pub material: MaterialId,
    /// Its number, from 1.
    pub number: u8,
}

/// The text names no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a material, alone or with a number from 2 on as in identity-card.2")]
pub struct InvalidPictureId;

impl From<MaterialId> for PictureId {
    fn from(material: MaterialId) -> Self {
        Self { material, number: 1 }
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            1 => write!(f, "{}", self.material),
            number => write!(f, "{}.{number}", self.material),
        }
    }
}

impl FromStr for PictureId {
    type Err = InvalidPictureId;

    fn from_str(text: &str) -> Result<Self, InvalidPictureId> {
        let (material, number) = match text.split_once('.') {
            // There is one way to write each name.
            Some((material, number)) => {
                let read: u8 = number.parse().map_err(|_| InvalidPictureId)?;
                if read < 2 || read.to_string() != number {
                    return Err(InvalidPictureId);
                }
                (material, read)
            }
            None => (text, 1),
        };
        Ok(Self { material: material.parse().map_err(|_| InvalidPictureId)?, number })
    }
}

as_text!(PictureId);

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_first_picture_is_named_by_its_material_and_others_by_their_number_besides() {
        for (text, number) in [("identity-card", 1), ("identity-card.2", 2), ("identity-card.255", 255)] {
            let id: PictureId = text.parse().unwrap();
            assert_eq!(
                (id.material.as_str(), id.number, id.to_string().as_str()),
                ("identity-card", number, text)
            );
        }
    }

    #[test]
    fn there_is_one_way_to_write_each_name() {
        for wrong in
            ["", "card.", "card.1", "card.0", "card.02", "card.+2", "card.256", "card.2.3", ".2", "Card.2"]
        {
            assert_eq!(wrong.parse::<PictureId>(), Err(InvalidPictureId), "{wrong}");
        }
    }
}
