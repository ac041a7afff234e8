package ruby

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// grammars are shared: to make one ready takes time.
var grammars = sitter.NewPool("")

func read(t testing.TB, content string) fact.Structure {
	t.Helper()
	tree, err := grammars.Parse(t.Context(), sitter.Ruby, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	s := structure(syntax.New(tree, []byte(content)))
	s.Language, s.Partial = ruby, tree.Broken
	return s
}

const shop = `# frozen_string_literal: true
require "json"
require_relative "price"
autoload :Late, "shop/late"

# Sells.
module Shop
  autoload :SoonHTTP
  autoload_under "near" do
    autoload :Soon
  end

  class Cart < Base::Thing
    # Adds up.
    def sum(a, b = 1, *c, d:, &e)
      return if a && !b || c.nil? # 1, and two runs of operators
      case a # 1
      when 1, 2 then sum(b) if d # 2
      else 3
      end
      begin
        c.each { |x| x ? 1 : 2 } # 2: it stands in a block
      rescue Late, ::Other => e # 1
        retry unless e # 2
      end
      require File.expand_path("../tax", __FILE__)
      @x ||= Tax.new
    end

    def self.make = new
    private_class_method :make

    private

    def step; self.step(1); end

    public

    def shown; end
    private def given; end
  end

  Kind = 1
  use(Kind)
end

def count(n)
  until n.zero? do count(n - 1) end # 1
end
double = ->(x) { count(x) }
`

func TestStructure(t *testing.T) {
	s := read(t, shop)
	want := []fact.Symbol{
		{Kind: fact.Type, Name: "Shop", Exported: true, Documented: true, Line: 7, End: 45},
		{Kind: fact.Type, Name: "Cart", Owner: "Shop", Exported: true, Line: 13, End: 41},
		{Kind: fact.Method, Name: "sum", Owner: "Cart", Exported: true, Documented: true, Line: 15, End: 28, Params: 4, Cyclomatic: 9, Cognitive: 11, Nesting: 2, CallsItself: true},
		{Kind: fact.Method, Name: "make", Owner: "Cart", Line: 30, End: 30, Cyclomatic: 1},
		{Kind: fact.Method, Name: "step", Owner: "Cart", Line: 35, End: 35, Cyclomatic: 1, CallsItself: true},
		{Kind: fact.Method, Name: "shown", Owner: "Cart", Exported: true, Line: 39, End: 39, Cyclomatic: 1},
		{Kind: fact.Method, Name: "given", Owner: "Cart", Line: 40, End: 40, Cyclomatic: 1},
		{Kind: fact.Function, Name: "count", Exported: true, Line: 47, End: 49, Params: 1, Cyclomatic: 2, Cognitive: 1, Nesting: 1, Calls: []string{"count"}},
		{Kind: fact.Function, Name: "double", Exported: true, Line: 50, End: 50, Params: 1, Cyclomatic: 1, Calls: []string{"count"}},
	}
	for i := range max(len(want), len(s.Symbols)) {
		if i >= len(want) || i >= len(s.Symbols) || !reflect.DeepEqual(s.Symbols[i], want[i]) {
			t.Errorf("%d: %+v", i, s.Symbols[min(i, len(s.Symbols)-1)])
		}
	}
	var got []string
	for _, x := range s.Imports {
		got = append(got, fmt.Sprint(x.Line, " ", x.Path, x.Names, " ", x.Kind, " ", x.Implicit))
	}
	const imports = "2 json[] runtime false\n3 ./price[] runtime false\n4 shop/late[Late] dynamic false\n8 shop/soon_http[SoonHTTP] dynamic false\n" +
		"10 shop/near/soon[Soon] dynamic false\n13 Base::Thing[Shop] runtime true\n23 Late[Shop::Cart Shop] runtime true\n23 ::Other[Shop::Cart Shop] runtime true\n" +
		"26 File[Shop::Cart Shop] runtime true\n26 ./tax[] dynamic false\n27 Tax[Shop::Cart Shop] runtime true"
	if s.Partial || strings.Join(got, "\n") != imports {
		t.Errorf("partial %v\n%s", s.Partial, strings.Join(got, "\n"))
	}
}

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct {
		tree map[string]string
		want string
	}{
		"required": {
			map[string]string{"lib/shop.rb": "require 'shop/cart'\nrequire 'shop/gone'\nrequire 'json'", "lib/shop/cart.rb": "require_relative '../shop'\nrequire_relative 'gone'"},
			"lib/shop.rb: lib/shop/cart.rb, lib/shop.rb: unresolved, lib/shop.rb: external, lib/shop/cart.rb: lib/shop.rb, lib/shop/cart.rb: unresolved",
		},
		"of another project": {map[string]string{"a/lib/a.rb": "require 'b/x'", "b/lib/b/x.rb": ""}, "a/lib/a.rb: b/lib/b/x.rb"},
		"of two":             {map[string]string{"a/lib/a.rb": "require 'b'", "b/lib/b.rb": "", "c/lib/b.rb": ""}, "a/lib/a.rb: ambiguous b/lib/b.rb"},
		"of tests":           {map[string]string{"test/test_helper.rb": "", "test/a/b_test.rb": "require 'test_helper'", "lib/a.rb": "require 'test_helper'"}, "lib/a.rb: external, test/a/b_test.rb: test/test_helper.rb"},
		"constants": {
			map[string]string{
				"app/models/user.rb": "class User < ApplicationRecord\ninclude Named\nAdmin::OAuthToken\nInteger\nend", "app/models/application_record.rb": "",
				"app/models/concerns/named.rb": "", "app/models/admin/oauth_token.rb": "module Admin\nclass OAuthToken\nUser\nend\nend",
			},
			"app/models/admin/oauth_token.rb: app/models/user.rb, app/models/user.rb: app/models/application_record.rb, app/models/user.rb: app/models/concerns/named.rb, app/models/user.rb: app/models/admin/oauth_token.rb",
		},
		"from the inside out": {
			map[string]string{"lib/a.rb": "module A\nclass C\nBase\n::Base\nend\nend", "lib/a/base.rb": "", "lib/base.rb": ""},
			"lib/a.rb: lib/a/base.rb, lib/a.rb: lib/base.rb",
		},
		"in a class, or anywhere in a folder": {
			map[string]string{"lib/a.rb": "", "lib/a/b.rb": "", "lib/c.rb": "A::B::SIZE\nA::Gone"},
			"lib/c.rb: lib/a/b.rb",
		},
		"of tests alone": {map[string]string{"a/test/dummy/app/models/x.rb": "", "lib/b.rb": "X", "a/test/c_test.rb": "X"}, "a/test/c_test.rb: a/test/dummy/app/models/x.rb"},
	} {
		if got := leads(t, c.tree); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

func leads(t *testing.T, tree map[string]string) string {
	t.Helper()
	var all []language.File
	for _, p := range slices.Sorted(maps.Keys(tree)) {
		s := read(t, tree[p])
		all = append(all, language.File{Path: fact.Path(p), Structure: &s})
	}
	resolve := newResolver(all)
	var got []string
	for i := range all {
		for j := range all[i].Structure.Imports {
			for _, x := range resolve(&all[i], &all[i].Structure.Imports[j]) {
				to := string(x.To)
				if x.Confidence != fact.Exact {
					to = strings.TrimSpace(x.Confidence.String() + " " + to)
				}
				got = append(got, fmt.Sprintf("%s: %s", all[i].Path, to))
			}
		}
	}
	return strings.Join(got, ", ")
}

func TestUnderscore(t *testing.T) {
	for name, want := range map[string]string{"HTMLParser": "html_parser", "A::BigB": "a::big_b", "Sha256X": "sha256_x", "SSL": "ssl", "Base64": "base64", "": ""} {
		if got := underscore(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// What does not parse keeps what did, and size is no danger.
func TestStructureOfAnything(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		symbols int
	}{
		"empty":   {"", 0},
		"broken":  {"def one; end\nclass Two <\ndef three(; end", -1},
		"modules": {strings.Repeat("module A\n", 3000) + strings.Repeat("B::C\n", 3000), -1},
		"private": {"class A\n" + strings.Repeat("private\ndef a; a(1); end\n", 5000) + "end", 5001},
		"crlf":    {"def one\r\nend\r\n", 1},
	} {
		s := read(t, c.content)
		if c.symbols >= 0 && len(s.Symbols) != c.symbols {
			t.Errorf("%s: %d symbols", name, len(s.Symbols))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(shop)
	f.Fuzz(func(t *testing.T, content string) {
		tree, err := grammars.Parse(t.Context(), sitter.Ruby, []byte(content))
		if err != nil {
			return
		}
		s := structure(syntax.New(tree, []byte(content)))
		for _, x := range s.Symbols {
			if x.Line < 1 || x.End < x.Line || x.Cyclomatic < 0 || x.Params < 0 || !slices.IsSorted(x.Calls) {
				t.Errorf("%+v", x)
			}
		}
		s.Language = ruby
		file := language.File{Path: "lib/a/b.rb", Structure: &s}
		resolve := newResolver([]language.File{file})
		for i := range s.Imports {
			if x := &s.Imports[i]; x.Line < 1 || x.Path == "" {
				t.Errorf("%+v", x)
			}
			resolve(&file, &s.Imports[i])
		}
	})
}
