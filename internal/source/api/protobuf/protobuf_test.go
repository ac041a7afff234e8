package protobuf

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"leadline/internal/fact"
)

const orders = `// The orders of a shop.
syntax = "proto3";

package shop.orders.v1;

import "google/protobuf/timestamp.proto";
import "shop/money/v1/money.proto";

option go_package = "shop/orders/v1;ordersv1";

// Orders takes and shows orders.
service Orders {
  rpc Get(GetRequest) returns (Order);
  rpc Watch(GetRequest) returns (stream Order) {
    option (google.api.http) = { get: "/v1/orders" };
  }
  rpc Cancel(CancelRequest) returns (google.protobuf.Empty);
}

message GetRequest {
  string id = 1;
}

message CancelRequest {
  reserved 3;
  reserved "why";
  string id = 1;
}

// Order is what somebody wants.
message Order {
  string id = 1;
  int32 items = 2;
  repeated Line lines = 3;
  shop.money.v1.Amount total = 4;
  google.protobuf.Timestamp placed_at = 5;
  oneof payment {
    string card = 6;
    string iban = 7;
  }
  map<string, string> labels = 8;
  optional string note = 9;
  Status status = 10;
  bytes token = 11;
  string coupon = 12;

  message Line {
    string sku = 1;
    uint32 count = 2;
  }
  enum Status {
    STATUS_UNSPECIFIED = 0;
    STATUS_OPEN = 1;
    STATUS_SHIPPED = 2;
  }
}
`

const money = `syntax = "proto3";
package shop.money.v1;
enum Currency { CURRENCY_UNSPECIFIED = 0; CURRENCY_EUR = 1; }
message Amount { int64 units = 1; Currency currency = 2; }
`

// change is one edit of the file.
func edit(t *testing.T, text string, oldNew ...string) string {
	t.Helper()
	for i := 0; i < len(oldNew); i += 2 {
		if strings.Count(text, oldNew[i]) != 1 {
			t.Fatalf("%q is there %d times", oldNew[i], strings.Count(text, oldNew[i]))
		}
		text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
	}
	return text
}

func state(files map[fact.Path]string) State {
	s := State{Read: func(_ context.Context, p fact.Path) ([]byte, error) {
		if text, ok := files[p]; ok {
			return []byte(text), nil
		}
		return nil, errors.New("not there")
	}}
	for p := range files {
		s.Paths = append(s.Paths, p)
	}
	return s
}

