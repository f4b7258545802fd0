//! `cargo xtask up`: from a bare machine to a sandbox that can be tried out.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::manifest::{self, Sandbox};
use crate::serve::Host;
use crate::workspace::Workspace;
use crate::{build, deployment, progress, secrets, sizes, toolchain};

/// Within the window of the programme that the sandbox brings, so that there is something to try.
pub(crate) const AT: &str = "2027-04-15T09:00:00+08:00";

/// What the sweep, and nobody outside, is called by.
const SWEEP: &str = "/internal/sweep";

/// The secret that calls under `/internal/` carry.
const SWEEP_SECRETS: &str = "sweep_secrets";

/// Where the registers are.
const REGISTERS_URL: &str = "registers_url";

/// The component of the sandbox that plays them.
const REGISTERS: &str = "http://registers.spin.internal";

/// Where the gateway for short messages is.
const SMS_URL: &str = "sms_url";

/// The component of the sandbox that plays it, and honours idempotency keys.
const GATEWAY: &str = "http://honouring-gateway.spin.internal";

/// Where the clock can be set, for the component of the sandbox that has the page for it.
const CONTROL: &str = "control";

/// The origin that cookies and links are made for.
const PUBLIC_ORIGIN: &str = "public_origin";

/// Builds, starts, prepares, says what to try, and waits for ctrl-C.
///
/// # Errors
///
/// Fails when any of it does, with the output of the step that failed.
pub(crate) fn run(workspace: &Workspace, port: u16, fresh: bool, at: &str) -> Result<ExitCode> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    // Asked first: minutes of compiling should not end with a port that is taken.
    drop(
        TcpListener::bind(address)
            .with_context(|| format!("port {port} is taken; choose another with --port"))?,
    );
    let toolchain = toolchain::provide(workspace, toolchain::Source::Any)?;
    let (sizes, host) = build::all(workspace, &toolchain)?;
    eprint!("{}", sizes::table(&sizes));
    let sandbox = manifest::write(workspace)?;

    let state = workspace.target("state");
    if fresh && state.exists() {
        fs::remove_dir_all(&state)?;
    }
    fs::create_dir_all(&state)?;
    let ready = state.join("ready");
    if ready.exists() {
        fs::remove_file(&ready)?;
    }
    let mut command = Command::new(host);
    command.arg("serve").arg("--manifest").arg(&sandbox.path).arg("--listen").arg(address.to_string());
    command.arg("--state").arg(&state).arg("--ready-file").arg(&ready);
    // Its port is drawn, so that it cannot collide; the host prints it.
    command.args(["--control", "127.0.0.1:0", "--at", at]);
    if sandbox.has_variable(CONTROL) {
        command.args(["--control-variable", CONTROL]);
    }
    give_variables(&mut command, &sandbox, workspace, address)?;
    let host = Host::start(&mut command, &ready)?;

    let secret = secrets::provide(&state.join("secrets"), SWEEP_SECRETS)?;
    let programmes = progress::busy("testing and seeding the store, publishing the policies", || {
        deployment::prepare(address, &secret, workspace.root())
    })
    .context("a state that an earlier build has left is replaced by `cargo xtask up --fresh`")?;
    print!("{}", invitation(address, at, &programmes));
    let status = host.wait()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn give_variables(
    command: &mut Command,
    sandbox: &Sandbox,
    workspace: &Workspace,
    address: SocketAddr,
) -> Result<()> {
    let folder = workspace.target("state/secrets");
    for name in sandbox.secrets() {
        let file = secrets::provide(&folder, name)?;
        command.arg("--variable").arg(format!("{name}=@{}", file.display()));
    }
    if sandbox.has_variable(PUBLIC_ORIGIN) {
        command.arg("--variable").arg(format!("{PUBLIC_ORIGIN}=http://{address}"));
    }
    if sandbox.has_variable(REGISTERS_URL) {
        command.arg("--variable").arg(format!("{REGISTERS_URL}={REGISTERS}"));
    }
    if sandbox.has_variable(SMS_URL) {
        command.arg("--variable").arg(format!("{SMS_URL}={GATEWAY}"));
    }
    if sandbox.has_variable(SWEEP_SECRETS) && sandbox.has_route(SWEEP) {
        command.args(["--every", &format!("10s={SWEEP}"), "--schedule-secret-variable", SWEEP_SECRETS]);
    }
    Ok(())
}

