package documents

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	// mostLost is how many documents are told of, those first of which most names went.
	mostLost = 10
	// mostNames is how many names the message about a document says.
	mostNames = 3
)

// lost are the names in the place that are gone, by document, the most first.
func (a *answer) lost() [][]duty.LostName {
	if a.view.LostNames == nil {
		return nil
	}
	var out [][]duty.LostName
	at := map[fact.Path]int{}
	for _, x := range a.view.LostNames.Names {
		if !a.view.Within(x.Document) {
			continue
		}
		i, ok := at[x.Document]
		if !ok {
			i, at[x.Document] = len(out), len(out)
			out = append(out, nil)
		}
		out[i] = append(out[i], x)
	}
	slices.SortStableFunc(out, func(x, y []duty.LostName) int { return cmp.Compare(len(y), len(x)) })
	return out
}

// lostCount is how many names in the place are gone.
func (a *answer) lostCount() int {
	n := 0
	for _, names := range a.lost() {
		n += len(names)
	}
	return n
}

// unseenNames are the names of which it is not known whether they are gone.
func (a *answer) unseenNames() []sheet.Unknown {
	l := a.view.LostNames
	switch {
	case l == nil || a.view.Off(&missing):
		return nil
	case l.Missing > 0:
		return []sheet.Unknown{{
			What: "which names of code in documents are gone", Why: duty.Amount(l.Missing, "content is", "contents are") + " not here, and may have them",
		}}
	case l.Unseen > 0:
		return []sheet.Unknown{{
			What: "whether " + duty.Amount(l.Unseen, "name", "names") + " in documents " + duty.Plural(l.Unseen, "was", "were") + " declared here once",
			Why:  "no file has such a name now, and the lines were written in more commits than are read",
		}}
	}
	return nil
}

// lostNames tells of documents whose names nothing declares any more.
func (a *answer) lostNames() []sheet.Finding {
	var out []sheet.Finding
	for _, names := range a.lost() {
		if len(out) == mostLost {
			break
		}
		out = append(out, a.lostIn(names))
	}
	return out
}

func (a *answer) lostIn(names []duty.LostName) sheet.Finding {
	first := &names[0]
	at := sheet.Place{Path: string(first.Document), Line: first.Line}
	f := sheet.Finding{
		Rule: missing.ID, Level: a.view.Level(&missing), Place: &at,
		Message: first.Text + " is gone",
		Why:     "it was declared when the line was written, and no code, configuration or data has it any more: what the document says of it may hold no longer",
		Next:    "see whether what is said still holds, and name what took its place",
	}
	f.Gate = f.Level == sheet.LevelError
	if first.Now != "" {
		f.Message += fmt.Sprintf("; it is %s now", first.Now)
		f.Next = "see whether what is said still holds, and write " + first.Now
	}
	if more := names[1:]; len(more) > 0 {
		var said []string
		for _, x := range more[:min(len(more), mostNames-1)] {
			said = append(said, x.Text)
		}
		f.Message += "; so "
		if len(more) == 1 {
			f.Message += "is "
		} else {
			f.Message += "are "
		}
		f.Message += strings.Join(said, " and ")
		if n := len(more) - len(said); n > 0 {
			f.Message += fmt.Sprintf(", and %d more here", n)
		}
	}
	commits := map[fact.CommitID]bool{}
	for _, x := range names[:min(len(names), mostEvidence)] {
		text := fmt.Sprintf("%s was declared in %s", x.Name, x.Was)
		if x.Now != "" {
			text += "; see " + x.Now + " in " + string(x.In)
		}
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: at.Path, Line: x.Line}, Text: text})
		if x.By != "" && !commits[x.By] {
			commits[x.By] = true
			f.Evidence = append(f.Evidence, a.commit(x.By))
		}
	}
	f.Fingerprint = sheet.Fingerprint(missing.ID, at.Path)
	return f
}
