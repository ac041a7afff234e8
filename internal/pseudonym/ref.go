package pseudonym

import (
	"encoding/hex"
	"regexp"
	"strings"

	"leadline/internal/sheet"
)

// usual are names of branches that tell nothing of who works on them: the
// customary ones, versions, release lines.
var usual = regexp.MustCompile(`(?i)^(?:head|main|master|trunk|default|devel|develop|development|dev|next|stable|unstable|edge|nightly|current|staging|production|prod|test|testing|release|releases|maint|maintenance|lts|gh-pages` +
	`|(?:(?:release|releases|rel|version|versions|stable|maint|maintenance|support|hotfix|backport|lts|v)[-_/.]?)?v?\d+(?:[._-](?:\d+|x|lts|rc|alpha|beta|pre|dev|stable|maintenance))*)$`)

// spaces are where refs live; after them comes the name.
var spaces = regexp.MustCompile(`^(?:refs/(?:heads|remotes/(?:origin|upstream)|remotes|tags|stash|notes)/|(?:origin|upstream)/)`)

// ref replaces the name of a branch. A tag is public, and so are the usual
// branches: in them only persons are replaced.
func (b *Book) ref(s string) string {
	if strings.HasPrefix(s, "refs/tags/") {
		return b.replace(s, "", true)
	}
	space := spaces.FindString(s)
	if name := s[len(space):]; !usual.MatchString(name) {
		return space + "branch-" + hex.EncodeToString(b.hash("branch " + name)[:3])
	}
	return s
}

// refs are the branches of one answer that are replaced, by their short names,
// so that its commands speak of them likewise.
type refs map[string]string

func (b *Book) refsOf(a sheet.Answer) refs {
	all := refs{}
	a.Map(func(kind sheet.TextKind, s string) string {
		if kind == sheet.RefName {
			space := spaces.FindString(s)
			if with := b.ref(s); with != s && !strings.HasPrefix(s, "refs/tags/") {
				all[s[len(space):]] = with[len(space):]
			}
		}
		return s
	})
	return all
}

// inCommand replaces branches among a command's arguments, in ranges too, up to
// the paths.
func (r refs) inCommand(s string) string {
	words := strings.Split(s, " ")
	for i := 1; i < len(words) && words[i] != "--" && len(r) > 0; i++ {
		// The command of a program is no branch: git log.
		if i == 1 && !strings.Contains(words[i], "/") {
			continue
		}
		ends := strings.Split(words[i], "..")
		for j, end := range ends {
			bare := strings.Trim(end, `'.^`)
			if with, ok := r[bare[len(spaces.FindString(bare)):]]; ok && bare != "" {
				ends[j] = strings.Replace(end, bare[len(spaces.FindString(bare)):], with, 1)
			}
		}
		words[i] = strings.Join(ends, "..")
	}
	return strings.Join(words, " ")
}

var refLike = regexp.MustCompile(`[\pL\pN_][\pL\pN_./#-]*[\pL\pN_]`)

// inProse replaces branches that cannot be words.
func (r refs) inProse(s string) string {
	if len(r) == 0 {
		return s
	}
	return refLike.ReplaceAllStringFunc(s, func(word string) string {
		space := spaces.FindString(word)
		if with, ok := r[word[len(space):]]; ok && strings.ContainsAny(word[len(space):], "-_/.0123456789") {
			return space + with
		}
		return word
	})
}
