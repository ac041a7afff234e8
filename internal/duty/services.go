package duty

import (
	"leadline/internal/analysis/release"
	"leadline/internal/fact"
)

// Services are descriptions of services, OpenAPI and protobuf, held against the last
// release.
type Services struct {
	// Release is the last one; nil where nothing was released, and nothing is held
	// against anything.
	Release *release.Release
	// Changed are those that differ, by path.
	Changed []Service
	// Unchecked could not be compared.
	Unchecked []fact.APIUnchecked
}

// Service is a description that changed since the last release.
type Service struct {
	// Path is where it stands now; of what is gone, where it stood.
	Path fact.Path
	// Was and Is are the versions that it names at the release and now; a protobuf file
	// names none but that in its package, and one that is new or gone has one of them.
	Was, Is string
	// Promises: at the release it promised to stay compatible. Announced: another major
	// version, or package, says that it is not.
	Promises, Announced bool
	Changes             []fact.APIChange
	// Raised counts the steps between earlier releases in which its version changed, of
	// the Steps in which it did; they are told where Was and Is are the same.
	Raised, Steps int
	// ByRelease: at the release it named the release's own version.
	ByRelease bool
	// Told gives, by symbol, the change log or the guide for upgrades that came to name
	// what breaks.
	Told map[string]fact.Path
}
