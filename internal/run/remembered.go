package run

import (
	"context"
	"encoding/json"
)

// remembered gives the result of a name that is kept under a key, or else makes it and
// keeps it. One that cannot be kept is made anew the next time.
func remembered[T any](ctx context.Context, r *Reading, name, key string, made func() (*T, error)) (*T, error) {
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	if index.store != nil && !r.options.Fresh {
		var kept T
		if data, err := index.store.Result(ctx, name, key); err == nil && json.Unmarshal(data, &kept) == nil {
			return &kept, nil
		}
	}
	found, err := made()
	if err != nil {
		return nil, err
	}
	if index.store != nil {
		if data, err := json.Marshal(found); err == nil {
			_ = index.store.SaveResult(ctx, name, key, data)
		}
	}
	return found, nil
}
