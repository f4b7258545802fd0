//! The description of this component's part of the interface. Native builds only.

use edge::{Code, PictureView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{ChecklistView, LimitsView, MaterialView, OpenUploadBody, UploadView};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        show_materials,
        show_picture,
        hand_in_picture,
        remove_picture,
        obtain_certificate,
        open_upload,
        show_upload,
        append_to_upload,
        cancel_upload,
        complete_upload
    ),
    components(schemas(ChecklistView, LimitsView, MaterialView, OpenUploadBody, PictureView, UploadView)),
    tags((name = "materials", description = "材料图片。 The pictures of a case."))
)]
struct Description;

/// 字节。 Bytes as they are.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "is the shape of a body that is no JSON")]
struct Bytes(Vec<u8>);

/// Of whatever changes the materials of a case.
const EDIT: &[Code] =
    &[Code::NotPermitted, Code::NotADraft, Code::WindowNotOpen, Code::WindowClosed, Code::SupplementClosed];
/// Of a file that arrives piece by piece.
const TRANSFER: &[Code] = &[Code::BodyIncomplete, Code::BodyTooSlow];
/// Of a file that is looked at.
const PICTURE: &[Code] = &[
    Code::FileTooLarge,
    Code::FileEmpty,
    Code::FileIsHeic,
    Code::FileIsPdf,
    Code::FileIsVideo,
    Code::FileIsOtherPicture,
    Code::FileIsNoPicture,
    Code::FileTruncated,
    Code::FileTooManyPixels,
    Code::FileTooFewPixels,
    Code::FileHasMore,
    Code::FileTooManySegments,
    Code::FileTooManyScans,
    Code::FileDamaged,
    Code::FileUnsupported,
];

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("show_materials", &[Code::NotPermitted]),
    ("show_picture", &[Code::NoPicture, Code::NotPermitted]),
    ("hand_in_picture", EDIT),
    ("hand_in_picture", &[Code::TooManyPictures]),
    ("hand_in_picture", TRANSFER),
    ("hand_in_picture", PICTURE),
    ("hand_in_picture", &[Code::FileNeedsParts]),
    ("remove_picture", EDIT),
    ("obtain_certificate", EDIT),
    (
        "obtain_certificate",
        &[Code::NoCertificate, Code::CertificateNotFound, Code::NotAgreed, Code::CertificateUnavailable],
    ),
    ("open_upload", EDIT),
    ("open_upload", &[Code::TooManyPictures, Code::TooManyUploads, Code::FileEmpty, Code::FileTooLarge]),
    ("show_upload", EDIT),
    ("append_to_upload", EDIT),
    ("append_to_upload", &[Code::TooManyPictures]),
    ("append_to_upload", TRANSFER),
    ("append_to_upload", PICTURE),
    (
        "append_to_upload",
        &[
            Code::BodyTooLarge,
            Code::UploadOffset,
            Code::UploadOtherPart,
            Code::UploadTooLong,
            Code::UploadTooManyParts,
        ],
    ),
    ("cancel_upload", EDIT),
    ("complete_upload", EDIT),
    ("complete_upload", PICTURE),
    ("complete_upload", &[Code::UploadIncomplete]),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 材料清单：逐项列出要求、范本和已上传的图片。 The checklist: what is asked for, and what is there.
#[utoipa::path(
    get,
    path = "/api/cases/{case}/materials",
    tag = "materials",
    params(("case" = String, Path), ("If-None-Match" = Option<String>, Header)),
    responses(
        (status = 200, description = "材料清单。 The checklist.", body = ChecklistView,
            headers(("ETag" = String, description = "申请的版本。 The version of the case."))),
        (status = 304, description = "没有变化。 The case is still of the version that the caller has.",
            headers(("ETag" = String, description = "申请的版本。 The version of the case.")))
    ),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_materials() {}

