import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { addComponent, addPlugin, renderAppFile } from "../../generator/model/edit-app-file.ts";
import { parseApp } from "../../generator/model/parse-app.ts";

const shop = {
  name: "shop",
  region: "eu-central-1",
  plugins: {
    Ordering: { aggregates: { Order: {} }, readModels: { OrderSummary: { from: "Order" } } },
  },
};

test("a new app's file has no settings that are defaults", () => {
  expect(renderAppFile({ ...shop, memory: 1024, timeout: 60, auth: "iam" })).toBe(`{
  "$schema": "./node_modules/create-reventless-app/schema/reventless.schema.json",
  "version": 1,
  "name": "shop",
  "region": "eu-central-1",
  "strategy": "single",
  "packageManager": "npm",
  "carryNode": false,
  "timeout": 60,
  "plugins": {
    "Ordering": {
      "aggregates": {
        "Order": {}
      },
      "readModels": {
        "OrderSummary": {
          "from": "Order"
        }
      }
    }
  }
}
`);
});

test("what was rendered is read again, and formatted as Biome formats it", () => {
  const audience = [
    "shop",
    "a-second-audience-of-some-length",
    "a-third-audience-of-some-length-too",
  ];
  const auth = { jwt: { issuer: "https://login.example.com", audience } };
  const text = renderAppFile({ ...shop, strategy: "micro", carryNode: true, auth });
  const app = parseApp(text);
  expect(app.ok && app.model).toMatchObject({ strategy: "micro", carriesNode: true });
  expect(formatted(text)).toBe(text);
});

test("an addition leaves everything else as it was", () => {
  const text = renderAppFile(shop);
  const added = addComponent(addPlugin(text, "Billing"), {
    plugin: "Billing",
    kind: "aggregate",
    name: "Invoice",
    settings: { commands: "sync" },
  });
  expect(added).toBe(
    text.replace(
      /\n {4}}\n {2}}\n}\n$/,
      `
    },
    "Billing": {
      "aggregates": {
        "Invoice": {
          "commands": "sync"
        }
      }
    }
  }
}
`,
    ),
  );
  expect(formatted(added)).toBe(added);
  expect(parseApp(added).ok).toBe(true);
});

test("an addition is indented as the file is, with its line ends and byte order mark", () => {
  const before = '\uFEFF{\r\n\t"region": "eu-central-1", "name": "shop",\r\n\t"plugins": {\r\n';
  const text = `${before}\t\t"A": {\r\n\t\t\t"aggregates": { "B": {} }\r\n\t\t}\r\n\t}\r\n}\r\n`;
  const added = addComponent(text, {
    plugin: "A",
    kind: "read-model",
    name: "C",
    settings: { from: "B" },
  });
  expect(added.startsWith(before)).toBe(true);
  expect(added.slice(before.length).replaceAll("\r\n", "\n")).toBe(`\t\t"A": {
			"aggregates": { "B": {} },
			"readModels": {
				"C": {
					"from": "B"
				}
			}
		}
	}
}
`);
  expect(added.replaceAll("\r\n", "")).not.toContain("\n");
});

test.each([
  [
    '{ "plugins": { "A": { "aggregates": {} } } }',
    '{ "plugins": { "A": { "aggregates": { "B": { "memory": 512 } } } } }',
  ],
  [
    '{ "plugins": { "A": {} } }',
    '{ "plugins": { "A": { "aggregates": { "B": { "memory": 512 } } } } }',
  ],
  [
    '{\n    "plugins": {}\n}',
    '{\n    "plugins": {\n        "A": {\n            "aggregates": {\n                "B": {\n                    "memory": 512\n                }\n            }\n        }\n    }\n}',
  ],
])("what is on one line stays there: %s", (text, added) => {
  const settings = { memory: 512 };
  expect(addComponent(text, { plugin: "A", kind: "aggregate", name: "B", settings })).toBe(added);
});

test("what is there already is not replaced", () => {
  expect(() => addPlugin(renderAppFile(shop), "Ordering")).toThrow(
    "reventless.json has plugins.Ordering already.",
  );
});

function formatted(text: string): string {
  const args = ["format", "--stdin-file-path=reventless.json"];
  return execFileSync("node_modules/.bin/biome", args, {
    input: text,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "ignore"],
  });
}
