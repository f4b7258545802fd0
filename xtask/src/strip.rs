//! Takes out of a component what only people read: names and debugging information.
//!
//! The components are linked with their names, so that their sizes can be told by crate; what is shipped
//! does without them.

use anyhow::{Context, Result, bail};

/// Both formats begin with a magic number and a version of four bytes each.
const PREAMBLE_BYTES: usize = 8;

const CUSTOM: u8 = 0;
const CORE_MODULE: u8 = 1;
const NESTED_COMPONENT: u8 = 4;

/// Returns the component, or the module, without names and debugging information.
///
/// # Errors
///
/// Fails on what is not WebAssembly.
pub(crate) fn strip(binary: &[u8]) -> Result<Vec<u8>> {
    let (preamble, mut rest) =
        binary.split_at_checked(PREAMBLE_BYTES).context("too short for WebAssembly")?;
    if !preamble.starts_with(b"\0asm") {
        bail!("no WebAssembly");
    }
    // The second half of the version tells the layers apart: 0 is a module, 1 a component.
    let component = preamble.get(6) == Some(&1);
    let mut stripped = preamble.to_vec();
    while let Some((&kind, after)) = rest.split_first() {
        let (length, after) = leb128(after)?;
        let (content, after) = after.split_at_checked(length).context("a section ends after the file")?;
        rest = after;
        match kind {
            CUSTOM if is_for_people(content)? => {}
            CORE_MODULE | NESTED_COMPONENT if component => section(&mut stripped, kind, &strip(content)?),
            _ => section(&mut stripped, kind, content),
        }
    }
    Ok(stripped)
}

fn is_for_people(custom: &[u8]) -> Result<bool> {
    let (length, rest) = leb128(custom)?;
    let name = rest.get(..length).context("a name ends after its section")?;
    Ok(matches!(name, b"name" | b"component-name" | b"producers") || name.starts_with(b".debug_"))
}

fn section(to: &mut Vec<u8>, kind: u8, content: &[u8]) {
    to.push(kind);
    let mut length = content.len();
    loop {
        let low = (length & 0x7f) as u8;
        length >>= 7;
        if length == 0 {
            to.push(low);
            break;
        }
        to.push(low | 0x80);
    }
    to.extend_from_slice(content);
}

fn leb128(bytes: &[u8]) -> Result<(usize, &[u8])> {
    let mut value = 0_usize;
    // Five groups of seven bits hold every 32-bit length.
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Ok((value, bytes.get(index + 1..).unwrap_or_default()));
        }
    }
    bail!("a length is cut off or too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODULE: &[u8] = b"\0asm\x01\0\0\0";
    const COMPONENT: &[u8] = b"\0asm\x0d\0\x01\0";

    fn with(preamble: &[u8], sections: &[(u8, &[u8])]) -> Vec<u8> {
        let mut binary = preamble.to_vec();
        for (kind, content) in sections {
            section(&mut binary, *kind, content);
        }
        binary
    }

    #[test]
    fn names_go_and_everything_else_stays_in_its_order() {
        let long = vec![7; 300];
        let module = with(
            MODULE,
            &[(1, b"types"), (0, b"\x04name12345"), (10, &long), (0, b"\x0b.debug_infox"), (0, b"\x05other")],
        );
        assert_eq!(strip(&module).unwrap(), with(MODULE, &[(1, b"types"), (10, &long), (0, b"\x05other")]));
    }

    #[test]
    fn a_module_inside_a_component_loses_its_names_too() {
        let inner = with(MODULE, &[(0, b"\x04name123"), (3, b"f")]);
        let outer = with(COMPONENT, &[(1, &inner), (7, b"types"), (0, b"\x0ecomponent-namex")]);
        let expected = with(COMPONENT, &[(1, &with(MODULE, &[(3, b"f")])), (7, b"types")]);
        assert_eq!(strip(&outer).unwrap(), expected);
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        assert!(strip(b"\0asm").is_err());
        assert!(strip(b"#!/bin/sh\n").is_err());
        let module = with(MODULE, &[(1, b"types")]);
        assert!(strip(&module[..module.len() - 1]).is_err());
    }
}
