//! Pictures that candidates hand in, whole or in parts.

use serde_json::json;

use super::somebody::{Somebody, Wish};
use super::{People, id};
use crate::dice::Dice;
use crate::machines::Answer;
use crate::programme::Programme;
use crate::world::MINUTE;

impl People {
    /// Returns the name of the picture in a place of the list of a case, if its candidate knows the list.
    pub(super) async fn picture(
        &self,
        who: &Somebody,
        case: &str,
        place: usize,
        dice: &Dice,
    ) -> Option<String> {
        if self.programme == Programme::Choosing {
            return Some(who.material(place).to_owned());
        }
        if who.materials.borrow().is_empty() {
            let answer = self.ask(Wish::new(who, "GET", format!("{case}/materials")), dice).await?;
            let list = answer.json()["materials"].clone();
            let names = list.as_array().into_iter().flatten();
            let names = names.filter_map(|material| material["material"].as_str().map(str::to_owned));
            *who.materials.borrow_mut() = names.collect();
        }
        let materials = who.materials.borrow();
        let material = materials.get(place.checked_rem(materials.len())?)?;
        // The last side or page is one more than some materials have room for.
        let number = if dice.happens(300) { dice.between(2, 4) } else { 1 };
        Some(if number == 1 { material.clone() } else { format!("{material}.{number}") })
    }

    pub(super) async fn hand_in(&self, who: &Somebody, case: &str, place: usize, dice: &Dice) {
        let Some(name) = self.picture(who, case, place, dice).await else { return };
        let path = format!("{case}/materials/{name}");
        let picture = *dice.pick(&[kit::CARD, kit::PAPER]);
        let answer = self.ask(Wish::new(who, "PUT", path).bytes(picture), dice).await;
        self.handed_in(case, &name, answer.as_ref());
    }

    pub(super) async fn hand_in_parts(&self, who: &Somebody, case: &str, place: usize, dice: &Dice) {
        let Some(name) = self.picture(who, case, place, dice).await else { return };
        let path = format!("{case}/materials/{name}/uploads");
        let key = format!("upload {:x}", dice.throw());
        let size = kit::CARD.len();
        let wish = Wish::new(who, "POST", path.clone())
            .json(&json!({ "size": size }))
            .header("idempotency-key", key);
        let Some(answer) = self.ask(wish, dice).await.filter(|answer| answer.status < 300) else { return };
        let Some(upload) = answer.json()["upload"].as_str().map(str::to_owned) else { return };
        let half = size / 2;
        for (offset, part) in [(0, &kit::CARD[..half]), (half, &kit::CARD[half..])] {
            let wish = Wish::new(who, "PATCH", format!("{path}/{upload}"))
                .header("upload-offset", offset.to_string())
                .bytes(part);
            self.ask(wish, dice).await;
            self.machines.world.sleep(dice.below(10 * MINUTE)).await;
        }
        let wish = Wish::new(who, "POST", format!("{path}/{upload}/completion"));
        let answer = self.ask(wish, dice).await;
        self.handed_in(case, &name, answer.as_ref());
    }

    /// A picture that was taken is there.
    fn handed_in(&self, case: &str, picture: &str, answer: Option<&Answer>) {
        let Some(answer) = answer.filter(|answer| answer.status == 200) else { return };
        self.was_committed(case, answer, |seen| seen.pictures.contains(picture));
        if let Some(case) = self.witness.case(id(case)) {
            self.witness.check_pictures(&case);
        }
    }
}
