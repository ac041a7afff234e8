package people

import (
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// classifier tells bots and agents from people.
type classifier struct{ bots, agents, humans patterns }

func newClassifier(r *Rules) classifier {
	return classifier{patternsOf(r.Bots), patternsOf(r.Agents), patternsOf(r.Humans)}
}

func (c *classifier) identity(id fact.Identity) Kind {
	switch {
	case c.humans.names(id):
		return Human
	case c.agents.names(id):
		return Agent
	case c.bots.names(id):
		return Bot
	case vendor(id) != "" || isAgent(id):
		return Agent
	case isBot(id):
		return Bot
	}
	return Human
}

// told reports whether the configuration says what an identity is.
func (c *classifier) told(x *identity) bool {
	for _, p := range []patterns{c.humans, c.agents, c.bots} {
		if p.names(x.mapped) || p.names(x.raw) {
			return true
		}
	}
	return false
}

// agentName is what an agent is called.
func agentName(id fact.Identity) string {
	if v := vendor(id); v != "" {
		return v
	}
	return id.Name
}

// product is a coding agent and what gives it away: addresses and accounts
// that its vendor owns. Its bare name never does: Claude, Devin, Jules and Cody
// are people's names too.
type product struct {
	name string
	// emails are whole addresses, logins accounts at a forge.
	emails, logins []string
	// hosts are the vendor's. Its staff commit from there too, so only the
	// product's own mailbox counts (see serviceBoxes).
	hosts []string
	// word names the product within the name of an app ("electron-claude[bot]").
	word string
	// tokens begin what the vendor's tools write as a name, in lower case, as a
	// pattern; nobody is called so.
	tokens string
}

// model matches a name with a version, whatever a vendor calls its next model:
// "Claude Opus 4.8", "Gemini 3".
const model = `(?:[ -]\pL+)?[ -]v?\d`

var products = []product{
	{"Claude", []string{"noreply@anthropic.com", "claude@anthropic.com"}, []string{"claude", "claude[bot]", "claude-code[bot]", "anthropic-code-agent[bot]"}, []string{"anthropic.com"}, "claude", `claude[ :-](?:code|opus|sonnet|haiku|fable|ai)|claude` + model + `|claude:claude|anthropic`},
	{"GitHub Copilot", []string{"copilot@github.com"}, []string{"copilot", "copilot-swe-agent[bot]", "copilot[bot]", "github-copilot[bot]", "copilot-pull-request-reviewer[bot]", "github-advanced-security[bot]"}, nil, "copilot", `github copilot|copilot[ :-](?:cli|agent|swe|coding|chat|autofix)|copilot`},
	{"Cursor", []string{"cursoragent@cursor.com", "agent@cursor.com", "noreply@cursor.com", "noreply@cursor.sh"}, []string{"cursor[bot]", "cursoragent"}, []string{"cursor.com", "cursor.sh"}, "cursor", `cursor agent|cursor ai|cursoragent|cursor` + model},
	{"Devin", []string{"devin@cognition.ai"}, []string{"devin-ai-integration[bot]", "devin-ai[bot]"}, []string{"devin.ai", "cognition-labs.com"}, "devin", `devin ai`},
	{"OpenAI Codex", []string{"codex@openai.com", "noreply@openai.com", "chatgpt@openai.com"}, []string{"chatgpt-codex-connector[bot]", "openai-codex[bot]", "codex[bot]"}, []string{"openai.com"}, "codex", `openai|chatgpt|codex[ :-](?:cli|gpt)|codex` + model + `|gpt-?\d`},
	{"Gemini", []string{"gemini@google.com", "gemini-cli@google.com", "gemini-code-assist@google.com", "noreply@gemini.google.com"}, []string{"gemini-code-assist[bot]", "gemini-cli[bot]"}, nil, "gemini", `gemini[ :-](?:cli|code|pro|flash|ai)|gemini` + model + `|google gemini`},
	{"Jules", nil, []string{"google-labs-jules[bot]", "jules[bot]"}, nil, "jules", `google[ -]labs[ -]jules|google jules`},
	{"Aider", nil, nil, []string{"aider.chat", "aider.dev"}, "aider", `aider \(`},
	{"Amp", []string{"amp@ampcode.com"}, []string{"amp-agent[bot]"}, []string{"ampcode.com"}, "ampcode", `ampcode|sourcegraph amp`},
	{"OpenHands", []string{"opendevin@all-hands.dev"}, []string{"openhands-agent", "openhands-ai[bot]"}, []string{"all-hands.dev", "opendevin.ai", "opendevin.com"}, "openhands", `openhands|opendevin`},
	{"Windsurf", []string{"windsurf@codeium.com", "cascade@windsurf.com"}, []string{"windsurf-bot[bot]"}, []string{"windsurf.com", "codeium.com"}, "windsurf", `windsurf (?:ai|cascade)|windsurf$|codeium`},
	{"Sweep", nil, []string{"sweep-ai[bot]", "sweep-nightly[bot]", "sweep-ai-deprecated[bot]"}, []string{"sweep.dev"}, "", `sweep ai`},
	{"Junie", []string{"junie@jetbrains.com", "junie-agent@jetbrains.com"}, []string{"junie-agent", "jetbrains-junie[bot]"}, nil, "junie", `jetbrains junie`},
	{"opencode", nil, []string{"opencode-agent[bot]", "opencode[bot]"}, []string{"opencode.ai"}, "opencode", `opencode`},
	{"Factory Droid", []string{"droid@factory.ai"}, []string{"factory-droid[bot]"}, []string{"factory.ai"}, "", `factory[ -]droid`},
	{"Warp", []string{"agent@warp.dev"}, []string{"warp-agent[bot]"}, []string{"warp.dev"}, "", `warp agent`},
	{"Qwen Code", []string{"qwen-coder@alibabacloud.com"}, nil, nil, "qwen", `qwen[ -]cod(?:e|er)|qwen` + model},
	{"Kilo Code", nil, []string{"kilocode-bot[bot]", "kiloconnect[bot]"}, nil, "kilocode", `kilo[ -]?code`},
	{"Roo Code", []string{"roo@roocode.com", "roo@roocode.dev"}, []string{"roomote", "roomote[bot]", "roomote-agent", "roomote-v0[bot]"}, []string{"roocode.com", "roocode.dev", "roo.vet"}, "roomote", `roo[ -]?code|roomote`},
	{"CodeRabbit", nil, []string{"coderabbitai[bot]"}, []string{"coderabbit.ai"}, "coderabbit", `coderabbit`},
	{"Ellipsis", nil, []string{"ellipsis-dev[bot]"}, []string{"ellipsis.dev"}, "", ""},
	{"Continue", nil, []string{"continue[bot]", "continue-staging[bot]"}, []string{"continue.dev"}, "", `continue agent`},
	{"Cline", nil, []string{"cline-cloud[bot]", "cline-agent", "cline"}, []string{"cline.bot"}, "cline", `cline (?:bot|agent|cloud)`},
	{"Ona", []string{"no-reply@ona.com"}, nil, []string{"ona.com"}, "", ""},
	{"Terragon", nil, []string{"terragon-labs[bot]"}, []string{"terragonlabs.com"}, "", `terragon`},
	{"Vercel Agent", nil, []string{"vercel[bot]"}, nil, "", ""},
	{"cubic", nil, []string{"cubic-dev-ai[bot]"}, nil, "", ""},
	{"Greptile", nil, []string{"greptile-apps[bot]"}, []string{"greptile.com"}, "greptile", ""},
	{"Pi", nil, nil, []string{"pi.dev"}, "", `ai \(pi/|pi coding agent`},
	{"v0", nil, []string{"v0[bot]", "v0-bot"}, nil, "", ""},
	{"Lovable", nil, []string{"lovable-dev[bot]", "gpt-engineer-app[bot]"}, nil, "lovable", ""},
	{"Amazon Q", nil, []string{"amazon-q-developer[bot]"}, nil, "", `amazon q`},
}

// serviceBoxes are the mailboxes of a vendor's that its product uses, besides
// one of the product's name.
var serviceBoxes = set("noreply", "no-reply", "agent", "bot")

// These look products up.
var productEmails, productLogins, productHosts, productWords = func() (e, l, h, w map[string]string) {
	e, l, h, w = map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}
	for _, p := range products {
		for _, s := range p.emails {
			e[s] = p.name
		}
		for _, s := range p.logins {
			l[s] = p.name
		}
		for _, s := range p.hosts {
			h[s] = p.name
		}
		if p.word != "" {
			w[p.word] = p.name
		}
	}
	return e, l, h, w
}()

