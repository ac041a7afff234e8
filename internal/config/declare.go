package config

import (
	"cmp"
	"slices"
)

// declare gives the form of a whole file. It is the one place that says what
// a configuration may hold; docs/configuration.md says it to people.
func declare(from Origin, k Known) *form {
	return &form{is: mapping, doc: "Configuration of Leadline.", noun: "key", keys: []key{
		{name: "people", form: people},
		{name: "workspace", form: workspace(from)},
		{name: "paths", form: paths},
		{name: "architecture", form: architecture},
		{name: "cochange", form: cochange},
		{name: "records", form: records},
		{name: "teams", form: teams},
		{name: "performance", form: performance},
		{name: "rules", form: rules(k)},
		{name: "accept", form: accept},
	}}
}

var plain = never(`[\x00-\x1f\x7f]`, "holds a control character", "write it on one line, without tabs")

var people = &form{is: mapping, doc: "Who is who, where names and addresses mislead.", noun: "key", keys: []key{
	{name: "merge", form: &form{
		is: list, doc: "Groups of identities that are one person each.",
		each: &form{is: list, needed: true, doc: "Identities of one person.", few: 2, each: identity},
	}},
	{name: "split", form: identities("Identities that are nobody else's, whatever else looks alike.")},
	{name: "bots", form: identities("Identities of programs that commit without being asked.")},
	{name: "agents", form: identities("Identities of programs that write code for somebody.")},
	{name: "humans", form: identities("Identities of people that look like a program's.")},
}}

func identities(doc string) *form { return &form{is: list, doc: doc, each: identity} }

var identity = &form{is: text, doc: "Name <e-mail>, or an e-mail address alone.", rules: []rule{
	plain,
	must(`^([^<>]*<[^<>]+>|[^<> ]+@[^<> ]+)$`, "is no identity",
		`write "Name <e-mail>" as git does, or the e-mail address alone`),
}}

func workspace(from Origin) *form {
	path := &form{is: text, doc: "Path of a repository, relative to this file's folder.", rules: []rule{
		plain,
		never(`^$`, "is empty", "name the folder of a repository"),
		never(`\\`, "holds a backslash", "write / between folders"),
		never(`^~`, "begins with ~, which stands for nothing here", "write the path in full"),
	}}
	if from == Repository {
		path.rules = append(path.rules,
			never(`^(/|[A-Za-z]:)`, "is absolute", outside),
			never(`(^|/)\.\.(/|$)`, "leads upwards", outside),
			never(`^[./]+$`, "names no folder below the root", "name one"))
	}
	return &form{is: list, doc: "Other repositories that belong to this one.", each: path}
}

const outside = "a repository's file may name only folders below its root; name others in your own leadline.yaml"

var paths = &form{is: mapping, doc: "How files are to be classified, whatever else speaks for another class.", noun: "key", keys: []key{
	{name: "generated", form: globs("Files that programs write.")},
	{name: "vendored", form: globs("Files that were copied from others.")},
	{name: "written", form: globs("Files that people write here; wins over the other two.")},
}}

// RecordKinds are the kinds of record whose places may be named.
var RecordKinds = []string{"decision", "requirement", "risk", "request", "plan", "objective", "incident", "runbook", "standard"}

var records = func() *form {
	f := &form{is: mapping, doc: "Where records are kept, beside the places that are known.", noun: "kind of record"}
	for _, kind := range RecordKinds {
		places := globs("Folders, or files, that hold records of this kind.")
		if kind == requirement {
			places.each = set
		}
		f.keys = append(f.keys, key{name: kind, form: places})
	}
	return f
}()

const requirement = "requirement"

// set is a place of requirements: a pattern, or one with a style.
var set = &form{
	is: mapping, needed: true, doc: "A place of requirements, and the style in which they are written.", noun: "key", word: glob,
	keys: []key{
		{name: "path", required: true, form: glob},
		{name: "style", form: &form{is: choice, doc: "ears: each is in a pattern of EARS, or requirements/ears speaks.", choices: []any{"ears"}}},
	},
}

