package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The rules of the house, as tests. They read the files themselves: `go list`
// would be answered from the test cache, and a broken rule would not be seen.

// arrows are the imports that packages may have of each other, without those
// of their tests. A new package or a new arrow is a decision: it is made here
// and told in docs/architecture.md.
var arrows = map[string][]string{
	"care":              {},
	"care/growth":       {"care"},
	"care/immunization": {"care"},
	"care/imci":         {"care"},
	"care/wellchild":    {"care", "care/growth", "care/immunization"},
	"records":           {"care", "care/growth", "care/immunization", "care/imci", "care/wellchild"},
	"records/sqlite":    {"care", "records"},
	"records/mongo":     {"care", "records"},
	"records/storetest": {"care", "records"},
	"signaling":         {"signaling/sfu"},
	"signaling/sfu":     {},
	"web":               {},
	"mobile-api":        {"care", "care/growth", "care/immunization", "care/wellchild", "records", "server/gate"},
	"server/notice":     {},
	"server/gate":       {"care", "records", "server/notice"},
	"server/clinic":     {"care", "care/growth", "care/immunization", "care/wellchild", "records", "server/gate", "server/notice"},
	"server/tool":       {"care", "care/growth", "care/immunization", "care/imci"},
	"server": {"care", "care/growth", "care/imci", "care/immunization", "care/wellchild", "mobile-api", "records", "records/mongo", "records/sqlite",
		"server/clinic", "server/gate", "server/notice", "server/tool", "signaling", "signaling/sfu", "web"},
}

// goFile is one parsed file of the house.
type goFile struct {
	path   string // from the root, with slashes
	folder string
	test   bool
	lines  int
	*ast.File
}

func (f goFile) imports() []string {
	var out []string
	for _, i := range f.Imports {
		out = append(out, strings.Trim(i.Path.Value, `"`))
	}
	return out
}

// walk calls f with every file of the tree that is ours: not what npm, the
// build or the program itself puts there.
func walk(t *testing.T, f func(name string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && slices.Contains([]string{"node_modules", ".git", ".cache", "dist", "data", "bin", "test-results", "rapid"}, d.Name()) && name != "../care/immunization/data" {
			return filepath.SkipDir
		}
		if !d.IsDir() {
			f(strings.TrimPrefix(filepath.ToSlash(name), "../"))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var out []goFile
	set := token.NewFileSet()
	walk(t, func(name string) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		text := read(t, name)
		file, err := parser.ParseFile(set, name, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, goFile{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), strings.Count(text, "\n"), file})
	})
	if len(out) < 50 {
		t.Fatalf("found %d Go files: not the whole house", len(out))
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shipped tells whether a file is built into the program: not a test, and not
// a program of its own that makes a table.
func (f goFile) shipped() bool {
	return !f.test && !slices.ContainsFunc(f.Comments, func(c *ast.CommentGroup) bool { return strings.HasPrefix(c.List[0].Text, "//go:build ignore") })
}

func TestHouseArrowsPointDown(t *testing.T) {
	for _, f := range goFiles(t) {
		allowed, known := arrows[f.folder]
		if !known {
			t.Errorf("%s: the package %s is not in the plan; add it to arrows and to docs/architecture.md", f.path, f.folder)
			continue
		}
		for _, to := range f.imports() {
			to, ours := strings.CutPrefix(to, "tongjian/")
			if ours && f.shipped() && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s: no such arrow in the plan", f.path, to)
			}
		}
	}
}

// The rules of care give the same answer for the same input: nothing in them
// can reach a clock, a disk, a network or a log.
func TestHouseCareIsPure(t *testing.T) {
	impure := regexp.MustCompile(`^(os|os/.*|net|net/.*|log|log/.*|io/ioutil|syscall|unsafe|math/rand|math/rand/v2|crypto/rand|runtime|C)$`)
	for _, f := range goFiles(t) {
		if !f.shipped() || f.folder != "care" && !strings.HasPrefix(f.folder, "care/") {
			continue
		}
		for _, i := range f.imports() {
			if impure.MatchString(i) || i == "time" && f.folder != "care" {
				t.Errorf("%s imports %s: the rules of care are pure", f.path, i)
			}
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && isClock(s) {
				t.Errorf("%s reads the clock: today is an argument", f.path)
			}
			return true
		})
	}
}

func isClock(s *ast.SelectorExpr) bool {
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "After", "Tick", "Sleep"}, s.Sel.Name)
}

// The parents' API and the staff's reach children through records alone; the
// stores are known to main only.
func TestHouseOneDoor(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test || f.folder == "server" || strings.HasPrefix(f.folder, "records/") {
			continue
		}
		for _, i := range f.imports() {
			if strings.Contains(i, "mongo-driver") || strings.Contains(i, "modernc.org/sqlite") || i == "database/sql" {
				t.Errorf("%s imports %s: the way to the record is package records", f.path, i)
			}
		}
	}
}

