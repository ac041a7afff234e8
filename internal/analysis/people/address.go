package people

import "strings"

// address is what an e-mail address tells of its user.
type address struct {
	email string // lower case, trimmed
	local string
	host  string
	// login is the key of a forge's account ("github:jane"), and account that
	// of its number, which stays when the login is renamed ("github#12345").
	login, account string
}

func parseAddress(email string) address {
	a := address{email: asciiLower(strings.Trim(email, asciiSpace+"<>\"'"))}
	at := strings.LastIndexByte(a.email, '@')
	if at < 0 {
		a.local = a.email
		return a
	}
	a.local, a.host = a.email[:at], a.email[at+1:]
	a.forge()
	return a
}

// forge understands the addresses by which forges hide those of their users:
// 12345+login@users.noreply.github.com and login@users.noreply.github.com,
// 12345-login@users.noreply.gitlab.com, and their kin on other hosts.
func (a *address) forge() {
	host, ok := strings.CutPrefix(a.host, "users.noreply.")
	if !ok {
		if host, ok = strings.CutPrefix(a.host, "noreply."); !ok || host == "" {
			return
		}
	}
	login := a.local
	sep := "+"
	if strings.Contains(host, "gitlab") {
		sep = "-"
	}
	if number, rest, ok := strings.Cut(login, sep); ok && number != "" && rest != "" && strings.Trim(number, "0123456789") == "" {
		a.account = host + "#" + number
		login = rest
	}
	if login != "" {
		a.login = host + ":" + login
	}
}

// mailbox is the address without the tag of plus-addressing: ann+git@host is
// delivered to ann@host. It is empty where the tag may tell people apart (an
// office's mailbox, see role) or names a program, and for a forge's address,
// whose plus means something else.
func (a address) mailbox() string {
	base, tag, tagged := strings.Cut(a.local, "+")
	if !tagged {
		return a.email
	}
	b := address{email: base + "@" + a.host, local: base, host: a.host}
	if a.login != "" || b.role() || b.toolSet() || tag == "" || service.MatchString(tag) || botWord.MatchString(tag) {
		return ""
	}
	return b.email
}

// forgeItself reports whether an identity is a forge's own, which commits what its
// users merge on its pages.
func forgeItself(name string, a address) bool {
	switch a.email {
	case "noreply@github.com":
		return name == "github" || name == "web-flow" || name == "github web flow" || name == ""
	case "web-flow@users.noreply.github.com", "19864447+web-flow@users.noreply.github.com", "noreply@gitlab.com", "noreply@bitbucket.org", "noreply@codeberg.org", "noreply@gitea.com":
		return true
	}
	return (name == "gitlab" || name == "github" || name == "gitea" || name == "bitbucket" || name == "web-flow") && strings.HasPrefix(a.local, "noreply")
}

// toolSet reports whether an address was set by a tool or copied from a manual,
// so that it tells nothing of its user.
func (a address) toolSet() bool {
	if a.email == "" || a.local == "" || a.host == "" {
		return true
	}
	if toolHosts[a.host] || strings.HasSuffix(a.host, ".localdomain") || strings.HasSuffix(a.host, ".(none)") || strings.HasSuffix(a.host, ".invalid") {
		return true
	}
	return a.login == "" && toolLocals[separators.Replace(a.local)]
}

var separators = strings.NewReplacer("-", "", "_", "", ".", "")

var toolHosts = set(
	"localhost", "localhost.localdomain", "example.com", "example.org", "example.net", "email.com", "domain.com", "yourdomain.com", "company.com",
	"none", "(none)", "none.none", "test", "test.com", "unknown", "invalid", "users.noreply.github.com.invalid", "noreply", "mail", "local", "localdomain",
)

var toolLocals = set("noreply", "donotreply", "root", "devnull", "nobody", "none", "unknown", "anonymous", "you", "youremail", "email", "noemail", "invalid")

// role reports whether an address is that of an office, not of a person. It
// may still be one person's, at a domain of their own.
func (a address) role() bool {
	return roles[a.local]
}

var roles = set(
	"admin", "administrator", "info", "contact", "hello", "hi", "mail", "me", "dev", "developer", "developers", "devel", "team", "support", "help", "office",
	"git", "github", "gitlab", "svn", "user", "ubuntu", "vagrant", "ec2-user", "pi", "debian", "centos", "docker", "build", "builder", "ci", "jenkins", "deploy",
	"test", "security", "opensource", "oss", "webmaster", "postmaster", "hostmaster", "sales", "press", "pair", "pairing", "code", "commits", "patches",
)