// vendor is the coding agent behind an identity; empty if it is none's.
func vendor(id fact.Identity) string {
	a := parseAddress(id.Email)
	if v := productEmails[a.email]; v != "" {
		return v
	}
	name := asciiLower(strings.TrimSpace(id.Name))
	if _, login, ok := strings.Cut(a.login, ":"); ok {
		if v := app(login); v != "" {
			return v
		}
	}
	// A name that ends in [bot] is a forge's: no person can take it.
	if strings.HasSuffix(name, "[bot]") {
		return app(name)
	}
	if v := productHosts[a.host]; v != "" && (serviceBoxes[a.local] || productWords[a.local] == v) {
		return v
	}
	// gemini-cli-robot cuts releases: what calls itself a robot acts by rule.
	if v := named(name); v != "" && !strings.HasSuffix(name, "robot") {
		return v
	}
	// "Claude" is one only beside an address that says it is a service.
	if v := productWords[name]; v != "" && service.MatchString(a.local) {
		return v
	}
	return ""
}

// app is the product behind an account at a forge: one that its vendor owns, or
// an app that is called after it.
func app(login string) string {
	if v := productLogins[login]; v != "" {
		return v
	}
	parts, ok := strings.CutSuffix(login, "[bot]")
	if !ok {
		return ""
	}
	for _, w := range strings.FieldsFunc(parts, func(r rune) bool { return r == '-' || r == '_' }) {
		if v := productWords[w]; v != "" {
			return v
		}
	}
	return ""
}

