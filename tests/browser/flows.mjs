// The whole way, in a browser, against the plugin and the simulated WeCom: from an empty store to people who sign in
// with one click, and what happens to those who may not. Each story goes on where the last one ended.
// Arguments: wecom-simulator, idp-host, the folder of plugins, a folder for screenshots.
import {check_accessibility, check_width, findings, screenshot, watched_page, with_browser} from "./browser.mjs";
import {expect} from "./expect.mjs";
import {desktop, in_wecom, person, phone} from "./person.mjs";
import {company, with_programs} from "./programs.mjs";

const [, , simulator, host, plugins, shots] = process.argv;
const found = new findings();
const admin_password = "correct horse battery", alice_password = "staple and candle light", bob_password = "umbrella in the hall";
let story = "", told = 0;

await with_programs({simulator, host, plugins}, at => with_browser(async browser => {
    // Somebody with a browser of their own, without cookies.
    const somebody = async (kind = desktop) => new person(await watched_page(browser, found, () => story, kind), at.origin);
    const page_is_good = async (who, name) => {
        await check_accessibility(who.page, found, `${story}: ${name}`);
        await check_width(who.page, found, `${story}: ${name}`);
        await screenshot(who.page, shots, `flow.${name}`);
    };
    const tell_story = async (name, happens) => {
        story = name;
        try {
            await happens();
            ++told;
        } catch (why) {
            found.add(story, why.message);
        }
    };

    const admin = await somebody(), alice = await somebody(), bob = await somebody();

    await tell_story("the first administrator chooses a password", async () => {
        const [, name, once] = at.said.join("\n").match(/sign in as (\S+) with the one-time password (\S+)/);
        await admin.sign_in(name, once);
        await admin.choose_password(once, admin_password);
        await admin.open("/me");
        await admin.sees("You are signed in");
        await page_is_good(admin, "me");
    });

    await tell_story("the administrator sets WeCom up with a wrong secret, and the test says so", async () => {
        await admin.open("/admin/providers");
        await admin.page.getByLabel("Type").selectOption({label: "WeCom"});
        await admin.press("Add");
        await admin.fill("Name", "企业微信");
        await admin.fill_field("Corp ID", company.corpid);
        await admin.fill_field("Secret of the app", "wrong".padEnd(43, "0"));
        await admin.fill_field("Agent ID of the app", String(company.agentid));
        await page_is_good(admin, "provider-new");
        await admin.press("Create");
        const opened = admin.page.context().waitForEvent("page"); // a tab of its own: nothing typed is lost
        await admin.press("Test connection without saving");
        const test = new person(await opened, at.origin);
        await test.page.getByText("the Secret is wrong").first().waitFor();
        expect(!(await test.page.content()).includes("wrong00"), "the page shows the secret");
        await page_is_good(test, "self-test-failed");
        await test.page.close();
    });

    await tell_story("with the right secret the test passes", async () => {
        await admin.fill_field("Secret of the app", company.secret);
        await admin.press("Save");
        await page_is_good(admin, "provider-edit");
        await admin.page.getByRole("link", {name: "Test of the saved configuration"}).click();
        await admin.press("Test again");
        await admin.page.locator("#progress:not([data-running])").waitFor();
        expect(await admin.page.getByText("failed", {exact: true}).count() === 0, "a step failed");
        await page_is_good(admin, "self-test-passed");
    });

    const make_user = async (who, name, password) => {
        await admin.open("/admin/users");
        await admin.fill("User name", name);
        await admin.press("Create");
        const once = await admin.page.getByLabel("Password", {exact: true}).inputValue();
        await who.sign_in(name, once);
        await who.choose_password(once, password);
    };

    await tell_story("the administrator makes two users, who choose their passwords", async () => {
        await make_user(alice, "alice", alice_password);
        await make_user(bob, "bob", bob_password);
        await admin.open("/admin/users");
        await page_is_good(admin, "users");
    });

    await tell_story("a stranger to this service picks herself on WeCom's page and binds by signing in", async () => {
        await alice.sign_out();
        await page_is_good(alice, "login");
        await alice.go_to_wecom();
        await alice.pick("ZhangSan");
        await alice.sees("Connect your account");
        await page_is_good(alice, "bind");
        await alice.fill("User name", "alice");
        await alice.fill("Password", alice_password);
        await alice.press("Sign in and bind");
        await alice.open("/me");
        await alice.reads("alice");
    });

    let callback = "";
    await tell_story("from then on one click is enough", async () => {
        await alice.sign_out();
        alice.page.on("request", sent => {
            if (sent.url().includes("/callback?")) callback = sent.url();
        });
        await alice.go_to_wecom();
        await alice.pick("ZhangSan");
        await alice.sees("You are signed in");
        await alice.reads("wecom:" + company.corpid);
    });

    await tell_story("inside WeCom the same person is in", async () => {
        const inside = await somebody(in_wecom);
        await inside.go_to_wecom();
        await inside.pick("ZhangSan");
        await inside.sees("You are signed in");
        await page_is_good(inside, "me-in-wecom");
    });

    await tell_story("a phone's own browser is told to open WeCom", async () => {
        const outside = await somebody(phone);
        await outside.open("/login");
        await outside.reads("Open the address below in the app");
        expect(await outside.page.getByRole("link", {name: "WeCom"}).count() === 0, "there is a button all the same");
        await page_is_good(outside, "login-on-a-phone");
    });

    await tell_story("who refuses on WeCom's page is not in", async () => {
        const shy = await somebody();
        await shy.go_to_wecom();
        await shy.pick("Refuse");
        await shy.sees("Sign-in failed");
        await page_is_good(shy, "refused");
        await shy.open("/me");
        await shy.sees("Sign in");
    });

    await tell_story("an outside contact is not in", async () => {
        const contact = await somebody();
        await contact.go_to_wecom();
        await contact.pick("访客");
        await contact.sees("Sign-in failed");
    });

    await tell_story("a callback that comes again brings nobody in", async () => {
        await alice.page.goto(callback);
        await alice.sees("You are signed in"); // sent home: she is in already
        const thief = await somebody();
        await thief.page.goto(callback);
        await thief.open("/me");
        await thief.sees("Sign in");
    });

    await tell_story("a login that took too long begins again once", async () => {
        const slow = await somebody();
        await slow.go_to_wecom();
        const forget = () => slow.page.context().clearCookies({name: /idp_tx_/}); // as the browser does after ten minutes
        await forget();
        await slow.pick("ZhangSan");
        expect(new URL(slow.page.url()).origin === at.wecom, "WeCom does not ask again");
        await forget();
        await slow.pick("ZhangSan");
        await slow.sees("Sign-in failed");
    });

    await tell_story("nobody else can bind the same member", async () => {
        await bob.open("/me/accounts");
        await page_is_good(bob, "accounts-not-bound");
        await bob.press("Bind 企业微信");
        await bob.pick("ZhangSan");
        await bob.reads("another user");
        await page_is_good(bob, "bind-conflict");
    });

    await tell_story("a user binds a member of his own, and unbinds it", async () => {
        await bob.open("/me/accounts");
        await bob.press("Bind 企业微信");
        await bob.pick("lisi");
        await bob.open("/me/accounts");
        await bob.reads("lisi");
        await page_is_good(bob, "accounts-bound");
        await bob.page.locator("summary", {hasText: "Unbind"}).click();
        await bob.press("Unbind 企业微信");
        await bob.open("/me/accounts");
        await bob.reads("No account is bound");
    });

    await tell_story("after that the member is a stranger again", async () => {
        await bob.sign_out();
        await bob.go_to_wecom();
        await bob.pick("lisi");
        await bob.sees("Connect your account");
    });

    await tell_story("the language is switched, and stays", async () => {
        const reader = await somebody();
        await reader.open("/login");
        await reader.press("中文");
        await reader.sees("登录");
        await reader.open("/login");
        await reader.sees("登录");
        await page_is_good(reader, "login-in-chinese");
    });

    await tell_story("the administrator finds all of it in the audit", async () => {
        await admin.open("/admin/audit");
        for (const what of ["alice", "bob", "ZhangSan".toLowerCase()]) await admin.reads(what);
        await page_is_good(admin, "audit");
    });

    await tell_story("a disabled user is not in, by password or by WeCom", async () => {
        await admin.open("/admin/users");
        await admin.page.getByRole("button", {name: "Disable alice"}).click();
        await alice.open("/me");
        await alice.sees("Sign in");
        await alice.go_to_wecom();
        await alice.pick("ZhangSan");
        await alice.open("/me");
        await alice.sees("Sign in");
    });
}));
found.end(told);
