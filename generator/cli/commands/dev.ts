import { openApp, planApp } from "../app-directory.ts";
import { CliError, exitCodes } from "../cli-error.ts";
import { describeOptions, type OptionTable, parseOptions } from "../options.ts";

const options = {
  port: { type: "text", value: "number", help: "port of the API; 4000 or the next free one" },
  fresh: { type: "flag", help: "start without the data of earlier runs" },
  dynamodb: {
    type: "text",
    value: "url",
    help: "keep the tables in this DynamoDB, e.g. DynamoDB Local, not the embedded one",
  },
  auth: { type: "flag", help: "refuse requests without credentials, as on AWS" },
  plugin: { type: "list", value: "Name", help: "run this plugin only (repeatable)" },
  json: { type: "flag", help: "one JSON object for each event" },
  help: { type: "flag", short: "h", help: "show this text" },
} as const satisfies OptionTable;

/** `reventless dev`: the app's stacks on this machine, until Ctrl-C. */
export async function dev(argv: readonly string[]): Promise<number> {
  const { values } = parseOptions(options, argv, {
    positionals: 0,
    helpCommand: "reventless dev --help",
  });
  if (values.help) {
    process.stdout.write(
      `Usage: reventless dev [options]\n\nRuns the app's Pulumi programs on this machine, without AWS. Data is kept in .reventless/local.\n\nOptions:\n${describeOptions(options)}\n`,
    );
    return exitCodes.done;
  }
  const { directory, model } = openApp(process.cwd());
  const plans = planApp(model);
  const port = portOf(values.port);
  const { runDev } = await import("../../local/dev.ts");
  return runDev({
    appDirectory: directory,
    fresh: values.fresh,
    dynamoDbEndpoint: endpointOf(values.dynamodb),
    auth: values.auth,
    json: values.json,
    ...(port !== undefined && { port }),
    ...(values.plugin.length > 0 && {
      plugins: values.plugin.map((name) => {
        const plan = plans.find(({ plugin, kebab }) => plugin.name === name || kebab === name);
        if (plan !== undefined) return plan.kebab;
        const known = plans.map(({ plugin }) => plugin.name).join(", ");
        throw new CliError(exitCodes.usage, `There is no plugin "${name}"; this app has ${known}.`);
      }),
    }),
  });
}

function endpointOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const protocol = URL.canParse(text) ? new URL(text).protocol : undefined;
  if (protocol === "http:" || protocol === "https:") return text;
  throw new CliError(
    exitCodes.usage,
    `--dynamodb takes the URL of a DynamoDB, found "${text}".`,
    "DynamoDB Local is at http://127.0.0.1:8000 by default.",
  );
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CliError(
    exitCodes.usage,
    `--port takes a whole number from 0 to 65535, found "${text}".`,
    "0 takes any free port.",
  );
}
