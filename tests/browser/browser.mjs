// A Chromium without a window, and what every page must keep to.
import axe from "axe-core";
import {mkdirSync} from "node:fs";
import {chromium} from "playwright-core";

// Gives work(browser) a browser, and closes it whatever happens.
export async function with_browser(work) {
    const browser = await chromium.launch({
        executablePath: "/usr/bin/chromium",
        args: process.getuid() === 0 ? ["--no-sandbox"] : [],
    });
    try {
        return await work(browser);
    } finally {
        await browser.close();
    }
}

// Collects what went wrong; the program ends with what there is.
export class findings {
    #all = [];

    add(where, what) {
        this.#all.push(`${where}: ${what}`);
    }

    end(passed) {
        for (const one of this.#all) console.error(one);
        console.log(`${passed} passed, ${this.#all.length} failed`);
        process.exitCode = this.#all.length > 0 ? 1 : 0;
    }
}

// A page whose errors, dialogs and requests that fail (but for the page itself) are findings: a violation of the Content-Security-Policy is an error
// on the console. where() names what is looked at.
export async function watched_page(browser, found, where, options = {}) {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
    const page = await context.newPage();
    page.on("console", message => {
        if (message.text().startsWith("Failed to load resource") && message.location().url === page.url()) return; // a refusal
        if (message.type() === "error" || message.type() === "warning") found.add(where(), `console: ${message.text()}`);
    });
    page.on("pageerror", error => found.add(where(), `script: ${error}`));
    page.on("dialog", dialog => {
        found.add(where(), `a dialog: ${dialog.message()}`);
        return dialog.dismiss();
    });
    return page;
}

// What axe finds that keeps people out.
export async function check_accessibility(page, found, where) {
    if (!await page.evaluate(() => "axe" in window)) await page.evaluate(axe.source);
    const {violations} = await page.evaluate(() => axe.run({resultTypes: ["violations"]}));
    for (const {id, impact, nodes} of violations)
        if (impact === "serious" || impact === "critical")
            for (const node of nodes) found.add(where, `${id} (${impact}): ${node.html} ${node.failureSummary}`);
}

export async function check_width(page, found, where) {
    const {content, window: there} = await page.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        window: innerWidth,
    }));
    if (content > there) found.add(where, `it is ${content} pixels wide in a window of ${there}`);
}

// Every control that can be seen gets the focus by the Tab key.
export async function check_tab_order(page, found, where) {
    const count = await page.evaluate(() => {
        const controls = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
        const seen = [...controls].filter(one => !one.disabled && one.checkVisibility());
        seen.forEach((one, i) => { one.dataset.control = i; });
        document.activeElement?.blur();
        return seen.length;
    });
    const reached = new Set();
    for (let i = 0; i < count + 2; ++i) { // on the way round the focus leaves the page
        await page.keyboard.press("Tab");
        reached.add(await page.evaluate(() => document.activeElement?.dataset.control));
    }
    for (let i = 0; i < count; ++i)
        if (!reached.has(String(i)))
            found.add(where, `Tab does not reach ${await page.evaluate(n => document.querySelector(`[data-control="${n}"]`).outerHTML, i)}`);
}

export async function screenshot(page, folder, name) {
    mkdirSync(folder, {recursive: true});
    await page.screenshot({path: `${folder}/${name}.png`, fullPage: true});
}
