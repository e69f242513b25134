import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileJournal, memoryJournal } from "../../../generator/local/journal.ts";
import type { Journal } from "../../../generator/local/ports.ts";

let folder: string;
let path: string;
let journal: Journal | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"));
  path = join(folder, "queues.jsonl");
});

afterEach(() => {
  journal?.close();
  journal = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function open(): Journal {
  journal?.close();
  journal = fileJournal(path);
  return journal;
}

describe.each([
  ["a journal in a file", () => open()],
  ["a journal in memory", () => memoryJournal()],
])("%s", (_name, create) => {
  test("gives back its entries, oldest first", () => {
    const subject = create();
    subject.append({ first: 1 });
    subject.append(["second", "mit Umlauten: äöü 🚀", "line\nbreak"]);

    expect([...subject.entries()]).toEqual([
      { first: 1 },
      ["second", "mit Umlauten: äöü 🚀", "line\nbreak"],
    ]);
  });

  test("keeps an entry as it was when appended", () => {
    const subject = create();
    const entry = { value: 1 };
    subject.append(entry);
    entry.value = 2;

    expect([...subject.entries()]).toEqual([{ value: 1 }]);
  });

  test("replaces its whole content, also by a selection of its own entries", () => {
    const subject = create();
    for (const number of [1, 2, 3, 4]) subject.append(number);
    subject.replace([...subject.entries()].filter((entry) => Number(entry) % 2 === 0));
    subject.append(5);

    expect([...subject.entries()]).toEqual([2, 4, 5]);
  });

  test("refuses what is not JSON", () => {
    expect(() => create().append(undefined)).toThrow(
      "A journal entry must be JSON, found undefined.",
    );
  });
});

test("entries are in the file when append returns, one line each", () => {
  const subject = open();
  subject.append({ a: 1 });
  expect(readFileSync(path, "utf8")).toBe('{"a":1}\n');
  subject.append({ b: 2 });
  expect(readFileSync(path, "utf8")).toBe('{"a":1}\n{"b":2}\n');
});

test("a journal opened again continues where it stopped", () => {
  open().append(1);
  open().append(2);

  expect([...open().entries()]).toEqual([1, 2]);
});

test.each([
  ["half an object", '{"b":'],
  ["text that happens to be JSON", "12"],
  ["half a character", Buffer.from("\u{1f680}").subarray(0, 2)],
])(
  "a last line torn by a crash is dropped, and the next entry starts a new line: %s",
  (_name, torn) => {
    open().append({ a: 1 });
    appendFileSync(path, torn);

    const subject = open();
    subject.append({ c: 3 });

    expect([...subject.entries()]).toEqual([{ a: 1 }, { c: 3 }]);
    expect(readFileSync(path, "utf8")).toBe('{"a":1}\n{"c":3}\n');
  },
);

test("a file that holds nothing but a torn line is empty", () => {
  writeFileSync(path, '{"a"');

  expect([...open().entries()]).toEqual([]);
});

test("entries larger than the read buffer come back whole", () => {
  const large = "x".repeat(200_000);
  open().append(large);
  open().append("small");

  expect([...open().entries()]).toEqual([large, "small"]);
});

test("a torn line longer than the read buffer is dropped", () => {
  open().append("kept");
  appendFileSync(path, `"${"x".repeat(200_000)}`);

  expect([...open().entries()]).toEqual(["kept"]);
});

test("a broken line in the middle is an error that names file and line", () => {
  writeFileSync(path, '{"a":1}\nnonsense\n{"b":2}\n');

  expect(() => [...open().entries()]).toThrow(`Line 2 of ${path} is not JSON`);
});

test("replacing leaves one file behind", () => {
  const subject = open();
  subject.append(1);
  subject.replace([2]);

  expect(readdirSync(folder)).toEqual(["queues.jsonl"]);
  expect(readFileSync(path, "utf8")).toBe("2\n");
});

test("what a crashed replacement left behind does not disturb the next one", () => {
  writeFileSync(`${path}.new`, "rubbish");
  const subject = open();
  subject.append(1);
  subject.replace([2]);

  expect([...subject.entries()]).toEqual([2]);
});

test("a failed replacement keeps the old content and goes on working", () => {
  const subject = open();
  subject.append(1);

  expect(() => subject.replace([undefined])).toThrow("must be JSON");
  subject.append(2);

  expect([...subject.entries()]).toEqual([1, 2]);
});

test("a closed journal says so", () => {
  const subject = open();
  subject.close();
  subject.close();

  expect(() => subject.append(1)).toThrow(`The journal ${path} is closed.`);
});
