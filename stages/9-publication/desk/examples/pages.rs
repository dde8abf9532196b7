//! Writes all portal pages with all samples to a folder, for looking at them: `cargo run -p
//! xh-publication-desk
//! --example pages -- DIR`. Set `XINHENG_DEV_TEMPLATES` to the checkout to see template edits without a
//! compile.

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1) else {
        return Err(std::io::Error::other("say the folder to write to"));
    };
    let mut pages = xh_publication_desk::pages::all();
    pages.push(xh_web::AnyPage::of::<xh_web::ErrorPage>("ErrorPage"));
    let written = xh_web::preview::write(&pages, std::path::Path::new(&folder))?;
    println!("{written} pages");
    Ok(())
}
