//! What every page says.

super::texts! {
    brand: "秒批", "Miaopi";
    tagline: "教师资格业务网上办理", "Teacher qualification, online";
    skip: "跳到正文", "Skip to the content";
    language: "English", "中文";
    log_in: "登录", "Log in";
    logged_in: "登录成功。", "You are logged in.";
    log_out: "退出登录", "Log out";
    my_sessions: "我的登录", "My logins";
    staff: "工作人员入口", "For staff";
    home: "首页", "Home";
    beijing_time: "所有时间均为北京时间。", "All times are Beijing time (UTC+8).";
    interface: "接口说明", "Interface";
    colon: "：", ": ";
    comma: "、", ", ";
    back: "返回", "Back";
    save: "保存并继续", "Save and continue";
    send_again: "重新发送", "Send again";
    fields_wrong: "请逐项改正，再继续。", "Put these right, then go on.";
    reference: "问询时请提供编号：", "If you ask for help, say this number: ";

    no_such_page: "没有这个页面", "There is no such page";
    no_such_page_detail: "地址可能写错了，或者页面已经移走。请从首页重新进入。", "The address may be mistyped, or the page has moved. Begin at the home page.";
    unanswered: "服务暂时没有应答", "The service has not answered";
    unanswered_detail: "您的操作可能已经完成。请稍候返回查看；未完成的，再次提交即可，不会重复办理。", "What you did may have been done. Wait a moment, go back and look; if it was not, do it again: nothing happens twice.";
    origin_refused: "不能从别的网站提交", "Other sites cannot send this";
    origin_refused_detail: "为了您的安全，这里只接受从本站页面提交的内容。请从首页重新进入。", "To protect you, only what pages of this site send is accepted. Begin at the home page.";
    malformed_form: "没有收到完整的内容", "What was sent has not arrived whole";
    malformed_form_detail: "可能是网络中断，或者文件过大。请返回重试。", "The line may have broken, or the file is too large. Go back and try again.";

    session_over: "登录已结束", "Your login has ended";
    session_over_detail: "为了您的安全，长时间未操作会自动退出。您刚才填写的内容仍保留在本页：请在新窗口登录，再回到本页重新发送。", "To protect you, whoever does nothing for a while is logged out. What you have just filled in is kept on this page: log in in a new window, then come back here and send it again.";
    log_in_new_window: "在新窗口登录", "Log in in a new window";
}
