//! The header of the picture, and of its scans.

use super::{InvalidPicture, Limits, damaged, unsupported};
use serde::{Deserialize, Serialize};

/// How the coefficients are spread over the scans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Process {
    Baseline,
    /// With 8 bits the same as baseline but for the number of tables.
    Extended,
    Progressive,
}

/// What the header of the picture says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frame {
    pub(super) width: u16,
    pub(super) height: u16,
    process: Process,
    components: Vec<Component>,
}

/// A colour of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Component {
    name: u8,
    /// The bit of its quantisation table.
    table: u8,
    /// It has been in a scan.
    scanned: bool,
}

impl Frame {
    /// Reads the body of the header. The sides are judged first: nobody needs to know what else is wrong with a
    /// picture that is far too big.
    pub(super) fn read(process: Process, body: &[u8], limits: &Limits) -> Result<Self, InvalidPicture> {
        let [precision, height0, height1, width0, width1, count, components @ ..] = body else {
            return damaged("the frame is cut short");
        };
        let height = u16::from_be_bytes([*height0, *height1]);
        let width = u16::from_be_bytes([*width0, *width1]);
        if height == 0 {
            return unsupported("it tells its height after the first scan");
        }
        if width == 0 {
            return damaged("it has no width");
        }
        limits.check(width.into(), height.into())?;
        if *precision != 8 {
            return unsupported("its samples do not have 8 bits");
        }
        if !matches!(count, 1 | 3 | 4) {
            return unsupported("it has neither one, three nor four colours");
        }
        let (components, rest) = components.as_chunks::<3>();
        if components.len() != usize::from(*count) || !rest.is_empty() {
            return damaged("the frame is not as long as its colours");
        }
        let mut frame = Self { width, height, process, components: Vec::new() };
        for [name, sampling, table] in components {
            if !(1..=4).contains(&(sampling >> 4)) || !(1..=4).contains(&(sampling & 15)) || 3 < *table {
                return damaged("a colour has an unknown sampling or table");
            }
            if frame.components.iter().any(|component| component.name == *name) {
                return damaged("two colours have the same name");
            }
            frame.components.push(Component { name: *name, table: 1 << table, scanned: false });
        }
        Ok(frame)
    }

    /// Reads the header of a scan. `tables` has a bit for each quantisation table there is.
    pub(super) fn begin_scan(&mut self, body: &[u8], tables: u8) -> Result<(), InvalidPicture> {
        let Some((&[count], rest)) = body.split_first_chunk() else {
            return damaged("a scan is cut short");
        };
        let Some((names, [first, last, _])) = rest.split_last_chunk::<3>() else {
            return damaged("a scan is cut short");
        };
        let (names, rest) = names.as_chunks::<2>();
        if names.len() != usize::from(count) || names.is_empty() || !rest.is_empty() {
            return damaged("a scan is not as long as its colours");
        }
        for [name, _] in names {
            let Some(component) = self.components.iter_mut().find(|component| component.name == *name) else {
                return damaged("a scan has a colour that the frame does not have");
            };
            if component.table & tables == 0 {
                return damaged("a scan comes before its quantisation table");
            }
            component.scanned = true;
        }
        // Other pictures have all coefficients in one scan, whatever these bytes say.
        let band = match self.process {
            Process::Baseline | Process::Extended => true,
            Process::Progressive if *first == 0 => *last == 0,
            Process::Progressive => first <= last && *last <= 63 && names.len() == 1,
        };
        if band { Ok(()) } else { damaged("a scan has an unknown band of coefficients") }
    }

    /// Checks that there was something of every colour.
    pub(super) fn check_complete(&self) -> Result<(), InvalidPicture> {
        if self.components.iter().all(|component| component.scanned) {
            Ok(())
        } else {
            damaged("it ends before it has a scan of every colour")
        }
    }
}
