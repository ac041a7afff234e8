package run

import (
	"fmt"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
)

// readProfiles reads one profile, or those of a base and of a head.
func readProfiles(v *duty.View, files []fact.Input) error {
	profiles, gaps, err := input.Profiles(files)
	if err != nil {
		return err
	}
	if len(profiles) == 2 && (profiles[0].Kind != profiles[1].Kind || profiles[0].Unit != profiles[1].Unit) {
		return &duty.Mistake{
			What: fmt.Sprintf("%s holds %s in %s, and %s %s in %s", files[0].Name, profiles[0].Kind, profiles[0].Unit, files[1].Name, profiles[1].Kind, profiles[1].Unit),
			Hint: "give two profiles of one kind",
		}
	}
	v.Inputs.Profiles, v.Inputs.Gaps = profiles, gaps
	functions := 0
	for _, p := range profiles {
		functions = max(functions, len(p.Functions))
	}
	v.Inputs.Read = []sheet.Figure{
		duty.Count("profiles", len(profiles), "profile", "profiles", nil),
		duty.Count("functions", functions, "function", "functions", nil),
	}
	return nil
}
