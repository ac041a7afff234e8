package collaboration

import (
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

var syntax = duty.Rule{
	ID: "collaboration/syntax", Level: sheet.LevelWarning,
	Title: "CODEOWNERS has lines that the forge passes over",
	Doc: `A line of CODEOWNERS whose pattern or owners the forge does not understand, a file of
owners that is too long or no text, a catalog-info.yaml that is no YAML, or a second
CODEOWNERS, of which the forge heeds one. GitHub passes over a line with an exception
(!), a range ([ ]) or an owner that is neither @login, @organisation/team nor an e-mail
address; GitLab passes over an owner that it does not know.

Nobody is asked to review what such a line was meant for, and no one is told. Whether an
account or team exists, and may write, only the forge knows.`,
}

var noFile = duty.Rule{
	ID: "collaboration/no-file", Level: sheet.LevelNote,
	Title: "Lines of CODEOWNERS fit no file any more",
	Doc: `Lines of CODEOWNERS whose pattern names a file or folder and fits nothing in the
commit. Patterns of endings alone, such as *.tf, are left out: they wait for files to
come. The evidence says what git knows: where the folder went, which commit removed it,
or that it never was there; of GitLab also that it is a folder, which its patterns name
with a slash at the end.

What moved is owned by whoever comes next in the file, mostly everybody, and its owners
are not asked any more.`,
}

var overruled = duty.Rule{
	ID: "collaboration/overruled", Level: sheet.LevelNote,
	Title: "A later, broader line of CODEOWNERS takes all files of an earlier one",
	Doc: `A line of CODEOWNERS that decides for no file, since for all that it fits a later line
is heeded, where that line fits more files, or has the same pattern, and does not have all
of the earlier one's owners. A line that narrower ones refine is left out.

The last line that fits wins: whoever wrote the earlier one believes that its owners are
asked, and they are not.`,
}

var unowned = duty.Rule{
	ID: "collaboration/unowned", Level: sheet.LevelNote,
	Title: "Hotspots that nobody owns",
	Doc: `Files among the first hotspots (changed three times or more in 180 days, ranked by
fixes and changes, as they fade, and complexity per line of code) that no line of
CODEOWNERS gives to anybody, in a repository where it owns most files of code. What a line
without owners leaves free on purpose is left out.

A change there asks nobody in particular.`,
	Thresholds: []duty.Threshold{
		{Name: "rank", Default: 20, Least: 1, Most: 100, Doc: "how many of the first hotspots are looked at"},
		{Name: "owned", Default: 75, Least: 0, Most: 100, Doc: "least share of the files of code that has an owner, in per cent"},
	},
}

var inactive = duty.Rule{
	ID: "collaboration/inactive", Level: sheet.LevelNote,
	Title: "All owners of an area have not committed for long",
	Doc: `An area of CODEOWNERS all of whose owners are persons whom the history knows for sure,
by an address that the forge made of the account, the address that is written, or an
author of that very name, and of none of whom a commit, or a review that git tells of,
landed for a year; where others changed it three times or more in 180 days. An owner who
is a team, or whose account the history does not tell, is never taken for inactive.

Reviews wait for somebody who may be gone. Who only reviews at the forge does not appear
in git: ask before you change the line.`,
	Thresholds: []duty.Threshold{
		{Name: "days", Default: 365, Least: 30, Most: 3650, Doc: "days without a commit"},
		{Name: "changes", Default: 3, Least: 1, Most: 1000, Doc: "fewest landings of others in the area in 180 days"},
	},
}

var unknowing = duty.Rule{
	ID: "collaboration/knowledge", Level: sheet.LevelNote,
	Title: "No owner of an area knows it, and somebody else does",
	Doc: `An area of CODEOWNERS all of whose owners are known persons (accounts that the history
tells for sure, or teams whose members leadline.yaml declares), of at least three files of
code and 250 lines, of which no owner knows a twentieth of the files or lines by their
history, while somebody who is active and no owner knows a third. It is left out of the
brief, since it takes the knowledge of every file.

Whoever must agree to a change cannot judge it, and whoever could is not asked. Knowledge
is evidence of work on the code: who only reviewed does not appear.`,
	Thresholds: []duty.Threshold{
		{Name: "lines", Default: 250, Least: 1, Most: 1e6, Doc: "fewest lines of the area"},
	},
}

var together = duty.Rule{
	ID: "collaboration/together", Level: sheet.LevelNote,
	Title: "Areas of different teams change together far more often than by chance",
	Doc: `Two areas without a common owner that so many landings of the last 180 days changed
both, that often by what is expected if each changed by itself (lift: together * landings
/ (changes of one * changes of the other)), and in so large a share of the changes of
the one that changes less. Landings of more than 30 files, files that programs write, and
change logs lists of dependencies are left out, and so are areas that are what no other line speaks
of, and teams of fewer than five active people. That changes of several files meet more than one area raises the lift of all
pairs: the sheet says by how much, and the rule asks for more than that.

Each such change waits for two teams. An interface that holds still, or one owner for
both, would spare that. Members whom both teams share no file tells of.`,
	Thresholds: []duty.Threshold{
		{Name: "landings", Default: 15, Least: 2, Most: 1e6, Doc: "fewest landings that changed both"},
		{Name: "lift", Default: 3, Least: 1, Most: 1000, Doc: "least lift"},
		{Name: "share", Default: 40, Least: 1, Most: 100, Doc: "least share of the changes of the one that changes less, in per cent"},
	},
}

var crossings = duty.Rule{
	ID: "collaboration/repositories", Level: sheet.LevelNote,
	Title: "Changes of one repository come with changes of another",
	Doc: `Of two repositories of a workspace so many landings of each, in the last 180 days, and
so large a share of the landings of one, are linked to one of the other. They are where
both name the same ticket, of a tracker whose numbers run across repositories or with
the repository before the number, within 30 days; or the same author calls both the
same; or one author's two were written and landed within six hours of each other. Either
that many are linked by a ticket or what they are called; or so many times as many are
linked by their author as on average when one repository is moved against the other by
one to eight whole weeks, and more than in any of these 16 comparisons.

Bots are left out, landings of more than 30 files, files that programs write, change
logs and lists of dependencies; so are two repositories on which together fewer than
five people worked, and pairs whose links are all of one author.

Work that is in two repositories waits for two reviews, builds and releases. That two
landings of one author are close does not prove that they are one piece of work: the
evidence begins with tickets and names. The settings are those of the repository that is
named first.`,
	Thresholds: []duty.Threshold{
		{Name: "landings", Default: 10, Least: 5, Most: 1e6, Doc: "fewest landings of each that are linked"},
		{Name: "lift", Default: 2, Least: 1, Most: 1000, Doc: "least quotient of those linked by their author alone and how many chance makes"},
		{Name: "share", Default: 10, Least: 1, Most: 100, Doc: "least share of the landings of one of the two, in per cent"},
	},
}

var overdue = duty.Rule{
	ID: "collaboration/overdue", Level: sheet.LevelWarning,
	Title: "A request or proposal is past the day that was promised",
	Doc: `A record of kind request that is neither answered nor rejected, or a decision that is
still proposed, whose day (due, deadline, promised, needed-by, decide-by or target-date)
is before the as-of day. A request is answered where its status says done, answered,
delivered, closed, resolved, fulfilled or implemented, or a field answered, delivered,
closed or done gives a day.

Another team waits, or goes on without an answer. What no record says is not seen.`,
}