func TestHousePackagesSayWhatTheyAreFor(t *testing.T) {
	said := map[string]string{}
	for _, f := range goFiles(t) {
		if !f.test && f.Doc != nil && f.shipped() {
			said[f.folder] += f.Doc.Text()
		} else if _, ok := said[f.folder]; !ok && f.shipped() {
			said[f.folder] = ""
		}
	}
	for folder, text := range said {
		if len(strings.Fields(text)) < 12 {
			t.Errorf("package %s says %q; a package comment tells what it is for and what it will not do", folder, text)
		}
	}
}

func TestHousePackageNames(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, part := range strings.Split(f.folder, "/") {
			if slices.Contains([]string{"util", "utils", "common", "model", "models", "type", "types", "pkg", "internal", "helper", "helpers", "misc", "base", "shared"}, part) {
				t.Errorf("%s: a folder is named after a thing that a nurse would know, not %s", f.path, part)
			}
		}
	}
}

func TestHouseFilesAreShort(t *testing.T) {
	for _, f := range goFiles(t) {
		if !f.test && f.lines > 450 {
			t.Errorf("%s has %d lines: look for its second noun", f.path, f.lines)
		}
	}
}

func TestHouseExportedNamesAreDocumented(t *testing.T) {
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		for _, d := range f.Decls {
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s has no sentence above it", f.path, name)
			}
		}
	}
}

// undocumented gives the exported names of a declaration that have no comment.
// A comment above a group of constants or variables speaks for all of them.
func undocumented(d ast.Decl) []string {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) && d.Name.Name != "Error" { // Error says itself
			return []string{d.Name.Name}
		}
	case *ast.GenDecl:
		if d.Doc != nil && (d.Tok != token.TYPE || d.Lparen == token.NoPos) {
			return nil
		}
		var out []string
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil {
					out = append(out, s.Name.Name)
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && s.Doc == nil && s.Comment == nil {
					out = append(out, s.Names[0].Name)
				}
			}
		}
		return out
	}
	return nil
}

// exportedReceiver tells whether a function is reachable: no method, or one of an exported type.
func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	name := d.Recv.List[0].Type
	if s, ok := name.(*ast.StarExpr); ok {
		name = s.X
	}
	if i, ok := name.(*ast.IndexExpr); ok {
		name = i.X
	}
	id, ok := name.(*ast.Ident)
	return ok && id.IsExported()
}

// The program is built from public modules alone.
func TestHouseGoModHasNoReplace(t *testing.T) {
	for _, line := range strings.Split(read(t, "go.mod"), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "replace") {
			t.Errorf("go.mod: %s", line)
		}
	}
}

// secrets are forms that a key or token has and nothing else; credentials are
// passwords inside an address, which only tests may make up.
var secrets = regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bnpm_[A-Za-z0-9]{36}\b|\bxox[abpr]-[A-Za-z0-9-]{20,}|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`)

var credentials = regexp.MustCompile(`\b[a-z+]+://[^/\s:@"]+:[^/\s:@"<]+@`)

func TestHouseHoldsNoSecrets(t *testing.T) {
	walk(t, func(name string) {
		switch path.Ext(name) {
		case ".pem", ".key", ".p12", ".env":
			t.Errorf("%s: keys are not kept in the tree", name)
		case ".go", ".ts", ".tsx", ".mjs", ".md", ".sh", ".json", ".yml", ".yaml", "":
			for i, line := range strings.Split(read(t, name), "\n") {
				found := secrets.FindString(line)
				if found == "" && !strings.HasSuffix(name, "_test.go") {
					found = strings.ReplaceAll(credentials.FindString(line), "mongodb://user:password@", "")
				}
				if found != "" {
					t.Errorf("%s:%d looks like a secret: %.20s…", name, i+1, found)
				}
			}
		}
	})
}

var (
	link   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fenced = regexp.MustCompile("(?s)```.*?```")
	inline = regexp.MustCompile("`[^`\n]*`")
)

// Every link of the documents to a file or heading of the house leads somewhere.
func TestHouseLinksResolve(t *testing.T) {
	walk(t, func(name string) {
		if path.Ext(name) != ".md" {
			return
		}
		text := inline.ReplaceAllString(fenced.ReplaceAllString(read(t, name), ""), "")
		for _, m := range link.FindAllStringSubmatch(text, -1) {
			to, heading, _ := strings.Cut(m[1], "#")
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			where := name
			if to != "" {
				where = path.Join(path.Dir(name), to)
			}
			if _, err := os.Stat(filepath.Join("..", where)); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			} else if heading != "" && path.Ext(where) == ".md" && !slices.Contains(headings(read(t, where)), heading) {
				t.Errorf("%s links to %s: no such heading", name, m[1])
			}
		}
	})
}

// headings gives the names by which the headings of a document are linked to.
func headings(text string) []string {
	var out []string
	for _, line := range strings.Split(fenced.ReplaceAllString(text, ""), "\n") {
		title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if !ok || !strings.HasPrefix(line, "#") {
			continue
		}
		keep := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(title), "")
		out = append(out, strings.ReplaceAll(keep, " ", "-"))
	}
	return out
}
