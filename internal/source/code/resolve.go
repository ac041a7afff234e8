package code

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"runtime"
	"slices"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/code/language"
)

// File is a file whose structure was read.
type File = language.File

// Resolution tells where the imports of the files of a tree lead, in a form that can
// be kept: of a tree that differs little they need not all be followed again.
type Resolution struct {
	// Tree stands for what decides where imports lead besides the files that have them.
	Tree [sha256.Size]byte
	// Files are in the order of those of the tree.
	Files []FileLeads
}

// FileLeads is a file whose imports were followed.
type FileLeads struct {
	Blob fact.BlobID
	// Own stands for what of the file decides where its imports lead.
	Own [16]byte
	// Leads are in the order of the imports.
	Leads []Lead
}

// Lead is where an import leads, which is the number of one of the file.
type Lead struct {
	Import int
	language.Target
}

// Resolve tells where the imports of files lead, manifests being among them: sorted
// by the path of the file, and within a file in the order of its imports.
func Resolve(files []File) []fact.Dependency {
	all, _ := ResolveAgain(files, nil)
	return all
}

// ResolveAgain is Resolve where the imports of a tree were followed before. Now is nil
// where what is known from there is as good to be kept.
func ResolveAgain(files []File, before *Resolution) (all []fact.Dependency, now *Resolution) {
	tree := treeKey(files)
	known := before != nil && before.Tree == tree && len(before.Files) == len(files)
	leads := make([][]Lead, len(files))
	var again []int
	for i := range files {
		if known && before.Files[i].holds(&files[i]) {
			leads[i] = before.Files[i].Leads
		} else {
			again = append(again, i)
		}
	}
	inParts(again, func(i int) int { return len(files[i].Structure.Imports) }, func(part []int, imports int) { followImports(part, files, leads, imports) })
	all = dependencies(files, leads)
	if byPath := func(a, b fact.Dependency) int { return cmp.Compare(a.From, b.From) }; !slices.IsSortedFunc(all, byPath) {
		slices.SortStableFunc(all, byPath)
	}
	if known && len(again) <= len(files)/64 {
		return all, nil
	}
	now = &Resolution{tree, make([]FileLeads, len(files))}
	for i := range files {
		now.Files[i] = FileLeads{files[i].Blob, ownKey(&files[i]), leads[i]}
	}
	return all, now
}

// holds tells that the imports of a file of the same tree lead where they did.
func (x *FileLeads) holds(f *File) bool {
	return f.Blob != "" && x.Blob == f.Blob || x.Own == ownKey(f)
}

// followImports tells where the imports of some of all files lead.
func followImports(some []int, all []File, leads [][]Lead, imports int) {
	resolvers := map[string]language.Resolver{}
	out := make([]Lead, 0, imports)
	for _, i := range some {
		f := &all[i]
		l := known.byName[f.Structure.Language]
		if l == nil || l.Resolver == nil {
			continue
		}
		resolve, ok := resolvers[family(l)]
		if !ok {
			resolve = l.Resolver(all)
			resolvers[family(l)] = resolve
		}
		from := len(out)
		for j := range f.Structure.Imports {
			for _, t := range resolve(f, &f.Structure.Imports[j]) {
				out = append(out, Lead{j, t})
			}
		}
		leads[i] = slices.Clip(out[from:])
	}
}

// dependencies are what leads say.
func dependencies(files []File, leads [][]Lead) []fact.Dependency {
	at := make([]int, len(files)+1)
	some := make([]int, len(files))
	for i := range files {
		some[i], at[i+1] = i, at[i]+len(leads[i])
	}
	out := make([]fact.Dependency, at[len(files)])
	inParts(some, func(i int) int { return len(leads[i]) }, func(part []int, _ int) {
		for _, i := range part {
			for n, l := range leads[i] {
				d := &out[at[i]+n]
				*d = fact.Dependency{From: files[i].Path, To: l.To, Import: files[i].Structure.Imports[l.Import], Confidence: l.Confidence}
				if l.TestOnly {
					d.Kind = fact.TestOnly
				}
			}
		}
	})
	return out
}

// worthSharing is the weight from which on another processor is asked to help: each
// has to learn what the whole tree holds.
const worthSharing = 20000

// inParts does something for numbers, part by part, on several processors where they
// weigh enough.
func inParts(numbers []int, weight func(int) int, do func(part []int, weight int)) {
	all := 0
	for _, i := range numbers {
		all += weight(i)
	}
	parts := min(runtime.GOMAXPROCS(0), 1+all/worthSharing)
	steps := make([]func() error, parts)
	for n := range parts {
		to, sum := 0, 0
		for to < len(numbers) && (sum < all/parts || n == parts-1) {
			sum += weight(numbers[to])
			to++
		}
		part := numbers[:to]
		numbers = numbers[to:]
		steps[n] = func() error { do(part, sum); return nil }
	}
	if err := fault.AtOnce(steps...); err != nil {
		panic(err)
	}
}

// treeKey stands for what a resolver may read of all files.
func treeKey(files []File) (key [sha256.Size]byte) {
	k := newKeyWriter()
	for i := range files {
		f := &files[i]
		l := known.byName[f.Structure.Language]
		k.text(string(f.Path))
		k.self(f.Structure)
		if l != nil && (l.Manifest || l.Mutual) {
			k.imports(f.Structure)
		}
	}
	return k.sum()
}

// ownKey stands for what a resolver may read of the file whose imports it follows.
func ownKey(f *File) [16]byte {
	k := newKeyWriter()
	k.self(f.Structure)
	k.imports(f.Structure)
	sum := k.sum()
	return [16]byte(sum[:])
}

// keyWriter makes a key of texts and numbers.
type keyWriter struct {
	to  hash.Hash
	buf []byte
}

func newKeyWriter() *keyWriter { return &keyWriter{to: sha256.New()} }

func (k *keyWriter) number(n int) {
	k.buf = binary.AppendUvarint(k.buf, uint64(n))
	if len(k.buf) > 4096 {
		k.flush()
	}
}

func (k *keyWriter) text(s string) {
	k.number(len(s))
	k.buf = append(k.buf, s...)
}

func (k *keyWriter) flush() {
	_, _ = k.to.Write(k.buf) // a hash does not fail
	k.buf = k.buf[:0]
}

func (k *keyWriter) sum() (key [sha256.Size]byte) {
	k.flush()
	k.to.Sum(key[:0])
	return key
}

func (k *keyWriter) self(s *fact.Structure) {
	k.text(s.Language)
	k.text(s.Package)
	k.number(len(s.Declares))
	for _, d := range s.Declares {
		k.text(d)
	}
	k.number(len(s.Mapped))
	for _, m := range s.Mapped {
		k.text(m.Path)
		k.text(m.Folder)
	}
}

func (k *keyWriter) imports(s *fact.Structure) {
	k.number(len(s.Imports))
	for i := range s.Imports {
		x := &s.Imports[i]
		k.text(x.Path)
		k.number(int(x.Kind))
		flags := 0
		if x.Implicit {
			flags |= 1
		}
		if x.Global {
			flags |= 2
		}
		k.number(flags)
		k.number(len(x.Names))
		for _, name := range x.Names {
			k.text(name)
		}
	}
}

// family is the name under which languages share a resolver.
func family(l *language.Language) string { return cmp.Or(l.Family, l.Name) }
