package storetest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// value reads JSON into values that reflect.DeepEqual compares: integers as
// int64, other numbers as float64 (12.0 is the integer 12).
func value(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	return numbers(v), nil
}

func numbers(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for key := range v {
			v[key] = numbers(v[key])
		}
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case json.Number:
		if n, err := strconv.ParseInt(v.String(), 10, 64); err == nil {
			return n
		}
		f, _ := v.Float64()
		if n := int64(f); f == float64(n) && n > -1<<53 && n < 1<<53 {
			return n
		}
		return f
	}
	return v
}

// hardBodies are JSON values that stores have been seen to change.
var hardBodies = []string{
	`{}`, `[]`, `null`, `true`, `0`, `""`, `"𠮷"`,
	`{"empty":[],"none":null,"no":false,"nested":{"list":[1,{"list":[]},{}]}}`,
	`[[1,[2,[]]],[]]`,
	`{"int":9007199254740993,"max":9223372036854775807,"min":-9223372036854775808,"small":-1}`,
	`{"float":0.1,"tiny":5e-324,"huge":1.7976931348623157e308,"third":0.3333333333333333,"whole":12.0,"exp":1e3}`,
	`{"name":"𠮷野家 \u0000 \u2028 <b>&amp;</b> \"\\\/","emoji":"👶🏽"}`,
	`{"a.b":1,"$set":2,"":3,".":4,"$":5,"a.$.b":{"$in":[{"$x.y":6}]},"%2E":7,"%":8,"%%":9,"100%":10,"名.字":11}`,
	`{"_id":1,"$date":"2026-01-01","$oid":"x","$numberLong":"5"}`,
	`{"date":"2026-03-09","instant":"2026-03-09T04:00:00.123Z"}`,
	`{"z":1,"a":2,"m":{"z":1,"a":2}}`,
}

// bodies are the hard ones that the server can keep.
func (s suite) bodies(t *testing.T) []string {
	if s.limits.NestedLists == "" {
		return hardBodies
	}
	t.Logf("NOT HELD HERE: a list directly within a list: %s", s.limits.NestedLists)
	return slices.DeleteFunc(slices.Clone(hardBodies), func(body string) bool { return strings.Contains(body, "[[") })
}

// anyBody draws a JSON value, with lists directly within lists or without.
func anyBody(inLists bool) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		text, err := json.Marshal(anyValue(3, inLists, false).Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	})
}

var anyPlain = []*rapid.Generator[any]{
	rapid.Just(any(nil)),
	rapid.Bool().AsAny(),
	rapid.Int64().AsAny(),
	rapid.IntRange(-10, 10).AsAny(),
	rapid.Float64Range(-1e300, 1e300).AsAny(),
	rapid.String().AsAny(),
}

var anyKey = rapid.StringOfN(rapid.SampledFrom([]rune("ab.$%𠮷童_ \x00")), 0, 4, -1)

// anyValue draws a value up to a depth; within tells that it stands in a list.
func anyValue(depth int, inLists, within bool) *rapid.Generator[any] {
	kinds := slices.Clone(anyPlain)
	if depth > 0 {
		kinds = append(kinds, rapid.MapOfN(anyKey, deeper(depth, inLists, false), 0, 4).AsAny())
	}
	if depth > 0 && (inLists || !within) {
		kinds = append(kinds, rapid.SliceOfN(deeper(depth, inLists, true), 0, 4).AsAny())
	}
	return rapid.OneOf(kinds...)
}

func deeper(depth int, inLists, within bool) *rapid.Generator[any] {
	return rapid.Deferred(func() *rapid.Generator[any] { return anyValue(depth-1, inLists, within) })
}
