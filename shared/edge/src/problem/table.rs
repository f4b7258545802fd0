//! The one table of problem codes. Codes are never renamed and never used again for something else.

use http::StatusCode;

use crate::locale::Locale;

pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) status: u16,
    pub(super) title_zh: &'static str,
    pub(super) title_en: &'static str,
    /// What to do next. A name in braces stands for the member of that name.
    pub(super) detail_zh: &'static str,
    pub(super) detail_en: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $status:literal $name:literal,
       $title_zh:literal, $title_en:literal, $detail_zh:literal, $detail_en:literal;)*) => {
        /// What clients branch on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub(super) const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        name: $name,
                        status: $status,
                        title_zh: $title_zh,
                        title_en: $title_en,
                        detail_zh: $detail_zh,
                        detail_en: $detail_en,
                    },)*
                }
            }
        }
    };
}

impl Code {
    /// Returns the stable text.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Returns the status of the response.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.row().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Returns its title and its detail, in which names in braces stand for the members of a problem.
    pub fn words(self, locale: Locale) -> (&'static str, &'static str) {
        let Row { title_zh, title_en, detail_zh, detail_en, .. } = self.row();
        (locale.pick(title_zh, title_en), locale.pick(detail_zh, detail_en))
    }

    /// Returns what RFC 6749, section 5.2, calls it, if it is an answer of the token endpoint.
    pub(super) const fn oauth(self) -> Option<&'static str> {
        match self {
            Self::InvalidRequest => Some("invalid_request"),
            Self::InvalidClient => Some("invalid_client"),
            Self::InvalidGrant => Some("invalid_grant"),
            Self::UnsupportedGrantType => Some("unsupported_grant_type"),
            _ => None,
        }
    }
}

