package growth

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"tongjian/care"
)

//go:generate go run maketable.go

// packed holds every published figure of the package, as maketable.go wrote it.
//
//go:embed figures.bin.gz
var packed []byte

// piece is one table for one sex, column by column.
type piece [][]float64

// pieces are all tables by "name/sex".
var pieces = sync.OnceValue(func() map[string]piece {
	all, err := unpack(packed)
	if err != nil {
		panic("growth: the figures built into the program are damaged: " + err.Error())
	}
	return all
})

// figures gives a table for a sex; empty columns are never asked for.
func figures(name string, sex care.Sex) piece { return pieces()[name+"/"+string(sex)] }

func unpack(packed []byte) (map[string]piece, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	all := map[string]piece{}
	for in := bytes.NewReader(raw); in.Len() > 0; {
		name, p, err := readPiece(in)
		if err != nil {
			return nil, fmt.Errorf("after %q: %w", name, err)
		}
		all[name] = p
	}
	return all, nil
}

func readPiece(in *bytes.Reader) (string, piece, error) {
	n, err := binary.ReadVarint(in)
	if err != nil || n < 0 || n > int64(in.Len()) {
		return "", nil, fmt.Errorf("length of a name %d: %w", n, err)
	}
	name := make([]byte, n)
	if _, err := io.ReadFull(in, name); err != nil {
		return "", nil, err
	}
	cols, err := binary.ReadVarint(in)
	if err != nil {
		return string(name), nil, err
	}
	rows, err := binary.ReadVarint(in)
	if err != nil || cols < 0 || rows < 0 || cols*rows > int64(in.Len()) {
		return string(name), nil, fmt.Errorf("%d columns of %d rows: %w", cols, rows, err)
	}
	p := make(piece, cols)
	for i := range p {
		if p[i], err = readColumn(in, int(rows)); err != nil {
			return string(name), nil, err
		}
	}
	return string(name), p, nil
}

// readColumn reads whole numbers and divides them by their power of ten. Both
// are exact in a float64, so the quotient is the one nearest to the printed
// figure, as a parser of that figure would give it.
func readColumn(in *bytes.Reader, rows int) ([]float64, error) {
	decimals, err := binary.ReadVarint(in)
	if err != nil {
		return nil, err
	}
	scale := 1.0
	for range decimals {
		scale *= 10
	}
	column, sum := make([]float64, rows), int64(0)
	for i := range column {
		d, err := binary.ReadVarint(in)
		if err != nil {
			return nil, err
		}
		sum += d
		column[i] = float64(sum) / scale
	}
	return column, nil
}
