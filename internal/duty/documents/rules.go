package documents

import (
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

var link = duty.Rule{
	ID: "documentation/link", Level: sheet.LevelWarning,
	Title: "A relative link of a document leads nowhere",
	Doc: `The target of a relative link or image in a Markdown file, from the folder of the file, is
no file and no folder of the commit. Where git knows where the file went, the finding
says so. Where three documents or more link to the same missing file, that is one
finding, and so are four dead links or more of one document.

Left out are addresses, mentions, mails, anchors and targets with a query; routes that
begin with a slash; pages that sites generate (.html), and pages of the forge; what is
in a submodule, behind a symbolic link, outside of the repository, in a folder that a
build writes or ignored by git; placeholders. A target without an ending counts only if git had it once.
Of a page of a site (mkdocs, docusaurus, hugo, Jekyll, VitePress, mdBook and their like)
a target counts only if it is in none of the places where the generator may look, and
git had it once, or it is Markdown in a folder that is there. Documents in folders of
tests, templates, translations, old versions and pieces to be included are left out, and
so are changelogs. Links of decisions and other records are record/link.`,
}

var path = duty.Rule{
	ID: "documentation/path", Level: sheet.LevelWarning,
	Title: "A document names code that is gone",
	Doc: `A path in a code span, with a folder and an ending or a slash at its end, was in the
repository when the line that names it was written, and a later commit moved or removed
it. Where git knows its new name, the finding says it. It is looked for from the top and
from every folder around the document; what is the end of a path that is there is not
told. A line written after the path was gone tells of the past and is not told either,
nor are changelogs, plans, research, lists of tasks, proposals, designs, guides for upgrades, posts with a day in
their name and the like. A path that no commit ever held is an example.`,
}

var missing = duty.Rule{
	ID: "documentation/name", Level: sheet.LevelWarning,
	Title: "A document names a declaration that is gone",
	Doc: `A name in a code span or a block of code was declared by a function, a method or a type of
the code in the commit that wrote the line, and at the head no code, configuration or
data has the word any more, not even in a comment. The finding says where it was
declared, which commit took the last of it out, as far as the changes of that file tell,
and what it is called now where the same change gave the same body another name. Each
document is one finding, with all its names, and at most ten are told of, those first of
which most names went.

A name counts if it has humps (sendAll, HTTPServer) or underscores between letters, and
six letters or more; ordinary words and constants in capitals do not. Left out are what
documentation/path leaves out, sections under headings such as History, Migration,
Deprecated or Removed, paragraphs that say that something was removed, renamed,
replaced, deprecated or planned, what a block of code declares itself, and blocks of
logs, diffs and plain text. What was declared in tests, examples, generated or vendored
code does not count, nor what left with its whole package, manifest and all: it may live
on elsewhere.

At most 24 commits that wrote lines are looked at, those first that wrote most names
which no file has; how many names that leaves out is told as not known. Fields,
constants, options and flags are not seen, nor are declarations of languages that are
not read.`,
}

var stale = duty.Rule{
	ID: "documentation/stale", Level: sheet.LevelNote,
	Title: "Most of the code that a document names was written after it",
	Doc: `A document names code: by links or paths in code spans that lead to files of code
of at most 1,000 lines, or by names in code spans that are declared in one place of the
repository. Of the lines of that code at the head, as git blame has them, at least so
many per cent, and at least so many lines, were written after the document last changed,
by commits of at most 30 files. It is a lead: what was rewritten may do what it did. The more of it was written
since, the higher the document stands.

A change of any line of the document counts as a look at all of it. Documents that tell
of the past or of plans are left out, as documentation/path has it.`,
	Thresholds: []duty.Threshold{
		{Name: "share", Default: 60, Least: 1, Most: 100, Doc: "least share of the lines named that are newer, in per cent"},
		{Name: "lines", Default: 150, Least: 1, Most: 1e6, Doc: "fewest lines named that are newer"},
		{Name: "days", Default: 90, Least: 0, Most: 36500, Doc: "fewest days from the last change of the document to that of the code"},
	},
}

var bare = duty.Rule{
	ID: "documentation/bare", Level: sheet.LevelNote,
	Title: "No document is in, or names, a component in which work gathers",
	Doc: `An area of the code with three or more of the first 20 hotspots and a thousand lines of
code or more has no document in it and no README in a folder around it but the top, no
Markdown document names a path or a declaration in it, and of ten exported declarations
or more fewer than half have a comment. It stays silent where the repository has
documents in reStructuredText or AsciiDoc, which are not read, of Go where a doc.go
stands in the area, and of languages whose declarations are not read. A document may
describe the component without naming anything in it: hence a note.`,
	Thresholds: []duty.Threshold{
		{Name: "hotspots", Default: 3, Least: 1, Most: 20, Doc: "fewest of the first 20 hotspots in the area"},
	},
}

var interfaces = duty.Rule{
	ID: "documentation/service", Level: sheet.LevelWarning,
	Title: "A service lost what it promised since the last release, and nothing says so",
	Doc: `Held against the last release, a description of a service lacks what others rely on,
names the version that it named then, and no change log or guide for upgrades came to
name what is gone. It is told

- of protobuf, where the package ends in a version that is final: declarations, fields
  and values that are gone or are called otherwise, numbers and types that changed, as
  review/api has it;
- of OpenAPI and Swagger from version 1 on: operations that are gone. What else differs
  mends the words more often than the service, and is told by review/api alone.

Of an OpenAPI document whose version changed in half or more of at least two earlier
steps in which the document did, between the last 12 releases, operations that came or
went while the version stayed are a note.

A description that names another version, or a new package, is silent, and so is one
that names the version of the release itself, which the next release will raise. Left
out are documents and files that are gone as a whole; folders of tests, examples and
samples, and those called internal; what others wrote; and everything in a repository
without a release. At most five descriptions are told of; the table has the others.`,
}
