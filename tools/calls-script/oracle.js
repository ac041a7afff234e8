// Usage: node oracle.js DIRECTORY [condition…] >edges
//
// Writes the calls of the TypeScript and JavaScript below a directory as the
// TypeScript compiler resolves them, a line each, sorted:
//
//	caller path:line:owner.name <tab> callee path:line:owner.name
//
// and, to standard error, how many calls were compared and how many were not.
//
// Conditions are those of package.json's exports that the code is read under. What
// is compared is described in docs/calls-script.md.
"use strict";
const fs = require("fs");
const path = require("path");
const ts = require("typescript");

const root = fs.realpathSync(process.argv[2]);
const source = /\.([cm]?[jt]s|[jt]sx)$/;
const declared = /\.d(\.\w+)?\.[cm]?ts$/;

function files(dir, out) {
	for (const x of fs.readdirSync(dir, { withFileTypes: true })) {
		const p = path.join(dir, x.name);
		if (x.isDirectory()) {
			if (x.name !== "node_modules" && x.name !== ".git") files(p, out);
		} else if (x.isFile() && source.test(x.name) && !declared.test(x.name)) out.push(p);
	}
	return out;
}

const options = {
	target: ts.ScriptTarget.ESNext,
	lib: ["lib.esnext.full.d.ts"],
	module: ts.ModuleKind.ESNext,
	moduleResolution: ts.ModuleResolutionKind.Bundler,
	customConditions: process.argv.slice(3),
	jsx: ts.JsxEmit.Preserve,
	allowJs: true,
	maxNodeModuleJsDepth: 0,
	strict: true,
	experimentalDecorators: true,
	resolveJsonModule: true,
	allowImportingTsExtensions: true,
	skipLibCheck: true,
	noEmit: true,
	types: [],
};

// manifests are the files of a name below the directory, by their folder.
function manifests(dir, name, out) {
	for (const x of fs.readdirSync(dir, { withFileTypes: true })) {
		const p = path.join(dir, x.name);
		if (x.isDirectory()) {
			if (x.name !== "node_modules" && x.name !== ".git") manifests(p, name, out);
		} else if (x.name === name) out.set(dir, p);
	}
	return out;
}

// packages are the folders of the packages of the directory: imports by their names
// are as if a package manager had linked them.
const packages = new Map();
for (const [dir, p] of manifests(root, "package.json", new Map())) {
	try {
		const name = JSON.parse(fs.readFileSync(p, "utf8")).name;
		if (name && !packages.has(name)) packages.set(name, dir);
	} catch {}
}

// configurations are the options of TypeScript that say where imports lead.
const configurations = new Map();
for (const [dir, p] of manifests(root, "tsconfig.json", new Map())) {
	const json = ts.readConfigFile(p, ts.sys.readFile).config ?? {};
	const o = ts.parseJsonConfigFileContent({ ...json, files: [], include: [] }, ts.sys, dir).options;
	if (o.paths) configurations.set(dir, { ...options, paths: o.paths, baseUrl: o.baseUrl, pathsBasePath: o.pathsBasePath ?? dir });
}

function optionsFor(file) {
	for (let dir = path.dirname(file); dir.length >= root.length; dir = path.dirname(dir)) if (configurations.has(dir)) return configurations.get(dir);
	return options;
}

const host = ts.createCompilerHost(options);
host.resolveModuleNameLiterals = (literals, file, _, __, source) =>
	literals.map((literal) => {
		const mode = ts.getModeForUsageLocation(source, literal, options);
		const at = (from, o) => ts.resolveModuleName(literal.text, from, o, host, undefined, undefined, mode);
		const found = at(file, optionsFor(file));
		if (found.resolvedModule || literal.text.startsWith(".")) return found;
		const dir = packages.get(literal.text.split("/").slice(0, literal.text.startsWith("@") ? 2 : 1).join("/"));
		return dir ? at(path.join(dir, "index.ts"), options) : found;
	});
const program = ts.createProgram(files(root, []), options, host);
const checker = program.getTypeChecker();

// inside tells that a file is of the directory, and is no declaration file.
function inside(file) {
	return file.fileName.startsWith(root + "/") && !file.fileName.includes("/node_modules/") && !declared.test(file.fileName);
}

