// What the specs share: one Chromium, the list of pages, and a visit that notes everything a page complains
// of. It knows no page's words; those are in pages.json.
//
// pages.json: { name, path, status? } or, where the address holds a fictional code that changes with the
// data, { name, from, link, status? }: the first element matching the CSS selector `link` on the page named
// `from`.
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const base = (process.env.BASE_URL ?? "http://127.0.0.1:8080").replace(/\/$/, "");
export const widths = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

/** The ways a page can look; the server reads the cookie, so they work without scripts. */
export const modes = ["standard", "elder-20", "contrast"];

/** The languages; the browser says which it likes, no cookie is needed. */
export const languages = ["zh-CN", "en"];

const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launch() {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: root ? ["--no-sandbox", ...flags] : flags,
  });
}

/** The pages with their addresses; links are followed with scripts off, as a plain reader would. */
export async function pages(browser) {
  const listed = JSON.parse(await readFile(new URL("./pages.json", import.meta.url), "utf8"));
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  const known = new Map();
  for (const page of listed) {
    let path = page.path;
    if (path === undefined) {
      await tab.goto(base + known.get(page.from).path);
      const href = await tab.locator(page.link).first().getAttribute("href", { timeout: 5_000 });
      path = new URL(href, tab.url()).href.slice(base.length);
    }
    known.set(page.name, { status: 200, ...page, path });
  }
  await context.close();
  return [...known.values()];
}

/**
 * Opens a page (options: mode, locale, and Playwright's own).
 * Returns { tab, answer, complaints, close }; complaints are lines for a person.
 */
export async function visit(browser, path, options = {}) {
  const { mode, ...settings } = options;
  const context = await browser.newContext({ locale: "zh-CN", viewport: widths[0], ...settings });
  if (mode) await context.addCookies([{ name: "xh_mode", value: mode, url: base }]);
  const tab = await context.newPage();
  const complaints = [];
  const address = new URL(path, base).href;
  tab.on("console", (line) => {
    // Chromium also logs the page's own 4xx; the status is checked by itself.
    if (line.type() === "error" && line.location().url !== address) complaints.push(`console: ${line.text()}`);
  });
  tab.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  tab.on("requestfailed", (request) => complaints.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  tab.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== new URL(base).origin) complaints.push(`foreign: ${url}`);
  });
  await context.exposeFunction("noteViolation", (text) => complaints.push(`policy: ${text}`));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.noteViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const answer = await tab.goto(address, { waitUntil: "load" });
  return { tab, answer, complaints, close: () => context.close() };
}

/** Keeps a picture when SHOTS names a folder. */
export async function shot(tab, name) {
  if (!process.env.SHOTS) return;
  await mkdir(process.env.SHOTS, { recursive: true });
  await tab.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}
