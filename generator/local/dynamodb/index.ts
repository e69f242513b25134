export { createLocalDynamoDb } from "./create-local-dynamodb.ts";
