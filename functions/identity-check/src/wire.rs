//! What clients send and are shown. What is true is in `domain`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::instant;
use domain::person::Telephone;
use domain::verification::{Sending, Verified};
use edge::{Explain, FieldError, Problem};
use serde::{Deserialize, Serialize};

use crate::captcha::{Answer, Captcha, NUMBER_MAX};

/// 验证：图形验证码，或免识图的计算，任选其一。 A captcha: read the picture, or let the device do the work. Either answer is good.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CaptchaView {
    /// 凭据，随答案交回。 To be sent back with the answer.
    captcha: String,
    /// 此刻之前有效。 The first instant at which it is not good any more.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    expires: String,
    /// 图片，data 网址；请输入其中的五个字符，不分大小写。 The picture as a `data:` address. Its five letters are the answer.
    image: String,
    /// 免识图：由设备计算，不需要视力和听力。 Without reading: the device computes, which needs neither sight nor hearing.
    work: WorkView,
}

/// 求 0 至 max 之间的整数 n，使 SHA-256(salt + n 的十进制) = target。 Find the number n from 0 to max for which SHA-256 of the salt
/// and of n in decimal digits is the target.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct WorkView {
    /// 算法。 The algorithm.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "SHA-256"))]
    algorithm: &'static str,
    /// 前缀。 What stands before the number.
    salt: String,
    /// 目标，64 位十六进制小写。 The digest, as 64 lower-case hexadecimal characters.
    target: String,
    /// 上限。 The number is not above this.
    max: u32,
}

impl CaptchaView {
    pub(crate) fn new(captcha: &Captcha, sealed: String, picture: &[u8]) -> Self {
        Self {
            captcha: sealed,
            expires: instant::format(captcha.until().too_late),
            image: format!("data:image/bmp;base64,{}", STANDARD.encode(picture)),
            work: WorkView {
                algorithm: "SHA-256",
                salt: captcha.salt(),
                target: captcha.target().to_string(),
                max: NUMBER_MAX,
            },
        }
    }
}

/// 获取短信验证码。 Asks for a code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CodesBody {
    /// 项目。 The programme that it is for.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    pub(crate) programme: String,
    /// 验证的凭据。 What came with the captcha.
    pub(crate) captcha: String,
    /// 图中字符。 The letters of the picture.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "A3KXM"))]
    text: Option<String>,
    /// 算得的整数。 The number that was found, in place of the letters.
    number: Option<u32>,
}

impl CodesBody {
    /// Returns the answer to the captcha.
    ///
    /// # Errors
    ///
    /// Returns a problem unless there is exactly one.
    pub(crate) fn answer(&self) -> Result<Answer, Problem> {
        match (&self.text, self.number) {
            (Some(text), None) => Ok(Answer::Letters(text.clone())),
            (None, Some(number)) => Ok(Answer::Number(number)),
            (None, None) | (Some(_), Some(_)) => {
                Err(Problem::invalid_fields(vec![FieldError::new("/text", &OneAnswer)]))
            }
        }
    }
}

/// There is no answer, or two.
struct OneAnswer;

impl Explain for OneAnswer {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("one-answer", "请在 text 与 number 中填写一项。", "Fill in either text or number.")
    }
}

/// 短信验证码已发送。 A code that was sent.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CodeView {
    /// 发往的号码，中间四位隐去。 The number that it was sent to, with its middle hidden.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "138****0000"))]
    telephone: String,
    /// sent 为网关已受理；unknown 为尚不确定，可能已发出。 `sent` if the gateway has taken it, `unknown` if it may be on its way.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "sent"))]
    delivery: &'static str,
    /// 此刻之前可以输入。 The first instant at which it cannot be entered any more.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    expires: String,
    /// 此刻起可以重新获取。 The first instant at which another one can be asked for.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    again: String,
}

impl CodeView {
    pub(crate) fn new(telephone: &Telephone, sending: &Sending) -> Self {
        Self {
            telephone: telephone.masked(),
            delivery: if sending.is_settled { "sent" } else { "unknown" },
            expires: instant::format(sending.good.too_late),
            again: instant::format(sending.again),
        }
    }
}

/// 输入短信验证码。 Enters the code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct VerificationBody {
    /// 短信中的验证码。 The code of the message.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "012345"))]
    pub(crate) code: String,
}

/// 手机号码已验证。 The telephone is verified.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct VerificationView {
    /// 验证时间。 When the code was entered.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    verified: String,
    /// 此刻之前，本次登录可以提交。 The first instant at which this session cannot file any more without another code.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    until: String,
}

impl From<Verified> for VerificationView {
    fn from(verified: Verified) -> Self {
        let Verified { at, until } = verified;
        Self { verified: instant::format(at), until: instant::format(until.too_late) }
    }
}
