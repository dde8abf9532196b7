//! Turns a page into HTML with the house's layout and components.
//!
//! Templates are compiled in. When `XINHENG_DEV_TEMPLATES` names a checkout, they are read from there at
//! every
//! request instead: edit, reload, no compile. Undefined names are errors, so a misspelt field fails its
//! sample.

use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};
use rust_embed::RustEmbed;

use crate::page::Template;
use crate::{Language, assets, filters, language};

#[derive(RustEmbed)]
#[folder = "templates/"]
#[include = "*.html"]
struct HouseTemplates;

/// A template failed: ours to mend, never the visitor's.
#[derive(Debug, thiserror::Error)]
#[error("rendering {template}: {cause:#}")]
pub struct RenderFault {
    template: &'static str,
    cause: minijinja::Error,
}

/// The template engine with everything the house adds to it.
#[derive(Debug)]
pub struct Renderer {
    chinese: RwLock<Environment<'static>>,
    english: RwLock<Environment<'static>>,
    checkout: Option<PathBuf>,
}

impl Renderer {
    /// The compiled-in templates, or those of the checkout named by `XINHENG_DEV_TEMPLATES`.
    #[must_use]
    pub fn new() -> Renderer {
        let checkout = std::env::var_os("XINHENG_DEV_TEMPLATES").map(PathBuf::from);
        let speaking = |language| RwLock::new(environment(checkout.clone(), language));
        let (chinese, english) = (speaking(Language::Chinese), speaking(Language::English));
        Renderer { chinese, english, checkout }
    }

    /// Renders one template in a language.
    ///
    /// # Errors
    /// A [`RenderFault`] when the template is wrong or its context lacks a name it uses.
    pub fn render(
        &self,
        template: Template,
        context: Value,
        language: Language,
    ) -> Result<String, RenderFault> {
        let fault = |cause| RenderFault { template: template.name, cause };
        if let Some(source) = self.checkout.as_deref().and_then(|root| on_disk(root, template)) {
            let env = environment(self.checkout.clone(), language);
            return env.render_named_str(template.name, &source, context).map_err(fault);
        }
        let compiled = match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        };
        prepare(compiled, template).map_err(fault)?;
        let env = compiled.read().unwrap_or_else(PoisonError::into_inner);
        env.get_template(template.name).and_then(|ready| ready.render(context)).map_err(fault)
    }
}

fn prepare(compiled: &RwLock<Environment<'static>>, template: Template) -> Result<(), minijinja::Error> {
    let known = |env: &Environment<'static>| env.get_template(template.name).is_ok();
    if known(&compiled.read().unwrap_or_else(PoisonError::into_inner)) {
        return Ok(());
    }
    let mut env = compiled.write().unwrap_or_else(PoisonError::into_inner);
    env.add_template(template.name, template.source)
}

impl Default for Renderer {
    fn default() -> Self {
        Renderer::new()
    }
}

fn on_disk(root: &Path, template: Template) -> Option<String> {
    let path = root.join(template.beside).parent()?.join(template.file);
    std::fs::read_to_string(path).ok()
}

fn environment(checkout: Option<PathBuf>, spoken: Language) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        env.set_syntax(syntax);
    }
    env.set_loader(move |name| Ok(house_template(checkout.as_deref(), name)));
    env.add_function("asset", |name: &str| assets::address(name));
    filters::register(&mut env);
    language::register(&mut env, spoken);
    env
}

fn house_template(checkout: Option<&Path>, name: &str) -> Option<String> {
    let edited = checkout.map(|root| root.join("house/web/templates").join(name));
    if let Some(text) = edited.and_then(|path| std::fs::read_to_string(path).ok()) {
        return Some(text);
    }
    let file = HouseTemplates::get(name)?;
    String::from_utf8(file.data.into_owned()).ok()
}
