import type { AppDocument } from "./app-document.ts";
import type { AppSizes } from "./app-model.ts";
import { appSchema } from "./app-schema.ts";

type DefaultSettings = Required<
  Pick<AppDocument, "version" | "strategy" | "packageManager" | "carryNode" | "auth">
> &
  AppSizes;

/** What the schema gives for settings that a document leaves out. */
export const defaultSettings = Object.fromEntries(
  Object.entries(appSchema.properties ?? {})
    .filter(([, setting]) => setting.default !== undefined)
    .map(([name, setting]) => [name, setting.default]),
) as unknown as DefaultSettings;
