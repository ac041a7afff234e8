package protobuf

import (
	"regexp"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/descriptorpb"
)

// features are what syntax and editions make of the same words
// (https://protobuf.dev/editions/features).
type features struct {
	presence  cardinality // of a singular field without a label
	closed    bool        // enums
	delimited bool        // messages are encoded as groups are
	proto2    bool        // a label says all of presence
}

func defaults(fd *descriptorpb.FileDescriptorProto) features {
	switch {
	case fd.GetSyntax() == "proto3":
		return features{presence: implicit}
	case fd.GetSyntax() == "editions":
		return features{presence: explicit, closed: fd.GetEdition() <= descriptorpb.Edition_EDITION_PROTO2}
	}
	return features{presence: explicit, closed: true, proto2: true}
}

// with gives the features where options of their own may change them.
func (f features) with(options []*descriptorpb.UninterpretedOption) features {
	for name, set := range map[string]func(string){
		"field_presence": func(v string) {
			f.presence = map[string]cardinality{"EXPLICIT": explicit, "IMPLICIT": implicit, "LEGACY_REQUIRED": required}[v]
		},
		"enum_type":        func(v string) { f.closed = v == "CLOSED" },
		"message_encoding": func(v string) { f.delimited = v == "DELIMITED" },
	} {
		if v, ok := option(options, "features."+name); ok {
			set(v)
		} else if all, ok := option(options, "features"); ok {
			if m := regexp.MustCompile(`\b` + name + `\s*:\s*(\w+)`).FindStringSubmatch(all); m != nil {
				set(m[1])
			}
		}
	}
	return f
}

func (f features) cardinality(x *descriptorpb.FieldDescriptorProto) cardinality {
	switch {
	case x.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REPEATED:
		return repeated
	case x.GetLabel() == descriptorpb.FieldDescriptorProto_LABEL_REQUIRED || f.presence == required:
		return required
	case x.GetProto3Optional() || f.proto2 || x.Extendee != nil:
		return explicit
	}
	return f.presence
}

// option gives what an option says, by its name, as text.
func option(all []*descriptorpb.UninterpretedOption, name string) (text string, ok bool) {
	for _, o := range all {
		var parts []string
		for _, p := range o.GetName() {
			part := p.GetNamePart()
			if p.GetIsExtension() {
				part = "(" + part + ")"
			}
			parts = append(parts, part)
		}
		if strings.Join(parts, ".") != name {
			continue
		}
		switch {
		case o.StringValue != nil:
			return string(o.GetStringValue()), true
		case o.PositiveIntValue != nil:
			return strconv.FormatUint(o.GetPositiveIntValue(), 10), true
		case o.NegativeIntValue != nil:
			return strconv.FormatInt(o.GetNegativeIntValue(), 10), true
		case o.DoubleValue != nil:
			return strconv.FormatFloat(o.GetDoubleValue(), 'g', -1, 64), true
		case o.AggregateValue != nil:
			return o.GetAggregateValue(), true
		}
		return o.GetIdentifierValue(), true
	}
	return "", false
}
