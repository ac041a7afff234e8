package review

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var migration = duty.Rule{
	ID: "review/migration", Level: sheet.LevelWarning,
	Title: "A migration of a schema has no way back, loses data or locks a table",
	Doc: `A migration that the change adds

- has no way back: a .up.sql that changes the schema without its .down.sql where others have theirs, an
  empty part for the way down, downgrade() of Alembic without a statement, RunPython
  or RunSQL of Django without its reverse, IrreversibleMigration of Rails. A remark where
  the way down belongs that says why there is none is enough;
- loses data: it drops a table or a column, or empties a table, of which no rollback gives
  the contents back. It is not told where its name says that it drops or reverts, where it reads
  before what it drops, or gives the name to another, as who makes anew what cannot be
  altered does;
- locks a table of PostgreSQL while it works, in statements that a word makes
  harmless: an index that is not made CONCURRENTLY, a constraint that is not first NOT
  VALID, a column that is not null and has no default. A table that a migration of
  the change makes is empty, and one whose rows the migration updates first is gone
  through anyway. That the database is PostgreSQL is told by words that only
  it knows.

Each may be right: then somebody has thought of it. What is run by other means than
files of migrations is not seen.`,
}

// Folders and names of migrations.
var (
	migrationFolder = regexp.MustCompile(`(^|/)(migrations?|migrate|db/migrate|alembic/versions|versions|schema_migrations)(/|$)`)
	sqlMigration    = regexp.MustCompile(`(?i)\.(up\.sql|sql)$`)
)

// migrationKind is how a file of a migration is to be read.
type migrationKind uint8

const (
	noMigration migrationKind = iota
	sqlFile
	pythonFile
	rubyFile
)

func kindOfMigration(f *duty.ChangedFile) migrationKind {
	p := string(f.Path)
	if f.Kind != fact.Added || f.After.Text == nil || !migrationFolder.MatchString(path.Dir(p)) && !strings.HasSuffix(p, ".up.sql") {
		return noMigration
	}
	text := string(f.After.Text)
	switch {
	case strings.HasSuffix(p, ".down.sql"):
		return noMigration
	case sqlMigration.MatchString(p):
		return sqlFile
	case strings.HasSuffix(p, ".py") && (strings.Contains(text, "migrations.Migration") || strings.Contains(text, "def upgrade(")):
		return pythonFile
	case strings.HasSuffix(p, ".rb") && strings.Contains(text, "ActiveRecord::Migration"):
		return rubyFile
	}
	return noMigration
}

func (a *answer) migrations() []sheet.Finding {
	var out []sheet.Finding
	fresh := a.createdTables()
	for i := range a.change.Files {
		f := &a.change.Files[i]
		var found []risk
		switch kindOfMigration(f) {
		case sqlFile:
			found = a.sqlRisks(f, fresh)
		case pythonFile:
			found = pythonRisks(string(f.After.Text))
		case rubyFile:
			if i := strings.Index(string(f.After.Text), "IrreversibleMigration"); i >= 0 {
				found = []risk{{"no way back", "it raises IrreversibleMigration", i}}
			}
		}
		for _, kind := range riskKinds {
			if of := slices.DeleteFunc(slices.Clone(found), func(r risk) bool { return r.kind != kind }); len(of) > 0 {
				out = append(out, a.risky(f, kind, of))
			}
		}
	}
	return out
}

// risky tells what a migration risks in one way.
func (a *answer) risky(f *duty.ChangedFile, kind string, found []risk) sheet.Finding {
	out := sheet.Finding{Rule: migration.ID, Level: a.view.Level(&migration), Message: found[0].what, Why: risks[kind], Next: a.diff(string(f.Path))}
	parts := []string{string(f.Path), kind}
	for _, r := range found {
		at := sheet.Place{Path: string(f.Path), Line: 1 + strings.Count(string(f.After.Text[:r.at]), "\n")}
		if len(out.Evidence) < mostNamed {
			out.Evidence = append(out.Evidence, sheet.Evidence{Place: &at, Text: kind + ": " + r.what})
		}
		parts = append(parts, r.what)
	}
	out.Place = out.Evidence[0].Place
	if n := len(found) - 1; n > 0 {
		out.Message += fmt.Sprintf(", and %d more that do alike", n)
	}
	out.Fingerprint = sheet.Fingerprint(migration.ID, parts...)
	return out
}

