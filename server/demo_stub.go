package main

import (
	"context"
	"io"
)

func (h *house) demo(ctx context.Context, out io.Writer) error { return nil }
