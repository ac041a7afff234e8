import fs, { readFile as read } from "node:fs";
import * as all from './all.js';
export default class A extends B {
  static #count = 0;
  static async *each(list, { deep = true } = {}) {
    for await (const x of list) {
      if (x && !deep || x === null) continue;
      else yield x ?? this.#count;
    }
  }
}
export const f = async (a) => {
  switch (a) {
    case 1: return a ? 1 : await import("./b.js");
    default: throw new Error(`no ${a}`);
  }
};
try { f(1)?.then(function () {}); } catch (e) { while (false) {} } // done
