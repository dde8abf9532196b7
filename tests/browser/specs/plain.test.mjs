// The same pages with scripts off, and the main task done that way: type a name, find an organisation, open
// it.
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { base, launch, pages, shot, visit } from "../visit.mjs";

const browser = await launch();
const listed = await pages(browser);
after(() => browser.close());

const plain = { javaScriptEnabled: false };

describe("without scripts", () => {
  for (const { name, path, status } of listed) {
    it(`${name} says the same`, async () => {
      const scripted = await visit(browser, path);
      const bare = await visit(browser, path, plain);
      try {
        assert.equal(bare.answer.status(), status);
        assert.equal(await bare.tab.locator("h1").innerText(), await scripted.tab.locator("h1").innerText());
        assert.ok((await bare.tab.locator("main").innerText()).trim().length > 0, "main is empty");
        assert.deepEqual(bare.complaints, []);
      } finally {
        await scripted.close();
        await bare.close();
      }
    });
  }

  it("an organisation is found by two characters and opened", async () => {
    const { tab, close } = await visit(browser, "/", plain);
    try {
      await tab.locator("input[name=q]").first().fill("有限");
      await tab.locator("input[name=q]").first().press("Enter");
      await tab.waitForLoadState();
      const hits = tab.locator("main a[href*='/subjects/']");
      assert.ok((await hits.count()) > 0, `nothing found on ${tab.url()}`);
      await shot(tab, "plain-search");
      await hits.first().click();
      await tab.waitForLoadState();
      assert.equal(await tab.locator("h1").count(), 1);
      assert.ok(tab.url().startsWith(`${base}/subjects/`), tab.url());
      await shot(tab, "plain-subject");
    } finally {
      await close();
    }
  });
});
