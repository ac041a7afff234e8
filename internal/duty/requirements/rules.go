package requirements

import (
	"leadline/internal/analysis/wording"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// measured is what the rules of wording have in common.
const measured = `

Judged is what binds: the sentences with shall or must, or all where none has either.
Notes, examples and rationale, what is quoted, in code or in a link, is left out. On 1,113
requirements of 14 repositories on which nobody had tuned the rules, 18 of the 22 warnings
of these four were right when read by hand: docs/evidence/requirements.md.`

var vague = duty.Rule{
	ID: "requirements/vague", Level: sheet.LevelWarning,
	Title: "A requirement has a word that two readers understand differently",
	Doc: `A word of a list that was mostly right where it stood: appropriate, sufficient, gracefully,
user-friendly, efficient, quickly and their kin (INCOSE Guide to Writing Requirements, R7).
It is not told where the sentence says what is meant: by a reference, a number, a purpose
or a list in brackets. The characteristic of ISO/IEC/IEEE 29148 is "unambiguous".` + measured,
}

var placeholder = duty.Rule{
	ID: "requirements/placeholder", Level: sheet.LevelWarning,
	Title: "Something in a requirement is still to be written",
	Doc: `TBD, TBC, ???, XX where a value belongs; TODO and its kin alone, in brackets or at the end;
[NEEDS CLARIFICATION ...]. A statement that speaks of such marks is not meant. The
characteristic of ISO/IEC/IEEE 29148 is "complete".` + measured,
}

var openEnded = duty.Rule{
	ID: "requirements/open-ended", Level: sheet.LevelWarning,
	Title: "A list in a requirement has no end",
	Doc: `"etc.", "and so on", "or similar", "including but not limited to", three dots after a comma
(INCOSE R9). Nobody can tell when it is met. Not told in brackets behind a class that is
named in full: every action (open, close, etc.). The characteristic of ISO/IEC/IEEE 29148
is "complete".` + measured,
}

var loophole = duty.Rule{
	ID: "requirements/loophole", Level: sheet.LevelWarning,
	Title: "A requirement lets whoever builds it decide whether it holds",
	Doc: `"if possible", "as appropriate", "where needed", "as much as possible", "should normally"
(INCOSE R8). "as required by X" names who decides, and is not meant. The characteristic of
ISO/IEC/IEEE 29148 is "verifiable".` + measured,
}

var several = duty.Rule{
	ID: "requirements/several", Level: sheet.LevelNote,
	Title: "Requirements hold more than one obligation",
	Doc: `More than one shall or must in what binds: consider to split it, so that each part can be
covered, verified and dropped by itself (INCOSE R18). Often they are meant as one, which
is why it is a note, and one for all. The characteristic of ISO/IEC/IEEE 29148 is
"singular".`,
}

var duplicate = duty.Rule{
	ID: "requirements/duplicate", Level: sheet.LevelNote,
	Title: "Two requirements say the same",
	Doc: `The statements are equal but for case, blanks and marks. Mostly one was copied, and what
should differ was forgotten. The characteristic of ISO/IEC/IEEE 29148, of sets, is
"consistent".`,
}

var long = duty.Rule{
	ID: "requirements/long", Level: sheet.LevelNote,
	Title: "Requirements are long",
	Doc: `What binds has more than 60 words before its first list: what is listed is read item by
item. The characteristic of ISO/IEC/IEEE 29148, of sets, is "comprehensible".`,
}

var ears = duty.Rule{
	ID: "requirements/ears", Level: sheet.LevelNote,
	Title: "A requirement is in no pattern of EARS, and its folder is to keep to them",
	Doc: `The Easy Approach to Requirements Syntax (Mavin, Wilkinson, Harwood, Novak 2009): The
SYSTEM shall; While STATE, the SYSTEM shall; When TRIGGER, the SYSTEM shall; If TRIGGER,
then the SYSTEM shall; Where FEATURE, the SYSTEM shall; and several of these. Told of the
folders alone of which leadline.yaml says so: records: requirement: [{path: FOLDER, style:
ears}]. The sheet shows for each folder how many are in one, and proposes the style where
four of five of at least ten are.`,
}

var orphaned = duty.Rule{
	ID: "requirements/orphaned", Level: sheet.LevelWarning,
	Title: "A file names a requirement that does not exist",
	Doc: `A tag in a comment (@req ID, [impl->req~id~1], @relation(ID, scope=file)) names an id that no
requirement of the commit has. It was removed or renamed, or the tag has a slip. Tags in
strings, fixtures, and between leadline:off and leadline:on do not count, nor those of
projects in miniature with requirements of their own. With leadline trace --tests it is
told of tests too that say they verify such an id.`,
}

var outdated = duty.Rule{
	ID: "requirements/outdated", Level: sheet.LevelWarning,
	Title: "A tag or a requirement names another revision of a requirement",
	Doc: `Of OpenFastTrace: what is named has another revision now, or not yet that one, or does not
ask for artifacts of that type. Whoever raised the revision meant that what covers it be
looked at again.`,
}

var suspect = duty.Rule{
	ID: "requirements/suspect", Level: sheet.LevelNote,
	Title: "A requirement was changed after what verifies it",
	Doc: `A line of what binds was written after the last change of every test that names the
requirement; where no test does, of every file of code that does. By git alone, from who
wrote which line: a change of words that changes no meaning counts too, and a change of
another test in the same file hides it.`,
}

var uncovered = duty.Rule{
	ID: "requirements/uncovered", Level: sheet.LevelNote,
	Title: "Requirements are covered by nothing",
	Doc: `Nothing names them: neither a tag in code or a test nor, of OpenFastTrace, all types of
artifacts that they need. Told where at least one requirement is covered, as one finding.
leadline trace lists them.`,
}

var failed = duty.Rule{
	ID: "requirements/failed", Level: sheet.LevelWarning,
	Title: "A test that verifies a requirement failed",
	Doc: `Of the tests in the files of leadline trace --tests one failed, or began and did not
finish, that says it verifies the requirement, or one that refines it. A test that ran
several times failed when it failed once.`,
}

var skipped = duty.Rule{
	ID: "requirements/skipped", Level: sheet.LevelNote,
	Title: "All tests that verify requirements were skipped",
	Doc: `In the files of leadline trace --tests each test that says it verifies the requirement was
skipped: whether it holds was not looked at. Told as one finding.`,
}

// ruleOf is the rule of a kind of smell.
var ruleOf = map[wording.Kind]*duty.Rule{
	wording.Vague: &vague, wording.Placeholder: &placeholder, wording.OpenEnded: &openEnded, wording.Loophole: &loophole,
	wording.Several: &several, wording.Long: &long,
}