/// What somebody fills in whom the registers of the sandbox agree on: the first of its invented people.
const FORM: &str = r#"{"category":"local-household","form":{"name":"王小明","document":{"kind":"resident-identity-card","number":"440304190001010002"},"telephone":"13800000000"},"confirmed":{"notice":true,"self-check":true,"service-agreement":true,"informed-consent":true,"candidate-commitment":true,"health-commitment":true}}"#;

/// What that person hands in of what there is no electronic certificate: a white sheet, since the registers decide.
const PICTURE: &str = "iVBORw0KGgoAAAANSUhEUgAAAMgAAADIAQAAAACFI5MzAAAAJ0lEQVR42u3JoQEAAAwCIP9/WvPCPoBK+okxxhhjjDHGGGOMMcYcA4uOdZZzS32eAAAAAElFTkSuQmCC";

/// What to click and what to try.
fn invitation(address: SocketAddr, at: &str, programmes: &[String]) -> String {
    let origin = format!("http://{address}");
    let Some(programme) = programmes.first() else { return format!("\nMiaopi serves on {origin}\n") };
    let json = "-H 'Content-Type: application/json'";
    let field = |name: &str| format!("sed 's/.*\"{name}\":\"\\([^\"]*\\).*/\\1/'");
    format!(
        "\nMiaopi serves on {origin}; its clock began at {at}.\n\n\
         To click on: {origin}/sandbox\n  says what can be played there, by whom, and leads to everything else.\n\n\
         Where one logs in, and what programs read:\n  {origin}/auth/login?realm=candidate\n  {origin}/auth/login?realm=staff\n  \
         {origin}/api/openapi.json\n\n\
         To try, line by line, in another terminal:\n  \
         token=$(curl -s {json} -d '{{\"account\":0,\"verified\":true}}' {origin}/sandbox/login | {token})\n  \
         curl -s {origin}/api/programmes/{programme} -H \"Authorization: Bearer $token\"\n  \
         case=$(curl -s {json} -H \"Authorization: Bearer $token\" -H 'Idempotency-Key: first' -d '{{}}' \
         {origin}/api/programmes/{programme}/cases | {case})\n  \
         curl -si {origin}/api/cases/$case -H \"Authorization: Bearer $token\"\n  \
         curl -si {json} -H \"Authorization: Bearer $token\" -H 'If-Match: \"1\"' -X PUT \
         -d '{FORM}' {origin}/api/cases/$case/draft\n  \
         for m in identity-card household-register; do curl -s -H \"Authorization: Bearer $token\" -X POST \
         {origin}/api/cases/$case/materials/$m/certificate; done\n  \
         echo {PICTURE} | base64 -d | curl -s -H \"Authorization: Bearer $token\" -X PUT --data-binary @- \
         {origin}/api/cases/$case/materials/diploma\n  \
         curl -si -H \"Authorization: Bearer $token\" -H 'If-Match: \"5\"' -H 'Idempotency-Key: file' -X POST \
         {origin}/api/cases/$case/submission\n\n\
         The person is invented: {origin}/sandbox/people shows ten kinds of people, by the last digit.\n\
         Messages are read at {origin}/sandbox/inbox; without \"verified\", a code \
         is asked for under /api/identity/ before filing.\n\n\
         Stop it with ctrl-C. What was stored stays in target/state; --fresh starts over.\n",
        token = field("token"),
        case = field("case"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_to_try_names_the_address_and_the_programme_that_are_served() {
        let text =
            invitation(SocketAddr::from((Ipv4Addr::LOCALHOST, 3001)), AT, &["some-programme".to_owned()]);
        assert!(text.contains("http://127.0.0.1:3001/api/programmes/some-programme/cases"), "{text}");
        assert!(text.contains("http://127.0.0.1:3001/sandbox\n"), "{text}");
        assert!(
            text.contains("--data-binary @- http://127.0.0.1:3001/api/cases/$case/materials/diploma"),
            "{text}"
        );
        assert!(text.contains("sed 's/.*\"token\":\"\\([^\"]*\\).*/\\1/'"), "{text}");
    }
}