// service matches the mailbox of a program.
var service = regexp.MustCompile(`(?:^|[-_.])(?:svc|service|bot|agent|no-?reply|automation)(?:$|[-_.])`)

// isAgent tells agents of no known vendor by what they call themselves:
// "Perfloop Agent", "fixer-ai[bot]". Agent is no family's name.
func isAgent(id fact.Identity) bool {
	if w := words(id.Name); len(w) > 1 && w[len(w)-1] == "agent" {
		_, helped := aside(id.Name)
		return helped == ""
	}
	name := asciiLower(strings.TrimSpace(id.Name))
	_, login, _ := strings.Cut(parseAddress(id.Email).login, ":")
	return agentApp.MatchString(name) || agentApp.MatchString(login)
}

var agentApp = regexp.MustCompile(`[-_](?:ai|agents?)(?:-bot)?\[bot\]$`)

// aside splits "Ann Example (aider)" into the person and the agent who helped,
// as some tools write it into the author's name.
func aside(name string) (person, agent string) {
	before, rest, ok := strings.Cut(name, "(")
	note, after, closed := strings.Cut(rest, ")")
	before, note = strings.TrimSpace(before), strings.TrimPrefix(strings.TrimSpace(note), "via ")
	if !ok || !closed || before == "" || strings.TrimSpace(after) != "" {
		return name, ""
	}
	if agent = productWords[asciiLower(note)]; agent == "" {
		agent = named(note)
	}
	if agent == "" || vendor(fact.Identity{Name: name}) != "" {
		return name, ""
	}
	return before, agent
}

// tokens match what any product's do, the product of each in a group.
var tokens, tokenOf = func() (*regexp.Regexp, []string) {
	var each, of []string
	for _, p := range products {
		if p.tokens != "" {
			each, of = append(each, "("+p.tokens+")"), append(of, p.name)
		}
	}
	return regexp.MustCompile(`^(?:` + strings.Join(each, "|") + `)(?:$|[^\pL])`), of
}()

// named is the product that a text without an address names.
func named(s string) string {
	s = asciiLower(s)
	// Most names are no product's, which a search without groups tells sooner.
	if !tokens.MatchString(s) {
		return ""
	}
	m := tokens.FindStringSubmatch(s)
	return tokenOf[slices.IndexFunc(m[1:], func(g string) bool { return g != "" })]
}

// helper is the coding agent that a trailer names; empty if it names none.
func helper(t fact.Trailer) string {
	key := asciiLower(t.Key)
	switch key {
	case "co-authored-by", "assisted-by", "generated-by", "generated-with", "made-with", "coding-agent", "co-developed-by":
	default:
		return ""
	}
	id, _, ok := contact(t.Value)
	if ok && id.Email != "" {
		return vendor(id)
	}
	value := strings.TrimSpace(t.Value)
	if v := named(value); v != "" {
		return v
	}
	// "Tool:model-4.5" is how kernels and others ask for it to be written.
	if m := toolModel.FindStringSubmatch(value); m != nil && key != "co-authored-by" {
		return m[1]
	}
	// What a change was made with is a tool: here its bare name will do.
	if key == "made-with" || key == "generated-with" || key == "generated-by" {
		for _, p := range products {
			if strings.EqualFold(value, p.name) {
				return p.name
			}
		}
	}
	return ""
}