// risk is what a migration risks, where in its text.
type risk struct {
	kind, what string
	at         int
}

// riskKinds are what a migration can risk, in the order in which it is told.
var riskKinds = []string{"no way back", "loses data", "locks a table"}

var risks = map[string]string{
	"no way back":   "a release that goes wrong cannot be taken back",
	"loses data":    "what is dropped comes from a backup, or from nowhere",
	"locks a table": "while it runs, whoever uses the table waits",
}

var (
	sqlComment = regexp.MustCompile(`--[^\n]*`)
	downMark   = regexp.MustCompile(`(?i)--\s*(\+goose\s+down|migrate:down|\+migrate\s+down)[^\n]*\n`)
	upMark     = regexp.MustCompile(`(?i)--\s*(\+goose\s+up|migrate:up|\+migrate\s+up)`)
	drops      = regexp.MustCompile(`(?i)\b(DROP\s+TABLE(\s+IF\s+EXISTS)?\s+[\w."]+|DROP\s+COLUMN(\s+IF\s+EXISTS)?\s+[\w."]+|TRUNCATE(\s+TABLE)?\s+[\w."]+)`)
	// schema is a statement that changes one; rows that were changed alone may well stay so.
	schema = regexp.MustCompile(`(?i)\b(CREATE|ALTER|DROP)\s`)
	// dropping is the name of a migration that says that it drops something, or takes back
	// what another one made.
	dropping = regexp.MustCompile(`(?i)(^|[-_.])(drop|drops|remove|removes|delete|deletes|revert|reverts|rollback|undo)([-_.]|$)`)
	said     = regexp.MustCompile(`(--|#)[^\n]*|(?s:""".*?"""|\x27\x27\x27.*?\x27\x27\x27)`)
	// template is what tools write where a way down belongs.
	template    = regexp.MustCompile(`(?i)section is executed when|auto generated|rolled back`)
	renames     = regexp.MustCompile(`(?i)\bRENAME\s+(?:COLUMN\s+[\w."]+\s+)?TO\s+([\w."]+)`)
	postgres    = regexp.MustCompile(`(?i)\b(JSONB|BIGSERIAL|SERIAL|TIMESTAMPTZ|CONCURRENTLY|PLPGSQL|USING\s+(GIN|GIST|BRIN)|gen_random_uuid|uuid_generate_v4|TEXT\[\])|::\w`)
	created     = regexp.MustCompile(`(?i)\bCREATE\s+(?:(?:GLOBAL\s+|LOCAL\s+)?(?:TEMP|TEMPORARY|UNLOGGED)\s+)?(?:TABLE|MATERIALIZED\s+VIEW)\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w."]+)`)
	updated     = regexp.MustCompile(`(?i)\bUPDATE\s+(?:ONLY\s+)?([\w."]+)\s[^;]*\bSET\b`)
	createIndex = regexp.MustCompile(`(?i)\bCREATE\s+(UNIQUE\s+)?INDEX\s+(CONCURRENTLY\s+)?[^;]*?\bON\s+(ONLY\s+)?([\w."]+)`)
	alterTable  = regexp.MustCompile(`(?is)\bALTER\s+TABLE\s+(IF\s+EXISTS\s+)?(ONLY\s+)?([\w."]+)([^;]*)`)
	constraint  = regexp.MustCompile(`(?i)\bADD\s+(CONSTRAINT\s+\S+\s+)?(FOREIGN\s+KEY|CHECK)\b`)
	notNull     = regexp.MustCompile(`(?is)\bADD\s+(COLUMN\s+)?[^,;]*?\bNOT\s+NULL\b[^,;]*`)
)

// ways are the way up and the way down that one migration holds; marked is false where it
// holds the way up alone.
func ways(whole string) (up, down string, marked bool) {
	if at := downMark.FindStringIndex(whole); at != nil {
		return whole[:at[0]], whole[at[1]:], true
	}
	return whole, "", false
}

