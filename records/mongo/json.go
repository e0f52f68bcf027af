package mongo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// document is JSON that stands in the database as BSON: objects, lists, text,
// integers of up to 64 bits and floats come back with the same value, keys in
// the same order. A fraction is the nearest float64, as it is for every reader of
// JSON; a number that neither an int64 nor a float64 holds is an error.
type document json.RawMessage

// MarshalBSONValue writes the JSON as BSON.
func (d document) MarshalBSONValue() (byte, []byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(d))
	decoder.UseNumber()
	v, err := decode(decoder)
	if err != nil {
		return 0, nil, fmt.Errorf("reading a body: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return 0, nil, fmt.Errorf("reading a body: more than one JSON value")
	}
	if v == nil {
		return byte(bson.TypeNull), nil, nil
	}
	kind, data, err := bson.MarshalValue(v)
	return byte(kind), data, err
}

// UnmarshalBSONValue writes the BSON as JSON.
func (d *document) UnmarshalBSONValue(kind byte, data []byte) error {
	var b bytes.Buffer
	if err := encode(&b, bson.RawValue{Type: bson.Type(kind), Value: data}); err != nil {
		return err
	}
	*d = b.Bytes()
	return nil
}

// decode reads the next JSON value.
func decode(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token := token.(type) {
	case json.Number:
		return number(token.String())
	case json.Delim:
		if token == '{' {
			return decodeObject(d)
		}
		return decodeList(d)
	}
	return token, nil // string, bool or nil
}

// decodeObject reads up to the closing brace. Of a key that stands there twice
// the last one counts, as it does for every reader of JSON.
func decodeObject(d *json.Decoder) (any, error) {
	object, place := bson.D{}, map[string]int{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := key(token.(string)) // the decoder lets nothing else stand here
		value, err := decode(d)
		if err != nil {
			return nil, err
		}
		if i, twice := place[name]; twice {
			object[i].Value = value
			continue
		}
		place[name] = len(object)
		object = append(object, bson.E{Key: name, Value: value})
	}
	_, err := d.Token()
	return object, err
}

func decodeList(d *json.Decoder) (any, error) {
	list := bson.A{}
	for d.More() {
		value, err := decode(d)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.Token()
	return list, err
}

// number gives the narrowest of int32, int64 and float64 that holds the number.
// A whole number beyond int64 is a float64 when it is written as Go and
// JavaScript write one; any other would come back changed.
func number(text string) (any, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if n == int64(int32(n)) {
			return int32(n), nil
		}
		return n, nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !strings.ContainsAny(text, ".eE") && text != strconv.FormatFloat(f, 'f', -1, 64) {
		return nil, fmt.Errorf("the number %.30s is too large to be kept", text)
	}
	return f, nil
}

// encode writes a BSON value as JSON.
func encode(b *bytes.Buffer, v bson.RawValue) error {
	switch v.Type {
	case bson.TypeEmbeddedDocument:
		return encodeObject(b, v.Document())
	case bson.TypeArray:
		return encodeList(b, bson.Raw(v.Array()))
	case bson.TypeString:
		return encodeText(b, v.StringValue())
	case bson.TypeDateTime: // written by an operator: the store itself writes days and instants as text
		return encodeText(b, v.Time().UTC().Format("2006-01-02T15:04:05.999Z07:00"))
	case bson.TypeDouble:
		return encodeFloat(b, v.Double())
	case bson.TypeInt32:
		fmt.Fprint(b, v.Int32())
	case bson.TypeInt64:
		fmt.Fprint(b, v.Int64())
	case bson.TypeBoolean:
		fmt.Fprint(b, v.Boolean())
	case bson.TypeNull:
		b.WriteString("null")
	default:
		return fmt.Errorf("a body holds a %s, which JSON has not", v.Type)
	}
	return nil
}

func encodeObject(b *bytes.Buffer, raw bson.Raw) error {
	elements, err := raw.Elements()
	if err != nil {
		return err
	}
	for i, e := range elements {
		b.WriteByte("{,"[min(i, 1)])
		if err := encodeText(b, unkey(e.Key())); err != nil {
			return err
		}
		b.WriteByte(':')
		if err := encode(b, e.Value()); err != nil {
			return err
		}
	}
	b.WriteString("{}"[min(len(elements), 1):])
	return nil
}

func encodeList(b *bytes.Buffer, raw bson.Raw) error {
	values, err := raw.Values()
	if err != nil {
		return err
	}
	for i, v := range values {
		b.WriteByte("[,"[min(i, 1)])
		if err := encode(b, v); err != nil {
			return err
		}
	}
	b.WriteString("[]"[min(len(values), 1):])
	return nil
}

func encodeText(b *bytes.Buffer, text string) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	err := e.Encode(text)
	b.Truncate(b.Len() - 1) // the line end that Encode adds
	return err
}

func encodeFloat(b *bytes.Buffer, f float64) error {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("a body holds %v, which JSON has not", f)
	}
	text, err := json.Marshal(f)
	b.Write(text)
	return err
}

// What MongoDB reserves in keys stands there as a percent sign and its code,
// the empty key as a percent sign alone.
var (
	toKey   = strings.NewReplacer("%", "%25", ".", "%2E", "$", "%24", "\x00", "%00")
	fromKey = strings.NewReplacer("%25", "%", "%2E", ".", "%24", "$", "%00", "\x00")
)

func key(name string) string {
	if name == "" {
		return "%"
	}
	return toKey.Replace(name)
}

func unkey(key string) string {
	if key == "%" {
		return ""
	}
	return fromKey.Replace(key)
}
