/** A function as the stack declares it, with Lambda's defaults filled in. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  readonly handler: string;
  /** Folder with the unpacked code; another one for another code. */
  readonly directory: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined: no reservation. */
  readonly reservedConcurrency?: number;
  readonly runtime: string;
}

export interface FunctionSurroundings {
  readonly region: string;
  /** Base URL of the local DynamoDB, SQS and SNS. */
  readonly endpointUrl: string;
}

/** Tells the functions apart in requests to the local services. */
export function accessKeyIdOf(functionName: string): string {
  return `LOCAL-${functionName}`;
}

/** Nothing of the developer's own environment reaches a function, as nothing does on AWS. */
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
export function functionEnvironment(
  settings: FunctionSettings,
  { region, endpointUrl }: FunctionSurroundings,
): Record<string, string> {
  const nowhere = `${settings.directory}/no-such-file`;
  return {
    ...settings.environment,
    _HANDLER: settings.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: settings.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_ACCESS_KEY_ID: accessKeyIdOf(settings.name),
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "local",
    // The SDK would read the developer's own profile, region and endpoints.
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_ENDPOINT_URL_DYNAMODB: endpointUrl,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: endpointUrl,
    AWS_ENDPOINT_URL_SQS: endpointUrl,
    AWS_ENDPOINT_URL_SNS: endpointUrl,
    LAMBDA_TASK_ROOT: settings.directory,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
  };
}
