package knowledge

import "leadline/internal/fact"

// Source reports whether the truck factor counts a file.
func Source(p fact.Path) bool { return true }
