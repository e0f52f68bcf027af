package tool

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// readObject reads a line that holds one JSON object, its members in their order.
func readObject(l line) (*row, *fault) {
	if l.bad != nil {
		return nil, l.at(l.bad.at, l.bad.reason)
	}
	r := &row{line: l.no, raw: []string{}}
	d := json.NewDecoder(strings.NewReader(l.text))
	if f := r.members(l, d); f != nil {
		return nil, f
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, l.at(int(d.InputOffset()), "something stands behind the object; write one object a line")
	}
	return r, nil
}

func (r *row) members(l line, d *json.Decoder) *fault {
	open, err := d.Token()
	if open != json.Delim('{') || err != nil {
		return l.at(0, "an object like {\"id\": 1} is expected here")
	}
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return l.syntax()
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return l.syntax()
		}
		name := key.(string) // Token gives only strings as keys
		if seen[strings.ToLower(name)] {
			return l.at(int(d.InputOffset())-len(raw), fmt.Sprintf("%q stands here a second time", name))
		}
		seen[strings.ToLower(name)] = true
		r.names, r.raw, r.cells = append(r.names, name), append(r.raw, string(raw)), append(r.cells, said(raw))
	}
	if _, err := d.Token(); err != nil {
		return l.syntax()
	}
	return nil
}

// said gives the text of a JSON value: what a string says, nothing for null.
func said(raw json.RawMessage) string {
	var text string
	switch {
	case string(raw) == "null":
		return ""
	case raw[0] == '"' && json.Unmarshal(raw, &text) == nil:
		return text
	}
	return string(raw)
}

// at names a place of the line by its signs, counted from 1.
func (l line) at(offset int, reason string) *fault {
	offset = max(0, min(offset, len(l.text)))
	return &fault{line: l.no, column: fmt.Sprint(utf8.RuneCountInString(l.text[:offset]) + 1), reason: reason}
}

// syntax says where a line is no JSON. The decoder counts from its last token,
// so the line is looked at once more as a whole.
func (l line) syntax() *fault {
	var whole json.RawMessage
	var wrong *json.SyntaxError
	err := json.Unmarshal([]byte(l.text), &whole)
	switch {
	case errors.As(err, &wrong) && int(wrong.Offset) >= len(l.text) && strings.HasPrefix(wrong.Error(), "unexpected end"):
		return l.at(len(l.text), "the object ends before it is closed")
	case errors.As(err, &wrong):
		return l.at(int(wrong.Offset)-1, "this is no JSON: "+wrong.Error())
	}
	return l.at(0, "this is no JSON")
}
