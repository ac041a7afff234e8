package git

import (
	"context"
	"strings"

	"leadline/internal/fact"
)

// Default finds what is read unless a revision is named: the commit of the
// default branch, and the branch's short name. It does not depend on what is
// checked out.
//
// The default branch is the one that origin/HEAD names, else main, else
// master, else the one that HEAD is on; in a bare repository HEAD names it. Of
// the local branch and origin's, the one that contains the other is read,
// origin's where they have parted. An empty id and no error mean that the
// branch has no commit yet.
func (r *Repository) Default(ctx context.Context) (fact.CommitID, string, error) {
	if r.Root != "" {
		refs, err := r.defaultRefs(ctx)
		if err != nil {
			return "", "", err
		}
		for _, name := range refs.names {
			if id, found, err := r.further(ctx, refs.at["refs/heads/"+name], refs.at["refs/remotes/origin/"+name]); found || err != nil {
				return id, name, err
			}
		}
	}
	id, err := r.Resolve(ctx, "HEAD")
	if err != nil {
		return "", "", err
	}
	return id, r.Branch(ctx), nil
}

// defaults are the branches that may be the default one, the most likely
// first, and the commits of those that exist by full name.
type defaults struct {
	names []string
	at    map[string]fact.CommitID
}

func (r *Repository) defaultRefs(ctx context.Context) (defaults, error) {
	d := defaults{names: []string{"main", "master"}, at: map[string]fact.CommitID{}}
	const origin = "refs/remotes/origin/"
	out, err := output(ctx, r.Dir, "symbolic-ref", "--quiet", origin+"HEAD")
	if name, ok := strings.CutPrefix(strings.TrimSpace(string(out)), origin); ok && err == nil {
		d.names = append([]string{name}, d.names...)
	} else if ctx.Err() != nil {
		return d, ctx.Err()
	}
	args := []string{"for-each-ref", "--format=%(objecttype) %(objectname) %(refname)"}
	for _, name := range d.names {
		args = append(args, "refs/heads/"+name, origin+name)
	}
	if out, err = output(ctx, r.Dir, args...); err != nil {
		return d, err
	}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "commit" {
			d.at[f[2]] = fact.CommitID(f[1])
		}
	}
	return d, nil
}

// further chooses between a local branch and origin's; found is false if there
// is neither.
func (r *Repository) further(ctx context.Context, local, remote fact.CommitID) (id fact.CommitID, found bool, err error) {
	switch {
	case local == "" || local == remote:
		return remote, remote != "", nil
	case remote == "":
		return local, true, nil
	}
	if _, err := output(ctx, r.Dir, "merge-base", "--is-ancestor", string(remote), string(local)); err == nil {
		return local, true, nil
	}
	return remote, true, ctx.Err()
}
