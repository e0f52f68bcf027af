//go:build ignore

// Maketable writes figures.bin.gz from the published figures, which lie in
// the folder named by SHARED (default: shared beside the repository):
//
//	go run maketable.go
//
// The file is a row of pieces, one a table and sex, until its end. A piece is
// its name, the number of columns and of rows, then column by column the
// number of decimals and the figures as whole numbers of that decimal, each
// as the difference from the one before. All numbers are varints.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/csv"
	"log"
	"math/big"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	shared := os.Getenv("SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	var out bytes.Buffer
	for _, pattern := range []string{"lms/who200?_?*fa.csv", "lms/who2006_wf[lh].csv", "china/*.csv", "preterm/intergrowth_newborn_*.csv"} {
		files, _ := filepath.Glob(filepath.Join(shared, "data/growth", pattern))
		sort.Strings(files)
		if len(files) == 0 {
			log.Fatalf("no file like %s below %s", pattern, shared)
		}
		for _, file := range files {
			writeFile(&out, file)
		}
	}
	writeVelocity(&out, filepath.Join(shared, "data/growth/velocity/who2009_velocity.csv"))
	if err := os.WriteFile("figures.bin.gz", squeeze(out.Bytes()), 0o644); err != nil {
		log.Fatal(err)
	}
}

// writeFile writes a table whose first column is the sex, under the file's name.
func writeFile(out *bytes.Buffer, file string) {
	rows := readRows(file)
	name := strings.TrimSuffix(filepath.Base(file), ".csv")
	for _, sex := range []string{"M", "F"} {
		var part [][]string
		for _, row := range rows {
			if row[0] == sex {
				part = append(part, row[1:])
			}
		}
		writePiece(out, name+"/"+sex, part)
	}
}

// writeVelocity writes start month, L, M, S and delta of every measure and interval.
func writeVelocity(out *bytes.Buffer, file string) {
	parts := map[string][][]string{}
	var names []string
	for _, row := range readRows(file) {
		name := "velocity_" + row[0] + "_" + row[2] + "/" + row[1]
		if parts[name] == nil {
			names = append(names, name)
		}
		parts[name] = append(parts[name], []string{row[3], row[6], row[7], row[8], row[9]})
	}
	for _, name := range names {
		writePiece(out, name, parts[name])
	}
}

func writePiece(out *bytes.Buffer, name string, rows [][]string) {
	put(out, int64(len(name)))
	out.WriteString(name)
	put(out, int64(len(rows[0])))
	put(out, int64(len(rows)))
	for c := range rows[0] {
		writeColumn(out, rows, c)
	}
}

func writeColumn(out *bytes.Buffer, rows [][]string, c int) {
	decimals := 0
	for _, row := range rows {
		if _, frac, ok := strings.Cut(row[c], "."); ok {
			decimals = max(decimals, len(frac))
		}
	}
	put(out, int64(decimals))
	before := int64(0)
	for _, row := range rows {
		v := whole(row[c], decimals)
		put(out, v-before)
		before = v
	}
}

// whole gives a decimal figure as a whole number of its last decimal, exactly.
func whole(figure string, decimals int) int64 {
	r, ok := new(big.Rat).SetString(figure)
	if !ok {
		log.Fatalf("%q is not a figure", figure)
	}
	r.Mul(r, new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)))
	if !r.IsInt() {
		log.Fatalf("%q has more than %d decimals", figure, decimals)
	}
	return r.Num().Int64()
}

func put(out *bytes.Buffer, v int64) { out.Write(binary.AppendVarint(nil, v)) }

func readRows(file string) [][]string {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		log.Fatalf("reading %s: %v", file, err)
	}
	return rows[1:]
}

func squeeze(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression)
	w.Write(b)
	w.Close()
	return out.Bytes()
}