var teams = &form{is: list, doc: "Who is in the teams that own something, which CODEOWNERS does not say.", each: &form{
	is: mapping, needed: true, doc: "A team.", noun: "key",
	keys: []key{
		{name: "name", required: true, form: &form{is: text, doc: "The team as CODEOWNERS or the catalogue names it, such as @org/team.", rules: []rule{
			plain,
			must(`^\S+$`, "is empty, or holds a space", "write it as CODEOWNERS does: @org/team"),
		}}},
		{name: "members", required: true, form: &form{is: list, needed: true, few: 1, doc: "Its members, as git knows them.", each: identity}},
	},
}}

func globs(doc string) *form { return &form{is: list, doc: doc, each: glob} }

var glob = &form{is: text, doc: "Pattern of a whole path from the root: ** stands for any folders, * and ? for characters of a name.", rules: []rule{
	plain,
	never(`^$`, "is empty", `write a pattern, such as "gen/**"`),
	never(`^!`, "begins with !", "name the exceptions from generated and vendored under written"),
	never(`[\[\]{}\\]`, `holds one of [ ] { } \`, "write one pattern for each case, and ? where a name holds such a character"),
	never(`^/`, "begins with /", "leave the / out: patterns begin at the root"),
	never(`/$`, "ends with /", `write "folder/**" for all below a folder`),
	never(`//`, "holds //", "write one /"),
	never(`(^|/)\.\.?(/|$)`, "holds . or .. as a folder", "write the path from the root"),
	never(`[^/]\*\*|\*\*[^/]`, "holds ** beside other characters", `write "**/*.go" for a name in any folder`),
}}

func rules(k Known) *form {
	f := &form{is: mapping, doc: "Settings of rules.", noun: "rule"}
	known := slices.Clone(k.Rules)
	slices.SortFunc(known, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	for _, r := range known {
		f.keys = append(f.keys, key{name: r.ID, form: setting(r)})
	}
	return f
}

func setting(r Rule) *form {
	f := &form{
		is: mapping, doc: r.Doc, noun: "key",
		word: &form{is: choice, doc: "Whether the rule speaks.", choices: []any{"off", "on", false, true}},
		keys: []key{
			{name: "off", form: &form{is: choice, doc: "Whether the rule is silent.", choices: []any{true, false}}},
			{name: "level", form: &form{is: choice, doc: "How much a finding matters.", choices: []any{"error", "warning", "note"}}},
		},
	}
	for _, t := range r.Thresholds {
		f.keys = append(f.keys, key{name: t.Name, form: &form{
			is: number, doc: t.Doc, least: t.Least, most: t.Most, byDefault: t.Default,
		}})
	}
	return f
}

var cochange = &form{is: list, doc: "Files that are not changed without others.", each: &form{
	is: mapping, needed: true, doc: "Files that are not changed without others.", noun: "key",
	keys: []key{
		{name: "when", required: true, form: &form{is: list, needed: true, few: 1, doc: "Files that change.", each: glob}},
		{name: "then", required: true, form: &form{is: list, needed: true, few: 1, doc: "Files of which one changes along.", each: glob}},
		{name: "reason", required: true, form: &form{is: text, doc: "Why they belong together.", rules: []rule{
			plain,
			must(`[^ \t\r\n]`, "is empty", "say why they belong together"),
		}}},
	},
}}

var accept = &form{is: list, doc: "Findings that may stand.", each: &form{
	is: mapping, needed: true, doc: "A finding that may stand.", noun: "key",
	keys: []key{
		{name: "fingerprint", required: true, form: &form{is: text, doc: "The finding's fingerprint, from its sheet.", rules: []rule{
			must(`^v1:[0-9a-f]{32}$`, "is no fingerprint", "copy it from the finding: v1: and 32 digits and letters a to f"),
		}}},
		{name: "reason", required: true, form: &form{is: text, doc: "Why it may stand.", rules: []rule{
			must(`[^ \t\r\n]`, "is empty", "say why the finding may stand"),
		}}},
		{name: "until", form: &form{is: text, doc: "The last day on which it may stand; without it, for ever.", rules: []rule{
			must(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "is no day", day),
			{day: true, says: "is no day of the calendar", hint: day},
		}}},
	},
}}

const day = "write year, month and day, such as 2027-03-31"
