//! Everything that pages say by themselves, in both languages. What a programme says is its policy's.

pub(crate) mod administration;
pub(crate) mod candidate;
pub(crate) mod common;
pub(crate) mod portals;
pub(crate) mod review;
pub(crate) mod script;

/// Declares a set of texts: a name, what it says in Chinese, and in English.
macro_rules! texts {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// The texts, in one language.
        #[derive(Debug, serde::Serialize)]
        pub(crate) struct Texts {
            $(pub(crate) $name: &'static str,)*
        }

        impl Texts {
            /// Returns the texts in a language.
            pub(crate) const fn of(locale: edge::Locale) -> &'static Self {
                match locale {
                    edge::Locale::Chinese => &Self { $($name: $zh,)* },
                    edge::Locale::English => &Self { $($name: $en,)* },
                }
            }
        }
    };
}
pub(crate) use texts;
