import { idRule, isId, json, pathParameter, problem } from "./http.ts";
import type { HttpHandler } from "./provider.ts";
import type { QueryDb } from "./query-db.ts";

/** `GET /<plugin>/<read-model>/{id}`: the row and, as `version`, how far it has come. */
export function rowEndpoint<Row>(rows: QueryDb<Row>): HttpHandler {
  return async (request) => {
    const id = pathParameter(request, "id");
    if (!isId(id)) return problem(400, "Invalid id", `The id in the path must be ${idRule}.`);
    const { row, checkpoint } = await rows.load(id);
    if (row === undefined) {
      return problem(404, "No row", `There is no row ${id}; it may not have been projected yet.`);
    }
    return json(200, { id, version: checkpoint, row });
  };
}
