//! How somebody sees pages: on which screen, in which language, with what switched off.

use std::fmt;

use serde_json::{Value, json};

/// How somebody sees pages.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// What they hold, or sit at.
    pub(crate) screen: Screen,
    /// The language that their browser asks for.
    pub(crate) language: Language,
    /// Whether scripts run.
    pub(crate) scripts: Scripts,
    /// What their system asks pages to be.
    pub(crate) scheme: Scheme,
    /// How large they have text.
    pub(crate) text: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// 390 by 844, touched: the size of most telephones of today.
    Phone,
    /// 1280 by 800, with a mouse.
    Desk,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Chinese,
    English,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scripts {
    Run,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    Usual,
    /// As WCAG 2.2, criterion 1.4.4, has it.
    Double,
}

impl View {
    /// A telephone in Chinese, as most candidates come.
    pub(crate) const PHONE: Self = Self {
        screen: Screen::Phone,
        language: Language::Chinese,
        scripts: Scripts::Run,
        scheme: Scheme::Light,
        text: Text::Usual,
    };

    /// A computer in Chinese.
    pub(crate) const DESK: Self = Self { screen: Screen::Desk, ..Self::PHONE };

    /// The same in English.
    pub(crate) const fn in_english(self) -> Self {
        Self { language: Language::English, ..self }
    }

    /// The same without scripts.
    pub(crate) const fn without_scripts(self) -> Self {
        Self { scripts: Scripts::Off, ..self }
    }

    /// The same in the dark.
    pub(crate) const fn in_the_dark(self) -> Self {
        Self { scheme: Scheme::Dark, ..self }
    }

    /// The same with text of twice the size.
    pub(crate) const fn in_large_text(self) -> Self {
        Self { text: Text::Double, ..self }
    }

    /// The commands that have a page shown in this way.
    pub(crate) fn commands(self, agent: &str) -> Vec<(&'static str, Value)> {
        let language = match self.language {
            Language::Chinese => "zh-CN,zh",
            Language::English => "en-GB,en",
        };
        let scheme = match self.scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        // Nothing moves while somebody clicks on it.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        let is_off = self.scripts == Scripts::Off;
        let mut commands = vec![
            (
                "Emulation.setTouchEmulationEnabled",
                json!({ "enabled": self.screen == Screen::Phone, "maxTouchPoints": 1 }),
            ),
            ("Emulation.setUserAgentOverride", json!({ "userAgent": agent, "acceptLanguage": language })),
            ("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })),
            // Somebody abroad: what a page says of an instant is said in Beijing time all the same.
            ("Emulation.setTimezoneOverride", json!({ "timezoneId": "America/Los_Angeles" })),
            ("Emulation.setEmulatedMedia", json!({ "features": features })),
            ("Emulation.setScriptExecutionDisabled", json!({ "value": is_off })),
        ];
        commands.extend(self.screen_of(0));
        commands
    }

    /// The commands for a screen that is at least so high, with text of the size that was chosen, which each of them resets.
    pub(crate) fn screen_of(self, height_min: u64) -> Vec<(&'static str, Value)> {
        let (width, height, scale, is_phone) = match self.screen {
            Screen::Phone => (390, 844, 2, true),
            Screen::Desk => (1280, 800, 1, false),
        };
        let height = height.max(height_min);
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": is_phone });
        let mut commands = vec![("Emulation.setDeviceMetricsOverride", size)];
        if self.text == Text::Double {
            commands.push(("Page.setFontSizes", json!({ "fontSizes": { "standard": 32, "fixed": 26 } })));
        }
        commands
    }
}

/// As a folder of pictures is called.
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.screen {
            Screen::Phone => "phone",
            Screen::Desk => "desk",
        })?;
        f.write_str(match self.language {
            Language::Chinese => "-zh",
            Language::English => "-en",
        })?;
        if self.scripts == Scripts::Off {
            f.write_str("-without-scripts")?;
        }
        if self.scheme == Scheme::Dark {
            f.write_str("-dark")?;
        }
        if self.text == Text::Double {
            f.write_str("-large")?;
        }
        Ok(())
    }
}
