// Runs `oidc-provider` with one client and one person, who agrees to everything; the tests in `mod.rs` start it. After
// `PUT /fault/{name}` one thing about each ID token is wrong, and all else is as the package made it.

import { createSign, generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [clientId, clientSecret, callback] = process.argv.slice(2);
const person = {
  name: "王小明",
  user_type: "personal",
  document_kind: "resident-identity-card",
  document_number: "440304190001010002",
  phone_number: "+8613800000000",
};
const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const [key, otherKey] = [pair(), pair()];

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

function signed(header, claims, by) {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(by).toString("base64url")}`;
}

let fault = "none-at-all";
let firstNonce;
const faults = {
  "none-at-all": (token) => token,
  "wrong-key": (_, header, claims) => signed(header, claims, otherKey),
  "alg-none": (_, __, claims) => `${encode({ alg: "none" })}.${encode(claims)}.`,
  "wrong-audience": (_, header, claims) => signed(header, { ...claims, aud: "somebody else" }, key),
  // An hour ago: a host that was slow to start keeps a time that lies behind.
  expired: (_, header, claims) => signed(header, { ...claims, exp: claims.iat - 3600 }, key),
  "replayed-nonce": (_, header, claims) => signed(header, { ...claims, nonce: firstNonce }, key),
};

function meddled(token) {
  const [header, claims] = token.split(".").slice(0, 2).map(decode);
  firstNonce ??= claims.nonce;
  return faults[fault](token, header, claims);
}

function provide(issuer) {
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
    jwks: { keys: [{ ...key.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "one" }] },
    claims: {
      openid: ["sub"],
      profile: ["name", "user_type", "document_kind", "document_number"],
      phone: ["phone_number"],
    },
    // The service reads the ID token alone.
    conformIdTokenClaims: false,
    cookies: { keys: ["of no use"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...person }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    pkce: { required: () => true },
    async loadExistingGrant({ oidc }) {
      const { clientId } = oidc.client;
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid profile phone");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    await next();
    if (context.body?.id_token) context.body.id_token = meddled(context.body.id_token);
  });
  return provider;
}

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = provide(issuer);
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.method === "PUT" && request.url.startsWith("/fault/")) {
      fault = request.url.slice("/fault/".length);
      response.writeHead(fault in faults ? 204 : 404).end();
    } else if (request.url.startsWith("/interaction/")) {
      const login = { accountId: "somebody" };
      provider.interactionFinished(request, response, { login }).catch(() => response.writeHead(500).end());
    } else {
      answer(request, response);
    }
  });
  // The first line is for whoever has started this.
  console.log(JSON.stringify({ issuer, now: new Date().toISOString() }));
});
