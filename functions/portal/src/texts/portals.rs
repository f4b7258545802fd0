//! What people read about portals that act for them.

super::texts! {
    ask: "是否同意由门户代您办理？", "May this portal act for you?";
    portal: "门户", "Portal";
    site: "网站", "Site";
    ask_hint: "同意后，您将前往统一身份认证平台登录，登录成功即返回该门户。请确认这就是您刚才使用的网站。", "If you agree, you log in at the unified identity platform, and are then back at the portal. Make sure that this is the site that you were using.";

    gets: "同意后，该门户可以", "If you agree, the portal can";
    gets_cases: "查看您的全部申请，包括您自行办理的；代您填报、上传材料、获取电子证照、提交、补正、放弃草稿，并查询进度和结果", "see all of your applications, also those that you have made yourself; fill them in, upload materials or obtain them electronically, submit, correct and give up drafts, and follow them to the result";
    gets_data: "看到申请中的姓名、证件号码、手机号码和其他内容", "see what stands in them: name, number of the document, mobile number, and everything else";
    gets_sessions: "看到您在哪些地方登录，并在本次登录或短信验证后 10 分钟内结束它们", "see where you are logged in, and end that within 10 minutes of this login or of a code by SMS";
    gets_code: "提交前需要短信验证的，验证码仍发送至您的手机，由您决定是否提供。", "Where a code by SMS is needed before submitting, it is sent to your telephone, and you decide whether to hand it on.";

    until: "持续多久", "For how long";
    until_hint: "该门户连续 30 分钟未使用，或登录满 12 小时，即自动失效。需要再用时会重新征求您的同意。", "It ends by itself when the portal has not used it for 30 minutes, and 12 hours after the login at the latest. After that you are asked again.";

    never: "该门户得不到", "What the portal does not get";
    never_platform: "您在统一身份认证平台的密码和登录", "your password and your login at the unified identity platform";
    never_password: "您在本站设置的密码", "a password that you have set here";
    never_others: "他人的申请，以及工作人员的权限", "applications of anybody else, and what staff may do";

    revoke: "如何收回", "How to take it back";
    revoke_hint: "在本站登录，打开“我的登录”，在 10 分钟内点击该门户旁的“收回”，立即生效。门户在此之前读到的内容，由门户自行负责。", "Log in here, open “My logins” and, within 10 minutes, choose “Take it back” beside the portal. It takes effect at once. What the portal has read before that is its own responsibility.";

    agree: "同意并登录", "Agree and log in";
    decline: "不同意，返回门户", "Decline and go back";

    holds: "该门户可以代您查看和办理全部申请。未使用的，失效时间：", "This portal can see all of your applications and act in them for you. Unless it is used, that ends ";
    take_back: "收回", "Take it back";
}
