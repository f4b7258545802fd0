// A portal by `oauth4webapi`, which makes the address that it begins with, believes what comes back, and exchanges the code; the
// test in `portal.rs` starts it and is its candidate's browser.

import { createInterface } from "node:readline";
import * as oauth from "oauth4webapi";

const [issuer, endpoints, id, secret, method, address] = process.argv.slice(2);
const server = {
  issuer,
  authorization_endpoint: `${endpoints}/auth/authorize`,
  token_endpoint: `${endpoints}/auth/token`,
  authorization_response_iss_parameter_supported: true,
};
const client = { client_id: id };
const authentication = { basic: oauth.ClientSecretBasic, post: oauth.ClientSecretPost }[method](secret);
const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();

async function exchange(back) {
  const parameters = oauth.validateAuthResponse(server, client, new URL(back), state);
  // The test has no certificate.
  const options = { [oauth.allowInsecureRequests]: true };
  const response = await oauth.authorizationCodeGrantRequest(
    server, client, authentication, parameters, address, verifier, options,
  );
  return oauth.processAuthorizationCodeResponse(server, client, response);
}

const visit = new URL(server.authorization_endpoint);
visit.search = new URLSearchParams({
  response_type: "code",
  client_id: id,
  redirect_uri: address,
  state,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
});
// A line for each that the test says: first where the browser begins, then what came of where it was sent back to.
console.log(JSON.stringify(visit.pathname + visit.search));
for await (const back of createInterface({ input: process.stdin })) {
  const outcome = await exchange(back).catch(({ code, error }) => ({ code, error }));
  console.log(JSON.stringify(outcome));
}
