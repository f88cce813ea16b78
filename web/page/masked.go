package page

import (
	"beian/internal/filing"
	"beian/internal/ident"
)

// Masked hides the middle of what identifies a person; everything else comes back as it is.
func Masked(f filing.Field, value string) string {
	switch f {
	case filing.EntityCertNumber, filing.PrincipalCertNumber:
		return ident.MaskID(value)
	}
	return value
}