// compare gives what changed between two states of a repository, from one path to
// the other where moved says so.
func compare(t *testing.T, from, to, moved map[fact.Path]string) Result {
	t.Helper()
	var pairs []Pair
	for p, text := range to {
		old, ok := from[p]
		switch was := fact.Path(moved[p]); {
		case was != "":
			pairs = append(pairs, Pair{From: was, To: p, Old: []byte(from[was]), New: []byte(text)})
		case !ok:
			pairs = append(pairs, Pair{To: p, New: []byte(text)})
		case old != text:
			pairs = append(pairs, Pair{From: p, To: p, Old: []byte(old), New: []byte(text)})
		}
	}
	for p, text := range from {
		_, ok := to[p]
		for _, was := range moved {
			ok = ok || was == string(p)
		}
		if !ok {
			pairs = append(pairs, Pair{From: p, Old: []byte(text)})
		}
	}
	r, err := Compare(t.Context(), state(from), state(to), pairs)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// words are the changes that break, one a line.
func words(r Result, breaking bool) (all []string) {
	for _, c := range r.Changes {
		if c.Kind.Breaks() == breaking {
			all = append(all, fmt.Sprintf("%d %s %s: %s", c.Line, c.Symbol, c.Kind, c.What))
		}
	}
	return all
}

// TestFaults changes a description in ways that break, each beside a change of the
// same place that does not.
func TestFaults(t *testing.T) {
	const path, imported = "proto/shop/orders/v1/orders.proto", "proto/shop/money/v1/money.proto"
	for _, c := range []struct {
		name  string
		fault []string // old text, new text
		want  []string
		twin  []string
	}{
		{
			"service",
			[]string{"service Orders {", "service Shop {"},
			[]string{"0 Orders removed: service removed"},
			[]string{"service Orders {", "service Stock {\n  rpc Get(GetRequest) returns (Order);\n}\nservice Orders {"},
		},
		{
			"rpc",
			[]string{"  rpc Get(GetRequest) returns (Order);\n", ""},
			[]string{"0 Orders.Get removed: rpc removed"},
			[]string{"  rpc Get(GetRequest) returns (Order);\n", "  rpc Put(GetRequest) returns (Order);\n  rpc Get(GetRequest) returns (Order);\n"},
		},
		{
			"request",
			[]string{"rpc Get(GetRequest)", "rpc Get(CancelRequest)"},
			[]string{"13 Orders.Get changed: its request changed from shop.orders.v1.GetRequest to shop.orders.v1.CancelRequest"},
			[]string{"rpc Get(GetRequest)", "rpc Get(.shop.orders.v1.GetRequest)"},
		},
		{
			"response from outside",
			[]string{"(google.protobuf.Empty)", "(Order)"},
			[]string{"17 Orders.Cancel changed: its response changed from google.protobuf.Empty to shop.orders.v1.Order"},
			[]string{"(google.protobuf.Empty)", "(.google.protobuf.Empty)"},
		},
		{
			"streaming",
			[]string{"returns (stream Order)", "returns (Order)"},
			[]string{"14 Orders.Watch changed: changed from a stream of responses to one request and one response"},
			[]string{"returns (stream Order)", "returns ( stream shop.orders.v1.Order )"},
		},
		{
			"message",
			[]string{"message CancelRequest {\n  reserved 3;\n  reserved \"why\";\n  string id = 1;\n}\n", "", "(CancelRequest)", "(GetRequest)"},
			[]string{"0 CancelRequest removed: message removed", "17 Orders.Cancel changed: its request changed from shop.orders.v1.CancelRequest to shop.orders.v1.GetRequest"},
			[]string{"message CancelRequest {", "message Extra { string id = 1; }\nmessage CancelRequest {"},
		},
		{
			"nested message",
			[]string{"  message Line {\n    string sku = 1;\n    uint32 count = 2;\n  }\n", "", "repeated Line lines = 3;", "reserved 3; reserved \"lines\";"},
			[]string{"0 Order.Line removed: message removed", "0 Order.lines call-compatible: field 3 removed; its number and its name are reserved, so that data stay right; source that names it does not"},
			[]string{"  message Line {\n", "  message Part {}\n  message Line {\n"},
		},
		{
			"field",
			[]string{"  string coupon = 12;\n", ""},
			[]string{"0 Order.coupon removed: field 12 removed; neither its number nor its name is reserved"},
			[]string{"  string coupon = 12;\n", "  string coupon = 12;\n  string voucher = 13;\n"},
		},
		{
			"field, its number reserved",
			[]string{"string coupon = 12;", "reserved 12;"},
			[]string{"0 Order.coupon removed: field 12 removed; its number is reserved, its name is not"},
			[]string{"string coupon = 12;", "reserved 13; string coupon = 12;"},
		},
		{
			"field, its name reserved",
			[]string{"string coupon = 12;", `reserved "coupon";`},
			[]string{"0 Order.coupon removed: field 12 removed; its name is reserved, its number is not"},
			[]string{"string coupon = 12;", `reserved "voucher"; string coupon = 12;`},
		},
		{
			"field renamed",
			[]string{"string coupon = 12;", "string voucher = 12;"},
			[]string{"45 Order.coupon changed: field 12 is called voucher now: the binary form is the same, JSON and generated source are not"},
			[]string{"string coupon = 12;", "string coupon = 12; // the voucher"},
		},
		{
			"field renamed, not in JSON",
			[]string{"string coupon = 12;", `string voucher = 12 [json_name = "coupon"];`},
			[]string{"45 Order.coupon call-compatible: field 12 is called voucher now: the binary form and JSON are the same, generated source is not"},
			[]string{"string coupon = 12;", `string coupon = 12 [json_name = "coupon"];`},
		},
		{
			"name in JSON",
			[]string{"placed_at = 5;", `placed_at = 5 [json_name = "placed_at"];`},
			[]string{"36 Order.placed_at changed: its name in JSON changed from placedAt to placed_at"},
			[]string{"placed_at = 5;", `placed_at = 5 [json_name = "placedAt", deprecated = true];`},
		},
		{
			"field renumbered",
			[]string{"string coupon = 12;", "string coupon = 13;"},
			[]string{"45 Order.coupon changed: its number changed from 12 to 13"},
			[]string{"  bytes token = 11;\n  string coupon = 12;\n", "  string coupon = 12;\n  bytes token = 11;\n"},
		},
		{
			"numbers swapped",
			[]string{"token = 11;", "token = 12;", "coupon = 12;", "coupon = 11;"},
			[]string{"44 Order.token changed: its number changed from 11 to 12", "45 Order.coupon changed: its number changed from 12 to 11"},
			[]string{"token = 11;", "token = 0xb;"},
		},
		{
			"number reused",
			[]string{"string coupon = 12;", "Line gift = 12;"},
			[]string{"45 Order.coupon changed: its number 12 is that of gift now, of another type: shop.orders.v1.Order.Line, no longer string"},
			[]string{"string coupon = 12;", "string coupon = 12; Line gift = 13;"},
		},
		{
			"reserved number taken",
			[]string{"reserved 3;", "string comment = 3;"},
			[]string{"25 CancelRequest.comment changed: added with number 3, which was reserved: old data may hold something else there"},
			[]string{"reserved 3;", "reserved 3 to 5; string comment = 2;"},
		},
		{
			"reserved name taken",
			[]string{"reserved \"why\";", "string why = 4;"},
			[]string{"26 CancelRequest.why changed: added with a name that was reserved: old JSON may hold something else there"},
			[]string{"reserved \"why\";", "string reason = 4;"},
		},
		{
			"type, on the wire",
			[]string{"int32 items", "string items"},
			[]string{"33 Order.items changed: its type changed from int32 to string"},
			[]string{"int32 items", "int32  /* how many */ items"},
		},
		{
			"type, in JSON",
			[]string{"int32 items", "int64 items"},
			[]string{"33 Order.items changed: its type changed from int32 to int64: the binary form can be read as before, JSON and generated source change"},
			[]string{"  int32 items = 2;", "  int32 items\n = 2;"},
		},
		{
			"type, in source",
			[]string{"int32 items", "uint32 items"},
			[]string{"33 Order.items call-compatible: its type changed from int32 to uint32: both forms of data can be read as before, generated source changes"},
			[]string{"int32 items = 2;", "int32 items = 2; uint32 weight = 20;"},
		},
		{
			"zigzag",
			[]string{"int32 items", "sint32 items"},
			[]string{"33 Order.items changed: its type changed from int32 to sint32"},
			[]string{"int32 items = 2;", "int32 items = 2; sint32 weight = 20;"},
		},
		{
			"bytes",
			[]string{"bytes token", "string token"},
			[]string{"44 Order.token changed: its type changed from bytes to string: the binary form can be read as before, JSON and generated source change"},
			[]string{"bytes token = 11;", "bytes token = 11; string token_id = 20;"},
		},
		{
			"enum to a number",
			[]string{"Status status", "int32 status"},
			[]string{"43 Order.status changed: its type changed from shop.orders.v1.Order.Status to int32: the binary form can be read as before, JSON and generated source change"},
			[]string{"Status status", "Order.Status status"},
		},
		{
			"enum of an import to a number",
			[]string{"shop.money.v1.Amount total", "shop.money.v1.Currency total"},
			[]string{"35 Order.total changed: its type changed from shop.money.v1.Amount to shop.money.v1.Currency"},
			[]string{"shop.money.v1.Amount total", "money.v1.Amount total"},
		},
		{
			"repeated",
			[]string{"string coupon = 12;", "repeated string coupon = 12;"},
			[]string{"45 Order.coupon changed: changed from string to repeated string"},
			[]string{"repeated Line lines = 3;", "repeated Order.Line lines = 3;"},
		},
		{
			"map",
			[]string{"map<string, string> labels", "map<string, bytes> labels"},
			[]string{"41 Order.labels changed: its type changed from map<string, string> to map<string, bytes>: the binary form can be read as before, JSON and generated source change"},
			[]string{"map<string, string> labels", "map< string,string > labels"},
		},
		{
			"presence",
			[]string{"optional string note", "string note"},
			[]string{"42 Order.note call-compatible: changed from optional to singular: data can be read as before, generated source changes"},
			[]string{"google.protobuf.Timestamp placed_at", "optional google.protobuf.Timestamp placed_at"},
		},
		{
			"into a oneof",
			[]string{"    string iban = 7;\n", "    string iban = 7;\n    string coupon = 12;\n", "  bytes token = 11;\n  string coupon = 12;\n", "  bytes token = 11;\n"},
			[]string{"40 Order.coupon changed: moved into oneof payment: it is lost where another one of it is set"},
			[]string{"    string iban = 7;\n", "    string iban = 7;\n    string cash = 13;\n"},
		},
		{
			"out of a oneof",
			[]string{"    string iban = 7;\n  }\n", "  }\n  string iban = 7;\n"},
			[]string{"40 Order.iban changed: moved out of oneof payment: it no longer excludes the others"},
			[]string{"    string card = 6;\n    string iban = 7;\n", "    string iban = 7;\n    string card = 6;\n"},
		},
		{
			"oneof renamed",
			[]string{"oneof payment", "oneof means"},
			[]string{"38 Order.payment call-compatible: oneof is called means now: data are the same, generated source is not"},
			[]string{"oneof payment {", "oneof payment { // the means"},
		},
		{
			"enum",
			[]string{"  enum Status {\n", "  enum State {\n", "Status status", "State status"},
			[]string{
				"0 Order.Status removed: enum removed",
				"43 Order.status changed: its type changed from shop.orders.v1.Order.Status to shop.orders.v1.Order.State",
			},
			[]string{"  enum Status {\n", "  enum State { STATE_NONE = 0; }\n  enum Status {\n"},
		},
		{
			"enum value",
			[]string{"    STATUS_SHIPPED = 2;\n", ""},
			[]string{"0 Order.Status.STATUS_SHIPPED removed: value 2 removed; neither its number nor its name is reserved"},
			[]string{"    STATUS_SHIPPED = 2;\n", "    STATUS_SHIPPED = 2;\n    STATUS_LOST = 3;\n"},
		},
		{
			"enum value, reserved",
			[]string{"STATUS_SHIPPED = 2;", `reserved 2; reserved "STATUS_SHIPPED";`},
			[]string{"0 Order.Status.STATUS_SHIPPED call-compatible: value 2 removed; its number and its name are reserved, so that data stay right; source that names it does not"},
			[]string{"STATUS_SHIPPED = 2;", `STATUS_SHIPPED = 2; reserved 3 to max;`},
		},
		{
			"enum value renumbered",
			[]string{"STATUS_SHIPPED = 2;", "STATUS_SHIPPED = 3;"},
			[]string{"54 Order.Status.STATUS_SHIPPED changed: its number changed from 2 to 3"},
			[]string{"    STATUS_OPEN = 1;\n    STATUS_SHIPPED = 2;\n", "    STATUS_SHIPPED = 2;\n    STATUS_OPEN = 1;\n"},
		},
		{
			"enum value renamed",
			[]string{"STATUS_SHIPPED = 2;", "STATUS_SENT = 2;"},
			[]string{"54 Order.Status.STATUS_SHIPPED changed: value 2 is called STATUS_SENT now: the binary form is the same, JSON and generated source are not"},
			[]string{"STATUS_SHIPPED = 2;", "STATUS_SHIPPED = 2; option allow_alias = true; STATUS_SENT = 2;"},
		},
		{
			"kind",
			[]string{"message GetRequest {\n  string id = 1;", "enum GetRequest {\n  ID = 0;"},
			[]string{"20 GetRequest changed: changed from a message to enum"},
			[]string{"message GetRequest {\n  string id = 1;", "message GetRequest\n{ string id = 1; ;"},
		},
		{
			"package",
			[]string{"package shop.orders.v1;", "package shop.orders.v2;"},
			[]string{"4  changed: its package changed from shop.orders.v1 to shop.orders.v2, and with it every name in it"},
			[]string{`option go_package = "shop/orders/v1;ordersv1";`, `option go_package = "elsewhere"; option java_package = "shop"; option cc_enable_arenas = true;`},
		},
		{
			"syntax",
			[]string{`syntax = "proto3";`, `edition = "2023"; option features.enum_type = CLOSED; option features = { field_presence: IMPLICIT };`, `reserved "why";`, "reserved why;", "optional string note = 9;", "string note = 9 [features.field_presence = EXPLICIT];"},
			[]string{"51 Order.Status changed: became closed: values that it does not declare are no longer read as such"},
			[]string{`syntax = "proto3";`, `edition = "2023"; option features.field_presence = IMPLICIT;`, `reserved "why";`, "reserved why;", "optional string note = 9;", "string note = 9 [features.field_presence = EXPLICIT];"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := map[fact.Path]string{path: orders, imported: money}
			r := compare(t, from, map[fact.Path]string{path: edit(t, orders, c.fault...), imported: money}, nil)
			if got := words(r, true); !reflect.DeepEqual(got, c.want) || len(r.Unchecked) > 0 {
				t.Errorf("the fault gives\n%s\n%v\nwant\n%s", strings.Join(got, "\n"), r.Unchecked, strings.Join(c.want, "\n"))
			}
			r = compare(t, from, map[fact.Path]string{path: edit(t, orders, c.twin...), imported: money}, nil)
			if got := words(r, true); len(got) > 0 || len(r.Unchecked) > 0 {
				t.Errorf("the twin gives\n%s\n%v", strings.Join(got, "\n"), r.Unchecked)
			}
		})
	}
}

const legacy = `syntax = "proto2";
package old;
message Job {
  required string name = 1;
  optional int32 tries = 2 [default = 3];
  optional group Result = 4 { optional string text = 1; }
  extensions 100 to 199;
  extensions 300 to max;
}
extend Job { optional string owner = 100; }
extend google.protobuf.FieldOptions { optional bool secret = 50001; }
`

func TestLegacyFaults(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault []string
		want  []string
		twin  []string
	}{
		{
			"required",
			[]string{"required string name", "optional string name"},
			[]string{"4 Job.name changed: is no longer required: who requires it will not read data without it"},
			[]string{"required string name", "required   string name"},
		},
		{
			"became required",
			[]string{"optional int32 tries", "required int32 tries"},
			[]string{"5 Job.tries changed: became required: data without it are no longer read"},
			[]string{"optional int32 tries", "optional bool dry = 5; optional int32 tries"},
		},
		{
			"added as required",
			[]string{"optional int32 tries", "required bool dry = 5; optional int32 tries"},
			[]string{"5 Job.dry changed: added as required: data without it are no longer read"},
			[]string{"optional int32 tries", "repeated bool dry = 5; optional int32 tries"},
		},
		{
			"default",
			[]string{"default = 3", "default = 5"},
			[]string{"5 Job.tries changed: its default changed from 3 to 5"},
			[]string{"[default = 3]", "[deprecated = true, default = 3]"},
		},
		{
			"group",
			[]string{"optional group Result = 4 { optional string text = 1; }", "message Result { optional string text = 1; }\n optional Result result = 4;"},
			[]string{"7 Job.result changed: its type changed from delimited old.Job.Result to old.Job.Result"},
			[]string{"optional string text = 1;", "optional string text = 1; optional string more = 2;"},
		},
		{
			"extension range",
			[]string{"100 to 199", "100 to 198"},
			[]string{"3 Job changed: its numbers from 100 to 199 are no longer all for extensions"},
			[]string{"  extensions 100 to 199;\n", "  extensions 150 to 250;\n  extensions 100 to 149;\n"},
		},
		{
			"extension",
			[]string{"optional string owner = 100", "optional int32 owner = 101"},
			[]string{"10 owner changed: its number changed from 100 to 101", "10 owner changed: its type changed from string to int32"},
			[]string{"extend Job {", "extend .old.Job {"},
		},
		{
			"extension of something else",
			[]string{"extend google.protobuf.FieldOptions", "extend google.protobuf.MessageOptions"},
			[]string{"11 secret changed: it extends google.protobuf.MessageOptions now, no longer google.protobuf.FieldOptions"},
			[]string{"secret = 50001;", "secret = 50001; optional bool hidden = 50002;"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			from := map[fact.Path]string{"a.proto": legacy}
			if r := compare(t, from, map[fact.Path]string{"a.proto": edit(t, legacy, c.fault...)}, nil); !reflect.DeepEqual(words(r, true), c.want) {
				t.Errorf("the fault gives\n%s\n%v\nwant\n%s", strings.Join(words(r, true), "\n"), r.Unchecked, strings.Join(c.want, "\n"))
			}
			if r := compare(t, from, map[fact.Path]string{"a.proto": edit(t, legacy, c.twin...)}, nil); len(words(r, true)) > 0 || len(r.Unchecked) > 0 {
				t.Errorf("the twin gives\n%s\n%v", strings.Join(words(r, true), "\n"), r.Unchecked)
			}
		})
	}
}

