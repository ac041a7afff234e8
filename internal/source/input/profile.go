package input

import (
	"errors"

	"leadline/internal/fact"
	"leadline/internal/source/input/profile"
)

// Profiles reads profiles, a file each.
func Profiles(files []fact.Input) ([]fact.Profile, []fact.Gap, error) {
	var out []fact.Profile
	var gaps []fact.Gap
	var wrong []error
	for _, f := range files {
		p, left, err := profile.Read(f)
		out, gaps, wrong = append(out, p), append(gaps, left...), append(wrong, err)
	}
	return out, gaps, errors.Join(wrong...)
}