// lineOf is the line on which a declaration begins, after its decorators.
function lineOf(node) {
	const file = node.getSourceFile();
	let start = node.getStart();
	const decorators = (node.modifiers ?? []).filter(ts.isDecorator);
	if (decorators.length > 0) {
		const text = file.text.slice(decorators.at(-1).end);
		start = decorators.at(-1).end + text.length - text.trimStart().length;
	}
	return file.getLineAndCharacterOfPosition(start).line + 1;
}

function keyOf(name) {
	if (!name) return "";
	if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
	return ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
}

// value is the largest expression whose value is that of a node.
function value(node) {
	const p = node.parent;
	if (ts.isParenthesizedExpression(p) || ts.isAsExpression(p) || ts.isSatisfiesExpression(p) || ts.isNonNullExpression(p) || ts.isTypeAssertionExpression(p)) return value(p);
	return node;
}

// binding is what gives a value its name: { node, name, owner, free }. Free is one
// in an object that has no name itself.
function binding(node) {
	node = value(node);
	const p = node.parent;
	if (ts.isVariableDeclaration(p) && p.initializer === node && ts.isIdentifier(p.name)) return { node: p, name: p.name.text, owner: "" };
	if (ts.isPropertyDeclaration(p) && p.initializer === node) return { node: p, name: keyOf(p.name), owner: classOf(p.parent) };
	if (ts.isPropertyAssignment(p) && p.initializer === node) return member(p, p.parent);
	if (ts.isExportAssignment(p)) return { node: p, name: "default", owner: "" };
	if (ts.isBinaryExpression(p) && p.operatorToken.kind === ts.SyntaxKind.EqualsToken && p.right === node) {
		if (ts.isIdentifier(p.left)) return { node: p, name: p.left.text, owner: "" };
		if (ts.isPropertyAccessExpression(p.left)) return assigned(p, p.left);
	}
	return null;
}

// assigned is the name of what is assigned to a member.
function assigned(node, left) {
	const name = left.name.text;
	let object = left.expression;
	if (ts.isPropertyAccessExpression(object) && object.name.text === "prototype") object = object.expression;
	if (!ts.isIdentifier(object) || object.text === "exports") return { node, name, owner: "" };
	if (object.text === "module" && name === "exports") return { node, name: "default", owner: "" };
	return { node, name, owner: object.text };
}

function member(node, object) {
	const o = binding(object);
	return { node, name: keyOf(node.name), owner: o ? (o.name === "prototype" ? o.owner : o.name) : "", free: !o || o.free };
}

function classOf(node) {
	if (node.name) return node.name.text;
	if (ts.isClassExpression(node)) return binding(node)?.name ?? "";
	return "default";
}

// holder is the name of what declares the members of a type.
function holder(node) {
	for (let p = node.parent; p; p = p.parent) {
		if (ts.isInterfaceDeclaration(p) || ts.isTypeAliasDeclaration(p)) return p.name.text;
		if (ts.isClassLike(p)) return classOf(p);
		if (ts.isStatement(p)) return "";
	}
	return "";
}

// functionOf describes a function that has a name; null for others.
function functionOf(d) {
	if (ts.isFunctionDeclaration(d)) return { node: d, name: d.name ? d.name.text : "default", owner: "" };
	if (ts.isConstructorDeclaration(d)) return { node: d, name: "constructor", owner: classOf(d.parent) };
	if (ts.isMethodDeclaration(d) || ts.isAccessor(d)) {
		if (ts.isClassLike(d.parent)) return { node: d, name: keyOf(d.name), owner: classOf(d.parent) };
		if (ts.isObjectLiteralExpression(d.parent)) return member(d, d.parent);
		return null;
	}
	if (ts.isArrowFunction(d) || ts.isFunctionExpression(d)) {
		const b = binding(d);
		if (b) return b;
		return d.name ? { node: d, name: d.name.text, owner: "" } : null;
	}
	return null;
}

