package clinic

import (
	"context"

	"tongjian/care/immunization"
)

// vaccines lists the products that a dose may name.
func (d *Desk) vaccines(_ context.Context, _ *struct{}) (*out[list[immunization.Product]], error) {
	return answerList(d.Book.Vaccines(), nil)
}
