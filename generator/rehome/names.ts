import { posix } from "node:path";
import { type Draft, newScope, type Scope } from "./draft.ts";
import { bindingIdentity } from "./import-statements.ts";
import {
  type Addition,
  isImported,
  type Meaning,
  meaningOf,
  type Predecessor,
} from "./predecessor.ts";

/** Which names mean what in every file that is written. */
export interface Names {
  readonly all: readonly Predecessor[];
  /** Identity of an addition → the files that ask for it. */
  readonly askedFor: Map<string, Set<Draft>>;
  /** Modules for what several files ask for, by path. */
  readonly shared: Map<string, Scope>;
  /** Paths that a shared module must not take. */
  readonly taken: ReadonlySet<string>;
}

/** Finds out, before anything is placed, which files will ask for which additions. */
export function ask(
  names: Names,
  from: Predecessor,
  uses: ReadonlySet<string>,
  drafts: Iterable<Draft>,
): void {
  for (const name of uses) {
    const meaning = meaningOf(from, name, names.all);
    if (meaning?.kind !== "addition") continue;
    const { addition } = meaning;
    const known = names.askedFor.get(addition.id) ?? new Set();
    names.askedFor.set(addition.id, known);
    const before = known.size;
    for (const draft of drafts) known.add(draft);
    if (known.size > before) ask(names, addition.from, addition.statement.uses, known);
  }
}

interface Wanted {
  readonly name: string;
  readonly identity: string;
  readonly meaning: Meaning;
  readonly from: Predecessor;
}

/**
 * Makes the names that a text uses mean in its new file what they meant in its old one, when it is told
 * to, or answers with the name for which that cannot be.
 */
export function bring(
  names: Names,
  scope: Scope,
  from: Predecessor,
  uses: ReadonlySet<string>,
): { readonly clash: string } | { commit(): void } {
  const wanted = [...needs(names, scope, from, uses)];
  const clash = wanted.find((need) => !fits(scope, need));
  if (clash !== undefined) return { clash: clash.name };
  return {
    commit() {
      for (const need of wanted) take(names, scope, need);
    },
  };
}

function* needs(
  names: Names,
  scope: Scope,
  from: Predecessor,
  uses: ReadonlySet<string>,
  seen = new Set<Addition>(),
): Generator<Wanted> {
  for (const name of uses) {
    const meaning = meaningOf(from, name, names.all);
    if (meaning === undefined) continue;
    if (meaning.kind === "import") {
      yield { name, identity: bindingIdentity(meaning.binding), meaning, from };
    } else if (meaning.kind === "gone") {
      yield { name, identity: `gone ${name}`, meaning, from };
    } else {
      const { addition } = meaning;
      if (seen.has(addition)) continue;
      seen.add(addition);
      for (const each of addition.statement.names) {
        yield { name: each, identity: addition.id, meaning, from };
      }
      for (const need of needs(names, scope, addition.from, addition.statement.uses, seen)) {
        if (livesIn(names, scope, addition) || need.meaning.kind === "gone") yield need;
      }
    }
  }
}

/** Whether the addition itself will be in the file, and is not imported from a shared module. */
function livesIn(names: Names, scope: Scope, { id }: Addition): boolean {
  return names.shared.get(scope.path) === scope || (names.askedFor.get(id)?.size ?? 0) === 1;
}

function fits(scope: Scope, { name, identity, meaning, from }: Wanted): boolean {
  const known = scope.names.get(name);
  if (meaning.kind === "gone") return false;
  if (known === undefined || known === identity) return true;
  // The file's own import of that name, which the user had replaced.
  const generated = from.base.imports.flatMap(({ bindings }) => bindings);
  const replaced = generated.find(({ local }) => local === name);
  return (
    replaced !== undefined &&
    !isImported(from.mine, replaced) &&
    bindingIdentity(replaced) === known
  );
}

function take(names: Names, scope: Scope, { name, identity, meaning }: Wanted): void {
  if (scope.names.get(name) === identity && scope.imports.has(name)) return;
  const known = scope.names.get(name) === identity;
  scope.names.set(name, identity);
  if (meaning.kind === "import") {
    if (!known || meaning.own) scope.imports.set(name, meaning);
  } else if (meaning.kind === "addition") {
    const { addition } = meaning;
    if (livesIn(names, scope, addition)) {
      if (![...scope.additions].some(({ id }) => id === addition.id)) scope.additions.add(addition);
    } else {
      const module = `./${posix.basename(shareIn(names, addition).path)}`;
      const type = addition.statement.type;
      const binding = { module, imported: name, local: name, type };
      scope.imports.set(name, {
        binding,
        statement: {
          module,
          lead: "",
          code: undefined,
          bindings: [],
          typeOnly: type,
          attributes: "",
        },
      });
    }
  }
}

/** The shared module of an addition: one for all, unless a name would mean two things in it. */
function shareIn(names: Names, addition: Addition): Scope {
  for (const scope of names.shared.values()) {
    if ([...scope.additions].some(({ id }) => id === addition.id)) return scope;
  }
  const folder = posix.dirname(addition.from.path);
  const ownName = posix.basename(addition.from.path, ".ts");
  const uses = new Set(addition.statement.names);
  for (const name of moduleNames(ownName)) {
    const path = posix.join(folder, `${name}.ts`);
    if (names.taken.has(path)) continue;
    const scope = names.shared.get(path) ?? newScope(path);
    names.shared.set(path, scope);
    const brought = bring(names, scope, addition.from, uses);
    if ("commit" in brought) {
      brought.commit();
      return scope;
    }
  }
  throw new Error("There is always another name.");
}

/** `shared`, `shared-order`, `shared-order-2`, … */
function* moduleNames(ownName: string): Generator<string> {
  yield "shared";
  yield `shared-${ownName}`;
  for (let number = 2; ; number += 1) yield `shared-${ownName}-${number}`;
}
