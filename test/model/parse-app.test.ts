import { expect, test } from "vitest";
import { formatModelProblems, parseApp } from "../../generator/model/parse-app.ts";

function problemsOf(text: string): string[] {
  const app = parseApp(text);
  return app.ok ? [] : formatModelProblems("app", app.problems).split("\n");
}

/** One plugin; `name` and `region` are right. */
function withPlugins(plugins: string, more = ""): string {
  return `{"name":"shop","region":"eu-central-1",${more}\n"plugins":${plugins}}`;
}

test("fills in the defaults", () => {
  const app = parseApp(withPlugins('{"Sales":{"aggregates":{"Order":{}}}}'));
  expect(app.ok && app.model).toEqual({
    name: "shop",
    region: "eu-central-1",
    strategy: "single",
    packageManager: "npm",
    carriesNode: false,
    auth: { kind: "iam" },
    sizes: {
      ...{ memory: 1024, timeout: 30, batchSize: 10, ephemeralStorage: 512 },
      ...{ architecture: "arm64", logRetentionDays: 30 },
    },
    types: {},
    environments: {},
    plugins: [
      {
        name: "Sales",
        components: [{ kind: "aggregate", name: "Order", commands: "async", roles: {} }],
      },
    ],
  });
});

test("keeps what is set at every level, and sorts components by name", () => {
  const plugins = `{"Sales":{
    "aggregates":{"Order":{"commands":"sync","strategy":"micro","memory":512,
      "roles":{"command-topic":{"memory":2048,"timeout":60,"batchSize":1}}}},
    "readModels":{"Orders":{"from":"Order"},"Customers":{"from":"Order","timeout":900}}}}`;
  const settings = `"version":1,"types":{"read-models":{"strategy":"per-component"}},
    "auth":{"jwt":{"issuer":"https://login.example.com","audience":["shop"]}},`;
  const app = parseApp(withPlugins(plugins, settings));
  expect(app.ok && app.model).toMatchObject({
    auth: { kind: "jwt", issuer: "https://login.example.com", audience: ["shop"] },
    types: { "read-models": { strategy: "per-component" } },
    plugins: [
      {
        components: [
          { kind: "read-model", name: "Customers", from: "Order", timeout: 900, roles: {} },
          {
            name: "Order",
            commands: "sync",
            strategy: "micro",
            memory: 512,
            roles: { "command-topic": { memory: 2048, timeout: 60, batchSize: 1 } },
          },
          { name: "Orders" },
        ],
      },
    ],
  });
});

test("tolerates a byte order mark and the line ends of Windows", () => {
  const text = '\uFEFF{\r\n  "name": "shop",\r\n  "region": 1,\r\n  "plugins": {}\r\n}\r\n';
  expect(problemsOf(text.replace("1,", '"us-gov-west-1",'))).toEqual([]);
  expect(problemsOf(text)).toEqual([
    "app:3:13: region: expected the code of an AWS region such as eu-central-1, found 1",
  ]);
});

