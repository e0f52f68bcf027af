package mongo

import (
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// The contract holds what comes back; here is how it stands in between.
func TestDocumentIsReadable(t *testing.T) {
	for text, want := range map[string]string{
		`{"weightKg":10.25,"doses":2,"far":9007199254740993}`: `{"weightKg": {"$numberDouble":"10.25"},"doses": {"$numberInt":"2"},"far": {"$numberLong":"9007199254740993"}}`,
		`{"a.b":1,"$set":{"":null},"50%":[]}`:                 `{"a%2Eb": {"$numberInt":"1"},"%24set": {"%": null},"50%25": []}`,
		`{"twice":1,"other":true,"twice":"last"}`:             `{"twice": "last","other": true}`,
	} {
		kind, data, err := document(text).MarshalBSONValue()
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := (bson.RawValue{Type: bson.Type(kind), Value: data}).String(); got != want {
			t.Errorf("%s stands as %s, want %s", text, got, want)
		}
	}
}

func TestDocumentRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:                       "EOF",
		`{"a":1`:                 "EOF",
		`{"a":1}{}`:              "more than one",
		`{"a":[1,}`:              "invalid",
		`[12345678901234567890]`: "too large",
		`{"a":1e400}`:            "too large",
		strings.Repeat("1", 400): "too large",
		`[1 2]`:                  "invalid",
		`{"a" 1}`:                "invalid",
		"{\"a\":\"\x01\"}":       "invalid",
	} {
		if _, data, err := document(text).MarshalBSONValue(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q = %x, %v, want an error with %q", text, data, err, want)
		}
	}
}

// What an operator writes into a body by hand is read where JSON can say it.
func TestDocumentWrittenByHand(t *testing.T) {
	for _, c := range []struct {
		value any
		want  string
		fails bool
	}{
		{bson.D{{Key: "at", Value: bson.DateTime(1773028800123)}}, `{"at":"2026-03-09T04:00:00.123Z"}`, false},
		{bson.D{{Key: "100%", Value: 1.0}}, `{"100%":1}`, false},
		{bson.D{{Key: "id", Value: bson.ObjectID{}}}, ``, true},
	} {
		kind, data, err := bson.MarshalValue(c.value)
		if err != nil {
			t.Fatal(err)
		}
		var d document
		if err := d.UnmarshalBSONValue(byte(kind), data); (err != nil) != c.fails || string(d) != c.want {
			t.Errorf("%v = %s, %v, want %s", c.value, d, err, c.want)
		}
	}
}
