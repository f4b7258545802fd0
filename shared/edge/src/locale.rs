//! Which of the two languages a caller reads.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;

/// A language that this service speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// Simplified Chinese, which counts where the two differ.
    #[default]
    Chinese,
    /// English, for convenience.
    English,
}

impl Locale {
    /// Reads `Accept-Language`. Chinese, unless English is wanted more.
    pub fn of(headers: &HeaderMap) -> Self {
        let ranges = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
        let (mut chinese, mut english) = (0, 0);
        for range in ranges.flat_map(|line| line.split(',')) {
            let (tag, quality) = weighted(range);
            match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "zh" => chinese = chinese.max(quality),
                "en" => english = english.max(quality),
                _ => {}
            }
        }
        if chinese < english { Self::English } else { Self::Chinese }
    }

    /// Returns the tag for `Content-Language`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// Picks one of two texts.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

/// A range and its weight in thousandths (RFC 9110, section 12.4.2). A weight that cannot be read counts as none.
fn weighted(range: &str) -> (&str, u16) {
    let mut parts = range.split(';').map(str::trim);
    let tag = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    (tag, weight.map_or(1_000, |weight| thousandths(weight).unwrap_or(0)))
}

/// Reads `0`, `1`, or either with up to three decimals.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if 3 < decimals.len() || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match whole {
        "1" => Some(1_000),
        "0" => format!("{decimals:0<3}").parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn speaks(header: &str, expected: Locale) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, header.parse().unwrap());
        assert_eq!(Locale::of(&headers), expected, "{header}");
    }

    #[test]
    fn english_is_spoken_only_to_those_who_want_it_more_than_chinese() {
        assert_eq!(Locale::of(&HeaderMap::new()), Locale::Chinese);
        speaks("en", Locale::English);
        speaks("en-GB,en;q=0.9", Locale::English);
        speaks("fr, en;q=0.1", Locale::English);
        speaks("zh-TW;q=0.8, en;q=0.7", Locale::Chinese);
        speaks("zh;q=0.1, en;q=0.2", Locale::English);
        speaks("zh, en", Locale::Chinese);
        speaks("fr", Locale::Chinese);
        speaks("zh;q=0.75, en;q=0.751", Locale::English);
        speaks("zh;q=0.001, en;q=0", Locale::Chinese);
        speaks("en;q=0.1234", Locale::Chinese);
        speaks("en;q=nonsense", Locale::Chinese);
        speaks(";;;,=,", Locale::Chinese);
    }
}
