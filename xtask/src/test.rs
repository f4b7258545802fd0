//! `cargo xtask test`: everything that must hold before a change is taken, in stages.

use std::cell::{Cell, OnceCell};
use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::panic;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};

use crate::built::Built;
use crate::native::{NATIVE, Native};
use crate::progress::Transcript;
use crate::sizes::Size;
use crate::stage::{self, Count, Finished, Outcome};
use crate::toolchain::{self, BARE, COMPONENT, Toolchain};
use crate::tools::Scripts;
use crate::workspace::Workspace;
use crate::{browser, build, check, nginx, node, progress, python, sizes, tools};

/// What a change may not exceed on any machine. The bar itself is 1.4, which `cargo xtask bench` holds the machine at hand to: one
/// build came to 1.36 on one and to 1.49 on another, since most of the floor is digests, and some processors are quick at them.
const RATIO_MAX: &str = "1.5";

/// What the commands of `docs/portals.md` use.
const PORTAL_TOOLS: [&str; 5] = ["bash", "curl", "jq", "openssl", "python3"];

/// Looks at one thing.
type Stage = fn(&Context<'_>) -> Result<Outcome>;

/// The stages in their order: what fails often and fast comes first.
const STAGES: [(&str, Stage); 26] = [
    ("format", |context| context.cargo(&["fmt", "--all", "--check", "--", "--color", "never"])),
    ("toolchain", |context| context.toolchain().map(|_| Outcome::Passed(Count::default()))),
    // With the profile of what is compiled afterwards, which shares build scripts and macros with it.
    ("lint", |context| {
        context.cargo(&["clippy", "--profile", NATIVE, "--workspace", "--all-targets", "--", "-Dwarnings"])
    }),
    ("purity", |context| context.cargo(&["check", "--package", "domain", "--package", "workbench"])),
    ("compile", |context| context.native().map(|_| Outcome::Passed(Count::default()))),
    ("unit", |context| context.tests_of(|package| STAGED.iter().all(|staged| *staged != package))),
    ("policies", |context| context.tests_of(|package| package == "mutants")),
    ("simulation", |context| context.tests_of(|package| package == "simulation")),
    ("fuzz", |context| context.tests_of(|package| package == "fuzz")),
    ("tools", |context| context.cargo(&["test", "--package", "xtask"])),
    ("docs", |context| context.documentation()),
    ("dependencies", |context| context.dependencies()),
    ("components", |context| context.components()),
    ("lint-wasm", |context| context.lint_components()),
    ("scripts", |context| context.scripts()),
    ("wasm", |context| context.domain_in_wasm()),
    ("host", |context| context.tests_of(|package| package == "host")),
    ("integration", |context| context.integration()),
    ("demo", |context| context.demo()),
    ("oidc", |context| context.foreign_provider()),
    ("contract", |context| context.contract()),
    ("client", |context| context.generated_client()),
    ("portals", |context| context.portals()),
    ("proxy", |context| context.proxy()),
    ("browser", |context| context.browser()),
    ("bench", |context| context.bench()),
];

/// The packages whose tests are stages of their own.
const STAGED: [&str; 6] = ["demo", "fuzz", "host", "mutants", "simulation", "tests"];

/// From here on components are compiled beside the other stages if there are any: each is optimised as a whole, by one core.
const BESIDE: &str = "purity";

/// Runs the named stages, or all of them, up to the first that fails.
///
/// # Errors
///
/// Fails when a name is no stage, or when a stage cannot even be started.
pub(crate) fn run(workspace: &Workspace, names: &[String]) -> Result<ExitCode> {
    if names.iter().any(|name| name == "list") {
        println!("{}", STAGES.map(|(name, _)| name).join("\n"));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|(stage, _)| stage != name)) {
        bail!("there is no stage {unknown}; the stages are {}", STAGES.map(|(name, _)| name).join(", "));
    }
    let context = Context {
        workspace,
        toolchain: OnceCell::new(),
        native: OnceCell::new(),
        built: OnceCell::new(),
        beside: Cell::default(),
    };
    let mut finished: Vec<Finished> = Vec::new();
    for (name, stage) in STAGES {
        if !names.is_empty() && !names.iter().any(|wanted| wanted == name) {
            continue;
        }
        let began = Instant::now();
        let outcome =
            stage(&context).unwrap_or_else(|error| Outcome::Failed(Count::default(), format!("{error:#}")));
        let failed = matches!(outcome, Outcome::Failed(..));
        finished.push(Finished { name, outcome, took: began.elapsed() });
        if failed {
            break;
        }
        if names.is_empty() && name == BESIDE {
            context.begin_components()?;
        }
    }
    let code = conclude(&finished);
    // No compiler is left behind without its parent.
    _ = context.beside.take().map(JoinHandle::join);
    code
}

