// The simulator and the host as a newcomer starts them, with everything they leave in a folder of their own.
import {spawn} from "node:child_process";
import {createInterface} from "node:readline";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

// The first app of the simulator's default fixtures.
export const company = {corpid: "ww3f6c1e8a2b9d4075", agentid: 1000002, secret: "iIWMxAkhmHF10d4HpBA4ej_Dcui2H8B8FV_f3aTxeqW"};

// Starts a program; waits for the line that says it is ready. said: every line on standard output and error so far.
function start(program, args) {
    const child = spawn(program, args, {stdio: ["ignore", "pipe", "pipe"]});
    const said = [];
    createInterface({input: child.stderr}).on("line", line => said.push(line));
    const ready = new Promise((resolve, reject) => {
        createInterface({input: child.stdout}).on("line", line => {
            said.push(line);
            if (line.startsWith("{")) resolve(JSON.parse(line));
        });
        child.once("error", reject);
        child.once("exit", code => reject(new Error(`${program} ended with ${code}: ${said.join("\n")}`)));
    });
    return {child, ready, said};
}

async function stop({child}) {
    if (child.exitCode !== null) return;
    const gone = new Promise(resolve => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
}

export async function tell(control, route, body) {
    const answer = await fetch(`http://${control}${route}`, {method: "POST", body: JSON.stringify(body)});
    if (!answer.ok) throw new Error(`${route}: ${await answer.text()}`);
}

// Gives work({origin, control, wecom, said}) both programs: the host with an empty store and no provider, aimed at the
// simulator by its operator.
export async function with_programs({simulator, host, plugins}, work) {
    const folder = mkdtempSync(join(tmpdir(), "browser-"));
    const running = [];
    try {
        running.push(start(simulator, ["--listen", "127.0.0.1:0", "--tls-dir", folder, "--control", "127.0.0.1:0"]));
        const {listen, control} = await running[0].ready;
        const wecom = `https://${listen}`;
        writeFileSync(join(folder, "network.json"), JSON.stringify({network:
            {api_base: wecom, in_app_base: wecom, qr_base: wecom, ca_file: join(folder, "ca.pem"), allow_private: true}}));
        running.push(start(host, ["serve", "--plugin-dir", plugins, "--listen", "127.0.0.1:0", "--data",
            join(folder, "host.db"), "--operator-defaults", join(folder, "network.json")]));
        const {public_url: origin} = await running[1].ready;
        await tell(control, "/apps", {...company, secret: undefined, trusted_domains: [new URL(origin).host]});
        return await work({origin, control, wecom, said: running[1].said});
    } finally {
        for (const one of running.reverse()) await stop(one);
        rmSync(folder, {recursive: true});
    }
}
