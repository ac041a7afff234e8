package people

import (
	"regexp"
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
	case vendor(id) != "":
		return Agent
	case isBot(id):
		return Bot
	}
	return Human
}

// agentName is what an agent is called.
func agentName(id fact.Identity) string {
	if v := vendor(id); v != "" {
		return v
	}
	return id.Name
}

// product is a coding agent and what gives it away: addresses and accounts
// that its vendor owns. A name alone never does: Claude, Devin, Jules and Cody
// are people's names too.
type product struct {
	name string
	// emails are whole addresses, logins accounts at a forge, hosts the domains
	// from which no person sends.
	emails, logins, hosts []string
	// tokens are what the vendor's tools write where no address stands.
	tokens *regexp.Regexp
}

func tokens(s string) *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:` + s + `)(?:$|[^\pL\d])`) }

var products = []product{
	{"Claude", []string{"noreply@anthropic.com", "claude@anthropic.com"}, []string{"claude[bot]", "claude-code[bot]", "anthropic-code-agent[bot]"}, nil, tokens(`claude[ -:](?:code|opus|sonnet|haiku|\d)|claude:claude|anthropic`)},
	{"GitHub Copilot", []string{"copilot@github.com"}, []string{"copilot", "copilot-swe-agent[bot]", "copilot[bot]", "github-copilot[bot]", "copilot-pull-request-reviewer[bot]", "github-advanced-security[bot]"}, nil, tokens(`github copilot|copilot[ -:](?:cli|agent|swe|coding|chat|autofix)|copilot`)},
	{"Cursor", []string{"cursoragent@cursor.com", "agent@cursor.com", "noreply@cursor.com"}, []string{"cursor[bot]", "cursoragent"}, []string{"cursor.sh"}, tokens(`cursor agent|cursor ai|cursoragent`)},
	{"Devin", []string{"devin@cognition.ai"}, []string{"devin-ai-integration[bot]", "devin-ai[bot]"}, []string{"devin.ai", "cognition-labs.com"}, tokens(`devin ai`)},
	{"OpenAI Codex", []string{"codex@openai.com", "noreply@openai.com", "chatgpt@openai.com"}, []string{"chatgpt-codex-connector[bot]", "openai-codex[bot]", "codex[bot]"}, nil, tokens(`openai|chatgpt|codex[ -:](?:cli|gpt|\d)|gpt-?\d`)},
	{"Gemini", []string{"gemini@google.com", "gemini-cli@google.com", "noreply@gemini.google.com"}, []string{"gemini-code-assist[bot]", "gemini-cli[bot]", "gemini-cli-robot"}, nil, tokens(`gemini[ -:](?:cli|code|\d|pro|flash)|google gemini`)},
	{"Jules", nil, []string{"google-labs-jules[bot]", "jules[bot]"}, nil, tokens(`google[ -]labs[ -]jules|google jules`)},
	{"Aider", []string{"noreply@aider.chat", "aider@aider.chat"}, nil, []string{"aider.chat"}, tokens(`aider \(`)},
	{"Amp", []string{"amp@ampcode.com", "noreply@ampcode.com"}, []string{"amp-agent[bot]"}, []string{"ampcode.com"}, tokens(`ampcode|sourcegraph amp`)},
	{"OpenHands", []string{"openhands@all-hands.dev"}, []string{"openhands-agent", "openhands-ai[bot]"}, []string{"all-hands.dev"}, tokens(`openhands`)},
	{"Windsurf", []string{"windsurf@codeium.com", "cascade@windsurf.com"}, []string{"windsurf-bot[bot]"}, nil, tokens(`windsurf|codeium`)},
	{"Sweep", nil, []string{"sweep-ai[bot]", "sweep-nightly[bot]", "sweep-ai-deprecated[bot]"}, []string{"sweep.dev"}, tokens(`sweep ai`)},
	{"Junie", []string{"junie@jetbrains.com", "junie-agent@jetbrains.com"}, []string{"junie-agent", "jetbrains-junie[bot]"}, nil, tokens(`jetbrains junie`)},
	{"opencode", []string{"noreply@opencode.ai"}, []string{"opencode-agent[bot]", "opencode[bot]"}, []string{"opencode.ai"}, tokens(`opencode`)},
	{"Factory Droid", []string{"droid@factory.ai"}, []string{"factory-droid[bot]"}, []string{"factory.ai"}, tokens(`factory[ -]droid`)},
	{"Warp", []string{"agent@warp.dev"}, []string{"warp-agent[bot]"}, nil, tokens(`warp agent`)},
	{"Qwen Code", []string{"qwen-coder@alibabacloud.com"}, nil, nil, tokens(`qwen[ -]cod(?:e|er)`)},
	{"Kilo Code", nil, []string{"kilocode-bot[bot]", "kiloconnect[bot]"}, nil, tokens(`kilo[ -]?code`)},
	{"Roo Code", []string{"roomote@roocode.com"}, []string{"roomote[bot]", "roomote-agent", "roomote-v0[bot]"}, []string{"roocode.com"}, tokens(`roo[ -]code`)},
	{"CodeRabbit", nil, []string{"coderabbitai[bot]"}, []string{"coderabbit.ai"}, tokens(`coderabbit`)},
	{"v0", nil, []string{"v0[bot]", "v0-bot"}, nil, nil},
	{"Lovable", nil, []string{"lovable-dev[bot]", "gpt-engineer-app[bot]"}, nil, nil},
	{"Amazon Q", nil, []string{"amazon-q-developer[bot]"}, nil, tokens(`amazon q`)},
}

// byEmail and byLogin look products up.
var productEmails, productLogins, productHosts = func() (e, l, h map[string]string) {
	e, l, h = map[string]string{}, map[string]string{}, map[string]string{}
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
	}
	return e, l, h
}()

// vendor is the coding agent behind an identity; empty if it is none's.
func vendor(id fact.Identity) string {
	a := parseAddress(id.Email)
	if v := productEmails[a.email]; v != "" {
		return v
	}
	if _, login, ok := strings.Cut(a.login, ":"); ok {
		return productLogins[login]
	}
	// A name that ends in [bot] is a forge's: no person can take it.
	if name := asciiLower(strings.TrimSpace(id.Name)); strings.HasSuffix(name, "[bot]") && productLogins[name] != "" {
		return productLogins[name]
	}
	return productHosts[a.host]
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
	for _, p := range products {
		if p.tokens != nil && p.tokens.MatchString(value) {
			return p.name
		}
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

// isBot tells accounts that act by rule.
func isBot(id fact.Identity) bool {
	a := parseAddress(id.Email)
	name := asciiLower(strings.TrimSpace(id.Name))
	_, login, _ := strings.Cut(a.login, ":")
	if strings.HasSuffix(a.local, "[bot]") {
		return true
	}
	// What stands before the @ may be a first name: travis@.
	for _, s := range []string{name, login} {
		if strings.HasSuffix(s, "[bot]") || botNames[s] {
			return true
		}
	}
	// Only where the name is one word, as accounts have, can "bot" at its end
	// be the account's kind: Lambot and Talbot are families, renovate-bot is not.
	for _, s := range []string{name, login} {
		if botWord.MatchString(s) {
			return true
		}
	}
	return botHosts[a.host]
}

// botWord matches a separate word bot at either end of a name.
var botWord = regexp.MustCompile(`(?:^|[-_. ])(?:ro)?bot$|^bot[-_.]|[-_](?:bot|ci|robot|autoroller)$|[a-z](?:Bot)$`)

var botNames = set(
	"dependabot", "dependabot-preview", "renovate", "renovatebot", "renovate bot", "whitesource renovate", "mend renovate", "greenkeeper", "greenkeeperio-bot", "snyk-bot", "snyk bot",
	"github-actions", "github actions", "github action", "actions-user", "travis ci", "travis-ci", "circleci", "circle ci", "jenkins", "appveyor", "azure pipelines",
	"gitlab-ci", "gitlab ci", "codecov", "pyup-bot", "pyup.io bot", "requires.io", "depfu", "imgbot", "imgbotapp", "allcontributors", "all-contributors",
	"semantic-release-bot", "release-please", "mergify", "bors", "homu", "weblate", "hosted weblate", "transifex", "crowdin", "crowdin bot", "pre-commit-ci",
	"pre-commit autoupdate", "autofix-ci", "prombot", "k8s-ci-robot", "k8s-publishing-bot", "ti-chi-bot", "googlebot", "gopherbot", "rust-timer", "rustbot",
	"restyled-io", "deepsource-autofix", "sonatype-lift", "lgtm-com", "copybara", "copybara-service", "readthedocs-assistant", "web-flow", "changeset-bot", "tagbot",
	"compathelper julia", "nix-update", "r-ryantm", "flutter roll", "skia autoroll", "chromium autoroll", "v8 autoroll", "openssl-machine", "nodejs-github-bot",
)

var botHosts = set("dependabot.com", "renovateapp.com", "whitesourcesoftware.com.bot", "travis-ci.org", "circleci.com.bot", "pyup.io", "greenkeeper.io", "depfu.com")
