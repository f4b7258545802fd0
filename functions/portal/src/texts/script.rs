//! What scripts say. A name in braces stands for a fact; a line parts what is said of one thing from what is said of several.

super::texts! {
    left: "还有 {time}", "in {time}";
    over: "已截止", "Over";
    days: "{n} 天", "{n} day|{n} days";
    hours: "{n} 小时", "{n} hour|{n} hours";
    minutes: "{n} 分钟", "{n} minute|{n} minutes";
    seconds: "{n} 秒", "{n} second|{n} seconds";

    upload_preview: "所选图片预览", "The picture that you have chosen";
    upload_turn: "旋转 90°", "Turn it by 90°";
    upload_checking: "正在检查图片…", "Looking at the picture…";
    upload_blurred: "这张图片可能模糊，文字难以辨认。请在相册中放大确认；看不清的，请对准、拿稳后重拍。仍可直接上传。", "This picture may be blurred. Look closely whether its text can be read; if not, hold still and take it again. You can upload it all the same.";
    upload_blank: "这张图片上几乎看不到内容，可能过暗、过亮或是空白页。请确认没有选错；仍可直接上传。", "There is hardly anything to be seen on this picture: it may be too dark, too bright, or an empty page. See that it is the right one. You can upload it all the same.";
    upload_progress: "上传进度", "How far the upload is";
    upload_sent: "已上传 {percent}%", "{percent}% uploaded";
    upload_finishing: "已送达，正在核对图片…", "It has arrived, and is being looked at…";
    upload_waiting: "网络中断，约 {seconds} 秒后自动继续。已上传的部分不会丢失。", "The line is down. This goes on by itself in about {seconds} seconds, and what has arrived is not lost.";
    upload_stalled: "网络一直没有恢复。已上传的部分已保留，请稍后再点“上传”继续。", "The line stays down. What has arrived is kept: press Upload again later to go on.";
    upload_cancel: "取消上传", "Cancel the upload";
    upload_cancelled: "上传已取消。", "The upload is cancelled.";
    upload_resume: "上次上传中断。请再次选择同一张图片，将从中断处继续。", "Your last upload was cut off. Choose the same picture again, and it goes on from there.";
}
