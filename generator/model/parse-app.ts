import { getNodeValue, type Node } from "jsonc-parser";
import { checkSettings } from "../plan/check-settings.ts";
import type { AppDocument } from "./app-document.ts";
import type { AppModel, ModelProblem } from "./app-model.ts";
import { appSchema } from "./app-schema.ts";
import { buildModel } from "./build-model.ts";
import { checkNames } from "./check-names.ts";
import { defaultSettings } from "./default-settings.ts";
import {
  byteOrderMark,
  type FoundProblem,
  locateProblems,
  nearestNode,
  propertyOf,
  readJson,
} from "./json-source.ts";
import { validateNode } from "./validate-node.ts";

export type ParsedApp =
  | { readonly ok: true; readonly model: AppModel; readonly document: AppDocument }
  | { readonly ok: false; readonly problems: readonly ModelProblem[] };

/** Reads the text of `reventless.json`; all its problems at once, in the order of their places. */
export function parseApp(text: string): ParsedApp {
  const json = text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text;
  const { root, problems, isWhole } = readJson(json);
  const all = root === undefined || !isWhole ? problems : [...problems, ...checkDocument(root)];
  if (root === undefined || all.length > 0) {
    return { ok: false, problems: locateProblems(json, all) };
  }
  const document: AppDocument = getNodeValue(root);
  const model = buildModel(document);
  const found = checkSettings(model).map(({ path, message }): FoundProblem => {
    return { offset: nearestNode(root, path).offset, path, message };
  });
  if (found.length > 0) return { ok: false, problems: locateProblems(json, found) };
  return { ok: true, model, document };
}

/** One line for each problem, in the form that editors and terminals make links of. */
export function formatModelProblems(file: string, problems: readonly ModelProblem[]): string {
  return problems
    .map(({ line, column, path, message }) => {
      return `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;
    })
    .join("\n");
}

function checkDocument(root: Node): FoundProblem[] {
  const version = propertyOf(root, "version");
  if (version?.type === "number" && version.value > defaultSettings.version) {
    const known = defaultSettings.version;
    const message = `expected version ${known}, found ${version.value}: made by a newer kit; update create-reventless-app`;
    return [{ offset: version.offset, path: "version", message }];
  }
  return [...validateNode({ node: root, schema: appSchema, path: "" }), ...checkNames(root)];
}
