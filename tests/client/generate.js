// Writes `api.ts`, the types of the interface, from `openapi.json`, as a portal's build would.

import { readFileSync, writeFileSync } from "node:fs";
import openapi, { astToString } from "openapi-typescript";
import ts from "typescript";

const blob = ts.factory.createTypeReferenceNode("Blob");
const description = JSON.parse(readFileSync("openapi.json", "utf8"));
const types = await openapi(description, {
  // A picture is sent and read as it is.
  transform: (schema) => (schema.format === "binary" ? blob : undefined),
});
writeFileSync("api.ts", astToString(types));
