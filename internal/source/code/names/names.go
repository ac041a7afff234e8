// Package names reads what files of TypeScript, JavaScript, Python and Java let others
// name, follows the names through a package, and tells how they changed. Names, kinds
// and numbers of parameters are compared, and no types: what comes of it is approximate.
//
// Where a name may still be there by a way that is not followed, such as a base class
// from outside or a hook that makes names when they are asked for, nothing is told.
package names

// Kind says what a name stands for. A name may stand for several things.
type Kind uint8

// The kinds.
const (
	Function Kind = 1 << iota
	Class
	Interface
	Alias // of a type
	Value
	Enum
	Space // a namespace, or a module
)

// The kinds that stand for something when the program runs, and for a type.
const (
	values = Function | Class | Value | Enum | Space
	types  = Class | Interface | Alias | Enum | Space
)

// Name is a declaration.
type Name struct {
	Name string
	Kind Kind
	Line int
	// Deprecated: what stands before it says so.
	Deprecated bool
	// Ways are how it can be called; nil where that is not known.
	Ways []Way
	// Members are those that others may use. Open: it may have more.
	Members []*Name
	Open    bool
	// Bases are what it inherits from, as written.
	Bases []string
	// Narrow: only what inherits from its owner may use it.
	Narrow bool
	// Overrides: what it inherits has it too.
	Overrides bool
	// Hidden: what stands before it says that it is not for others.
	Hidden bool
	// Quiet: it can be named, and nothing says that it is meant to be.
	Quiet bool
}

// Way is the parameters of a function.
type Way []Param

// Param is a parameter.
type Param struct {
	Name, Type string
	Form       Form
	Optional   bool
}

// Form says how a parameter is given.
type Form uint8

// The forms.
const (
	Plain       Form = iota
	ByPlace          // and not by name
	ByName           // and not by place
	Rest             // all further ones by place
	RestByNames      // all further ones by name
)

// Passed is a name that another file gives. Name is empty for all of the file.
type Passed struct{ From, Name string }

// Given is a name that a file lets others use: its own Local, or what it got.
type Given struct {
	As, Local string
	Passed
	// TypeOnly: it stands for a type alone.
	TypeOnly bool
	Line     int
}

// File is what a file declares at its top, and what it passes on.
type File struct {
	// Package is what a file of Java says that it belongs to.
	Package string
	Own     map[string]*Name
	// Imports are what the file calls what it got from others.
	Imports map[string]Passed
	// Needed are the imports that the file uses itself.
	Needed map[string]bool
	// Given are the exports of a script, and Stars the files all of whose exports are
	// its own too.
	Given []Given
	Stars []string
	// All are the names that a module of Python lists, where Lists is set.
	All   []string
	Lists bool
	// Open: it may have more names than these.
	Open bool
	// Broken: it does not parse as a whole.
	Broken bool
}

func newFile(broken bool) *File {
	return &File{Own: map[string]*Name{}, Imports: map[string]Passed{}, Needed: map[string]bool{}, Broken: broken}
}

// add puts a declaration beside others of its name.
func (f *File) add(n *Name) *Name {
	was := f.Own[n.Name]
	if was == nil {
		f.Own[n.Name] = n
		return n
	}
	was.Kind |= n.Kind
	was.Members = append(was.Members, n.Members...)
	was.Bases = append(was.Bases, n.Bases...)
	was.Open = was.Open || n.Open
	was.Deprecated = was.Deprecated && n.Deprecated
	if n.Ways == nil && n.Kind&(Function|Value) != 0 {
		was.Ways = nil
	} else {
		was.Ways = append(was.Ways, n.Ways...)
	}
	return was
}

// doubt takes back what a file that does not parse as a whole cannot tell.
func (f *File) doubt() *File {
	if f.Broken {
		for _, x := range f.Own {
			x.Open, x.Ways = true, nil
		}
	}
	return f
}
