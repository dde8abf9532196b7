//! One file a verb; this one only chooses.

mod admin;
mod backup;
mod catalogue;
mod connector;
mod doctor;
mod import;
pub(crate) use admin::organ_id;
pub(crate) use import::decoder;
mod ledger;
mod policy;
mod quality;
mod queues;
mod rebuild;
mod review;
mod show;
mod verify;
mod watch;
mod webhook;
mod withdraw;

use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::{At, Cli, ConfigVerb, Verb};
use crate::exit::{Done, Exit};
use crate::place::{Opened, Place};
use crate::{demo, generate, serve};

/// Runs a verb to its exit code.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => return end(Err(Exit::failed(&fault))),
    };
    end(runtime.block_on(verb(cli.verb)))
}

/// `--version`
#[must_use]
pub fn version() -> ExitCode {
    end(crate::version::text().map(|text| {
        println!("{text}");
        0
    }))
}

fn end(done: Done) -> ExitCode {
    match done {
        Ok(code) => ExitCode::from(code),
        Err(exit) => {
            eprintln!("{}", exit.message);
            ExitCode::from(exit.code)
        }
    }
}

async fn verb(verb: Verb) -> Done {
    match verb {
        Verb::Demo(asked) => demo::run(asked).await,
        Verb::Serve(asked) => serve::run(asked).await,
        Verb::Import(asked) => import::run(asked).await,
        Verb::Watch(asked) => watch::run(asked).await,
        Verb::Connector(asked) => connector::run(asked).await,
        Verb::Show(asked) => show::run(asked).await,
        Verb::Held(asked) => queues::held(asked).await,
        Verb::Mapping(asked) => queues::mapping(asked).await,
        Verb::Severity(asked) => queues::severity(asked).await,
        Verb::Quality(asked) => quality::run(asked).await,
        Verb::Catalogue(asked) => catalogue::run(asked).await,
        Verb::Webhook(asked) => webhook::run(asked).await,
        Verb::Review(asked) => review::run(asked).await,
        Verb::Withdraw(asked) => withdraw::run(asked).await,
        Verb::Admin(asked) => admin::run(asked).await,
        Verb::Policy(asked) => policy::run(asked).await,
        Verb::Ledger(asked) => ledger::run(asked).await,
        Verb::Rebuild(asked) => rebuild::run(asked).await,
        Verb::Backup(asked) => backup::backup(asked).await,
        Verb::Restore(asked) => backup::restore(asked).await,
        Verb::Generate(asked) => generate_files(&asked),
        Verb::Config(ConfigVerb::Check(of)) => doctor::config(&of),
        Verb::Doctor(asked) => doctor::run(&asked).await,
        Verb::Openapi => openapi(),
        Verb::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "xinheng", &mut std::io::stdout());
            Ok(0)
        }
    }
}

/// Opens the place a verb names.
pub(crate) async fn open(at: &At) -> Result<Opened, Exit> {
    Place::new(&at.data, at.database.as_deref(), &at.origin)?.in_suite(at.suite).open().await
}

fn generate_files(asked: &crate::cli::Generate) -> Done {
    let today = crate::clock::now().legal_day();
    let plan = generate::Plan { subjects: asked.subjects, records: asked.records, seed: asked.seed, today };
    for file in generate::write(&plan, &asked.out)? {
        println!("{}", file.display());
    }
    Ok(0)
}

/// The parts of the API's description that are not for reading.
pub(crate) fn openapi_beside() -> utoipa::openapi::OpenApi {
    let beside = xh_intake_desk::openapi().merge_from(xh_publication_desk::webhook_openapi());
    beside.merge_from(xh_registry_desk::openapi())
}

fn openapi() -> Done {
    let whole = xh_publication_desk::openapi().merge_from(openapi_beside());
    let text = whole.to_pretty_json().map_err(|e| Exit::failed(&e))?;
    println!("{text}");
    Ok(0)
}
