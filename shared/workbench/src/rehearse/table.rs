//! A rehearsal in plain words.

use super::{Ending, Hour, Rehearsal};
use chrono::NaiveDate;
use domain::{
    calendar::{Civil, date_at},
    policy::Policy,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What happened on a day, and in its busiest hour.
#[derive(Default)]
struct Day {
    sum: Hour,
    busiest: Option<(Civil, usize)>,
}

impl Rehearsal {
    /// Says in plain words what it has shown.
    pub fn table(&self, policy: &Policy) -> String {
        let mut table = String::new();
        let mut line = |name: &str, count: usize| {
            let share = 100.0 * count as f64 / self.people.max(1) as f64;
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{name:<48}{count:>9}{share:>8.1} %");
        };
        line("people", self.people);
        line("filed", self.filed);
        for ending in Ending::ALL {
            line(ending.words(), self.count(ending));
            if ending == Ending::WithoutCategory {
                self.without_category.iter().for_each(|(id, count)| line(&format!("  {id}"), *count));
            }
        }
        self.days(&mut table);
        self.reviewers(&mut table, policy);
        self.time(&mut table, policy);
        table
    }

    fn days(&self, table: &mut String) {
        let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
        for (at, hour) in &self.hours {
            let day = days.entry(date_at(*at)).or_default();
            day.sum.at_once += hour.at_once;
            day.sum.came += hour.came;
            day.sum.decided += hour.decided;
            if day.busiest.is_none_or(|(_, most)| most < hour.came) {
                day.busiest = Some((Civil::Time(*at), hour.came));
            }
        }
        let _ = writeln!(
            table,
            "\n{:<12}{:>12}{:>14}{:>10}{:>10}   busiest hour",
            "day", "in seconds", "to a person", "decided", "waiting"
        );
        let mut waiting = 0;
        for (date, Day { sum, busiest }) in days {
            waiting = (waiting + sum.came).saturating_sub(sum.decided);
            let busiest = busiest.filter(|(_, most)| *most != 0);
            let busiest = busiest.map(|(at, most)| format!("{most} from {at}")).unwrap_or_default();
            let _ = writeln!(
                table,
                "{:<12}{:>12}{:>14}{:>10}{:>10}   {busiest}",
                date.to_string(),
                sum.at_once,
                sum.came,
                sum.decided,
                waiting
            );
        }
    }

    fn reviewers(&self, table: &mut String, policy: &Policy) {
        let least = match self.least {
            Some(least) => format!("{least} reviewers keep every duty of the office, and no fewer do"),
            None => "no number of reviewers keeps every duty of the office".to_owned(),
        };
        let late = match self.late {
            0 => "nothing is decided late".to_owned(),
            late => format!("{late} decisions come when the office's duty has ended"),
        };
        let _ = writeln!(table, "\n{least}\nwith {}, {late}", self.reviewers);
        if policy.registration().is_some() {
            let setters =
                self.setters.map_or_else(|| "no number of people".to_owned(), |few| few.to_string());
            let _ = writeln!(
                table,
                "{setters} beside them set 待支付 in time for whoever is approved in seconds"
            );
        }
    }

    fn time(&self, table: &mut String, policy: &Policy) {
        let closes = Civil::Time(policy.closes().too_late);
        let supplement = Civil::Time(policy.supplement().closes.too_late);
        let out = self.out_of_time;
        let _ = writeln!(table, "\nwho runs out of time");
        for (count, who) in [
            (
                out.filed_too_late,
                format!("had opened a case and came to file when the window had closed ({closes})"),
            ),
            (
                self.count(Ending::NotFiled),
                "had opened a case and did not file it in time, those included".to_owned(),
            ),
            (self.count(Ending::CameLate), "came when no case could be opened any more".to_owned()),
            (
                out.no_time_to_correct,
                format!(
                    "filed so late that the office, in time, can return the case after the supplement has closed ({supplement})"
                ),
            ),
            (out.corrected_too_late, "came with a correction when that was closed".to_owned()),
            (
                self.count(Ending::NotCorrected),
                "did not correct what was returned in time, those included".to_owned(),
            ),
        ] {
            let _ = writeln!(table, "{count:>9}  {who}");
        }
    }
}

#[cfg(test)]
mod tests;