/// 查看图片。工作人员只能看到已提交的图片，每次查看均有记录。 Shows a picture. Staff see what was filed, and are written down.
#[utoipa::path(
    get,
    path = "/api/cases/{case}/materials/{picture}",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path)
    ),
    responses((status = 200, description = "图片，JPG 或 PNG。 The picture, JPEG or PNG.", content(
        (inline(Bytes) = "image/jpeg"),
        (inline(Bytes) = "image/png")
    ))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_picture() {}

/// 上传或替换图片，一次请求，最多 8 MiB；更大的请分段上传。重复上传同一文件没有影响。 Hands a picture in, in place of the one
/// before: 8 MiB at most, larger ones come in parts. The same file again changes nothing.
#[utoipa::path(
    put,
    path = "/api/cases/{case}/materials/{picture}",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path)
    ),
    request_body(description = "图片，JPG 或 PNG，以内容为准。 The picture, JPEG or PNG by its content.",
        content = inline(Bytes), content_type = "application/octet-stream"),
    responses((status = 200, description = "已保存，已去除除方向外的拍摄信息。 It is kept, without what it tells about its maker.",
        body = PictureView, headers(("ETag" = String, description = "申请的新版本。 The new version of the case.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn hand_in_picture() {}

/// 删除图片。 Takes a picture back.
#[utoipa::path(
    delete,
    path = "/api/cases/{case}/materials/{picture}",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path)
    ),
    responses((status = 204, description = "已删除。 It is gone.",
        headers(("ETag" = String, description = "申请的新版本。 The new version of the case.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn remove_picture() {}

/// 获取电子证照，代替上传；须先确认各项协议。已获取的直接返回。没有电子证照或暂时无法获取的，请拍照上传。 Obtains the electronic
/// certificate that takes the place of an upload, once every agreement is confirmed. One that is there is answered again. Without
/// one, photograph the material and upload it.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/materials/{picture}/certificate",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path)
    ),
    responses((status = 200, description = "已获取并保存。 It is obtained and kept.", body = PictureView,
        headers(("ETag" = String, description = "申请的版本。 The version of the case.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn obtain_certificate() {}

/// 开始分段上传，两小时内有效。同一材料此前未完成的上传随之取消。 Opens an upload in parts, which lasts two hours. One for the
/// same material that was open before ends.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/materials/{picture}/uploads",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path),
        ("Idempotency-Key" = String, Header)
    ),
    request_body = OpenUploadBody,
    responses((status = 201, description = "已开始。 It is open.", body = UploadView, headers(
        ("Location" = String, description = "上传地址。 Its address."),
        ("Upload-Offset" = u64, description = "下一段的起点。 Where the next part begins."),
        ("Upload-Length" = u64, description = "声明的字节数。 How many bytes were announced."),
        ("ETag" = String, description = "申请的新版本。 The new version of the case.")
    ))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn open_upload() {}

/// 上传进度；HEAD 只取响应头。 How far an upload is; HEAD gives the headers alone.
#[utoipa::path(
    get,
    path = "/api/cases/{case}/materials/{picture}/uploads/{upload}",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path),
        ("upload" = String, Path)
    ),
    responses((status = 200, description = "进度。 Its progress.", body = UploadView, headers(
        ("Upload-Offset" = u64, description = "已收到的字节数。 How many bytes have arrived."),
        ("Upload-Length" = u64, description = "声明的字节数。 How many bytes were announced.")
    ))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_upload() {}

/// 上传一段，最多 8 MiB，从 Upload-Offset 开始。重复同一段没有影响。 Adds a part that begins at Upload-Offset: 8 MiB at most. The
/// same part again changes nothing.
#[utoipa::path(
    patch,
    path = "/api/cases/{case}/materials/{picture}/uploads/{upload}",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path),
        ("upload" = String, Path),
        ("Upload-Offset" = u64, Header, description = "本段的起点。 Where the part begins.")
    ),
    request_body(description = "文件的一段。 A part of the file.", content = inline(Bytes), content_type = "application/partial-upload"),
    responses((status = 204, description = "已收到。 It has arrived.", headers(
        ("Upload-Offset" = u64, description = "下一段的起点。 Where the next part begins."),
        ("Upload-Length" = u64, description = "声明的字节数。 How many bytes were announced."),
        ("ETag" = String, description = "申请的新版本。 The new version of the case.")
    ))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn append_to_upload() {}

/// 取消上传。 Gives an upload up.
#[utoipa::path(
    delete,
    path = "/api/cases/{case}/materials/{picture}/uploads/{upload}",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path),
        ("upload" = String, Path)
    ),
    responses((status = 204, description = "已取消。 It is gone.",
        headers(("ETag" = String, description = "申请的新版本。 The new version of the case.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn cancel_upload() {}

/// 完成上传：校验整个文件并保存图片。文件不合格的，本次上传随之取消。 Closes an upload: the whole file is judged and the picture kept.
/// If it is none that can be taken, the upload is over.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/materials/{picture}/uploads/{upload}/completion",
    tag = "materials",
    params(
        ("case" = String, Path),
        ("picture" = String, Path),
        ("upload" = String, Path)
    ),
    responses((status = 200, description = "已保存。 It is kept.", body = PictureView,
        headers(("ETag" = String, description = "申请的新版本。 The new version of the case.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn complete_upload() {}
