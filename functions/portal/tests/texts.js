// What the tests of scripts need of the portal's texts, which are in src/texts/script.rs.

export const ZH = {
  left: "还有 {time}", over: "已截止", days: "{n} 天", hours: "{n} 小时", minutes: "{n} 分钟", seconds: "{n} 秒",
};

export const EN = {
  left: "in {time}", over: "Over", days: "{n} day|{n} days", hours: "{n} hour|{n} hours",
  minutes: "{n} minute|{n} minutes", seconds: "{n} second|{n} seconds",
};
