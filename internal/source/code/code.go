// Package code reads the structure of source code: which functions and types a
// file declares, how complex they are, and what it imports. Nothing is built and
// nothing is run; a content alone says what it says.
//
// Go is read by go/parser. A file with a syntax error keeps what parsed and is
// marked. Where imports lead is told by the package's resolvers, from the tree
// and the manifests in it.
package code

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// Version is raised whenever the same content gives another structure.
const Version = "2"

// Most is the size in bytes above which a content is not parsed.
const Most = 4 << 20

// LanguageOf tells the language of a file that can be read, by its name; empty for
// any other.
func LanguageOf(p fact.Path) string {
	switch {
	case path.Base(string(p)) == goManifest:
		return goManifest
	case path.Ext(strings.ToLower(string(p))) == ".go":
		return "go"
	}
	return ""
}

// IsManifest tells whether what is called a language is the form of a manifest:
// it holds no code, and says where the code that is imported is.
func IsManifest(language string) bool { return language == goManifest }

// Extract reads the structure of a content in a language. Of a language that
// cannot be read it knows nothing.
func Extract(language string, content []byte) fact.Structure {
	switch {
	case len(content) > Most:
		return fact.Structure{Language: language, Partial: true}
	case language == "go":
		return extractGo(content)
	case language == goManifest:
		return extractGoManifest(content)
	}
	return fact.Structure{}
}