// TestFiles moves, adds and removes files.
func TestFiles(t *testing.T) {
	const one, two = "api/one.proto", "api/two.proto"
	user := "syntax = \"proto3\";\npackage shop.v1;\nmessage User { string id = 1; message Key { string k = 1; } Key key = 2; }\n"
	cart := "syntax = \"proto3\";\npackage shop.v1;\nmessage Cart { string id = 1; }\n"
	for _, c := range []struct {
		name            string
		from, to, moved map[fact.Path]string
		breaks, adds    []string
	}{
		{
			"moved",
			map[fact.Path]string{one: user},
			map[fact.Path]string{two: "// moved\n" + user},
			map[fact.Path]string{two: one},
			nil, nil,
		},
		{
			"moved, not seen to be",
			map[fact.Path]string{one: user},
			map[fact.Path]string{two: "// moved\n" + user},
			nil,
			nil, nil,
		},
		{
			"moved to a file that is there",
			map[fact.Path]string{one: user, two: cart},
			map[fact.Path]string{two: cart + user[strings.Index(user, "message"):]},
			nil,
			nil, nil,
		},
		{
			"moved into what holds it",
			map[fact.Path]string{one: cart + "message CartItem { string id = 1; Cart of = 2; }\nmessage Sale { repeated CartItem items = 1; CartItem last = 2; }\n"},
			map[fact.Path]string{one: cart + "message Sale { message Item { string id = 1; Cart of = 2; } repeated Item items = 1; Item last = 2; }\n"},
			nil,
			[]string{"4 CartItem call-compatible: message is called Sale.Item now: data are the same, generated source is not"},
			nil,
		},
		{
			"moved into another, and not the same",
			map[fact.Path]string{one: cart + "message CartItem { string id = 1; Cart of = 2; }\nmessage Sale { CartItem last = 2; }\n"},
			map[fact.Path]string{one: cart + "message Sale { message Item { string id = 1; Cart of = 3; } Item last = 2; }\n"},
			nil,
			[]string{"0 CartItem removed: message removed", "4 Sale.last changed: its type changed from shop.v1.CartItem to shop.v1.Sale.Item"},
			[]string{"4 Sale.Item added: message added"},
		},
		{
			"moved and changed",
			map[fact.Path]string{one: user, two: cart},
			map[fact.Path]string{two: cart + "message User { message Key { int32 k = 1; } Key key = 2; }\n"},
			nil,
			[]string{"0 User.id removed: field 1 removed; neither its number nor its name is reserved", "4 User.Key.k changed: its type changed from string to int32"},
			nil,
		},
		{
			"moved to another package",
			map[fact.Path]string{one: user},
			map[fact.Path]string{two: strings.Replace(user, "v1", "v2", 1)},
			map[fact.Path]string{two: one},
			[]string{"2  changed: its package changed from shop.v1 to shop.v2, and with it every name in it"},
			nil,
		},
		{
			"copied to another package",
			map[fact.Path]string{one: user},
			map[fact.Path]string{one: user, two: strings.Replace(user, "v1", "v2", 1)},
			nil,
			nil,
			[]string{"1  added: added"},
		},
		{
			"removed",
			map[fact.Path]string{one: user, two: cart},
			map[fact.Path]string{two: cart},
			nil,
			[]string{"0  removed: removed"},
			nil,
		},
		{
			"removed in part",
			map[fact.Path]string{one: user + "message Gone {}\n", two: cart},
			map[fact.Path]string{two: cart + user[strings.Index(user, "message"):]},
			nil,
			[]string{"0 Gone removed: message removed"},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := compare(t, c.from, c.to, c.moved)
			if b, a := words(r, true), words(r, false); !reflect.DeepEqual(b, c.breaks) || !reflect.DeepEqual(a, c.adds) || len(r.Unchecked) > 0 {
				t.Errorf("%q\nand %q\nwant %q\nand %q; %v", b, a, c.breaks, c.adds, r.Unchecked)
			}
		})
	}
}

