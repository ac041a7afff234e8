// Package jvm reads the structure of Java and Kotlin, whose files mean each other
// by the full names of what they declare: a package and a name. Where a file lies
// does not tell its package; only between several that declare the same name does
// it tell which is meant.
package jvm

import (
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
)

const (
	javaName   = "java"
	kotlinName = "kotlin"
	family     = "jvm"
)

// Languages are Java and Kotlin.
func Languages() []language.Language {
	return []language.Language{
		{Name: javaName, Extensions: []string{".java"}, Grammar: sitter.Java, Structure: readJava, Resolver: newResolver, Family: family},
		{Name: kotlinName, Extensions: []string{".kt", ".kts"}, Grammar: sitter.Kotlin, Structure: readKotlin, Resolver: newResolver, Family: family},
	}
}