// target is the function that a signature's declaration is of; null for none with a
// name. A type of functions is a function where it is that of a member.
function target(d) {
	if (ts.isMethodSignature(d)) {
		const same = d.parent.members.filter((m) => ts.isMethodSignature(m) && keyOf(m.name) === keyOf(d.name));
		return { node: same[0], name: keyOf(d.name), owner: holder(d) };
	}
	if (ts.isFunctionTypeNode(d)) {
		let p = d;
		while (ts.isParenthesizedTypeNode(p.parent)) p = p.parent;
		p = p.parent;
		if (ts.isPropertySignature(p)) return { node: p, name: keyOf(p.name), owner: holder(p) };
		if (ts.isPropertyDeclaration(p)) return { node: p, name: keyOf(p.name), owner: classOf(p.parent) };
		return null;
	}
	if ((ts.isFunctionDeclaration(d) || ts.isMethodDeclaration(d) || ts.isConstructorDeclaration(d)) && !d.body) {
		const symbol = checker.getSymbolAtLocation(d.name ?? d) ?? d.symbol;
		const all = (symbol?.declarations ?? [d]).filter((x) => x.kind === d.kind && x.getSourceFile() === d.getSourceFile());
		d = all.find((x) => x.body) ?? all[0] ?? d;
	}
	return functionOf(d);
}

// fallback is the function that a constant or a field holds whose type says less.
function fallback(callee) {
	let symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
	if (symbol && symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
	const d = symbol?.valueDeclaration;
	if (!d || !(ts.isVariableDeclaration(d) || ts.isPropertyDeclaration(d)) || !d.initializer) return null;
	let f = d.initializer;
	while (ts.isParenthesizedExpression(f) || ts.isAsExpression(f) || ts.isSatisfiesExpression(f)) f = f.expression;
	return ts.isArrowFunction(f) || ts.isFunctionExpression(f) ? functionOf(f) : null;
}

function text(file, x) {
	const p = path.relative(root, file.fileName);
	return x ? `${p}:${lineOf(x.node)}:${x.owner ? x.owner + "." : ""}${x.name}` : `${p}:0:`;
}

// callerOf is the outermost function around a node that has a name.
function callerOf(node) {
	let found = null;
	for (let p = node.parent; p; p = p.parent) {
		if (!ts.isFunctionLike(p)) continue;
		const f = functionOf(p);
		if (f && !f.free && p !== node) found = f;
	}
	return found;
}

// counts are what became of calls, for the reader.
const counts = new Map();
function count(what) {
	counts.set(what, (counts.get(what) ?? 0) + 1);
}

function calleesOf(node) {
	let callee = node.expression ?? node.tag;
	if (callee && callee.kind === ts.SyntaxKind.ImportKeyword) return [];
	const signature = checker.getResolvedSignature(node);
	if (!signature?.declaration && !signature?.compositeSignatures) count("unknown");
	if (!signature) return [];
	const composite = signature.compositeSignatures ?? signature.target?.compositeSignatures;
	const union = composite && (signature.compositeKind ?? signature.target?.compositeKind) === ts.TypeFlags.Union;
	const out = [];
	for (const s of union ? composite : [signature]) {
		const d = s.declaration;
		if (!d || ts.isJSDocSignature(d)) continue;
		let t = target(d);
		if (!t) {
			while (callee && (ts.isParenthesizedExpression(callee) || ts.isNonNullExpression(callee))) callee = callee.expression;
			t = callee ? fallback(callee) : null;
		}
		if (t && inside(t.node.getSourceFile())) {
			out.push(t);
			count("compared");
		} else if (!inside(d.getSourceFile())) count("outside");
		else count(`without a name: ${ts.SyntaxKind[d.kind]}`);
	}
	return out;
}

const edges = new Set();
for (const file of program.getSourceFiles()) {
	if (!inside(file)) continue;
	const visit = (node) => {
		if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node) || ts.isDecorator(node)) {
			for (const t of calleesOf(node)) edges.add(`${text(file, callerOf(node))}\t${text(t.node.getSourceFile(), t)}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
}
for (const [what, n] of [...counts].sort()) process.stderr.write(`${n} ${what}\n`);
process.stdout.write([...edges].sort().join("\n") + "\n");