codes! {
    // --- The request makes no sense ---
    /// The body is not JSON.
    MalformedJson = 400 "malformed-json", "请求体不是有效的 JSON", "The body is not valid JSON",
        "请求体第 {line} 行第 {column} 列有误，请改正后重新提交。",
        "Line {line}, column {column} of the body is wrong. Correct it and send it again.";
    /// The body is not UTF-8.
    NotUtf8 = 400 "not-utf8", "请求体不是 UTF-8 编码", "The body is not UTF-8",
        "请用 UTF-8 编码重新提交。", "Send it again in UTF-8.";
    /// The body ended before it was complete.
    BodyIncomplete = 400 "body-incomplete", "请求体不完整", "The body is incomplete",
        "传输中断，请检查网络后重新提交。", "The transfer broke off. Check the connection and send it again.";
    /// A header is there twice, or is not what it must be.
    MalformedHeader = 400 "malformed-header", "请求头有误", "A header is malformed",
        "请求头 {header} 有误，请改正后重试。", "The header {header} is wrong. Correct it and try again.";
    /// There are several credentials, and it is not clear which one is meant.
    AmbiguousCredentials = 400 "ambiguous-credentials", "登录凭证不唯一", "The credentials are ambiguous",
        "请清除本站 Cookie，然后重新登录。", "Delete the cookies of this site and log in again.";
    /// The identifier names something else.
    WrongKindOfId = 400 "wrong-kind-of-id", "编号类型不符", "The id is of another kind",
        "此处应填以 {expected} 开头的编号，收到的以 {found} 开头。请核对后重试。",
        "An id that begins with {expected} belongs here; this one begins with {found}. Check it and try again.";
    /// The identifier is none.
    MalformedId = 400 "malformed-id", "编号有误", "The id is malformed",
        "此处应填以 {expected} 开头的编号。请核对后重试。",
        "An id that begins with {expected} belongs here. Check it and try again.";
    /// What creates needs an idempotency key.
    IdempotencyKeyRequired = 400 "idempotency-key-required", "缺少幂等键", "An idempotency key is required",
        "请在请求头 Idempotency-Key 中给出本次操作的唯一标识，重试时保持不变。",
        "Name this attempt in the header Idempotency-Key, and keep the name when you repeat it.";
    /// The path leads nowhere.
    NoSuchResource = 404 "no-such-resource", "没有此地址", "There is nothing at this address",
        "请核对地址。全部地址见 /api/openapi.json。", "Check the address. All of them are in /api/openapi.json.";
    /// There is no such programme.
    UnknownProgramme = 404 "unknown-programme", "没有此项目", "There is no such programme",
        "请核对项目名称，或从首页重新进入。", "Check the name of the programme, or start again from the first page.";
    /// The programme has no such season.
    UnknownSeason = 404 "unknown-season", "没有此期", "There is no such season",
        "请核对期次名称。只有已发布政策的期次可用。", "Check the name of the season. It is there once its policy is published.";
    /// No such policy was published for the programme.
    UnknownPolicy = 404 "unknown-policy", "没有此政策", "There is no such policy",
        "请核对政策的摘要：申请和项目信息中有。", "Check the hash of the policy. Cases and programmes show it.";
    /// There is no such case, or it is somebody else's.
    UnknownCase = 404 "unknown-case", "没有此申请", "There is no such case",
        "请核对申请编号，并确认登录的是本人账号。",
        "Check the id of the case, and that you are logged in with your own account.";
    /// There is no such account. Operators alone ask for one.
    UnknownAccount = 404 "unknown-account", "没有此账号", "There is no such account",
        "请核对账号编号：日志中有，本人在 GET /auth/session 中也能看到。",
        "Check the id of the account. The log has it, and its person reads it at GET /auth/session.";
    /// There is no such proposal.
    UnknownProposal = 404 "unknown-proposal", "没有此提案", "There is no such proposal",
        "请核对提案编号，或从提案列表中选择。", "Check the id of the proposal, or choose one from the list.";
    /// The region has no such group of reviewers.
    UnknownGroup = 404 "unknown-group", "没有此审核组", "There is no such group",
        "请从审核组列表中选择。组的代号只含小写字母、数字和连字符，最长 64 个字符。",
        "Choose one from the list of groups. The name of a group in an address has 64 small letters, digits and hyphens at most.";
    /// There is no such act, or it is not for whoever asks.
    UnknownAct = 404 "unknown-act", "没有此操作记录", "There is no such act",
        "请从操作记录的第一页重新翻阅。", "Begin again at the first page of the acts.";
    /// The account has no such session, or not any more.
    UnknownSession = 404 "unknown-session", "没有此登录", "There is no such session",
        "该登录已结束，或不是您的。请重新读取您的登录列表。", "It has ended, or is not yours. Read the list of your sessions again.";
    /// The category does not ask for this material.
    UnknownMaterial = 404 "unknown-material", "没有此材料", "There is no such material",
        "请先在草稿中选择身份类别，再上传该类别的材料清单中列出的材料。",
        "Choose your category in the draft first, then upload the materials that its list names.";
    /// The material takes fewer pictures.
    TooManyPictures = 404 "too-many-pictures", "此项材料不能再交更多图片", "This material takes fewer pictures",
        "图片张数已达上限。可以替换或删除已交的图片，清单中 next 为可用的名称。",
        "It has no room for another picture. Replace or delete one; the list says under next which name is free.";
    /// Nothing has been handed in yet.
    NoPicture = 404 "no-picture", "尚未上传", "Nothing has been uploaded yet",
        "此项材料还没有图片。请先上传。", "There is no picture of this material yet. Upload one first.";
    /// The policy names no electronic certificate for this material.
    NoCertificate = 404 "no-certificate", "此项材料不能自动获取", "This material cannot be obtained",
        "此项材料没有可代替的电子证照。请拍照或扫描后上传。",
        "No electronic certificate takes the place of this material. Photograph or scan it, and upload it.";
    /// The register has no such certificate of this person (S1-13).
    CertificateNotFound = 404 "certificate-not-found", "没有查到您的电子证照", "You have no such certificate",
        "电子证照库中没有您的此项证照。请拍照或扫描此项材料后上传。",
        "The register has no electronic certificate of this kind for you. Photograph or scan the material, and upload it.";
    /// There is no such upload, or it has ended.
    UnknownUpload = 404 "unknown-upload", "没有此上传任务", "There is no such upload",
        "上传任务不存在、已取消或已超过两小时。请重新开始上传。",
        "It was never opened, was given up, or has been open for two hours. Start the upload again.";
    /// The path does not know the method.
    MethodNotAllowed = 405 "method-not-allowed", "不支持此请求方法", "The method is not allowed",
        "请使用响应头 Allow 所列的方法。", "Use one of the methods in the header Allow.";
    /// The body did not arrive in time.
    BodyTooSlow = 408 "body-too-slow", "请求体未在限时内送达", "The body did not arrive in time",
        "请检查网络后重新提交。", "Check the connection and send it again.";
    /// The body is larger than may be.
    BodyTooLarge = 413 "body-too-large", "请求体过大", "The body is too large",
        "最多 {bytes_max} 字节，请缩减后重新提交。", "At most {bytes_max} bytes are accepted. Shorten it and send it again.";
    /// The picture is larger than may be.
    FileTooLarge = 413 "file-too-large", "图片过大", "The picture is too large",
        "图片不得超过 {bytes_max} 字节。请降低拍摄分辨率，或另存为质量较低的 JPG 后重新上传。",
        "A picture has {bytes_max} bytes at most. Take it with a lower resolution, or save it as a JPEG of lower quality.";
    /// The picture is too large for one request.
    FileNeedsParts = 413 "file-needs-parts", "图片须分段上传", "The picture has to be uploaded in parts",
        "一次最多上传 {bytes_max} 字节。请在本材料的 uploads 下开始分段上传。",
        "One request takes {bytes_max} bytes at most. Open an upload in parts under uploads of this material.";
    /// The roster is larger than may be.
    RosterTooLarge = 413 "roster-too-large", "名单过大", "The roster is too large",
        "一个文件最多 {bytes_max} 字节、{rows_max} 行。请拆分为几个文件（每个都保留表头），逐个导入。",
        "A file has {bytes_max} bytes and {rows_max} rows at most. Split it into several, each with the names of the columns, and import one after the other.";
    /// The roster is of a type that is not read.
    UnsupportedRosterType = 415 "unsupported-roster-type", "不支持此名单格式", "The type of the roster is not supported",
        "请导出为 UTF-8 编码的 CSV 或 JSON Lines，并将 Content-Type 设为 text/csv 或 application/jsonl。",
        "Export it as CSV or as JSON Lines in UTF-8, and say text/csv or application/jsonl in Content-Type.";
    /// The body is of a type that is not read here.
    UnsupportedMediaType = 415 "unsupported-media-type", "不支持此内容类型", "The content type is not supported",
        "请将 Content-Type 设为 application/json。", "Send application/json, and say so in Content-Type.";
    /// Fields are wrong.
    InvalidFields = 422 "invalid-fields", "部分内容有误", "Some fields are wrong",
        "请按 errors 逐项改正后重新提交。", "Correct each field listed in errors and send it again.";

    /// Something in a roster is wrong.
    InvalidRoster = 422 "invalid-roster", "名单有误", "Something in the roster is wrong",
        "什么都没有导入。请按 errors 逐项改正后重新发送整个文件；另有 {more_errors} 处未列出。",
        "Nothing was imported. Correct what is listed in errors and send the whole file again. Not listed: {more_errors} more.";

    // --- The file is none that can be taken ---
    /// Not a single byte.
    FileEmpty = 422 "file-empty", "文件为空", "The file is empty",
        "请重新选择图片上传。", "Choose the picture again and upload it.";
    /// What iPhones take photographs in, or its sibling.
    FileIsHeic = 422 "file-is-heic", "这是 HEIC 格式的照片", "The file is an HEIC photograph",
        "请上传 JPG 或 PNG。苹果手机：在“设置”的“相机”的“格式”中选“兼容性最佳”后重拍；或打开照片截屏，上传截图。",
        "Upload a JPEG or PNG. On an iPhone choose Settings, Camera, Formats, Most Compatible and take it again, or upload a screenshot of it.";
    /// A PDF document.
    FileIsPdf = 422 "file-is-pdf", "这是 PDF 文件", "The file is a PDF document",
        "请上传 JPG 或 PNG。请打开该文件，将所需页面截屏或导出为图片后上传。",
        "Upload a JPEG or PNG. Open the document and take a screenshot of the page, or export it as a picture.";
    /// A film.
    FileIsVideo = 422 "file-is-video", "这是视频文件", "The file is a film",
        "请上传 JPG 或 PNG。请用相机的拍照模式重拍。", "Upload a JPEG or PNG. Take a photograph instead of a film.";
    /// A picture of a format that is not taken.
    FileIsOtherPicture = 422 "file-is-other-picture", "不接受此图片格式", "The file is a picture of another format",
        "这是 {kind} 格式的图片。请用看图软件另存为 JPG 或 PNG 后上传。",
        "This is a picture in {kind}. Save it as JPEG or PNG in any viewer, and upload that.";
    /// No picture at all.
    FileIsNoPicture = 422 "file-is-no-picture", "这不是图片", "The file is no picture",
        "请拍照或扫描材料，保存为 JPG 或 PNG 后上传。改文件名不会改变格式。",
        "Photograph or scan the material, and upload it as JPEG or PNG. Another file name does not make it one.";
    /// It stops before its end.
    FileTruncated = 422 "file-truncated", "图片不完整", "The picture stops before its end",
        "文件可能没有下载或复制完整。请在相册中确认能完整显示，再重新上传。",
        "It was perhaps not copied or downloaded whole. See that it shows whole on your device, and upload it again.";
    /// Its sides or its area are too large.
    FileTooManyPixels = 422 "file-too-many-pixels", "图片尺寸过大", "The picture has too many pixels",
        "图片为 {width}×{height} 像素。请缩小尺寸后重新上传。",
        "It has {width} by {height} pixels. Make it smaller and upload it again.";
    /// A side is too short for anything to be read.
    FileTooFewPixels = 422 "file-too-few-pixels", "图片尺寸过小", "The picture has too few pixels",
        "图片为 {width}×{height} 像素，文字难以辨认。请上传原图，不要上传缩略图。",
        "It has {width} by {height} pixels, too few for text to be read. Upload the original, not a preview.";
    /// Something else follows the end of the picture.
    FileHasMore = 422 "file-has-more", "图片后附有其他内容", "Something follows the end of the picture",
        "请打开图片截屏，或用看图软件另存为新的 JPG，上传新文件。",
        "Open it and take a screenshot, or save it as a new JPEG in any viewer, and upload that.";
    /// More segments than any camera writes.
    FileTooManySegments = 422 "file-too-many-segments", "图片附加信息过多", "The picture carries too much besides",
        "请用看图软件另存为新的 JPG，上传新文件。", "Save it as a new JPEG in any viewer, and upload that.";
    /// More scans than any encoder writes.
    FileTooManyScans = 422 "file-too-many-scans", "图片编码异常", "The picture is coded in too many passes",
        "请用看图软件另存为新的 JPG，上传新文件。", "Save it as a new JPEG in any viewer, and upload that.";
    /// It breaks a rule of its format.
    FileDamaged = 422 "file-damaged", "图片已损坏", "The picture is damaged",
        "请重新拍照或扫描；或用看图软件另存为新的 JPG 后上传。",
        "Take it again, or save it as a new JPEG in any viewer, and upload that.";
    /// It is of a kind that common viewers do not show.
    FileUnsupported = 422 "file-unsupported", "图片编码方式少见", "The picture is of a rare kind",
        "常用软件可能无法显示。请用看图软件另存为普通的 JPG 后上传。",
        "Common viewers do not show it. Save it as an ordinary JPEG and upload that.";

    // --- Who asks ---
    /// Nobody is logged in.
    SessionRequired = 401 "session-required", "请先登录", "Log in first",
        "请登录后重试。", "Log in and try again.";
    /// The session is over, or never was.
    SessionEnded = 401 "session-ended", "登录已失效", "The session has ended",
        "请重新登录后重试。", "Log in again and try again.";
    /// The identity provider has not let them in.
    LoginRefused = 403 "login-refused", "登录未完成", "The login was not completed",
        "统一身份认证平台没有通过本次登录。请重新登录。", "The identity platform did not let you in. Log in again.";
    /// The login took too long, or was begun elsewhere.
    LoginExpired = 400 "login-expired", "登录已过期", "The login has expired",
        "登录须在十分钟内、在同一浏览器中完成。请重新登录。",
        "A login is completed within ten minutes, in the browser that began it. Log in again.";
    /// What the identity provider has sent cannot be trusted.
    LoginFailed = 403 "login-failed", "登录信息无法核实", "The login could not be verified",
        "请重新登录；仍有问题，请报上 reference 编号。", "Log in again; if it stays, tell us the reference.";
    /// Somebody has logged in as a legal person (S1-23).
    LegalPersonLogin = 403 "legal-person-login", "请选择“个人登录”", "Choose the personal login",
        "您选择了“法人登录”。请退出后重新登录，选择“个人登录”。",
        "You have logged in as a legal person. Log out and choose the personal login.";
    /// The identity provider does not say who it is.
    IdentityIncomplete = 403 "identity-incomplete", "身份信息不完整", "The identity is incomplete",
        "统一身份认证平台没有提供实名信息。请先在该平台完成实名认证，再登录。",
        "The identity platform does not say who you are. Complete the real-name verification there, then log in.";
    /// No portal is registered under this id, or not with this address.
    UnknownPortal = 400 "unknown-portal", "门户未登记", "The portal is not registered",
        "门户或其返回地址未在本系统登记。请从您使用的门户重新进入，或联系该门户。",
        "This service does not know the portal, or not with this address. Start again from your portal, or tell its operator.";
    /// A parameter of a portal's request is missing, there twice, or not what it must be.
    InvalidRequest = 400 "invalid-request", "请求参数有误", "The request is malformed",
        "参数 {parameter} 缺失、重复或有误。请以 application/x-www-form-urlencoded 提交，每个参数一次。",
        "The parameter {parameter} is missing, there twice, or wrong. Send a form with each parameter once.";
    /// The portal has not proved which one it is.
    InvalidClient = 401 "invalid-client", "门户身份验证失败", "The portal is not authenticated",
        "请用登记的门户编号和密钥，以 client_secret_basic 或 client_secret_post 之一提交。",
        "Send the id and the secret of the portal, either as client_secret_basic or as client_secret_post.";
    /// The code is used, too old, or was given for something else.
    InvalidGrant = 400 "invalid-grant", "授权码无效", "The code is not good",
        "授权码只能使用一次，一分钟内有效，且须与登录时的门户、返回地址和 code_challenge 一致。请重新登录。",
        "A code is good once and for a minute, for the portal, the address and the code_challenge of its login. Log in again.";
    /// Something else than a code is offered.
    UnsupportedGrantType = 400 "unsupported-grant-type", "不支持此授权方式", "The grant type is not supported",
        "grant_type 只能是 authorization_code。", "The only grant_type is authorization_code.";
    /// The request comes from another site.
    OriginRefused = 403 "origin-refused", "请求来源不符", "The request comes from another site",
        "请从本站页面操作。", "Use the pages of this service.";
    /// The role does not include this.
    NotPermitted = 403 "not-permitted", "没有此权限", "This is not permitted",
        "当前身份不能进行此操作。如有需要，请联系管理员。",
        "Your role does not include this. If you need it, ask your administrator.";
    /// The region is another one.
    OutsideRegion = 403 "outside-region", "不在您的辖区", "Outside your region",
        "此事项由其他地区办理。", "Another region handles this.";
    /// Nobody decides a case of their own.
    OwnCase = 403 "own-case", "不得办理本人的申请", "This is your own case",
        "请转交其他工作人员办理。", "Leave it to another member of staff.";
    /// The reviewer's groups are for other programmes.
    OutsideGroups = 403 "outside-groups", "不属于您的审核组", "Your groups do not review this",
        "您所在的审核组不办理此项目。请从待办列表中选择；需要调整的，请联系管理员。",
        "The groups that you are in review other programmes. Take a case from your worklist, or ask your administrator to change the groups.";

    /// Nobody decides what they have proposed themselves.
    OwnProposal = 403 "own-proposal", "不得审批本人的提案", "This is your own proposal",
        "请由另一位管理员批准或驳回；不再需要时，可以撤回。",
        "Another administrator approves or rejects it. Withdraw it if it is not needed any more.";
    /// Nobody withdraws what somebody else has proposed.
    OthersProposal = 403 "others-proposal", "只能撤回本人的提案", "This is somebody else's proposal",
        "不同意的，请驳回并写明原因。", "Reject it instead, and say why.";

    /// The step-up comes first (S1-50).
    NotVerified = 403 "not-verified", "请先验证手机号码", "Verify your telephone first",
        "请获取短信验证码，输入后再提交。", "Ask for a code by SMS and enter it, then file again.";
    /// Somebody has logged in by the password for another programme.
    OtherProgramme = 403 "other-programme", "此登录仅限另一项目", "This login is for another programme",
        "您用密码登录的是另一项目。办理此项目，请重新登录：用此项目的密码，或通过统一身份认证平台。",
        "You have logged in by the password for another programme. Log in again, by the password for this one or at the identity platform.";
    /// Number and password do not let anybody in, for whatever reason.
    PasswordRefused = 403 "password-refused", "未能登录", "You could not be logged in",
        "请核对证件类型和号码；首次登录，密码是报名时填写的电子邮箱，以后是您自己设置的密码。输错多次的，每过 {minutes} 分钟可再试一次。仍不能登录或忘记密码的，请联系：{contact}；也可通过统一身份认证平台登录。",
        "Check the kind of document and its number. The first password is the e-mail address of your registration, later the one that you have set. After several wrong ones you can try again every {minutes} minutes. If it does not work, or if you have forgotten it, ask: {contact}. You can also log in at the identity platform.";
    /// The first password opens nothing but setting another one.
    PasswordChangeRequired = 403 "password-change-required", "请先设置新密码", "Set a password of your own first",
        "首次登录的密码正确，但不能用来办理。请设置您自己的密码，设置后即已登录。",
        "The first password is right, and opens nothing else. Set a password of your own; with that you are logged in.";
    /// Who ends other sessions has to have proved a moment ago who they are.
    LoginTooOld = 403 "login-too-old", "请重新登录", "Log in again first",
        "结束其他登录，须在十分钟内登录过或输入过短信验证码。请重新登录后重试。",
        "Whoever ends other sessions has logged in, or entered a code, within ten minutes. Log in again and try again.";

    // --- A rule says no ---
    /// The captcha is too old, was answered before, or was made for another session.
    CaptchaInvalid = 422 "captcha-invalid", "图形验证码已失效", "The captcha is not good any more",
        "请换一张图形验证码。", "Ask for a new captcha and answer that one.";
    /// The captcha was not answered rightly.
    CaptchaWrong = 422 "captcha-wrong", "图形验证码有误", "The captcha was not answered rightly",
        "请换一张图形验证码，重新输入。看不清时，可改用免识图验证。",
        "Ask for a new captcha and answer that one. If you cannot read it, let your device do the work instead.";
    /// Too many captchas were answered.
    CaptchasUsedUp = 429 "captchas-used-up", "操作过于频繁", "Too many captchas were answered",
        "请于 {again} 之后再试。", "Try again after {again}.";
    /// The last code was sent a moment ago.
    CodeTooSoon = 429 "code-too-soon", "验证码刚刚发送", "A code was sent a moment ago",
        "请先查看短信，稍候再重新获取。", "Look at your messages first. You can ask for another code in a moment.";
    /// No more codes are sent today.
    CodesUsedUp = 429 "codes-used-up", "今日验证码次数已用完", "The codes of the day are used up",
        "请于 {again} 之后再获取。", "You can ask for another code after {again}.";
    /// It is not the code that was sent.
    CodeWrong = 422 "code-wrong", "短信验证码有误", "The code is wrong",
        "请核对短信后重新输入，还可输入 {tries_left} 次。", "Compare it with the message. Tries left: {tries_left}.";
    /// The code was entered wrongly too often.
    TriesUsedUp = 409 "tries-used-up", "输错次数过多", "The code was entered wrongly too often",
        "此验证码已作废，请重新获取。", "This code is void. Ask for a new one.";
    /// The code is too old.
    CodeExpired = 409 "code-expired", "短信验证码已过期", "The code has expired",
        "请重新获取验证码。", "Ask for a new one.";
    /// No code was sent for this session.
    NoCode = 409 "no-code", "没有待输入的验证码", "No code is pending",
        "请先获取验证码，并在获取的同一登录中输入。", "Ask for a code first, and enter it in the same session.";
    /// The identity provider does not know a mobile number.
    NoTelephone = 409 "no-telephone", "没有实名手机号码", "There is no verified mobile number",
        "请先在统一身份认证平台登记手机号码，再重新登录。",
        "Register your mobile number at the identity platform, then log in again.";
    /// Nobody logs in to the programme by a password.
    NoPasswordLogin = 409 "no-password-login", "此项目不用密码登录", "This programme has no login by password",
        "请通过统一身份认证平台登录。", "Log in at the identity platform.";
    /// The programme asks for no step-up.
    NoStepUp = 409 "no-step-up", "此项目无需短信验证", "This programme needs no code",
        "请直接办理。", "Go on without one.";
    /// The window has not opened.
    WindowNotOpen = 409 "window-not-open", "尚未开放", "The window has not opened",
        "{opens} 开放，请届时再来。", "It opens at {opens}. Come back then.";
    /// The window has closed.
    WindowClosed = 409 "window-closed", "已经截止", "The window has closed",
        "已于 {closed} 截止。请留意下一期的通知。", "It closed at {closed}. Watch for the next season's notice.";
    /// There is a case in this season already.
    AlreadyOpen = 409 "already-open", "本期已有申请", "There is a case already",
        "每人每期只能有一份申请，请在 {case} 继续办理。", "Each person has one case a season. Go on with yours at {case}.";
    /// The case is past editing.
    NotADraft = 409 "not-a-draft", "申请已不是草稿", "The case is not a draft any more",
        "此申请已不能修改或放弃。请查看申请状态。", "It can no longer be changed or given up. Look at its status.";
    /// It is filed already.
    AlreadySubmitted = 409 "already-submitted", "申请已经提交", "The case is filed already",
        "请查看申请状态，不必再次提交。", "Look at its status. There is no need to file it again.";
    /// The registers are still being asked.
    ChecksUnderWay = 409 "checks-under-way", "正在核对", "Checks are under way",
        "正在向有关部门核对，请于 {until} 后再查看。", "Registers are being asked. Look again after {until}.";
    /// There is nothing for a reviewer to decide.
    NotUnderReview = 409 "not-under-review", "申请不在审核中", "The case is not under review",
        "此申请目前无需审核。请刷新待办列表。", "There is nothing to decide about it now. Reload your worklist.";
    /// Another reviewer is deciding about it.
    Claimed = 409 "claimed", "他人正在审核", "Somebody else is reviewing it",
        "另一位工作人员正在审核，{until} 前由其办理。请先办理其他申请。",
        "Another member of staff has claimed it until {until}. Take another case meanwhile.";
    /// The reviewer has not claimed it.
    NotClaimed = 409 "not-claimed", "尚未领取", "You have not claimed it",
        "请先领取此申请并重新查看，再作决定。领取后半小时内有效。",
        "Claim the case and look at it again before you decide. A claim lasts half an hour.";
    /// It was corrected since it was looked at.
    CorrectedMeanwhile = 409 "corrected-meanwhile", "申请已补正", "It was corrected meanwhile",
        "您查看之后，申请人已作补正。请重新查看，再作决定。",
        "The candidate has corrected it since you looked. Look at it again, then decide.";
    /// It is decided, or over.
    AlreadyDecided = 409 "already-decided", "申请已经办结", "The case is already decided",
        "结果已定，不能更改。请查看申请状态。", "The outcome stands and cannot be changed. Look at its status.";
    /// The case is not approved, or its programme has no registration.
    NoRegistration = 409 "no-registration", "尚无报名状态", "There is no registration yet",
        "申请办结通过后才有考试网站的报名状态。请查看申请状态。", "A case has a registration once it is approved. Look at its status.";
    /// The examination site has not been told yet, or cannot be asked.
    SiteUnavailable = 503 "site-unavailable", "暂时无法查询考试网站", "The examination site cannot be asked now",
        "请稍后再试；已办结的申请不受影响。", "Try again later. What has been decided stands.";
    /// It must be returned before it can be rejected.
    NotCorrectedYet = 409 "not-corrected-yet", "尚未补齐补正", "It has not been corrected yet",
        "请先退回补齐补正，并写明原因。", "Return it for correction first, and say what is wrong.";
    /// It cannot be returned once more.
    NoRoundLeft = 409 "no-round-left", "不能再次退回", "It cannot be returned again",
        "补齐补正的次数已用完，请作出通过或不通过的决定。",
        "It has been returned as often as the rules allow. Pass or reject it.";
    /// It has not been returned.
    NothingToCorrect = 409 "nothing-to-correct", "无需补齐补正", "There is nothing to correct",
        "此申请没有被退回。请查看申请状态。", "The case has not been returned. Look at its status.";
    /// The time for corrections is over (S1-75).
    SupplementClosed = 409 "supplement-closed", "逾期将不再受理", "The time for corrections is over",
        "补齐补正已于 {closed} 截止。如有疑问，请联系考区。",
        "Corrections closed at {closed}. If you have questions, contact the exam area.";
    /// Certificates are obtained of nobody who has not agreed to it (S1-49).
    NotAgreed = 409 "not-agreed", "请先确认协议", "Confirm the agreements first",
        "获取电子证照之前，请在草稿中阅读并确认 errors 所列的协议。也可以自行拍照上传。",
        "Read and confirm the agreements listed in errors in your draft first, or photograph the material and upload it yourself.";
    /// Too many uploads are open, or too much has been exchanged within a minute.
    TooManyUploads = 409 "too-many-uploads", "上传任务过多", "Too many uploads are under way",
        "请先完成或取消其他上传，或一分钟后重试。", "Finish or give up another upload, or try again in a minute.";
    /// The part does not begin where the last one has ended.
    UploadOffset = 409 "upload-offset", "分段位置不符", "The part is out of order",
        "已收到 {offset} 字节，请从此处继续上传。", "{offset} bytes have arrived. Go on from there.";
    /// Another part of the same place has arrived already.
    UploadOtherPart = 409 "upload-other-part", "与已收到的分段不同", "Another part has arrived in this place",
        "文件在上传途中似有变化。请取消后重新上传整个文件。",
        "The file seems to have changed meanwhile. Give this upload up and upload the whole file again.";
    /// More has arrived than was announced.
    UploadTooLong = 409 "upload-too-long", "超出声明的大小", "More has arrived than was announced",
        "开始上传时声明为 {size} 字节。请核对文件，重新开始上传。",
        "{size} bytes were announced. Check the file and start the upload again.";
    /// The file was cut into too many parts.
    UploadTooManyParts = 409 "upload-too-many-parts", "分段过多", "There are too many parts",
        "一个文件最多分为 64 段。请取消后用较大的分段重新上传。",
        "A file has 64 parts at most. Give this upload up and use larger parts.";
    /// Bytes are missing.
    UploadIncomplete = 409 "upload-incomplete", "文件尚未传完", "The file has not arrived whole",
        "共 {size} 字节，已收到 {offset} 字节。请继续上传。", "{offset} of {size} bytes have arrived. Go on with the upload.";
    /// Others kept changing the same record.
    Contended = 409 "contended", "他人正在修改同一内容", "Others are changing the same thing",
        "什么都没有改变，请稍后重试。", "Nothing was changed. Try again in a moment.";
    /// What was read is not what is there now.
    ChangedMeanwhile = 412 "changed-meanwhile", "内容已被更新", "It was changed meanwhile",
        "您读取之后，内容已有变化。请重新读取，再作修改。",
        "It has changed since you read it. Read it again, then make your change.";
    /// The policy has no such category.
    UnknownCategory = 422 "unknown-category", "没有此类别", "There is no such category",
        "请从本项目的类别中选择。", "Choose one of the categories of this programme.";
    /// The category follows from the registration.
    CategoryIsDerived = 422 "category-is-derived", "类别由报名信息确定", "The category follows from the registration",
        "类别不能自选。报名信息有误的，请联系考区更正。",
        "It cannot be chosen. If the registration is wrong, have it corrected by the exam area.";
    /// Nobody like that was imported for this season.
    NotRegistered = 422 "not-registered", "未查到您的报名信息", "Your registration is not here",
        "本次报名名单中没有您。请确认已在考试网报名成功；刚报名的，请待名单更新后再试。",
        "The roster of this season does not have you. Make sure that you are registered on the examination site; if that was just now, try again once the roster is renewed.";
    /// Nothing follows from a roster in this season.
    NoRoster = 409 "no-roster", "本期不使用报名名单", "This season has no roster",
        "本期政策不按报名信息确定类别。请核对项目和期次，或先发布含 [derivation] 的政策。",
        "Its policy derives no category from registrations. Check programme and season, or publish a policy with [derivation] first.";
    /// The programme has no category for somebody like that.
    WithoutCategory = 422 "without-category", "没有适用的类别", "There is no category for you",
        "{text}（{contact}）", "{text} ({contact})";
    /// Something was published since the proposal was made.
    ProposalOutdated = 409 "proposal-outdated", "提案已过时", "The proposal is outdated",
        "提案提出之后，该项目已发布了其他政策。请对照现行政策重新提出。",
        "Something else was published of its programme since it was made. Compare the file with what is current now, and propose it again.";
    /// The proposal is decided.
    ProposalDecided = 409 "proposal-decided", "提案已有结论", "The proposal is decided already",
        "提案已批准、驳回或撤回，不能再更改。需要时请重新提出。",
        "It was approved, rejected or withdrawn, which nobody changes. Propose it again if it is needed.";
    /// The region has as many groups as it can have.
    TooManyGroups = 409 "too-many-groups", "审核组过多", "There are too many groups",
        "一个地区最多 32 个审核组。请先删除不用的组。", "A region has 32 groups at most. Delete one that is not needed first.";
    /// A rehearsal has not come to its end in time.
    RehearsalTooLong = 422 "rehearsal-too-long", "预演用时过长", "The rehearsal takes too long",
        "预演没有在五秒内完成。请减少人数后重试，或由运维人员在本机预演。",
        "It has not come to its end within five seconds. Try again with fewer people, or have an operator rehearse it on a machine of their own.";
    /// The idempotency key was used for something else.
    IdempotencyKeyReused = 422 "idempotency-key-reused", "幂等键已用于其他请求", "The idempotency key was used before",
        "同一个幂等键只能用于重试同一请求。新的操作请换新的键。",
        "A key may only repeat the same request. Use a new one for a new attempt.";
    /// An edit must say what it is based on.
    PreconditionRequired = 428 "precondition-required", "缺少 If-Match", "If-Match is required",
        "请先读取，再把收到的 ETag 放入请求头 If-Match。", "Read it first, and send its ETag in the header If-Match.";

    // --- Something failed ---
    /// Something failed that should not have.
    Fault = 500 "fault", "系统故障", "Something failed",
        "问题出在我们这边。请稍后重试；仍有问题，请报上 reference 编号。",
        "The failure is ours. Try again later; if it stays, tell us the reference.";
    /// Something that this service needs does not answer, or is not set up yet.
    Unavailable = 503 "unavailable", "暂时无法服务", "The service is not available",
        "请稍后重试；仍有问题，请报上 reference 编号。", "Try again later; if it stays, tell us the reference.";
    /// The register of certificates cannot be asked, or makes no sense.
    CertificateUnavailable = 503 "certificate-unavailable", "暂时无法获取电子证照", "The certificate cannot be obtained now",
        "问题不在您这边。请稍后重试，或拍照、扫描此项材料后上传。",
        "This is no fault of yours. Try again later, or photograph or scan the material and upload it.";
    /// The identity provider cannot be reached.
    ProviderUnavailable = 503 "provider-unavailable", "统一身份认证平台暂时无法访问", "The identity platform cannot be reached",
        "请稍后再登录。", "Log in a little later.";
    /// The gateway has not taken the message.
    MessageNotSent = 503 "message-not-sent", "短信未能发出", "The message was not sent",
        "本次不计次数。请换一张图形验证码，稍后重试。", "It does not count. Ask for a new captcha and try again in a moment.";
    /// Too much is going on at one record.
    Busy = 503 "busy", "系统繁忙", "The service is busy",
        "什么都没有改变，请稍后重试。", "Nothing was changed. Try again in a moment.";
    /// It is not known whether the change stands.
    OutcomeUnknown = 503 "outcome-unknown", "结果未知", "The outcome is unknown",
        "本次操作可能已生效，也可能没有。请重新读取，看到结果后再决定是否重试。",
        "The change may stand or not. Read it again, and repeat the change only if it is not there.";
    /// The store has not been shown to keep its promises.
    StoreNotVerified = 503 "store-not-verified", "存储未通过检验", "The store is not verified",
        "运维人员须先完成存储检验（{promise}），服务才能开放。",
        "An operator has to verify the store ({promise}) before this service opens.";
}
