//! The house's web plumbing: what every page and every answer has in common.
//!
//! It holds the layout and its components, the page registry, the three display modes, problem answers
//! (RFC 9457), security headers, signed cursors, bearer tokens and the API's
//! description. It knows no credit law, loads nothing from
//! a database and declares no route of a stage: desks do that.

pub mod assets;
pub mod check;
pub mod describe;
mod filters;
mod frame;
pub mod headers;
mod language;
mod mode;
mod page;
pub mod paging;
pub mod preview;
pub mod privacy;
mod problem;
pub mod rate;
mod renderer;
mod site;
pub mod text;
pub mod token;

pub use frame::{Frame, Web};
pub use language::{Catalogue, CatalogueFault, Language, Place, Said};
pub use mode::{Mode, TextSize};
pub use page::{AnyPage, Page, Sample, Template};
pub use problem::{ErrorPage, Problem, ProblemError, ProblemKind};
pub use renderer::{RenderFault, Renderer};
pub use site::{Division, FooterLink, HomeText, OfficialBanner, SiteConfig, SiteFooter};
