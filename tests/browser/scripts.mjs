// What site.js adds to pages. Arguments: as of pages.mjs.
import {findings, watched_page, with_browser} from "./browser.mjs";
import {with_gallery} from "./gallery.mjs";
import assert from "node:assert/strict";

const [, , program, schema] = process.argv;
const found = new findings();
let looking_at = "", passed = 0;

const stories = {
    async "a button copies an address and says so"(page, origin) {
        await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
        await page.goto(`${origin}/provider.en.html`);
        const button = says => page.locator("[data-copy=address-2]", {hasText: says});
        await button(/^Copy /).click();
        await button(/^Copied$/).waitFor();
        assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\/callback$/);
        await page.clock.runFor(2000);
        await button(/^Copy /).waitFor();
    },

    async "without scripts there is no button that does nothing"(page, origin) {
        const context = await page.context().browser().newContext({javaScriptEnabled: false});
        const silent = await context.newPage();
        await silent.goto(`${origin}/provider.en.html`);
        assert.equal(await silent.locator("[data-copy]:visible").count(), 0);
        assert.ok(await silent.locator("input[readonly]").first().isVisible());
        await context.close();
    },

    async "a field becomes required with its condition"(page, origin) {
        await page.goto(`${origin}/provider-new.en.html`);
        const agent = page.locator("[name='/agentid']");
        const required = () => agent.evaluate(one => one.required);
        assert.equal(await required(), false);
        await page.selectOption("[name='/mode']", "qr");
        assert.equal(await required(), true);
        await page.selectOption("[name='/mode']", "in_app");
        assert.equal(await required(), false);
        await page.selectOption("[name='/scope']", "snsapi_privateinfo");
        assert.equal(await required(), true);
    },

    async "a chosen icon is shown before it is sent"(page, origin) {
        await page.goto(`${origin}/provider-new.en.html`);
        const preview = page.locator("[data-preview-of]");
        assert.ok(!await preview.isVisible());
        await page.setInputFiles("[name='file:/img_url']", {
            name: "icon.svg",
            mimeType: "image/svg+xml",
            buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`),
        });
        await preview.waitFor({state: "visible"});
        assert.match(await preview.getAttribute("src"), /^data:image\/svg\+xml;base64,/);
        assert.ok(await preview.evaluate(image => image.decode().then(() => image.naturalWidth > 0)));
    },

    async "a running test shows its new steps until it has ended"(page, origin) {
        await page.goto(`${origin}/self-test-running.en.html`);
        assert.ok(await page.locator("#progress").getByText("The test is running").isVisible());
        const ended = await (await page.request.get(`${origin}/self-test.en.html`)).text();
        await page.route("**/self-test-running.en.html", route =>
            route.fulfill({contentType: "text/html; charset=utf-8", body: ended}));
        await page.clock.runFor(1000);
        await page.locator("#progress:not([data-running])").waitFor();
        assert.equal(await page.locator("#progress").getByText("The test is running").count(), 0);
    },
};

await with_gallery(program, schema, ({origin}) => with_browser(async browser => {
    for (const [name, story] of Object.entries(stories)) {
        looking_at = name;
        const page = await watched_page(browser, found, () => looking_at);
        await page.clock.install({time: 0});
        await page.clock.pauseAt(1000); // from here on time passes when a story says so
        await story(page, origin).then(() => ++passed, error => found.add(name, error.message));
        await page.context().close();
    }
}));
found.end(passed);
