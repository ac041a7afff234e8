// Tells of each function of the files named on standard input how complex ESLint
// and eslint-plugin-sonarjs find it, as lines of JSON. Run with the directory that
// holds node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.argv[2], "node_modules/x.js"));
const { Linter } = require("eslint");
const { builtinRules } = require("eslint/use-at-your-own-risk");
const parser = require("@typescript-eslint/parser");
const sonar = require("eslint-plugin-sonarjs").rules["cognitive-complexity"];

const shorthand = (n) =>
  n.type === "AssignmentPattern" || ((n.type === "MemberExpression" || n.type === "CallExpression") && n.optional) ||
  (n.type === "LogicalExpression" && n.operator === "??") || (n.type === "AssignmentExpression" && ["||=", "&&=", "??="].includes(n.operator));
const apart = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression", "StaticBlock", "PropertyDefinition"]);

// features counts what the definitions differ about, in a function alone.
function features(fn, keys) {
  const found = { shorthand: 0, or: 0, jsx: false };
  const walk = (n, top) => {
    if (!n || typeof n.type !== "string" || (!top && apart.has(n.type))) return;
    if (shorthand(n)) found.shorthand++;
    if (n.type === "LogicalExpression" && n.operator !== "&&") found.or++;
    if (n.type.startsWith("JSX")) found.jsx = true;
    for (const k of keys[n.type] ?? []) [n[k]].flat().forEach((c) => walk(c, false));
  };
  walk(fn, true);
  return found;
}

const key = (n) => (n?.type === "Literal" ? String(n.value) : n?.name ?? "");

function nameOf(fn) {
  let p = fn.parent, child = fn;
  const wraps = () => p.type === "CallExpression" && p.arguments[0] === child && /^(memo|forwardRef|useCallback|observer)$/.test(key(p.callee.property ?? p.callee));
  while (["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"].includes(p.type) || wraps()) [child, p] = [p, p.parent];
  switch (p.type) {
    case "VariableDeclarator":
      return key(p.id);
    case "MethodDefinition": case "Property": case "PropertyDefinition":
      return key(p.key);
    case "AssignmentExpression":
      return key(p.left.property ?? p.left);
  }
  return key(fn.id) || (p.type === "ExportDefaultDeclaration" ? "default" : "");
}

for (const file of readFileSync(0, "utf8").trim().split("\n")) {
  const cyclomatic = [], cognitive = [];
  const spy = (rule, options, report) => ({
    meta: { schema: false },
    create: (c) => rule.create(Object.create(c, { report: { value: report }, options: { value: options } })),
  });
  const functions = (d) => {
    if (!d.data.name.startsWith("Class ")) cyclomatic.push(d); // an initializer may be a function too
  };
  const plugin = { rules: { mccabe: spy(builtinRules.get("complexity"), [0], functions), sonar: spy(sonar, [-1], (d) => cognitive.push(d)) } };
  const linter = new Linter();
  const messages = linter.verify(readFileSync(file, "utf8"), [{
    files: ["**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}"], plugins: { spy: plugin }, rules: { "spy/mccabe": 2, "spy/sonar": 2 }, linterOptions: { noInlineConfig: true },
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: !/\.[mc]?ts$/.test(file) } } },
  }], { filename: "x" + file.slice(file.lastIndexOf(".")) });
  if (messages.some((m) => m.fatal)) continue;
  const at = new Map(cyclomatic.map((d, i) => [d.node, i]));
  const out = cyclomatic.map((d, i) => {
    let up = d.node.parent;
    while (up && !at.has(up)) up = up.parent;
    return {
      name: nameOf(d.node), line: d.node.loc.start.line, end: d.node.loc.end.line, parent: up ? at.get(up) : -1,
      cyclomatic: d.data.complexity, cognitive: Number(cognitive[i]?.data?.complexityAmount ?? -1),
      ...features(d.node, linter.getSourceCode().visitorKeys),
    };
  });
  console.log(JSON.stringify({ file, functions: out }));
}
