// What people do on the pages, by the words they read there.
import {expect} from "./expect.mjs";

export const desktop = {locale: "en-US", ignoreHTTPSErrors: true};
export const in_wecom = {
    ...desktop, viewport: {width: 390, height: 844},
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/7.0.1 wxwork/4.1.6",
};
export const phone = {
    ...desktop, viewport: {width: 390, height: 844},
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1",
};

export class person {
    constructor(page, origin) {
        this.page = page;
        page.setDefaultTimeout(10_000);
        this.origin = origin;
    }

    async open(path) {
        await this.page.goto(this.origin + path);
    }

    async fill(label, value) {
        await this.page.getByLabel(label, {exact: true}).fill(value);
    }

    // Of a provider's form, whose labels say more than the name.
    async fill_field(label, value) {
        await this.page.getByLabel(label).first().fill(value);
    }

    async press(button) {
        await this.page.getByRole("button", {name: button, exact: true}).click();
    }

    async sign_in(name, password) {
        await this.open("/login");
        await this.fill("User name", name);
        await this.fill("Password", password);
        await this.press("Sign in");
    }

    // After a sign-in with a one-time password.
    async choose_password(current, chosen) {
        await this.sees("Change your password");
        await this.fill("Current password", current);
        await this.fill("New password", chosen);
        await this.fill("New password once more", chosen);
        await this.press("Change");
    }

    async sign_out() {
        await this.press("Sign out");
        await this.sees("Sign in");
    }

    // From the login page to WeCom's, where somebody is picked.
    async go_to_wecom() {
        await this.open("/login");
        await this.page.getByRole("link", {name: "WeCom"}).click();
    }

    async pick(member) {
        await this.page.getByRole("button", {name: member}).first().click();
    }

    // The page has this heading.
    async sees(heading) {
        const seen = await this.page.locator("h1").first().textContent();
        expect(seen === heading, `${this.page.url()} says "${seen}" and not "${heading}"`);
    }

    async reads(text) {
        const seen = await this.page.locator("main").innerText();
        expect(seen.includes(text), `${this.page.url()} does not say "${text}" but: ${seen}`);
    }
}
