// Bundles the page and writes it as a C++ source for nd-hub: node build.mjs OUTPUT.cpp [FOLDER]. Also writes the files
// to FOLDER, if one is given.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const mostBytes = 150_000;  // for all files together, compressed
const libraries = ["preact", "uplot"];  // the bundle contains their code, so the page shows their licences
const types = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
};

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: { app: "src/ui/main.tsx", worker: "src/worker/main.ts", style: "style.css" },
    outdir: "/",
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    jsx: "automatic",
    jsxImportSource: "preact",
    legalComments: "none",  // licenses.txt has the whole licences
    logLevel: "warning",
  });
  const files = result.outputFiles.map(({ path, contents }) => ({ path: "/" + path.split(/[\\/]/).pop(), contents }));
  const copied = [["/", "index.html"], ["/favicon.svg", "favicon.svg"]];
  return [...files, ...copied.map(([path, name]) => ({ path, contents: readFileSync(join(here, name)), name })),
          { path: "/licenses.txt", contents: licences() }];
}

function licences() {
  const texts = libraries.map((name) =>
    `${name} is in this page:\n\n${readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8")}`);
  return Buffer.from(texts.join("\n\n"));
}

function asset({ path, contents, name = path }) {
  const packed = gzipSync(contents, { level: 9 });
  packed[9] = 255;  // gzip's operating system, set to unknown so that all systems build the same bytes
  const tag = createHash("sha256").update(packed).digest("hex").slice(0, 16);
  return { path, type: types[name.split(".").pop()], tag, packed, contents };
}

function source(assets) {
  const array = (name, bytes) => `const unsigned char ${name}[] = {${Array.from(bytes).join(",")}};\n`;
  const view = (name, bytes) => `{reinterpret_cast<const char*>(${name}), ${bytes.length}}`;
  const arrays = assets.map(({ packed, contents }, i) => array(`packed_${i}`, packed) + array(`plain_${i}`, contents));
  const rows = assets.map(({ path, type, tag, packed, contents }, i) =>
    `    {"${path}", "${type}", "\\"${tag}\\"", ${view(`packed_${i}`, packed)}, ${view(`plain_${i}`, contents)}},\n`);
  return `// Made by web/build.mjs.
#include "hub/status/page.hpp"

namespace netdumplings::hub {
namespace {

${arrays.join("")}
const PageFile files[] = {
${rows.join("")}};

}  // namespace

std::span<const PageFile> page_files() { return files; }

}  // namespace netdumplings::hub
`;
}

const [output, folder] = process.argv.slice(2);
const files = await bundle();
const assets = files.map(asset);
const plain = files.reduce((sum, { contents }) => sum + contents.length, 0);
const size = assets.reduce((sum, { packed }) => sum + packed.length, 0);
if (size > mostBytes) throw new Error(`the page has ${size} bytes compressed, but at most ${mostBytes} are allowed`);
if (folder) {
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of files) writeFileSync(join(folder, path === "/" ? "index.html" : path), contents);
}
if (output) writeFileSync(output, source(assets));
console.log(`the page: ${plain} bytes, ${size} compressed`);
