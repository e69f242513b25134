import type { HttpRequestEvent } from "./http-api/start-http-api.ts";
import type { MappingEvent } from "./mappings/mapping-events.ts";

/** What happens in a local run; `--json` prints these as they are. */
export type LocalEvent =
  | HttpRequestEvent
  | MappingEvent
  /** A line of a function's output. */
  | {
      readonly type: "log";
      readonly functionName: string;
      readonly requestId?: string;
      readonly line: string;
    }
  /** A message sent to a queue through the API. */
  | { readonly type: "sent"; readonly queue: string; readonly group?: string }
  | { readonly type: "published"; readonly topic: string; readonly group?: string }
  /** Messages given up on and moved aside. */
  | {
      readonly type: "dead-letter";
      readonly queue: string;
      readonly sources: readonly string[];
      readonly messages: number;
      readonly total: number;
      readonly reason?: string;
    }
  /** A call that the function's role does not allow. */
  | { readonly type: "denied"; readonly functionName: string; readonly message: string }
  | { readonly type: "warning"; readonly message: string }
  | {
      readonly type: "reloaded";
      readonly durationMs: number;
      /** Functions with new code or settings. */
      readonly functions: readonly string[];
    };

export type OnLocalEvent = (event: LocalEvent) => void;
