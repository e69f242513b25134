/**
 * Shared by all clients. The time limits are far below a function's default timeout of 30 s, so
 * that a stuck connection is retried within the invocation (the SDK waits without limit by default:
 * https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/node-configuring-timeouts.html).
 */
export const clientSettings = {
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
} as const;
