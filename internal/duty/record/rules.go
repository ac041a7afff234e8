package record

import (
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

var understood = duty.Rule{
	ID: "record/understood", Level: sheet.LevelError,
	Title: "A file in a folder of records is not understood",
	Doc: `A file in a folder of records could not be read as one: its front matter is no YAML, it
is not UTF-8, larger than two megabytes, in a format that is not read, or has neither a
heading nor a title. What cannot be read would otherwise vanish from every list, and its
number would be given again. Indexes, templates and attachments are told by their names
and places, and are no findings: leadline record import --dry-run lists them.`,
}

var key = duty.Rule{
	ID: "record/key", Level: sheet.LevelError,
	Title: "A key of front matter is misspelt",
	Doc: `A key of front matter, or of a record in YAML, is one letter away from one that is read
(onwer, revew-by), or a relation below links is not known. What the author wrote would
count for nothing. Other names are the team's own, and are kept. leadline record schema
KIND prints what is read, as a JSON Schema for editors.`,
}

var value = duty.Rule{
	ID: "record/value", Level: sheet.LevelWarning,
	Title: "A value of front matter is not read",
	Doc: `A key that is read holds a value of another type: a review-by or a date that is no day, a
gate that is neither true nor false, an owner with names and values below, links without
the kind of relation. What the author wrote counts for nothing. On 44 public repositories
with 3,141 records it spoke in one, of 86 days with a year in five figures.`,
}

var number = duty.Rule{
	ID: "record/number", Level: sheet.LevelError,
	Title: "Two decisions of a folder have one number",
	Doc: `Files of one folder have the same number, after the same words, in their names. Git
merges that without a conflict, since the names differ. Whoever writes the number means
one of them, and nobody knows which. leadline record renumber moves one and its links.`,
}

var race = duty.Rule{
	ID: "record/race", Level: sheet.LevelError,
	Title: "Branches have taken one number for different decisions",
	Doc: `Of all local and remote branches that hold commits which the head has not: a record that
they add has the number of another branch's, or of the head's, and another name. Git will
merge both without a conflict. Looked for by leadline record check --refs alone. A record
whose name, apart from the number, or whose content is at the head has landed, and does
not count; nor do two states of one branch, here and at a remote. Branches without a
common ancestor with the head are not looked at.`,
}

var identifier = duty.Rule{
	ID: "record/id", Level: sheet.LevelError,
	Title: "Two records give themselves one id",
	Doc: `Requirements, risks and other records that are not numbered decisions say the same id, in
one file or in several. A link to it could mean either.`,
}

var successor = duty.Rule{
	ID: "record/successor", Level: sheet.LevelWarning,
	Title: "A superseded decision does not name its successor",
	Doc: `The status says that the record was superseded or replaced; it does not say by what, and
no other record says that it takes its place. Who finds it cannot tell what holds now.`,
}

var stale = duty.Rule{
	ID: "record/stale", Level: sheet.LevelWarning,
	Title: "A proposal has been untouched for long",
	Doc: `A decision is proposed or a draft, and its file was not changed for 180 days before the
as-of day. Mostly it was decided long ago and the record does not say so, or it was given
up. In a survey of 46 repositories this held for 53 of 69 proposals.`,
	Thresholds: []duty.Threshold{{Name: "days", Default: 180, Least: 1, Most: 36500, Doc: "days without a change from which on it speaks"}},
}

var review = duty.Rule{
	ID: "record/review", Level: sheet.LevelWarning,
	Title: "The day on which a record should be reviewed has passed",
	Doc: `The record says by when somebody should look at it again (review-by, next-review, revisit,
valid-until), that day is before the as-of day, and the record still holds. Of risks it is
risk/review-overdue that speaks.`,
}

var link = duty.Rule{
	ID: "record/link", Level: sheet.LevelWarning,
	Title: "A relative link of a record leads nowhere",
	Doc: `The target of a relative link, from the folder of the record, is no file and no folder of
the commit. Only targets with an ending are looked at. Left out are mentions and
addresses, routes of sites (which begin with a slash, or have no ending), what sites
generate (.html), pages of the forge, what is in submodules or outside of the repository,
and what stands for something to be filled in. Where git knows where the file went, the
finding says so.`,
}

var relation = duty.Rule{
	ID: "record/relation", Level: sheet.LevelWarning,
	Title: "A relation of a record leads nowhere",
	Doc: `The record says that it supersedes, is superseded by, implements or depends on another
one, by a number that no decision has, or by a name such as REQ-login that no record has;
or what it affects is a pattern of paths that fits no file, so that it governs nothing
and a gate: true stops nothing. Records that hold no longer are left out of the latter.
What is named in other words is not judged.`,
}

var path = duty.Rule{
	ID: "record/path", Level: sheet.LevelNote,
	Title: "A record names code that is gone",
	Doc: `A path in a code span of a record that still holds was in the repository and is not any
more. Where git knows its new name, the finding says it. A path that no commit ever held
is a plan or an example, and is not told. Old decisions may rightly name what was there
then: hence a note.`,
}

var status = duty.Rule{
	ID: "record/status", Level: sheet.LevelNote,
	Title: "A status is not known",
	Doc: `The record gives a status that is in no list of synonyms. It is shown as it is written,
and no check that depends on it is made. A record without a status is no finding.`,
}

var unfilled = duty.Rule{
	ID: "record/unfilled", Level: sheet.LevelNote,
	Title: "A part of the template was not filled in",
	Doc: `A heading, paragraph or value of the record is still what the template has there: words in
braces or brackets, the list of statuses to choose from, or a question of adr-tools'
template.`,
}