test.each([
  ["", ["app:1:1: expected an object, found an empty file; restore it or create the app anew"]],
  [
    "[]",
    ["app:1:1: expected an object with at least name, region and plugins, found an empty array"],
  ],
  ["{", ["app:1:2: expected `}`, found the end of the file"]],
  ['{"name" "shop"}', ['app:1:9: expected `:` after the key, found `"shop"`']],
  [
    "{}",
    [
      'app:1:1: name: expected the key "name", found none; add for example "name": "shop"',
      'app:1:1: region: expected the key "region", found none; add for example "region": "eu-central-1"',
      'app:1:1: plugins: expected the key "plugins", found none; add for example "plugins": {}',
    ],
  ],
  [
    '{ // shop\n"name": "Shop", "name": "shop", "region": "eu-central-1", "plugins": {},\n}',
    [
      "app:1:3: expected plain JSON, found a comment; remove it",
      'app:2:9: name: expected a name of at most 32 characters in kebab-case such as web-shop, found "Shop"; did you mean "shop"?',
      'app:2:17: name: expected every key once, found "name" again; remove one of them',
      "app:2:72: expected no comma before `}`, found one; remove it",
    ],
  ],
  [
    '{"version": 2, "name": 5, "anything": true}',
    [
      "app:1:13: version: expected version 1, found 2: made by a newer kit; update create-reventless-app",
    ],
  ],
  [
    withPlugins(
      "{}",
      '"memroy":1,"memory":127,"timeout":901,"batchSize":11,"logRetentionDays":31,"carryNode":"true","strategy":"macro","auth":{"jwt":{"issuer":"http://x","audience":[]}},',
    ),
    [
      'app:1:40: memroy: expected one of the keys $schema, version, name, region, strategy, packageManager, carryNode, auth, memory, timeout, batchSize, maximumConcurrency, reservedConcurrency, provisionedConcurrency, ephemeralStorage, architecture, logRetentionDays, types, environments, plugins, found "memroy"; did you mean "memory"?',
      "app:1:60: memory: expected a whole number of MB from 128 to 10240, found 127",
      "app:1:74: timeout: expected a whole number of seconds from 1 to 900, found 901",
      "app:1:90: batchSize: expected a whole number of messages from 1 to 10, found 11",
      "app:1:112: logRetentionDays: expected 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653, found 31; the nearest is 30",
      'app:1:127: carryNode: expected true or false, found the string "true"; write it without the quotes',
      'app:1:145: strategy: expected "single", "per-component" or "micro", found "macro"; did you mean "micro"?',
      'app:1:177: auth.jwt.issuer: expected an address that begins with https://, found "http://x"',
      "app:1:199: auth.jwt.audience: expected an array of at least one string, found an empty array",
    ],
  ],
  [
    withPlugins(
      '{"Sales":{"aggregates":{"Order":{"memory":"512","roles":{"command-generator":{"timeout":31},"query":{}}}}}}',
    ),
    [
      'app:2:53: plugins.Sales.aggregates.Order.memory: expected a whole number of MB from 128 to 10240, found the string "512"; write it without the quotes',
      "app:2:99: plugins.Sales.aggregates.Order.roles.command-generator.timeout: expected a whole number of seconds from 1 to 30, as the API waits no longer, found 31",
      'app:2:103: plugins.Sales.aggregates.Order.roles.query: expected one of the keys command-generator, command-topic, event-topic, found "query"; remove it',
    ],
  ],
])("%s is refused", (text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test.each([
  [
    "order",
    'expected a name in PascalCase such as OrderSummary, found "order"; did you mean "Order"?',
  ],
  ["Case", 'expected a name other than the reserved word `case`, found "Case"; rename it'],
  ["Map", 'expected a name other than the global `Map`, found "Map"; rename it'],
  ["Com1", 'expected a name Windows has not reserved, found "Com1"; rename it'],
  [
    "Handlers",
    'expected a name other than the generator\'s folder `handlers`, found "Handlers"; rename it',
  ],
  [
    `A${"a".repeat(40)}`,
    `expected at most 40 characters in kebab-case, found \`${"a".repeat(41)}\` with 41; shorten it`,
  ],
])("an aggregate called %s is refused", (name, message) => {
  expect(problemsOf(withPlugins(`{"Sales":{"aggregates":{"${name}":{}}}}`))).toEqual([
    `app:2:35: plugins.Sales.aggregates.${name}: ${message}`,
  ]);
});

test("names that differ in case only clash, whatever they name", () => {
  const plugins = `{
"Sales":{"aggregates":{"OrderLine":{},"Orderline":{}},"readModels":{"ORDERLINE":{"from":"OrderLine"}}},
"SALES":{}}`;
  expect(problemsOf(withPlugins(plugins))).toEqual([
    'app:3:39: plugins.Sales.aggregates.Orderline: expected names that differ in more than case, found "Orderline" here and "OrderLine" at plugins.Sales.aggregates.OrderLine; rename one of them',
    'app:3:69: plugins.Sales.readModels.ORDERLINE: expected names that differ in more than case, found "ORDERLINE" here and "OrderLine" at plugins.Sales.aggregates.OrderLine; rename one of them',
    'app:4:1: plugins.SALES: expected names that differ in more than case, found "SALES" here and "Sales" at plugins.Sales; rename one of them',
  ]);
});

test("a read model is made from an aggregate of its own plugin", () => {
  const plugins = `{"Sales":{"aggregates":{"Order":{}},"readModels":{"Orders":{"from":"Oder"}}},
"Empty":{"readModels":{"Orders":{"from":"Order"}}}}`;
  expect(problemsOf(withPlugins(plugins))).toEqual([
    'app:2:78: plugins.Sales.readModels.Orders.from: expected an aggregate of the same plugin, found "Oder"; did you mean "Order"?',
    'app:3:41: plugins.Empty.readModels.Orders.from: expected an aggregate of the same plugin, found "Order"; it has none',
  ]);
});

test("names of app and plugin have 33 characters together", () => {
  const fits = `S${"a".repeat(28)}`;
  expect(problemsOf(withPlugins(`{"${fits}":{}}`))).toEqual([]);
  expect(problemsOf(withPlugins(`{"${fits}a":{}}`))).toEqual([
    `app:2:12: plugins.${fits}a: expected at most 33 characters in the names of app and plugin together, found 34 in \`shop\` and \`${fits.toLowerCase()}a\`; shorten one of them, as AWS limits the names made of them`,
  ]);
});

/** An aggregate and a read model with these settings, a line each. */
function shared(order: string, orders: string, more = ""): string {
  return withPlugins(
    `{"Sales":{"aggregates":{"Cart":{},\n"Order":{${order}}},\n"readModels":{"Orders":{"from":"Order"${orders}}}}}`,
    more,
  );
}

test.each([
  [
    shared('"architecture":"x86_64"', ',"architecture":"x86_64"'),
    'app:3:25: plugins.Sales.aggregates.Order.architecture: expected "arm64" as of cart/command-generator in the same function aggregates, found "x86_64"; make them the same, or give one of the components a strategy of its own',
  ],
  [
    shared('"roles":{"event-topic":{"architecture":"x86_64"}}', "", '"strategy":"per-component",'),
    'app:3:49: plugins.Sales.aggregates.Order.roles.event-topic.architecture: expected "arm64" as of order/command-generator in the same function order, found "x86_64"; make them the same, or give one of the components a strategy of its own',
  ],
  [
    shared('"reservedConcurrency":0', ""),
    "app:3:32: plugins.Sales.aggregates.Order.reservedConcurrency: expected 1 or more, as the function aggregates also hosts cart/command-generator, found 0, which would switch it off as well; set 0 for all it hosts, or give one of the components a strategy of its own",
  ],
  [
    shared("", ',"provisionedConcurrency":6,"reservedConcurrency":5'),
    "app:4:65: plugins.Sales.readModels.Orders.provisionedConcurrency: expected at most the 5 that are reserved for the function read-models (orders/event-collector), found 6; lower it or raise reservedConcurrency",
  ],
  [
    shared(
      '"maximumConcurrency":6',
      "",
      '"types":{"aggregates":{"reservedConcurrency":10,"maximumConcurrency":5}},',
    ),
    "app:3:31: plugins.Sales.aggregates.Order.maximumConcurrency: expected at most the 10 that are reserved for the function aggregates (cart/command-generator), found 11 of cart/command-topic, order/command-topic together; lower it or raise reservedConcurrency",
  ],
])("%s is refused, as functions are shared", (text, problem) => {
  expect(problemsOf(text)).toEqual([problem]);
});

test.each([
  // Nothing is shared by those that differ.
  shared(
    '"strategy":"micro","roles":{"event-topic":{"architecture":"x86_64","reservedConcurrency":0}}',
    "",
  ),
  // All of them are switched off, and their queues wait.
  shared("", "", '"reservedConcurrency":0,"maximumConcurrency":2,'),
  // What is reserved for both is enough for both.
  shared(
    '"reservedConcurrency":6,"maximumConcurrency":6',
    "",
    '"types":{"aggregates":{"reservedConcurrency":5,"maximumConcurrency":5,"provisionedConcurrency":11}},',
  ),
])("%s is taken, as functions are shared", (text) => {
  expect(problemsOf(text)).toEqual([]);
});

test("keeps the strategies of environments, sorted by name", () => {
  const environments = `"environments":{
    "prod":{"strategy":"micro","plugins":{"Sales":{"readModels":{"Orders":{"strategy":"single"}}}}},
    "a-2":{"types":{"aggregates":{"strategy":"per-component"}}}},`;
  const app = parseApp(shared("", "", environments));
  expect(app.ok && Object.entries(app.model.environments)).toEqual([
    ["a-2", { types: { aggregates: { strategy: "per-component" } } }],
    [
      "prod",
      {
        strategy: "micro",
        plugins: { Sales: { readModels: { Orders: { strategy: "single" } } } },
      },
    ],
  ]);
});

test.each([
  [
    '"environments":{"Prod":{"strategy":"micro"}},',
    [
      'app:1:56: environments.Prod: expected a stack\'s name of at most 12 characters in kebab-case such as prod, found "Prod"; did you mean "prod"?',
    ],
  ],
  [
    '"environments":{"a-name-too-long":{},"con":{"strategi":"micro"}},',
    [
      'app:1:56: environments.a-name-too-long: expected a stack\'s name of at most 12 characters in kebab-case such as prod, found "a-name-too-long"',
      'app:1:77: environments.con: expected a name Windows has not reserved, found "con"; rename it',
      'app:1:84: environments.con.strategi: expected one of the keys strategy, types, plugins, found "strategi"; did you mean "strategy"?',
    ],
  ],
  [
    '"environments":{"prod":{"types":{"aggregates":{"memory":512}}}},',
    [
      'app:1:86: environments.prod.types.aggregates.strategy: expected the key "strategy", found none; add for example "strategy": "micro"',
      'app:1:87: environments.prod.types.aggregates.memory: expected one of the keys strategy, found "memory"; remove it',
    ],
  ],
  [
    '"environments":{"prod":{"plugins":{"Sale":{},"Sales":{"aggregates":{"Card":{"strategy":"micro"}},"readModels":{"Cart":{"strategy":"micro"}}}}}},',
    [
      'app:1:75: environments.prod.plugins.Sale: expected a plugin of the app, found "Sale"; did you mean "Sales"?',
      'app:1:108: environments.prod.plugins.Sales.aggregates.Card: expected an aggregate of Sales, found "Card"; did you mean "Cart"?',
      'app:1:151: environments.prod.plugins.Sales.readModels.Cart: expected a read model of Sales, found "Cart"; there is Orders',
    ],
  ],
])("%s is refused", (environments, problems) => {
  expect(problemsOf(shared("", "", environments))).toEqual(problems);
});

test("what is wrong in an environment only says in which", () => {
  const settings = '"strategy":"micro","environments":{"prod":{"strategy":"single"}},';
  expect(problemsOf(shared('"architecture":"x86_64"', "", settings))).toEqual([
    'app:3:25: plugins.Sales.aggregates.Order.architecture: in prod: expected "arm64" as of cart/command-generator in the same function aggregates, found "x86_64"; make them the same, or give one of the components a strategy of its own',
  ]);
  // Alike everywhere, it is said once.
  const alike = '"environments":{"prod":{"types":{"read-models":{"strategy":"micro"}}}},';
  expect(problemsOf(shared('"architecture":"x86_64"', "", alike))).toHaveLength(1);
});

test("names that are too long in an environment only are refused at its place", () => {
  const plugins = `{"Sales":{"aggregates":{"OrderOfCustomersWithManyItems":{}}}}`;
  const settings = '"environments":{"prod":{"strategy":"micro"}},';
  expect(problemsOf(withPlugins(plugins, settings))[0]).toBe(
    "app:1:63: environments.prod: The function shop-sales-<stack>-order-of-customers-with-many-items-command-generator would have up to 76 characters; AWS allows 64. Shorten the name of the app, the plugin or the component by 12.",
  );
});