// sqlRisks are those of a migration of a change that makes the fresh tables.
func (a *answer) sqlRisks(f *duty.ChangedFile, fresh map[string]bool) []risk {
	var out []risk
	whole := string(f.After.Text)
	up, down, marked := ways(whole)
	text := sqlComment.ReplaceAllStringFunc(up, func(s string) string { return strings.Repeat(" ", len(s)) })
	switch {
	case (marked || upMark.MatchString(whole)) && strings.TrimSpace(sqlComment.ReplaceAllString(down, "")) == "" && !explained(down):
		out = append(out, risk{"no way back", "it says nothing of the way down", 0})
	case strings.HasSuffix(string(f.Path), ".up.sql") && schema.MatchString(text) && !a.hasDown(f.Path):
		out = append(out, risk{"no way back", "it has no " + path.Base(downOf(string(f.Path))) + ", and others have theirs", 0})
	}
	name := path.Base(string(f.Path))
	if name == "migration.sql" { // Prisma has a folder for each
		name = path.Base(path.Dir(string(f.Path)))
	}
	announced := dropping.MatchString(name)
	for _, at := range drops.FindAllStringIndex(text, -1) {
		words := strings.Fields(text[at[0]:at[1]])
		name := words[len(words)-1]
		if !announced && !fresh[tableName(name)] && !rebuilt(text[at[1]:], name) && !carried(text[:at[0]], name) {
			out = append(out, risk{"loses data", strings.Join(words, " "), at[0]})
		}
	}
	if !postgres.MatchString(whole) {
		return out
	}
	rewritten := func(table string, before int) bool {
		return slices.ContainsFunc(updated.FindAllStringSubmatch(text[:before], -1), func(m []string) bool { return tableName(m[1]) == tableName(table) })
	}
	for _, m := range createIndex.FindAllStringSubmatchIndex(text, -1) {
		table := text[m[8]:m[9]]
		if m[4] < 0 && !fresh[tableName(table)] && !rewritten(table, m[0]) {
			out = append(out, risk{"locks a table", "the index on " + table + " is not made CONCURRENTLY", m[0]})
		}
	}
	for _, m := range alterTable.FindAllStringSubmatchIndex(text, -1) {
		table, does := text[m[6]:m[7]], text[m[8]:m[9]]
		if fresh[tableName(table)] {
			continue
		}
		if constraint.MatchString(does) && !strings.Contains(strings.ToUpper(does), "NOT VALID") && !rewritten(table, m[0]) {
			out = append(out, risk{"locks a table", "the constraint on " + table + " is checked at once: it is not NOT VALID", m[0]})
		}
		if s := notNull.FindString(does); s != "" && !strings.Contains(strings.ToUpper(s), "DEFAULT") {
			out = append(out, risk{"locks a table", "a column of " + table + " is NOT NULL and has no DEFAULT: it fails where there are rows", m[0]})
		}
	}
	return out
}

// createdTables are those that migrations of the change create: they are empty.
func (a *answer) createdTables() map[string]bool {
	out := map[string]bool{}
	for i := range a.change.Files {
		if f := &a.change.Files[i]; kindOfMigration(f) == sqlFile {
			up, _, _ := ways(string(f.After.Text))
			for _, m := range created.FindAllStringSubmatch(sqlComment.ReplaceAllString(up, ""), -1) {
				out[tableName(m[1])] = true
			}
		}
	}
	return out
}

// tableName is the name of a table without its schema and quotes.
func tableName(s string) string {
	return strings.ToLower(strings.Trim(s[strings.LastIndexByte(s, '.')+1:], `"`))
}

// rebuilt tells that another table or column takes the name of one that is dropped before:
// what cannot be altered is made anew, and filled with what was there.
func rebuilt(after, name string) bool {
	for _, m := range renames.FindAllStringSubmatch(after, -1) {
		if strings.EqualFold(strings.Trim(m[1], "\""), strings.Trim(name, "\"")) {
			return true
		}
	}
	return false
}

