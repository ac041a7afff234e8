import type { A } from "./a";
import { type B, c } from "@scope/b";
export type { A };
export interface I<T extends object> extends A { readonly x?: T; m(a: number): void }
export abstract class K implements I<B> {
  private constructor(public x: B) { super(); }
  protected static override async m<T>(this: K, a?: T): Promise<T | undefined> {
    return a ?? (a as unknown as T)!;
  }
}
declare function g(x: string): x is "a";
function h(x) { if (x || c) { return } }
enum E { One = 1 }
namespace N { export const y = <T,>(z: T): T => z }
