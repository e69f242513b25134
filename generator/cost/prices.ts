import type { Architecture } from "../model/app-model.ts";

/**
 * The one table of prices: list prices of us-east-1 in US dollars, first tier, without free tier and
 * discounts. Other regions differ by up to a third. `page` is where AWS publishes a price, `seen` where
 * and when it was read; the pages fill in their numbers by script, so they were read in copies.
 */
export interface Price {
  /** What so many units cost. */
  readonly dollars: number;
  readonly units: number;
  readonly unit: string;
  readonly page: string;
  readonly seen: string;
  /** Whether a dated source that names AWS's own data or several dated copies agree on it. */
  readonly verified: boolean;
}

const million = 1_000_000;

const lambdaPage = "https://aws.amazon.com/lambda/pricing/";
const sqsPage = "https://aws.amazon.com/sqs/pricing/";
const snsPage = "https://aws.amazon.com/sns/pricing/";
const dynamoDbPage = "https://aws.amazon.com/dynamodb/pricing/on-demand/";
const apiGatewayPage = "https://aws.amazon.com/api-gateway/pricing/";
const cloudWatchPage = "https://aws.amazon.com/cloudwatch/pricing/";

const priceList = "AWS Price List API, public copy of 2026-10-05";
const undated = "public copies that agree, none with a date";

/** Seconds of one GB of memory in use. */
const gbSecond = { units: 1, unit: "GB-second", page: lambdaPage };

export const prices = {
  lambdaRequests: {
    dollars: 0.2,
    units: million,
    unit: "requests",
    page: lambdaPage,
    seen: priceList,
    verified: true,
  },
  lambdaDuration: {
    arm64: { ...gbSecond, dollars: 0.0000133334, seen: priceList, verified: true },
    x86_64: { ...gbSecond, dollars: 0.0000166667, seen: priceList, verified: true },
  },
  /** Paid for every second that provisioned concurrency is there, used or not. */
  provisionedConcurrency: {
    arm64: { ...gbSecond, dollars: 0.0000033334, seen: priceList, verified: true },
    x86_64: { ...gbSecond, dollars: 0.0000041667, seen: priceList, verified: true },
  },
  /** In place of `lambdaDuration` where provisioned concurrency serves. */
  provisionedDuration: {
    arm64: { ...gbSecond, dollars: 0.0000077778, seen: undated, verified: false },
    x86_64: { ...gbSecond, dollars: 0.0000097222, seen: undated, verified: false },
  },
  /** A request is 64 KB of payload. */
  sqsFifo: {
    dollars: 0.5,
    units: million,
    unit: "requests",
    page: sqsPage,
    seen: "cloudburn.io of 2026-03-14 and factualminds.com of 2026-06-13",
    verified: true,
  },
  snsFifoPublishes: {
    dollars: 0.3,
    units: million,
    unit: "requests",
    page: snsPage,
    seen: "factualminds.com of 2026-06-13",
    verified: true,
  },
  snsFifoPublishedData: {
    dollars: 0.017,
    units: 1,
    unit: "GB",
    page: snsPage,
    seen: undated,
    verified: false,
  },
  snsFifoDeliveries: {
    dollars: 0.01,
    units: million,
    unit: "messages",
    page: snsPage,
    seen: undated,
    verified: false,
  },
  snsFifoDeliveredData: {
    dollars: 0.001,
    units: 1,
    unit: "GB",
    page: snsPage,
    seen: undated,
    verified: false,
  },
  /** A unit writes 1 KB. */
  dynamoDbWrites: {
    dollars: 0.625,
    units: million,
    unit: "request units",
    page: dynamoDbPage,
    seen: "AWS's DynamoDB cost calculator of 2026-08-20",
    verified: true,
  },
  /** A unit reads 4 KB, strongly consistent. */
  dynamoDbReads: {
    dollars: 0.125,
    units: million,
    unit: "request units",
    page: dynamoDbPage,
    seen: "AWS's DynamoDB cost calculator of 2026-08-20",
    verified: true,
  },
  /** Lambda's own reads of a stream are free. */
  dynamoDbStreamReads: {
    dollars: 0,
    units: million,
    unit: "reads by Lambda",
    page: dynamoDbPage,
    seen: undated,
    verified: false,
  },
  /** A request is 512 KB; this is the price of the first 300 million in a month. */
  httpApiRequests: {
    dollars: 1,
    units: million,
    unit: "requests",
    page: apiGatewayPage,
    seen: "awsforengineers.com of 2025-05-19 and go-cloud.io of 2026",
    verified: true,
  },
  logIngestion: {
    dollars: 0.5,
    units: 1,
    unit: "GB",
    page: cloudWatchPage,
    seen: priceList,
    verified: true,
  },
  alarms: {
    dollars: 0.1,
    units: 1,
    unit: "alarm and month",
    page: cloudWatchPage,
    seen: undated,
    verified: false,
  },
} as const satisfies Readonly<Record<string, Price | Readonly<Record<Architecture, Price>>>>;

/** Dollars for a quantity. */
export function costOf({ dollars, units }: Price, quantity: number): number {
  return (dollars * quantity) / units;
}

export interface NamedPrice extends Price {
  /** `lambdaDuration.arm64`. */
  readonly name: string;
}

/** All of the table as rows. */
export function priceRows(): readonly NamedPrice[] {
  return Object.entries(prices).flatMap(([name, entry]): readonly NamedPrice[] =>
    "dollars" in entry
      ? [{ name, ...entry }]
      : [
          { name: `${name}.arm64`, ...entry.arm64 },
          { name: `${name}.x86_64`, ...entry.x86_64 },
        ],
  );
}
