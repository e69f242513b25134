/**
 * The global types message files may lean on, instead of TypeScript's own lib files, which take
 * longer to parse than everything else. Classes are here to be recognised and refused by name.
 */
export const declaredGlobals = `
interface Array<T> { length: number; [index: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Object {}
interface Function {}
interface CallableFunction extends Function {}
interface NewableFunction extends Function {}
interface IArguments {}
interface String {}
interface Number {}
interface Boolean {}
interface Symbol {}
interface BigInt {}
interface RegExp { exec(text: string): unknown }
interface Date { getTime(): number }
interface Error { name: string; message: string }
interface Map<K, V> { get(key: K): V; set(key: K, value: V): this }
interface ReadonlyMap<K, V> { get(key: K): V }
interface WeakMap<K, V> { get(key: K): V }
interface Set<T> { has(value: T): boolean; add(value: T): this }
interface ReadonlySet<T> { has(value: T): boolean }
interface WeakSet<T> { has(value: T): boolean }
interface Promise<T> { then(resolve: (value: T) => void): void }
interface PromiseLike<T> { then(resolve: (value: T) => void): void }
interface Iterable<T> { next(): T }
interface ArrayBuffer { readonly byteLength: number }
interface Uint8Array { readonly byteLength: number; readonly [index: number]: number }
interface Buffer extends Uint8Array {}
interface URL { href: string }
interface ThisType<T> {}
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Record<K extends keyof any, T> = { [P in K]: T };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...args: any) => any> = T extends (...args: infer P) => any ? P : never;
type ReturnType<T extends (...args: any) => any> = T extends (...args: any) => infer R ? R : any;
type Awaited<T> = T extends { then(resolve: (value: infer V) => void): void } ? Awaited<V> : T;
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
type NoInfer<T> = intrinsic;
`;