// carried tells that what is dropped was read before: what it held went elsewhere.
func carried(before, name string) bool {
	name = regexp.QuoteMeta(strings.Trim(name[strings.LastIndexByte(name, '.')+1:], "\""))
	emptied := regexp.MustCompile(`(?i)^\s*(DELETE\b|UPDATE\s+(ONLY\s+)?"?` + name + `\b)|\b(SET|,)\s*"?` + name + `"?\s*=`)
	read := regexp.MustCompile(`(?i)\b(SELECT|UPDATE|FROM|WHERE)\b[^;]*\b` + name + `\b`)
	for statement := range strings.SplitSeq(before, ";") {
		if read.MatchString(statement) && !emptied.MatchString(statement) {
			return true
		}
	}
	return false
}

// explained tells that remarks on the way down say why there is none, beyond what tools
// write there.
func explained(down string) bool {
	for _, c := range said.FindAllString(down, -1) {
		if len(strings.Fields(c)) > leastWords && !template.MatchString(c) {
			return true
		}
	}
	return false
}

// leastWords are more than a remark has that explains nothing.
const leastWords = 4

func downOf(p string) string { return strings.TrimSuffix(p, ".up.sql") + ".down.sql" }

// hasDown tells that a migration has its way down, or that few have one here.
func (a *answer) hasDown(p fact.Path) bool {
	there := map[fact.Path]bool{}
	ups, downs := 0, 0
	for _, q := range a.change.Head.Paths {
		if q.Folder() == p.Folder() {
			there[q] = true
			if strings.HasSuffix(string(q), ".up.sql") {
				ups++
			}
			if strings.HasSuffix(string(q), ".down.sql") {
				downs++
			}
		}
	}
	return there[fact.Path(downOf(string(p)))] || 2*downs < ups
}

var (
	runPython = regexp.MustCompile(`\b(RunPython|RunSQL)\(`)
	// alembic is a statement that changes a schema; one that changes rows alone may well stay.
	alembic   = regexp.MustCompile(`\bop\.(add|drop|create|alter|rename|batch_alter|execute\(\s*["\x27]\s*(?i:alter|create|drop))`)
	downgrade = regexp.MustCompile(`(?m)^def downgrade\([^\n]*\n((?:[ \t]+[^\n]*\n?|\s*\n)*)`)
	docstring = regexp.MustCompile(`(?s)""".*?"""|'''.*?'''`)
)

// pythonRisks are those of Django and of Alembic.
func pythonRisks(text string) []risk {
	var out []risk
	for _, at := range runPython.FindAllStringIndex(text, -1) {
		if n, named := arguments(text[at[1]:]); n == 1 && !named {
			out = append(out, risk{"no way back", strings.TrimSuffix(text[at[0]:at[1]], "(") + " has no reverse", at[0]})
		}
	}
	if m := downgrade.FindStringSubmatchIndex(text); m != nil {
		down := text[m[2]:m[3]]
		body := docstring.ReplaceAllString(down, "")
		says := 0
		for line := range strings.Lines(body) {
			if s := strings.TrimSpace(line); s != "" && s != "pass" && s != "..." && !strings.HasPrefix(s, "#") && !strings.HasPrefix(s, "raise ") {
				says++
			}
		}
		if says == 0 && !explained(down) && alembic.MatchString(text) {
			out = append(out, risk{"no way back", "downgrade() does nothing", m[0]})
		}
	}
	return out
}

// arguments counts those of a call whose parenthesis is open. Named tells that one is
// the reverse, by name.
func arguments(text string) (n int, named bool) {
	depth, something := 0, false
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote, something = c, true
		case c == '(' || c == '[' || c == '{':
			depth++
		case (c == ')' || c == ']' || c == '}') && depth > 0:
			depth--
		case c == ')':
			if something {
				n++
			}
			named = strings.Contains(text[:i], "reverse_")
			return n, named
		case c == ',' && depth == 0:
			if something {
				n++
			}
			something = false
		case c != ' ' && c != '\n' && c != '\t' && c != '\r':
			something = true
		}
	}
	return n, true // it does not end: nothing is said
}