func TestUnchecked(t *testing.T) {
	good := "syntax = \"proto3\";\nmessage A { string id = 1; }\n"
	for name, bad := range map[string]string{
		"broken": "syntax = \"proto3\";\nmessage A { string id = ; }\n",
		"twice":  good + "message A {}\n",
		"alike":  "enum E { A = 0; A = 1; }",
		"deep":   "syntax = \"proto3\";\n" + strings.Repeat("message A {", 101) + strings.Repeat("}", 101),
		"huge":   good + strings.Repeat("//\n", Most/3),
	} {
		for _, texts := range [][2]string{{good, bad}, {bad, good}} {
			r := compare(t, map[fact.Path]string{"a.proto": texts[0]}, map[fact.Path]string{"a.proto": texts[1]}, nil)
			if len(r.Unchecked) != 1 || r.Unchecked[0].Path != "a.proto" || len(r.Changes) > 0 || len(r.Units) > 0 {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
	brackets := good + "// " + strings.Repeat("<", 200) + "\n/* " + strings.Repeat("{", 200) + " */\nmessage B { string id = 1 [(a) = \"" + strings.Repeat("[", 200) + "\"]; }\n"
	if r := compare(t, map[fact.Path]string{"a.proto": good}, map[fact.Path]string{"a.proto": brackets}, nil); len(r.Unchecked) > 0 {
		t.Errorf("brackets in comments and strings: %v", r.Unchecked)
	}
}

func TestPromise(t *testing.T) {
	for pkg, want := range map[string]bool{
		"shop.v1": true, "v12": true, "shop": false, "": false, "shop.v0": false, "shop.v1.inner": false, "shop.v1alpha": false,
		"shop.v1beta2": false, "shop.v1p1beta1": false, "shop.v1test": false, "shop.v1p1": false,
	} {
		if got, why := promise(pkg); got != want || why == "" {
			t.Errorf("%q promises: %v, %s", pkg, got, why)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add([]byte(orders), []byte(legacy))
	f.Add([]byte(legacy), []byte(money))
	f.Add([]byte("message A { optional group B = 1 { extend C { repeated group D = 2 {} } } }"), []byte("edition = \"2023\"; option features = { a: [<>] }; enum E { option allow_alias = true; A = 0; B = 0; }"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		for _, content := range [][]byte{a, b} {
			same, err := Compare(t.Context(), State{}, State{}, []Pair{{"a.proto", "b.proto", content, content}})
			if err != nil || len(same.Changes) > 0 {
				t.Errorf("against itself: %+v, %v", same, err)
			}
		}
		r, err := Compare(t.Context(), State{}, State{}, []Pair{{"a.proto", "b.proto", a, b}})
		if err != nil || len(r.Units)+len(r.Unchecked) != 1 {
			t.Errorf("%+v, %v", r, err)
		}
		for _, c := range r.Changes {
			if c.What == "" || c.Line < 0 || c.Unit != "b.proto" || c.Path != c.Unit || c.Kind == 0 {
				t.Errorf("%+v", c)
			}
		}
	})
}
