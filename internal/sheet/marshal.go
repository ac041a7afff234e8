package sheet

// The lists of an answer are lists in JSON even where nobody made them: a
// reader that loops over them must not meet null.

// MarshalJSON writes an answer.
func (a Answer) MarshalJSON() ([]byte, error) {
	type plain Answer
	a.Read, a.Gaps, a.Sheets = list(a.Read), list(a.Gaps), list(a.Sheets)
	return plainJSON(plain(a))
}

// MarshalJSON writes a sheet.
func (s Sheet) MarshalJSON() ([]byte, error) {
	type plain Sheet
	s.Figures, s.Findings, s.Sections, s.Unknown = list(s.Figures), list(s.Findings), list(s.Sections), list(s.Unknown)
	return plainJSON(plain(s))
}

// MarshalJSON writes a table.
func (t Table) MarshalJSON() ([]byte, error) {
	type plain Table
	t.Columns, t.Rows = list(t.Columns), list(t.Rows)
	return plainJSON(plain(t))
}

func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
