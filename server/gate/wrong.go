package gate

import (
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// fromHuma turns huma's own refusals of a request into ours. The values that
// were sent, which huma repeats, are left out.
func fromHuma(e *huma.ErrorModel) *Problem {
	p := problem(e.Status, statusCode(e.Status), e.Detail)
	for _, d := range e.Errors {
		if d != nil {
			p.Errors = append(p.Errors, wrongOf(d))
		}
	}
	switch {
	case e.Status >= 500: // reading the body was cut off
		p = problem(http.StatusBadRequest, "body.cut", "the request did not arrive whole")
	case e.Status == http.StatusUnprocessableEntity && len(p.Errors) > 0:
		p.Code = p.Errors[0].Code
		p.Detail = p.Errors[0].Location + ": " + p.Errors[0].Message
	}
	return p
}

// statusCode is the word for a status that says enough by itself.
func statusCode(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "body.malformed"
	case http.StatusRequestEntityTooLarge:
		return "body.large"
	case http.StatusUnsupportedMediaType:
		return "body.type"
	case http.StatusRequestTimeout:
		return "body.slow"
	}
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", ".")
}

// wrongWords gives the code of a refusal by the beginning of huma's sentence.
var wrongWords = []struct{ begin, code string }{
	{"unexpected property", "unknown"},
	{"unknown query parameter", "unknown"},
	{"expected required property", "required"},
	{"required ", "required"},
	{"expected value to be one of", "choice"},
	{"expected length", "length"},
	{"expected array length", "length"},
	{"expected number >", "range"},
	{"expected number <", "range"},
	{"expected number to be a multiple", "range"},
	{"expected string to be RFC 3339 date", "day"},
	{"expected string to", "form"},
	{"expected array items to be unique", "twice"},
	{"expected", "type"},
	{"invalid", "form"},
}

func wrongOf(d *huma.ErrorDetail) Wrong {
	w := Wrong{Location: d.Location, Code: "form", Message: d.Message}
	for _, word := range wrongWords {
		if strings.HasPrefix(d.Message, word.begin) {
			w.Code = word.code
			break
		}
	}
	if rest, ok := strings.CutPrefix(d.Message, "expected required property "); ok {
		name, _, _ := strings.Cut(rest, " ") // huma names the object around it
		w.Location += "." + name
	}
	return w
}
