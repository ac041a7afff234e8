package record

import "leadline/internal/fact"

func (r *reader) kep(p fact.Path)                      {}
func (r *reader) doorstop(p fact.Path, content []byte) {}
func (r *reader) lone(p fact.Path)                     {}
