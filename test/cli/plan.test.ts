import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit, newApp, reventless, temporaryFolder, treeOf } from "./programs.ts";

test("the plan tells what functions host, what runs them, how large they are and why", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) =>
    text.replace('"Order":{}', '"Order":{"roles":{"command-topic":{"memory":3008,"timeout":900}}}'),
  );
  const before = treeOf(cwd);
  expect(reventless(["plan"], { cwd })).toEqual({
    code: 0,
    stdout: `The app is single.

Ordering (shop-ordering): 2 functions

Function       Memory  Timeout  Concurrency  Parts
aggregates   3,008 MB    900 s  as needed        3
read-models  1,024 MB     30 s  as needed        2

aggregates
  3,008 MB because of order/command-topic
    (plugins.Ordering.aggregates.Order.roles.command-topic.memory)
  900 s because of order/command-topic
    (plugins.Ordering.aggregates.Order.roles.command-topic.timeout)
  order/command-generator
    POST /ordering/order/{id}
    GET /ordering/order/{id}/commands/{commandId}
  order/command-topic
    queue order-commands.fifo, up to 10 at once, hidden for 5,400 s meanwhile
  order/event-topic
    stream of order-event-log, up to 100 at once
  may, in an inline policy with 1,847 of 10,240 characters:
    logs aggregates: logs:CreateLogStream logs:PutLogEvents
    queue order-commands.fifo: sqs:SendMessage
    table order-outcomes: dynamodb:GetItem
    queue order-commands.fifo: sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes
    table order-event-log: dynamodb:Query dynamodb:PutItem dynamodb:ConditionCheckItem
    table order-event-log: never dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem
    table order-outcomes: dynamodb:GetItem dynamodb:PutItem
    stream order-event-log: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator
      dynamodb:ListStreams
    topic order-events.fifo: sns:Publish
    queue order-relay-failures: sqs:SendMessage

read-models
  1,024 MB because of all its parts (memory of the app)
  30 s because of all its parts (timeout of the app)
  order-summary/event-collector
    queue order-summary-collector.fifo, up to 10 at once, hidden for 180 s meanwhile
  order-summary/query
    GET /ordering/order-summary/{id}
  may, in an inline policy with 922 of 10,240 characters:
    logs read-models: logs:CreateLogStream logs:PutLogEvents
    queue order-summary-collector.fifo: sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes
    table order-summary-query-db: dynamodb:GetItem dynamodb:PutItem
    table order-event-log: dynamodb:Query
    table order-summary-query-db: dynamodb:GetItem

Note: aggregates answers the API, which waits 30 s at most; its 900 s are for order/command-topic.
`,
    stderr: "",
  });
  expect(treeOf(cwd)).toEqual(before);
});

test("as JSON it has the same and more", () => {
  const cwd = newApp();
  const report = JSON.parse(reventless(["plan", "--json"], { cwd }).stdout);
  expect(report).toMatchObject({
    strategy: "single",
    overrides: [],
    notices: [],
    plugins: [{ plugin: "Ordering", project: "shop-ordering" }],
  });
  expect(report.plugins[0].functions[1]).toEqual({
    name: "read-models",
    physicalName: "shop-ordering-<stack>-read-models",
    role: "shop-ordering-<stack>-read-models",
    parts: [
      {
        part: "order-summary/event-collector",
        triggers: [
          {
            kind: "queue",
            source: "order-summary-collector.fifo",
            batchSize: 10,
            visibility: 180,
          },
        ],
      },
      {
        part: "order-summary/query",
        triggers: [{ kind: "http", source: "GET /ordering/order-summary/{id}" }],
      },
    ],
    memory: {
      value: 1024,
      because: ["order-summary/event-collector", "order-summary/query"],
      setting: "memory",
    },
    timeout: {
      value: 30,
      because: ["order-summary/event-collector", "order-summary/query"],
      setting: "timeout",
    },
    ephemeralStorage: {
      value: 512,
      because: ["order-summary/event-collector", "order-summary/query"],
      setting: "ephemeralStorage",
    },
    architecture: "arm64",
    behindApi: true,
    permissions: [
      {
        effect: "Allow",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resource: { kind: "logs", name: "read-models" },
      },
      {
        effect: "Allow",
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        resource: { kind: "queue", name: "order-summary-collector.fifo" },
      },
      {
        effect: "Allow",
        actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
        resource: { kind: "table", name: "order-summary-query-db" },
      },
      {
        effect: "Allow",
        actions: ["dynamodb:Query"],
        resource: { kind: "table", name: "order-event-log" },
      },
      {
        effect: "Allow",
        actions: ["dynamodb:GetItem"],
        resource: { kind: "table", name: "order-summary-query-db" },
      },
    ],
    policy: { kind: "inline", documents: 1, characters: 922, limit: 10_240 },
  });
});

