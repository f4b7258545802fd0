//! What there is to say about a policy before it is proposed.

use domain::instant;
use domain::policy::Text;
use edge::TextView;
use serde::{Deserialize, Serialize};
use workbench::{Remark, Report, Severity};

use crate::words::chinese;

/// 待检查的政策。 A policy that is to be looked at.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckBody {
    /// 政策文件，逐字节。 The policy file, byte for byte.
    pub(crate) policy: String,
}

/// 检查意见。 What there is to say about a policy.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct RemarksView {
    /// 错误的条数；有错误的不应发布。 How many of the remarks are errors. A policy with one should not be published.
    errors: usize,
    /// 提醒的条数。 How many of them are warnings.
    warnings: usize,
    /// 意见，依行号。 The remarks, in the order of the lines.
    remarks: Vec<RemarkView>,
}

/// 一条意见。 A remark.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct RemarkView {
    /// 轻重。 How bad it is: `error` or `warning`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "warning"))]
    severity: &'static str,
    /// 代码，见政策文档。 What it is, for programs.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "no-time-to-correct"))]
    code: &'static str,
    /// 行号，自 1 起；没有则关于整个文件。 Where in the file, counting from 1. Not there if it is about all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// 自此刻起提交的人受影响。 From when on whoever files is concerned, if it is a matter of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    from: Option<String>,
    /// 说明；英文为具体情形。 What it means. The English text names the particulars.
    message: TextView,
}

impl From<&Report> for RemarksView {
    fn from(report: &Report) -> Self {
        Self {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            remarks: report.remarks().iter().map(RemarkView::from).collect(),
        }
    }
}

impl From<&Remark> for RemarkView {
    fn from(remark: &Remark) -> Self {
        let message = Text { zh: chinese(remark.code).to_owned(), en: remark.sentence.clone() };
        Self {
            severity: remark.code.severity().name(),
            code: remark.code.name(),
            line: remark.line,
            from: remark.from.map(instant::format),
            message: TextView::from(&message),
        }
    }
}
