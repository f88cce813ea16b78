package material

import "fmt"

// Code says in one word why an upload was refused; the words for people are chosen elsewhere.
type Code string

// The reasons to refuse an upload.
const (
	TooLarge      Code = "too_large"       // more bytes than Limits.MaxBytes
	Empty         Code = "empty"           // no bytes at all
	Type          Code = "type"            // neither a picture nor a PDF, whatever its name says
	HEIC          Code = "heic"            // a phone's HEIC or AVIF picture: to be sent as JPEG
	Broken        Code = "broken"          // damaged, cut off, or not fully readable
	TooManyPixels Code = "too_many_pixels" // more pixels than Limits.MaxPixels
	TooManyPages  Code = "too_many_pages"  // more pages than Limits.MaxPages
	Encrypted     Code = "encrypted"       // a PDF that asks for a password or restricts its reader
	Active        Code = "active"          // a PDF with scripts, programs to launch, forms that compute, or attachments
)

// Fault refuses an upload. It carries the facts a person needs to send a better one, never a part of the content.
type Fault struct {
	Code Code
	// Ext is what the content turned out to be, as a usual extension without dot ("png", "docx"); empty when unknown,
	// and then the extension of the file's name is the next best fact.
	Ext string
	// Size is the file's length in bytes; for TooLarge it is exact only when the reader could seek.
	Size int64
	// Limit is the bound that was passed: bytes, pixels or pages; zero for other codes.
	Limit int64
	// Width and Height are the picture's pixels, where they could be read.
	Width, Height int
	// Pages counts the PDF's pages for TooManyPages.
	Pages int
	// Detail names for the log what was met ("/JavaScript", "unexpected EOF").
	Detail string
}

func (f *Fault) Error() string {
	s := fmt.Sprintf("material: %s (%s, %d bytes)", f.Code, f.Ext, f.Size)
	if f.Detail != "" {
		s += ": " + f.Detail
	}
	return s
}
