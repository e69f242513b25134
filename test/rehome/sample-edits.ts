import { edited, fileWith, type Texts } from "./layouts.ts";

type Edit = (texts: Texts) => Texts;

const commands = '    "order-commands.fifo": handleOrderCommands,\n';
const payments = '    "payment-commands.fifo": handlePaymentCommands,\n';
const wrapped = '    "order-commands.fifo": timed(handleOrderCommands),\n';
const declaration = "\n/** Function ";
const timed = `
/** Says how long a handler took. */
function timed<Handler>(handler: Handler): Handler {
  return handler;
}
`;

/** Replaces a part of the file that handles the commands of orders. */
function inOrder(part: string, by: string): Edit {
  return (texts) => edited(texts, fileWith(texts, '"order-commands.fifo"'), part, by);
}

function inFunctions(part: string, by: string): Edit {
  return (texts) => edited(texts, "stack/functions.ts", part, by);
}

function all(...edits: readonly Edit[]): Edit {
  return (texts) => edits.reduce((left, edit) => edit(left), texts);
}

function everyHandler(change: (text: string) => string): Edit {
  return (texts) =>
    new Map(
      [...texts].map(([path, text]) => [path, path.startsWith("handlers/") ? change(text) : text]),
    );
}

/** `traced(route({ … }))`, laid out as Biome does. */
function traced(text: string): string {
  const at = text.indexOf("route({\n", text.indexOf("export const handler"));
  const routes = text.slice(at).replace(/\);\n$/, "),\n");
  const call = routes.replaceAll("\n", "\n  ").trimEnd();
  return `${text.slice(0, at)}traced(\n  ${call}\n);\n`;
}

const routing = 'import { route } from "../../../runtime/routing.ts";\n';

/** What people do to the files that depend on the strategy; each comes back as it was. */
export const sampleEdits: Readonly<Record<string, Edit>> = {
  "a wrapped route with its helper": all(
    inOrder(commands, wrapped),
    inOrder(declaration, timed + declaration),
  ),
  "a helper below the handler": (texts) => {
    const path = fileWith(texts, commands);
    const edit = edited(texts, path, commands, wrapped);
    return new Map([...edit, [path, edit.get(path) + timed]]);
  },
  "an own import for one route": all(
    inOrder(commands, wrapped),
    inOrder(routing, `import { timed } from "../../../monitoring/timed.ts";\n${routing}`),
  ),
  "a namespace, a default and a type import": all(
    inOrder(
      commands,
      '    "order-commands.fifo": timed.all(clock, handleOrderCommands as Handle),\n',
    ),
    inOrder(
      routing,
      `import clock from "some-clock";\nimport * as timed from "some-timer";\nimport type { Handle } from "some-types";\n${routing}`,
    ),
  ),
  "a comment above a route": inOrder(commands, `    // These take long.\n${commands}`),
  "a comment behind a route": inOrder(commands, commands.replace("\n", " // slow\n")),
  "a licence header in all files": (texts) =>
    new Map([...texts].map(([path, text]) => [path, `// Copyright of the shop.\n\n${text}`])),
  "a doc comment with more in it, in all files": everyHandler((text) =>
    text.replace(/\/\*\* (Function .*\.) \*\/\n/, "/**\n * $1\n * Ask the shop's team.\n */\n"),
  ),
  "a comment above all handlers": everyHandler((text) =>
    text.replace("\n/** Function", "\n// Ask the shop's team.\n/** Function"),
  ),
  "all handlers wrapped": everyHandler(traced),
  "something done when a file is loaded, in all files": everyHandler(
    (text) =>
      `import "./tracing.ts";\n${text.replace("\n/** Function", "\nstart();\n\n/** Function")}`,
  ),
  "a route over several lines": inOrder(
    commands,
    '    "order-commands.fifo": async (records) => {\n      const text = `\n  records\n`;\n      console.log(text);\n      return handleOrderCommands(records);\n    },\n',
  ),
  "an own route": inOrder(commands, `${commands}    "parcels.fifo": handleParcels,\n`),
  "a route taken out": all(
    inOrder('import { handleOrderCommands } from "../order/roles/command-topic.ts";\n', ""),
    (texts) => edited(texts, fileWith(texts, '"order-commands.fifo"'), commands, ""),
    everyHandler((text) => text.replace("queues: {\n  },", "queues: {},")),
  ),
  "a constant, a type and a helper": all(
    inOrder(commands, wrapped),
    inOrder(
      declaration,
      `\ntype Limit = number;\n\nconst limit: Limit = 3;\n${timed.replace("return", "if (limit > 2) return")}${declaration}`,
    ),
  ),
  "changed timeouts": inFunctions("order: { commandTopic: 30 }", "order: { commandTopic: 60 }"),
  "a resource at the end of the file": (texts) => {
    const path = "stack/functions.ts";
    return new Map([
      ...texts,
      [path, `${texts.get(path)}\nexport const bucket = new Bucket("reports");\n`],
    ]);
  },
  "a statement at the start of createFunctions": inFunctions(
    ") {\n  const ",
    ") {\n  const started = tell(context);\n\n  const ",
  ),
  "a statement before the result": inFunctions(
    "\n  return {\n",
    "\n  tell(context);\n\n  return {\n",
  ),
};

export const helperOfTwoComponents: Edit = all(
  (texts) => edited(texts, "handlers/aggregates.ts", commands, wrapped),
  (texts) =>
    edited(
      texts,
      "handlers/aggregates.ts",
      payments,
      '    "payment-commands.fifo": timed(handlePaymentCommands),\n',
    ),
  (texts) => edited(texts, "handlers/aggregates.ts", declaration, timed + declaration),
);

/** 2048 MB for one function. */
export function changedMemory(texts: Texts, name: string): Texts {
  const entry = `entry: handler("${name}.ts"),\n    memory: `;
  return edited(texts, "stack/functions.ts", `${entry}1024`, `${entry}2048`);
}
