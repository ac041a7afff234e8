package config

import "strings"

// NotesPrefix is where places of results are that are no folders: refs of git notes.
const NotesPrefix = "refs/notes/"

// performance is what a configuration says of benchmarks.
var performance = &form{is: mapping, doc: "Benchmarks that are kept with the commits.", noun: "key", keys: []key{
	{name: "results", form: &form{
		is: text, doc: "Where leadline ingest bench keeps results: a folder of the repository, such as bench/, or a ref of git notes, such as refs/notes/benchmarks.",
		rules: []rule{
			plain,
			never(`^$`, "is empty", "name a folder, or a ref such as refs/notes/benchmarks"),
			never(`\\`, "holds a backslash", "write / between folders"),
			never(`^(/|~|[A-Za-z]:)`, "is no path from the root of the repository", "name a folder below the root, such as bench/"),
			never(`^[./]+$`, "names no folder below the root", "name one, such as bench/"),
			never(`(^|/)\.\.?(/|$)`, "holds . or .. as a folder", "write the path from the root"),
			never(`//`, "holds //", "write one /"),
			never(`(^|/)\.[gG][iI][tT][. ]*(/|$)`, "leads into the directory of git", "name a folder of the work tree, such as bench/"),
			never(`^refs(/?$|/[^n]|/n[^o]|/no[^t]|/not[^e]|/note[^s]|/notes/?$|/notes[^/])`, "is a ref, but none of notes", "name one below refs/notes/, such as refs/notes/benchmarks"),
		},
	}},
}}

// WrongResults says what is wrong with a place of results as a person gave it, and what to
// do; both are empty where nothing is.
func WrongResults(place string) (says, hint string) {
	for _, r := range performance.keys[0].form.rules {
		if !r.holds(place) {
			return r.says, r.hint
		}
	}
	return "", ""
}

// resultsPlace is a place of results as it is kept: a folder without a slash behind it.
func resultsPlace(text string) string {
	if strings.HasPrefix(text, NotesPrefix) {
		return text
	}
	return strings.TrimSuffix(text, "/")
}
