package fact

// Owners are what the files of a commit say of who owns what.
type Owners struct {
	// File is the CODEOWNERS file that the forge heeds; empty where there is none.
	File    Path
	Dialect OwnersDialect
	// Lines are those of File that name a pattern, in its order. Where there is no such
	// file they are made of the catalogue: a folder for each component with an owner.
	Lines []OwnerLine
	// Deciding are, for each file of the commit that somebody owns, or that a line says
	// nobody does, the lines that decide, as indices: one, or of GitLab one for each
	// section.
	Deciding map[Path][]int
	// Catalog is what catalog-info.yaml files declare, by path, then line.
	Catalog  []CatalogEntity
	Problems []OwnerProblem
	// PassedOver are files that say who owns something and are not read, and why.
	PassedOver []PassedOver
}

// OwnersDialect says by whose rules a CODEOWNERS file is read.
type OwnersDialect string

// The dialects. FromCatalog stands where there is no CODEOWNERS file.
const (
	GitHubOwners OwnersDialect = "GitHub"
	GitLabOwners OwnersDialect = "GitLab"
	FromCatalog  OwnersDialect = "Backstage"
)

// OwnerLine is a pattern and who owns what it fits.
type OwnerLine struct {
	File    Path
	Line    int // from 1
	Pattern string
	// Owners are in the order of the line; none where it says that nobody owns it.
	Owners []Owner
	// Section, Optional and Approvals are GitLab's: Approvals is 0 where the line asks
	// for no number.
	Section   string
	Optional  bool
	Approvals int
	// Excludes: what it fits has no owner in its section, whatever comes later.
	Excludes bool
	// Fits is how many files of the commit the pattern fits, and Decides for how many of
	// them no later line of the section is heeded instead.
	Fits, Decides int
	// Instead is the line that is heeded for the first of those that it fits and does not
	// decide, as an index; -1 where there is none.
	Instead int
}

// Owner is a team or account as a file names it.
type Owner struct {
	// Name is as it is written: @org/team, @login, an e-mail address, group:team.
	Name string
	Kind OwnerKind
}

// OwnerKind says what is behind a name.
type OwnerKind string

// The kinds of owner. OwnerAccount is a user or, at GitLab and in a catalogue, perhaps a
// group: the file does not tell.
const (
	OwnerTeam    OwnerKind = "team"
	OwnerAccount OwnerKind = "account"
	OwnerEmail   OwnerKind = "e-mail"
	OwnerRole    OwnerKind = "role" // of GitLab: all who have it
)

// CatalogEntity is one document of a catalog-info.yaml file of Backstage.
type CatalogEntity struct {
	Path Path
	Line int
	// Kind is Component, API, System, Group and so on, Name its name in the catalogue.
	Kind, Name string
	// Owner is empty where none is named. OwnerLine is where.
	Owner     Owner
	OwnerLine int
	System    string
	// DependsOn, Provides and Consumes are references to other entities, as written.
	DependsOn, Provides, Consumes []string
}

// OwnerProblem is something in a file of owners that is not read as it was meant.
type OwnerProblem struct {
	Path         Path
	Line, Column int // from 1; 0 where it is about the whole file
	Message      string
	// Next is what to do about it.
	Next string
}
