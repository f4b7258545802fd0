// A portal in TypeScript, whose every request and answer is typed by the description of the interface: it shows a programme, opens a
// case for whoever the token is of, fills it in, hands in a picture and reads it all again. The test in `mod.rs` has it compiled,
// starts it, and reads the line that it says.

import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { argv: string[] };

type Case = components["schemas"]["CaseView"];

const [base, token, programme] = process.argv.slice(2) as [string, string, string];
const client = createClient<paths>({ baseUrl: base, headers: { Authorization: `Bearer ${token}` } });

/** Says why, by the code that programs branch on. */
class Refused extends Error {
  constructor(readonly problem: components["schemas"]["ProblemDocument"]) {
    super(problem.code);
  }
}

/** Returns what was answered, and the version that it is of. */
function answered<T>(answer: { data?: T; error?: Refused["problem"]; response: Response }): [T, string] {
  if (answer.data === undefined) {
    throw new Refused(answer.error!);
  }
  return [answer.data, answer.response.headers.get("ETag") ?? ""];
}

/** What a page does in each state: a state that nobody has thought of does not compile. */
function next(state: Case["state"]): string {
  switch (state) {
    case "draft":
      return "fill in and submit";
    case "submitted":
    case "under-review":
      return "wait";
    case "returned":
      return "correct";
    case "approved":
    case "rejected":
    case "lapsed":
      return "read why";
  }
}

const [shown] = answered(await client.GET("/api/programmes/{programme}", { params: { path: { programme } } }));
const opening = {
  params: { path: { programme }, header: { "Idempotency-Key": "the case of this window" } },
  body: {},
} as const;
const [opened, first] = answered(await client.POST("/api/programmes/{programme}/cases", opening));
const path = { case: opened.case };

const [read] = answered(await client.GET("/api/cases/{case}", { params: { path } }));
const draft: components["schemas"]["DraftBody"] = {
  category: shown.categories[0]!.id,
  form: read.draft!.form!,
  confirmed: Object.fromEntries(shown.statements.map((statement) => [statement.id, true])),
};
const [edited] = answered(
  await client.PUT("/api/cases/{case}/draft", {
    params: { path, header: { "If-Match": first } },
    body: draft,
  }),
);

// Somebody who has read an older version is told so, and by which code.
const late = await client.PUT("/api/cases/{case}/draft", {
  params: { path, header: { "If-Match": first } },
  body: draft,
});

const [list] = answered(await client.GET("/api/cases/{case}/materials", { params: { path } }));
const material = { ...path, picture: list.materials[0]!.next! };
const bytes = await (await fetch("data:image/png;base64," + process.argv[5])).blob();
const [picture] = answered(
  await client.PUT("/api/cases/{case}/materials/{picture}", {
    params: { path: material },
    headers: { "Content-Type": "application/octet-stream" },
    body: bytes,
    bodySerializer: (body) => body,
  }),
);
const kept = await client.GET("/api/cases/{case}/materials/{picture}", {
  params: { path: material },
  parseAs: "blob",
});

// @ts-expect-error An edit names the version that it is based on.
const careless = () => client.PUT("/api/cases/{case}/draft", { params: { path }, body: draft });
// @ts-expect-error There is no such state.
const mistaken = () => edited.state === "accepted";
// @ts-expect-error A picture is no text.
const confused = () => kept.data === "a picture";
void [careless, mistaken, confused];

console.log(
  JSON.stringify({
    season: shown.season,
    name: edited.draft?.form?.name,
    category: edited.draft?.category,
    next: next(edited.state),
    late: late.error?.code,
    pixels: picture.width * picture.height,
    kept: kept.data?.size === picture.bytes,
  }),
);
