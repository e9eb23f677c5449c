// Every page, in both languages, light and dark, narrow and wide: nobody is kept out, nothing scrolls sideways, nothing
// breaks the policy, and no hostile text runs. Arguments: page_gallery, a schema, a folder for screenshots.
import {
    check_accessibility, check_tab_order, check_width, findings, screenshot, watched_page, with_browser,
} from "./browser.mjs";
import {with_gallery} from "./gallery.mjs";

const [, , program, schema, shots] = process.argv;
const found = new findings();
let looking_at = "", passed = 0;

async function open(page, origin, name) {
    looking_at = name;
    await page.goto(`${origin}/${name}`);
}

async function look(page, name, colorScheme, width) {
    looking_at = `${name} ${colorScheme} ${width}`;
    await page.emulateMedia({colorScheme});
    await page.setViewportSize({width, height: 900});
    await check_width(page, found, looking_at);
    await screenshot(page, shots, `${name.replace(".html", "")}.${colorScheme}.${width}`);
    ++passed;
}

// What is behind a click is looked at too.
const open_details = page => page.evaluate(() => document.querySelectorAll("details").forEach(one => { one.open = true; }));

// Colours do not depend on the width, nor what axe finds in a narrow window on colours.
async function show(page, origin, name) {
    await open(page, origin, name);
    await look(page, name, "light", 1280);
    await check_accessibility(page, found, looking_at);
    await check_tab_order(page, found, name);
    await open_details(page);
    await check_tab_order(page, found, `${name} opened`);
    await look(page, name, "dark", 1280);
    await check_accessibility(page, found, looking_at);
    await look(page, name, "dark", 320);
    await look(page, name, "light", 320);
    await check_accessibility(page, found, looking_at);
}

async function attack(page, origin, name) {
    await open(page, origin, name);
    const strangers = await page.evaluate(() =>
        document.querySelectorAll("script:not([src='/site.js']), iframe, object, embed, base, style, svg, math, form:not([action^='/'])").length);
    if (strangers > 0) found.add(name, `${strangers} elements that are not the host's`);
    ++passed;
}

await with_gallery(program, schema, ({origin, names}) => with_browser(async browser => {
    const page = await watched_page(browser, found, () => looking_at);
    for (const name of names)
        await (name.includes(".hostile.") ? attack : show)(page, origin, name);
}));
found.end(passed);