test("--diff tells what is not generated yet", () => {
  const cwd = newApp();
  expect(reventless(["plan", "--diff"], { cwd }).stdout).toBe(
    "The functions are as they were generated last.\n",
  );
  edit(cwd, "reventless.json", (text) =>
    text
      .replace('"Order":{}', '"Order":{"strategy":"micro"}')
      .replace('"from":"Order"', '"from":"Order","memory":2048,"timeout":20'),
  );
  expect(reventless(["plan", "--diff"], { cwd })).toEqual({
    code: 0,
    stdout: `5 differences from what was generated last:
  - aggregates of ordering
      order/command-generator, order/command-topic, order/event-topic
  + order-command-generator of ordering
      order/command-generator
  + order-command-topic of ordering
      order/command-topic
  + order-event-topic of ordering
      order/event-topic
  ~ read-models of ordering
      memory 1024 → 2048
      timeout 30 → 20
reventless regenerate brings the generated files up to date.
`,
    stderr: "",
  });
  const { differences } = JSON.parse(reventless(["plan", "--diff", "--json"], { cwd }).stdout);
  expect(differences[4]).toEqual({
    plugin: "ordering",
    name: "read-models",
    action: "change",
    generated: {
      name: "read-models",
      parts: ["order-summary/event-collector", "order-summary/query"],
      settings: { memory: "1024", timeout: "30" },
    },
    planned: {
      name: "read-models",
      parts: ["order-summary/event-collector", "order-summary/query"],
      settings: { memory: "2048", timeout: "20" },
    },
  });
  reventless(["regenerate"], { cwd });
  expect(reventless(["plan", "--diff"], { cwd }).stdout).toBe(
    "The functions are as they were generated last.\n",
  );
});

test("--compare sets the strategies side by side, bundles really made", {
  timeout: 120_000,
}, () => {
  const cwd = newApp();
  const before = treeOf(cwd);
  const { code, stdout, stderr } = reventless(["plan", "--compare"], { cwd });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.replaceAll(/( +)\d{3} KB/g, "$1NNN KB")).toBe(comparison);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  expect(treeOf(cwd)).toEqual(before);
});

const comparison = `                                        single, now  per-component         micro
functions                                         2              2             5
roles                                             2              2             5
components that share a function               none           none          none
largest bundle                               NNN KB         NNN KB        NNN KB
cold starts of a command after idle               2              2             4
cold starts per million commands                  0              0             0
messages handled at the same time                 4              4             4
environments that serve them                      4              4             4
environment, bytes                        158/4,096      158/4,096     158/4,096
policy document, characters            1,847/10,240   1,842/10,240  1,005/10,240
name closest to its limit, characters         59/80          59/80         56/64
Costs of a million commands
  HTTP API requests                           $1.00          $1.00         $1.00
  Lambda requests                             $0.80          $0.80         $0.80
  Lambda duration, arm64                      $2.67          $2.67         $2.67
  Lambda cold starts, arm64                   $0.00          $0.00         $0.00
  SQS FIFO requests                           $2.50          $2.50         $2.50
  SNS FIFO publishes                          $0.30          $0.30         $0.30
  SNS FIFO published data *                   $0.02          $0.02         $0.02
  SNS FIFO deliveries *                       $0.01          $0.01         $0.01
  SNS FIFO delivered data *                $0.00095       $0.00095      $0.00095
  DynamoDB writes                             $1.25          $1.25         $1.25
  DynamoDB reads                              $0.38          $0.38         $0.38
  DynamoDB stream reads *                     $0.00          $0.00         $0.00
  CloudWatch Logs ingestion                   $1.12          $1.12         $1.12
  together                                   $10.04         $10.04        $10.04
Alarms of functions a month *                 $0.40          $0.40         $1.00
A month at this load                        $527.91        $527.91       $528.51
At 20 commands/s of 1,024 bytes, 50 ms a part, 1 message per delivery; list prices of us-east-1. A
part is taken to need as long with any memory. Queries, storage and polls of idle queues are not in
it; they are the same under every strategy. * has a price from copies without a date.

Where costs cross
  Provisioned concurrency is cheaper than on demand for an environment that is busy more than 60 %
    of the time: the first one of aggregates from a steady 4 commands/s on.
  A function is cold for more than half of its commands when they come less often than every 7.2
    minutes, if Lambda keeps an environment for 5.
  single and per-component cost the same.
  per-component is never dearer than micro.

What a strategy does not change
  Cold starts follow concurrency, not the number of functions: an environment handles one message at
    a time, and parts that run at the same time need one each, in one function as well. Sharing only
    makes it likelier that an idle environment is warm.
  At this load 4 messages are handled at the same time under every strategy, by so many
    environments: single 4, per-component 4, micro 4. One that idles costs nothing, and memory is
    per environment, never shared.
  Lambda requests do not fall under single: 4,000,000 for a million commands under every strategy,
    as queues, streams and mappings are the same.
  What differs: the blast radius of a failure, a deployment or a role; sizes, as a shared function
    takes the largest of its parts; and how fast bursts ramp up, 1,000 environments in 10 s for each
    function.
`;

