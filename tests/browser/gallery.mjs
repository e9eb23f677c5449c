// The pages of page_gallery on a loopback server, with the policy that the host sends.
import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {createServer} from "node:http";
import {tmpdir} from "node:os";
import {join} from "node:path";

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" fill="#2a7"/></svg>`;
const types = {html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8"};

// Gives work({origin, names}) the address and the names of the files.
export async function with_gallery(program, schema, work) {
    const folder = mkdtempSync(join(tmpdir(), "gallery-"));
    execFileSync(program, [schema, folder]);
    const policy = readFileSync(join(folder, "policy.txt"), "utf8");
    const names = readdirSync(folder);
    const server = createServer((request, response) => {
        const path = new URL(request.url, "http://localhost").pathname;
        const name = path.slice(1);
        if (path.startsWith("/icons/"))
            return response.writeHead(200, {"Content-Type": "image/svg+xml"}).end(icon);
        if (path === "/favicon.ico") return response.writeHead(204).end();
        if (!names.includes(name)) return response.writeHead(404).end();
        response.writeHead(200, {"Content-Type": types[name.split(".").pop()], "Content-Security-Policy": policy});
        response.end(readFileSync(join(folder, name)));
    });
    await new Promise(ready => server.listen(0, "127.0.0.1", ready));
    try {
        await work({origin: `http://127.0.0.1:${server.address().port}`, names: names.filter(one => one.endsWith(".html"))});
    } finally {
        server.closeAllConnections();
        server.close();
        rmSync(folder, {recursive: true});
    }
}
