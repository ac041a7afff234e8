package git

// none stands for the version of a path that a tree does not hold.
const none int32 = -1

// tree is a persistent map from path ordinals to version ordinals: the tree of
// one commit. Trees share what they have in common; a tree that is no longer
// shared is changed in place.
type tree struct {
	twigs []*twig
	token int32 // who may change what in place: nodes with the same token
	owned bool  // whether twigs itself belongs to this tree alone
}

const (
	leafBits = 5
	leafSize = 1 << leafBits
	twigBits = 2 * leafBits
)

// leaf holds the versions of 32 paths, plus one, so that zero is none.
type leaf struct {
	token int32
	vals  [leafSize]int32
}

type twig struct {
	token  int32
	leaves [leafSize]*leaf
}

// forest hands out trees over a fixed number of paths.
type forest struct {
	paths int
	token int32
}

func (f *forest) next() int32 {
	f.token++
	return f.token
}

func (f *forest) empty() *tree {
	return &tree{twigs: make([]*twig, f.paths>>twigBits+1), token: f.next(), owned: true}
}

// fork makes an independent copy; from then on neither tree changes what the
// other sees.
func (f *forest) fork(t *tree) *tree {
	t.token, t.owned = f.next(), false
	return &tree{twigs: t.twigs, token: f.next()}
}

func (t *tree) get(path int32) int32 {
	w := t.twigs[path>>twigBits]
	if w == nil {
		return none
	}
	l := w.leaves[path>>leafBits&(leafSize-1)]
	if l == nil {
		return none
	}
	return l.vals[path&(leafSize-1)] - 1
}

func (t *tree) set(path, version int32) {
	if !t.owned {
		t.twigs = append([]*twig(nil), t.twigs...)
		t.owned = true
	}
	pw := &t.twigs[path>>twigBits]
	switch {
	case *pw == nil:
		*pw = &twig{token: t.token}
	case (*pw).token != t.token:
		w := **pw
		w.token = t.token
		*pw = &w
	}
	pl := &(*pw).leaves[path>>leafBits&(leafSize-1)]
	switch {
	case *pl == nil:
		*pl = &leaf{token: t.token}
	case (*pl).token != t.token:
		l := **pl
		l.token = t.token
		*pl = &l
	}
	(*pl).vals[path&(leafSize-1)] = version + 1
}

// all calls yield for every path that the tree holds, by path ordinal.
func (t *tree) all(yield func(path, version int32)) {
	t.missingIn(&tree{twigs: make([]*twig, len(t.twigs))}, yield)
}

// missingIn calls yield for every path that t holds and other does not.
func (t *tree) missingIn(other *tree, yield func(path, version int32)) {
	for i, w := range t.twigs {
		o := other.twigs[i]
		if w == nil || w == o {
			continue
		}
		if o == nil {
			o = &twig{}
		}
		for j, l := range w.leaves {
			ol := o.leaves[j]
			if l == nil || l == ol {
				continue
			}
			for k, v := range l.vals {
				if v != 0 && (ol == nil || ol.vals[k] == 0) {
					yield(int32(i<<twigBits|j<<leafBits|k), v-1)
				}
			}
		}
	}
}