/// Says what was found.
fn conclude(finished: &[Finished]) -> Result<ExitCode> {
    // A machine that gates changes must not pass because something was not there.
    let strict = env::var_os("CI").is_some_and(|value| !value.is_empty());
    if let Some(Finished { name, outcome: Outcome::Failed(_, output), .. }) = finished.last() {
        println!("\n---- {name} ----\n{output}");
    }
    print!("{}", stage::report(finished, strict));
    std::io::stdout().flush()?;
    Ok(if stage::failed(finished, strict) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

struct Context<'a> {
    workspace: &'a Workspace,
    toolchain: OnceCell<Toolchain>,
    native: OnceCell<Native>,
    built: OnceCell<Built>,
    /// The components that are being compiled.
    beside: Cell<Option<JoinHandle<Result<Vec<Size>>>>>,
}

impl Context<'_> {
    fn begin_components(&self) -> Result<()> {
        let (workspace, toolchain) = (self.workspace.clone(), self.toolchain()?.clone());
        self.beside.set(Some(thread::spawn(move || build::components(&workspace, &toolchain))));
        Ok(())
    }

    fn toolchain(&self) -> Result<&Toolchain> {
        if let Some(toolchain) = self.toolchain.get() {
            return Ok(toolchain);
        }
        let provided = toolchain::provide(self.workspace, toolchain::Source::Any)?;
        Ok(self.toolchain.get_or_init(|| provided))
    }

    fn native(&self) -> Result<&Native> {
        if let Some(native) = self.native.get() {
            return Ok(native);
        }
        let compiled = Native::compile(self.workspace)?;
        Ok(self.native.get_or_init(|| compiled))
    }

    fn built(&self) -> Result<&Built> {
        if let Some(built) = self.built.get() {
            return Ok(built);
        }
        let built = Built::beside(self.workspace, self.toolchain()?, self.native()?)?;
        Ok(self.built.get_or_init(|| built))
    }

    /// All tests of the packages that are wanted, also when some fail.
    fn tests_of(&self, wanted: impl Fn(&str) -> bool) -> Result<Outcome> {
        attempts(self.native()?.tests(self.workspace, wanted))
    }

    fn cargo(&self, arguments: &[&str]) -> Result<Outcome> {
        outcome(&format!("cargo {}", arguments.join(" ")), &mut self.workspace.cargo(arguments))
    }

    fn lint_components(&self) -> Result<Outcome> {
        let mut command =
            self.workspace.cargo(&["clippy", "--profile", "component", "--target", COMPONENT, "--lib"]);
        for package in build::component_packages(self.workspace)? {
            command.args(["--package", &package.name]);
        }
        command.args(["--", "-Dwarnings"]);
        self.toolchain()?.apply(&mut command);
        outcome("cargo clippy for the components", &mut command)
    }

    fn documentation(&self) -> Result<Outcome> {
        let mut command = self.workspace.cargo(&["doc", "--profile", NATIVE, "--workspace", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "-Dwarnings");
        outcome("cargo doc", &mut command)
    }

    /// Licences, sources and bans. Advisories need the network and are no matter of one change.
    fn dependencies(&self) -> Result<Outcome> {
        let program = match tools::cargo_deny(self.workspace) {
            Ok(program) => program,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        // It reads every crate's own words, also of those that are not compiled on this machine.
        progress::run("fetching the sources of all dependencies", &mut self.workspace.cargo(&["fetch"]))?;
        let mut command = Command::new(program);
        command.current_dir(self.workspace.root()).env("CARGO_TERM_COLOR", "never");
        command.args([
            "--offline",
            "--log-level",
            "error",
            "check",
            "--hide-inclusion-graph",
            "bans",
            "licenses",
            "sources",
        ]);
        outcome("cargo deny", &mut command)
    }

    fn components(&self) -> Result<Outcome> {
        let sizes = match self.beside.take() {
            Some(begun) => begun.join().unwrap_or_else(|cause| panic::resume_unwind(cause))?,
            None => build::components(self.workspace, self.toolchain()?)?,
        };
        sizes::check(&sizes)?;
        println!("{}", sizes::table(&sizes));
        Ok(Outcome::Passed(Count::default()))
    }

    /// The portal's scripts, and with them the check of pictures as browsers load it.
    fn scripts(&self) -> Result<Outcome> {
        let node = match node::provide(self.workspace) {
            Ok(folder) => folder,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        check::compile(self.workspace, self.toolchain()?)?;
        let mut command = Command::new("node");
        command
            .args(["--test", "--test-reporter", "tap"])
            .current_dir(self.workspace.root().join("functions/portal/tests"));
        with_node(&mut command, node);
        let transcript = progress::attempt("the portal's scripts", &mut command)?;
        let count = Count::of_node(&transcript.lines);
        // A runner that has found nothing to run says that all went well.
        Ok(match transcript.success && 0 < count.passed {
            true => Outcome::Passed(count),
            false => Outcome::Failed(count, transcript.lines.join("\n")),
        })
    }

    /// The domain's tests once more, as the wasm that they are shipped as.
    fn domain_in_wasm(&self) -> Result<Outcome> {
        let node = match node::provide(self.workspace) {
            Ok(folder) => folder,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        let runner = match tools::wasm_test_runner(self.workspace) {
            Ok(runner) => runner,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        let mut command = self.workspace.cargo(&["test", "--package", "domain", "--target", BARE, "--tests"]);
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
        with_node(&mut command, node);
        self.toolchain()?.apply(&mut command);
        outcome("the domain's tests in wasm", &mut command)
    }

    /// What an operation costs inside wasm against its floor. How fast the machine is, is no matter of one change.
    fn bench(&self) -> Result<Outcome> {
        let mut command = self.workspace.program(self.native()?.path("bench")?);
        self.built()?.tell(&mut command);
        let transcript =
            progress::attempt("the bench", command.args(["--no-load", "--ratio-max", RATIO_MAX]))?;
        Ok(match transcript.success {
            true => {
                println!("{}", transcript.lines.join("\n"));
                Outcome::Passed(Count::default())
            }
            false => Outcome::Failed(Count::default(), transcript.lines.join("\n")),
        })
    }

    fn integration(&self) -> Result<Outcome> {
        self.against_the_host("tests")
    }

    /// The demo, whose last table is compared with the decision table that it plays.
    fn demo(&self) -> Result<Outcome> {
        self.against_the_host("demo")
    }

    /// The login against a provider and for a portal that are not ours, and run in Node.
    fn foreign_provider(&self) -> Result<Outcome> {
        self.in_node(&tools::OIDC, "the login at a provider and for a portal that are not ours")
    }

    /// A client that is generated from the description of the interface, and files a case.
    fn generated_client(&self) -> Result<Outcome> {
        self.in_node(&tools::CLIENT, "a client that is generated")
    }

    /// The tests that are called as the folder of these scripts, and start them.
    fn in_node(&self, scripts: &Scripts, label: &str) -> Result<Outcome> {
        let provided = node::provide(self.workspace)
            .and_then(|node| Ok((tools::scripts(self.workspace, node.as_deref(), scripts)?, node)));
        let (folder, node) = match provided {
            Ok(provided) => provided,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        let mut command = self.ignored(scripts.folder)?;
        with_node(command.env("MIAOPI_SCRIPTS", folder), node);
        outcome(label, &mut command)
    }

    /// The description of the interface, held against the service by a tool from PyPI.
    fn contract(&self) -> Result<Outcome> {
        let program = match python::schemathesis(self.workspace) {
            Ok(program) => program,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        let mut command = self.ignored("contract")?;
        outcome("the contract", command.env("MIAOPI_SCHEMATHESIS", program))
    }

    /// The commands of the page for portals.
    fn portals(&self) -> Result<Outcome> {
        if let Some(missing) = PORTAL_TOOLS.iter().find(|name| !tools::is_there(name)) {
            return Ok(Outcome::LeftOut(format!("there is no {missing}, which docs/portals.md uses")));
        }
        outcome("the page for portals", &mut self.ignored("portals")?)
    }

    /// nginx with the file that is deployed, in front of the service.
    fn proxy(&self) -> Result<Outcome> {
        let program = match nginx::provide(self.workspace) {
            Ok(program) => program,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        let mut command = self.ignored("proxy")?;
        outcome("the proxy", command.env("MIAOPI_NGINX", program))
    }

    /// The pages in a browser, as people use them.
    fn browser(&self) -> Result<Outcome> {
        let tools = match browser::tools(self.workspace) {
            Ok(tools) => tools,
            Err(error) => return Ok(Outcome::LeftOut(format!("{error:#}"))),
        };
        let mut command = journeys(self.workspace, self.native()?, self.built()?)?;
        browser::choose(&mut command, tools);
        let transcript = progress::attempt("the pages in a browser", &mut command)?;
        print!("{}", browser::counted(&transcript.lines));
        Ok(Outcome::of(&transcript))
    }

    /// The tests in this module that only run where something else has been provided.
    fn ignored(&self, module: &str) -> Result<Command> {
        let mut command = journeys(self.workspace, self.native()?, self.built()?)?;
        command.args(["--ignored", &format!("{module}::")]);
        Ok(command)
    }

    /// All tests of a package that start our host on the components of today.
    fn against_the_host(&self, package: &str) -> Result<Outcome> {
        let built = self.built()?;
        let mut tests = self.native()?.tests(self.workspace, |name| name == package);
        tests.iter_mut().for_each(|(_, command)| built.tell(command));
        attempts(tests)
    }
}

/// The tests of whole journeys, ready to be told which.
///
/// # Errors
///
/// Fails when something does not compile.
pub(crate) fn of_journeys(workspace: &Workspace, toolchain: &Toolchain) -> Result<Command> {
    let native = Native::compile(workspace)?;
    let built = Built::beside(workspace, toolchain, &native)?;
    journeys(workspace, &native, &built)
}

fn journeys(workspace: &Workspace, native: &Native, built: &Built) -> Result<Command> {
    let mut tests = native.tests(workspace, |package| package == "tests").into_iter();
    let (_, mut command) =
        tests.find(|(name, _)| name == "all").context("cargo has compiled no tests of journeys")?;
    built.tell(&mut command);
    Ok(command)
}

/// Puts the folder of Node, if it has one of its own, in front of `PATH`.
pub(crate) fn with_node(command: &mut Command, folder: Option<PathBuf>) {
    if let Some(folder) = folder {
        let mut path = OsString::from(folder);
        path.push(":");
        path.push(env::var_os("PATH").unwrap_or_default());
        command.env("PATH", path);
    }
}

fn outcome(label: &str, command: &mut Command) -> Result<Outcome> {
    Ok(Outcome::of(&progress::attempt(label, command)?))
}

/// Runs one after another, also when some fail.
fn attempts(tests: Vec<(String, Command)>) -> Result<Outcome> {
    ensure!(!tests.is_empty(), "cargo has compiled none of these tests");
    let mut all = Transcript { lines: Vec::new(), success: true };
    for (name, mut command) in tests {
        let transcript = progress::attempt(&format!("the tests of {name}"), &mut command)?;
        all.success &= transcript.success;
        all.lines.extend(transcript.lines);
    }
    Ok(Outcome::of(&all))
}