var toolModel = regexp.MustCompile(`^(\pL[\pL\d_-]*):[\pL\d._/-]*\d[\pL\d._/-]*$`)

// isBot tells accounts that act by rule.
func isBot(id fact.Identity) bool {
	a := parseAddress(id.Email)
	raw := strings.TrimSpace(id.Name)
	if before, _, ok := strings.Cut(raw, "@"); ok && before != "" && !strings.ContainsAny(raw, " (") {
		raw = before // an address in place of a name: its host is not the name
	}
	name := asciiLower(raw)
	_, login, _ := strings.Cut(a.login, ":")
	if strings.HasSuffix(a.local, "[bot]") || botHosts[a.host] || forgeItself(fold(raw), a) {
		return true
	}
	// What stands before the @ may be a first name: travis@.
	for _, s := range []string{name, login} {
		if strings.HasSuffix(s, "[bot]") || botNames[s] {
			return true
		}
	}
	if botOffice.MatchString(raw) || name == a.local && botLocals[name] || botOf(name, a) {
		return true
	}
	if strings.Contains(name, " le bot") || a.local == strings.Join(words(raw), ".") {
		return false // Bot and Le Bot are families; bots do not write ann.bot@
	}
	return botWord.MatchString(name) || botWord.MatchString(login)
}

// botWord matches bot as a word of its own at either end of a name.
var botWord = regexp.MustCompile(`(?:^|[-_. ])(?:ro)?b[o0]t$|^bot[-_.]|[-_](?:ci|autoroller)$`)

// botOffice matches what only programs are called, some by their capitals
// alone: "Monorail CI".
var botOffice = regexp.MustCompile(`[a-z] CI(?:$| )|[a-z]releaser$|(?: [Rr]elease| [Bb]uild| [Dd]eploy| [Aa]utomation) (?:[Tt]ools?|[Aa]utomation|[Aa]ccount)$`)

// botLocals are names of programs, where the mailbox has the same.
var botLocals = set("ci", "build", "deploy", "release", "automation")

// botOf matches a project's own bot: "grafanabot" writes from grafana.com,
// "prometheusbot" from prometheus-team@. Talbot and Lambot are families, and a
// person may like to be called AnnBot.
func botOf(name string, a address) bool {
	of, ok := strings.CutSuffix(name, "bot")
	if !ok || strings.ContainsAny(name, " -_.") || a.login != "" {
		return false
	}
	if a.email == "" {
		return true
	}
	in := func(s string, of string) bool {
		return slices.Contains(strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == '-' || r == '_' || r == '+' }), of)
	}
	return len(of) >= 4 && (in(a.host, of) || in(a.local, of) && a.local != of)
}

var botNames = set(
	"dependabot", "dependabot-preview", "renovate", "renovatebot", "renovate bot", "whitesource renovate", "mend renovate", "greenkeeper", "greenkeeperio-bot", "snyk-bot", "snyk bot",
	"github-actions", "github actions", "github action", "actions-user", "travis ci", "travis-ci", "circleci", "circle ci", "jenkins", "appveyor", "azure pipelines",
	"gitlab-ci", "gitlab ci", "codecov", "pyup-bot", "pyup.io bot", "requires.io", "depfu", "imgbot", "imgbotapp", "allcontributors", "all-contributors",
	"semantic-release-bot", "release-please", "mergify", "bors", "homu", "weblate", "hosted weblate", "transifex", "crowdin", "crowdin bot", "pre-commit-ci",
	"pre-commit autoupdate", "autofix-ci", "prombot", "k8s-ci-robot", "k8s-publishing-bot", "ti-chi-bot", "googlebot", "hubot", "gopherbot", "rust-timer", "rustbot",
	"restyled-io", "deepsource-autofix", "sonatype-lift", "lgtm-com", "copybara", "copybara-service", "readthedocs-assistant", "web-flow", "changeset-bot", "tagbot",
	"compathelper julia", "nix-update", "r-ryantm", "flutter roll", "skia autoroll", "chromium autoroll", "v8 autoroll", "openssl-machine", "nodejs-github-bot",
)

var botHosts = set("dependabot.com", "renovateapp.com", "whitesourcesoftware.com.bot", "travis-ci.org", "circleci.com.bot", "pyup.io", "greenkeeper.io", "depfu.com")
