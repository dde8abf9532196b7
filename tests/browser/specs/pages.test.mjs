// Every listed page at two widths: it answers, complains of nothing, and axe finds no fault.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { base, languages, launch, modes, pages, shot, visit, widths } from "../visit.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
const listed = await pages(browser);
after(() => browser.close());

/** Violations as lines: rule, element, what to do. */
async function faults(tab) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html} ${node.failureSummary}`));
}

const scrolls = (tab) => tab.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

// All modes in Chinese; in English the one with the least room for words that are longer, and the usual one.
const ways = modes.map((mode) => ({ mode, locale: languages[0] }));
ways.push({ mode: modes[0], locale: languages[1] }, { mode: modes[1], locale: languages[1] });

for (const { mode, locale } of ways) {
  for (const size of widths) {
    describe(`${mode} in ${locale} at ${size.width} pixels`, () => {
      for (const { name, path, status } of listed) {
        it(`${name} ${path}`, async () => {
          const { tab, answer, complaints, close } = await visit(browser, path, { viewport: size, mode, locale });
          try {
            await shot(tab, `${name}-${mode}-${locale}-${size.width}`);
            const seen = {
              status: answer.status(),
              policy: Boolean(answer.headers()["content-security-policy"]),
              headings: await tab.locator("h1").count(),
              language: await tab.locator("html").getAttribute("lang"),
              sideways: await scrolls(tab),
              faults: await faults(tab),
              complaints,
            };
            const wanted = { status, policy: true, headings: 1, language: locale, sideways: false };
            assert.deepEqual(seen, { ...wanted, faults: [], complaints: [] });
          } finally {
            await close();
          }
        });
      }
    });
  }
}

describe("at 320 pixels, which is 1280 enlarged four times", () => {
  for (const { name, path } of listed) {
    for (const locale of languages) {
      it(`${name} does not scroll sideways in ${locale}`, async () => {
        const { tab, close } = await visit(browser, path, { viewport: { width: 320, height: 256 }, locale });
        const sideways = await scrolls(tab);
        await close();
        assert.equal(sideways, false);
      });
    }
  }
});

describe("links", () => {
  const found = new Map();
  before(async () => {
    // The page of a wrong address links to itself; its other links stand on every page.
    for (const { name, path } of listed.filter((page) => page.status === 200)) {
      const { tab, close } = await visit(browser, path);
      const hrefs = await tab.locator("a[href]").evaluateAll((links) => links.map((link) => link.href));
      await close();
      for (const href of hrefs) {
        const plain = href.split("#")[0];
        if (plain.startsWith(`${base}/`) && !found.has(plain)) found.set(plain, name);
      }
    }
  });

  it("each link on each listed page leads somewhere", async () => {
    const broken = [];
    for (const [href, from] of found) {
      const answer = await fetch(href);
      await answer.body?.cancel();
      if (!answer.ok) broken.push(`${answer.status} ${href} (on ${from})`);
    }
    assert.ok(found.size > 0, "no page has a link");
    assert.deepEqual(broken, []);
  });
});
