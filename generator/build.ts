/**
 * Builds what is published: `node generator/build.ts`. Each program is one CommonJS file, which starts
 * faster than ES modules; ts-morph stays outside, since most commands never load it.
 */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import Handlebars from "handlebars";
import { templateOptions } from "./emit/templates.ts";

const root = join(import.meta.dirname, "..");

const programs = ["create-reventless-app", "reventless"];

/** Loaded by `reventless` when they are called; each is a file of its own, so that help loads none. */
const commands = ["generate", "upkeep", "plan", "strategy", "dev"];

const separateCommands: Plugin = {
  name: "separate-commands",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/commands\/.*\.ts$/ }, ({ path, kind }) =>
      kind === "dynamic-import"
        ? { path: path.replace(/^.*\/(.*)\.ts$/, "$1.cjs"), namespace: "command" }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: "command" }, ({ path }) => ({
      resolveDir: join(root, "generator/cli"),
      contents: `
        const { join } = require("node:path");
        const { loadCached } = require("./code-cache.ts");
        module.exports = loadCached(join(__dirname, ${JSON.stringify(path)}));
      `,
    }));
  },
};

/** Replaces the module that reads templates by one that holds all of them, compiled. */
const compiledTemplates: Plugin = {
  name: "compiled-templates",
  setup({ onLoad }) {
    onLoad({ filter: /generator[\\/]emit[\\/]templates\.ts$/ }, () => ({
      loader: "js",
      resolveDir: root,
      contents: templateModule(),
    }));
  },
};

function templateModule(): string {
  const folder = join(root, "templates");
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".hbs"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const name = relative(folder, file)
        .replaceAll("\\", "/")
        .replace(/\.hbs$/, "");
      return `${JSON.stringify(name)}: ${Handlebars.precompile(readFileSync(file, "utf8"), templateOptions)}`;
    });
  return `
    import Handlebars from "handlebars/runtime";
    const specifications = {${entries.join(",\n")}};
    const compiled = new Map();
    export const templateOptions = {};
    export function renderTemplate(name, view) {
      let template = compiled.get(name);
      if (template === undefined) {
        template = Handlebars.template(specifications[name]);
        compiled.set(name, template);
      }
      return template(view);
    }
  `;
}

const common = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  minify: true,
  legalComments: "none",
  mainFields: ["module", "main"],
  external: ["ts-morph", "esbuild"],
  logOverride: { "empty-import-meta": "silent" },
  logLevel: "warning",
  plugins: [compiledTemplates],
} satisfies BuildOptions;

/** `require` of one's own files spares the ES module loader, which takes as long as node's own start. */
const requiresOnly = { ...common, supported: { "dynamic-import": false } } satisfies BuildOptions;

for (const name of programs) {
  await build({
    ...requiresOnly,
    entryPoints: [join(root, `generator/cli/bin/${name}.ts`)],
    outfile: join(root, `dist/${name}.cjs`),
    format: "cjs",
    banner: { js: "#!/usr/bin/env node" },
    plugins: [compiledTemplates, separateCommands],
  });
}

for (const name of commands) {
  await build({
    ...requiresOnly,
    entryPoints: [join(root, `generator/cli/commands/${name}.ts`)],
    outfile: join(root, `dist/${name}.cjs`),
    format: "cjs",
  });
}

// Started on their own: the child that runs a stack's program, and the worker that is a function.
const children = [
  ["stack/stack-host", "stack-host"],
  ["lambda/worker", "lambda-worker"],
];
for (const [source, name] of children) {
  await build({
    ...common,
    entryPoints: [join(root, `generator/local/${source}.ts`)],
    outfile: join(root, `dist/${name}.cjs`),
    format: "cjs",
  });
}

// What an earlier build left would be published with the rest.
const built = [...programs, ...commands, ...children.map(([, name]) => name)];
for (const file of readdirSync(join(root, "dist"))) {
  if (!built.includes(file.replace(/\.cjs$/, ""))) rmSync(join(root, "dist", file));
}