test("--compare with a load: what is mixed has a column, what is shared a line", {
  timeout: 120_000,
}, () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) =>
    text.replace(
      '"aggregates":{',
      '"aggregates":{"Cart":{"memory":3008,"strategy":"micro","architecture":"x86_64"},',
    ),
  );
  const options = ["--load", "6/h", "--message-size", "2KB", "--duration", "100", "--batch", "2"];
  const { stdout } = reventless(["plan", "--compare", ...options], { cwd });
  expect(stdout).toMatch(/^ +single +per-component +micro +now\n/);
  expect(stdout).toContain(
    "\nAt 6 commands/h of 2,048 bytes, 100 ms a part, 2 messages per delivery; list prices of us-east-1.",
  );
  expect(stdout).toContain("  single: aggregates hosts Cart, Order, which share its role,");
  // Files of Cart were never generated.
  expect(stdout).toContain("not all bundles could be made: aggregates: Could not resolve");
  expect(stdout).toContain("  single is not possible: plugins.Ordering.aggregates.Cart.arch");
  const report = JSON.parse(
    reventless(["plan", "--compare", "--json", ...options], { cwd }).stdout,
  );
  expect(report.load).toEqual({
    commandsPerSecond: 6 / 3600,
    messageBytes: 2048,
    durationMilliseconds: 100,
    batch: 2,
  });
  expect(report.strategies.map((each: { strategy: string }) => each.strategy)).toEqual([
    ...["single", "per-component", "micro", "now"],
  ]);
  expect(report.prices).toHaveLength(18);
});

test("without esbuild the rest is compared, and what is missing is said", () => {
  const cwd = newApp();
  rmSync(join(cwd, "node_modules"));
  const { code, stdout } = reventless(["plan", "--compare"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/\nlargest bundle +- +- +-\n/);
  expect(stdout).toContain(
    "  No bundle was made: esbuild is missing: install the app's packages, for example with npm install.\n",
  );
});

test("--prices tells where every price is from, without an app", () => {
  const { code, stdout } = reventless(["plan", "--prices"], { cwd: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toContain(`lambdaDuration.arm64: $0.0000133334 per GB-second
  https://aws.amazon.com/lambda/pricing/ (AWS Price List API, public copy of 2026-10-05)
`);
  expect(stdout).toContain(`snsFifoPublishedData: $0.017 per GB *
  https://aws.amazon.com/sns/pricing/ (public copies that agree, none with a date)
`);
});

test.each([
  [
    ["--compare", "--load", "20", "--batch", "11"],
    '--load takes a number of commands above 0 per s, min, h or day such as 20/s, found "20"\n--batch takes a whole number of messages from 1 to 10, found "11"\n',
  ],
  [
    ["--load", "20/s"],
    "--load says what costs are estimated for, which --compare shows.\n\nAdd --compare, or leave --load out.\n",
  ],
  [
    ["--env", "Prod"],
    'Expected the name of a stack with at most 12 of the characters a-z, 0-9 and -, found "Prod"; none is known yet.\n\nFor example --env prod\n',
  ],
  [
    ["--diff", "--compare"],
    "Expected one of --diff, --compare and --prices, found --diff and --compare.\n",
  ],
  [
    ["--compare", "--architecture", "arm"],
    '--architecture takes arm64, x86_64; found "arm"\n\nRun `reventless plan --help` for all options.\n',
  ],
])("%j is wrong usage", (args, stderr) => {
  expect(reventless(["plan", ...args], { cwd: newApp() })).toEqual({ code: 2, stdout: "", stderr });
});

test("an app without components has no functions, and costs nothing", () => {
  const cwd = newApp();
  edit(cwd, "reventless.json", (text) => text.replace(/"Ordering":.*$/, '"Ordering":{}}}'));
  expect(reventless(["plan"], { cwd }).stdout).toBe(
    "The app is single.\n\nOrdering (shop-ordering) has no functions yet.\n",
  );
  const { code, stdout } = reventless(["plan", "--compare"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/\nfunctions +0 +0 +0\n/);
});
