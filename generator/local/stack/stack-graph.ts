/** What a stack's program declared, as the program's own process reports it. */

export interface StackResource {
  /** Pulumi type token, e.g. `aws:sqs/queue:Queue`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs and what the provider would have added: `arn`, `url` and so on. */
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly options: {
    readonly protect: boolean;
    readonly retainOnDelete: boolean;
    readonly dependsOn: readonly string[];
    readonly parent?: string;
  };
}

export interface StackReport {
  readonly project: string;
  readonly stack: string;
  readonly region: string;
  readonly resources: readonly StackResource[];
  /** The program's exports; secrets are shown in the clear, as nothing local is one. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface StackFailure {
  readonly error: string;
}

/** What the parent asks of the process, as JSON in its one argument. */
export interface StackRequest {
  /** Folder with Pulumi.yaml and index.ts. */
  readonly stackDirectory: string;
  readonly stack: string;
  /** Used when the stack's configuration has no `aws:region`. */
  readonly region: string;
  /** Base URL of the local HTTP API, which APIs get as their endpoint. */
  readonly apiUrl: string;
  /** Gets the unpacked code of each function. */
  readonly functionsDirectory: string;
  /** Where the report, or the failure, is written as JSON. */
  readonly resultFile: string;
}

export const localAccountId = "000000000000";
