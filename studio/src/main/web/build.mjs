// Builds this page into ../../../target/web, unless what it is made from is as it was then.
// Exit code 3: its packages could not be fetched.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const web = dirname(fileURLToPath(import.meta.url));
const target = join(web, "../../../target");
const out = join(target, "web");
const stamp = join(target, "web.stamp");
const PACKED_BYTES_MIN = 1024;

function files(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? files(join(directory, entry.name)) : [join(directory, entry.name)]));
}

const hash = (...texts) => texts.reduce((sum, text) => sum.update(text), createHash("sha256")).digest("hex");
const read = (file) => (existsSync(file) ? readFileSync(file, "utf8") : "");

const made = hash(process.version, ...files(web).flatMap((file) => [relative(web, file), readFileSync(file)]));
if (existsSync(out) && read(stamp) === made) process.exit(0);

const lock = hash(readFileSync(join(web, "package-lock.json")));
const installed = join(web, "node_modules/.lock-hash");
if (read(installed) !== lock) {
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: web, encoding: "utf8" });
  if (npm.status !== 0) {
    console.error(npm.stderr);
    process.exit(3);
  }
  writeFileSync(installed, lock);
}

const fresh = join(target, "web.new");
rmSync(fresh, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
try {
  execFileSync(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn", "--outDir", fresh], {
    cwd: web,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
} catch (failed) {
  console.error(String(failed.stdout ?? failed));
  process.exit(1);
}
for (const file of files(fresh)) {
  const bytes = readFileSync(file);
  if (bytes.length >= PACKED_BYTES_MIN) writeFileSync(file + ".gz", gzipSync(bytes, { level: 9 }));
}
rmSync(out, { recursive: true, force: true });
renameSync(fresh, out);
writeFileSync(stamp, made);
