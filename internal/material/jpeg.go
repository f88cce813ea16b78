package material

import (
	"bytes"
	"encoding/binary"
)

// jpegFacts are what the segments of a JPEG tell before it is decoded.
type jpegFacts struct {
	orientation int  // EXIF tag 0x0112, 1 to 8; 1 when absent
	progressive bool // SOF2: every scan passes over the whole picture, and the coefficients stay in memory
	scans       int
}

// maxScans bounds the work of a progressive picture. Encoders write about ten scans; a hostile file of some
// kilobytes may hold thousands, each of which visits every block.
const maxScans = 64

const (
	markerSOF2 = 0xc2
	markerEOI  = 0xd9
	markerSOS  = 0xda
	markerAPP1 = 0xe1
)

// walkJPEG reads the segments of ISO/IEC 10918-1 Annex B up to the end of the picture. It is forgiving: what it
// cannot follow it leaves to the decoder to refuse.
func walkJPEG(b []byte) jpegFacts {
	f := jpegFacts{orientation: 1}
	for i := 2; i+4 <= len(b); {
		marker := b[i+1]
		switch {
		case b[i] != 0xff:
			i++ // entropy-coded data, or filling between segments
			continue
		case marker == 0x00 || marker >= 0xd0 && marker <= 0xd8 || marker == 0x01:
			i += 2 // a stuffed byte or a restart marker, without a length
			continue
		case marker == 0xff:
			i++
			continue
		case marker == markerEOI:
			return f
		}
		n := int(binary.BigEndian.Uint16(b[i+2:]))
		f.note(marker, b[i+4:min(len(b), max(i+4, i+2+n))])
		i += 2 + max(n, 2)
	}
	return f
}

func (f *jpegFacts) note(marker byte, body []byte) {
	switch marker {
	case markerSOF2:
		f.progressive = true
	case markerSOS:
		f.scans++
	case markerAPP1:
		if tiff, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00")); ok {
			f.orientation = exifOrientation(tiff)
		}
	}
}

// exifOrientation finds tag 0x0112 in the first directory of the TIFF structure that EXIF wraps.
func exifOrientation(tiff []byte) int {
	order, ok := byteOrder(tiff)
	if !ok {
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	entries := tiff[at+2:]
	for n := int(order.Uint16(tiff[at:])); n > 0 && len(entries) >= 12; n-- {
		if order.Uint16(entries) == 0x0112 {
			if v := int(order.Uint16(entries[8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

func byteOrder(tiff []byte) (binary.ByteOrder, bool) {
	if len(tiff) < 8 {
		return nil, false
	}
	switch string(tiff[:4]) {
	case "II*\x00":
		return binary.LittleEndian, true
	case "MM\x00*":
		return binary.BigEndian, true
	}
	return nil, false
}
