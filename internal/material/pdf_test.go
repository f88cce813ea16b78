package material

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// makePDF writes objects, numbered from 1 with the catalogue first, with a true cross-reference table.
func makePDF(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, xref)
	return b.Bytes()
}

const catalogue = "<</Type/Catalog/Pages 2 0 R>>"

func plainPDF(pages int) []byte {
	objects := []string{catalogue, ""}
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", i+3)
		objects = append(objects, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>")
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", pages, kids.String())
	return makePDF("", objects...)
}

// withObject is a PDF of one page and one more object.
func withObject(o string) []byte {
	return makePDF("", catalogue, "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R>>", o)
}

func deflate(s string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

func stream(dict, body string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dict, len(body), body)
}

// objectStream packs one object under number 9.
func objectStream(o string) string {
	return stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", deflate("9 0 "+o))
}

func TestPreparePDF(t *testing.T) {
	nested := makePDF("", catalogue, "<</Type/Pages/Kids 6 0 R>>", "<</Type/Pages/Kids[4 0 R 5 0 R]>>",
		"<</Type/Page>>", "<</Type/Page>>", "[3 0 R 7 0 R]", "<</Type/Page>>")
	looped := makePDF("", catalogue, "<</Type/Pages/Kids[3 0 R 2 0 R]>>", "<</Type/Page>>")
	packedPages := makePDF("", catalogue, "<</Type/Pages/Kids[9 0 R]>>", objectStream("<</Type/Page>>"))
	updated := append(plainPDF(2), "2 0 obj <</Type/Pages/Kids[3 0 R]>> endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"...)
	for _, c := range []struct {
		name  string
		data  []byte
		pages int
	}{
		{"one page", plainPDF(1), 1},
		{"three pages", plainPDF(3), 3},
		{"tree of pages", nested, 3},
		{"tree with a loop", looped, 1},
		{"page in an object stream", packedPages, 1},
		{"a page taken out by an update", updated, 1},
		{"words in a string", withObject("<</Title(how to say 1 0 obj and \\) \\( in print)>>"), 1},
		{"harmless names", withObject("<</BM/Screen/S/URI/URI(https://example.cn/)/F<4a53>>>"), 1},
	} {
		p, err := Prepare(bytes.NewReader(c.data), Limits{})
		if err != nil || p.Pages != c.pages || p.MediaType != PDF || p.Ext != "pdf" || p.Preview != nil {
			t.Errorf("%s: %d pages, %v", c.name, p.Pages, err)
		}
		if !bytes.Equal(p.Data, c.data) {
			t.Errorf("%s: bytes were changed", c.name)
		}
	}
}

func TestPreparePDFDropsWhatFollows(t *testing.T) {
	p, err := Prepare(bytes.NewReader(append(plainPDF(1), "PK\x03\x04 and more"...)), Limits{})
	if err != nil || !bytes.Equal(p.Data, plainPDF(1)) {
		t.Errorf("%v: %q", err, p.Data)
	}
}

func TestPreparePDFRefuses(t *testing.T) {
	whole := plainPDF(3)
	for _, c := range []struct {
		name string
		data []byte
		code Code
	}{
		{"head only", []byte("%PDF-1.7\n"), Broken},
		{"cut in half", whole[:len(whole)/2], Broken},
		{"end cut off", whole[:len(whole)-8], Broken},
		{"archive behind", append(bytes.Clone(whole), make([]byte, 4096)...), Broken},
		{"no pages", makePDF("", catalogue, "<</Type/Pages/Kids[]>>"), Broken},
		{"no catalogue", makePDF("", "<<>>"), Broken},
		{"too many pages", plainPDF(101), TooManyPages},
		{"encrypted", makePDF("/Encrypt 4 0 R", catalogue, "<</Kids[3 0 R]>>", "<</Type/Page>>", "<</Filter/Standard/V 2/R 3>>"), Encrypted},
		{"encrypted, in a reference stream", withObject(stream("/Type/XRef/Root 1 0 R/Encrypt<</V 4>>", "")), Encrypted},
		{"script", withObject("<</S/JavaScript/JS(app.alert(1))>>"), Active},
		{"script, name escaped", withObject("<</S/J#61vaScript>>"), Active},
		{"script, name in a name tree", withObject("<</Names<</JavaScript 5 0 R>>>>"), Active},
		{"script of a rendition", withObject("<</S/Foo/JS(app.alert(1))>>"), Active},
		{"script, number of the object behind a comment", bytes.Replace(withObject("<</JS(1)>>"), []byte("4 0 obj"), []byte("4 %\n0 %\nobj"), 1), Active},
		{"script in an object stream", withObject(objectStream("<</S/JavaScript/JS(1)>>")), Active},
		{"attachment in an object stream", withObject(objectStream("<</Type/Filespec/EF<</F 5 0 R>>>>")), Active},
		{"script in a stream that is not read as objects", withObject(stream("/Subtype/Image", "7 0 obj<</JS(1)>>endobj")), Active},
		{"script in a damaged object", withObject("<</S/JavaScript/JS((>>"), Active},
		{"program to launch", withObject("<</S/Launch/F(cmd.exe)>>"), Active},
		{"attachment", withObject("<</Type/EmbeddedFile>>"), Active},
		{"attachments by name", withObject("<</Names<</EmbeddedFiles 5 0 R>>>>"), Active},
		{"form that computes", withObject("<</AcroForm<</XFA 5 0 R>>>>"), Active},
		{"object stream behind an unusual filter", withObject(stream("/Type/ObjStm/N 1/First 4/Filter/LZWDecode", "x")), Broken},
		{"object stream without its type", withObject(stream("/N 1/First 4/Filter[/ASCIIHexDecode/FlateDecode]", "x")), Broken},
		{"object stream damaged", withObject(stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", "x\x9c\x00\x00")), Broken},
		{"object stream that swells", withObject(stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", deflate(strings.Repeat("0 ", maxInflated)))), Broken},
	} {
		_, err := Prepare(bytes.NewReader(c.data), Limits{})
		var f *Fault
		if !errors.As(err, &f) || f.Code != c.code || f.Ext != "pdf" || f.Size != int64(len(c.data)) {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}

// Files that would cost far more than their length if every object were followed to its end.
func TestPreparePDFBoundsWork(t *testing.T) {
	for name, part := range map[string]string{
		"strings": "1 0 obj(", "arrays": "1 0 obj[", "dictionaries": "1 0 obj<</A ", "comments": "1 0 obj[%", "numbers": "1 0 obj[1 ",
		"trailers": "trailer(", "hex": "1 0 obj[<", "names": "1 0 obj[/a",
	} {
		data := []byte("%PDF-1.7\n" + strings.Repeat(part, (3<<20)/len(part)) + "\nstartxref\n0\n%%EOF\n")
		var f *Fault
		if _, err := Prepare(bytes.NewReader(data), Limits{}); !errors.As(err, &f) || f.Code != Broken {
			t.Errorf("%s: %v", name, err)
		}
	}
	shared := []string{catalogue, "<</Kids 3 0 R>>", "[" + strings.Repeat("4 0 R ", 400_000) + "]", "<</Kids 3 0 R>>"}
	for range 20_000 {
		shared = append(shared, "<</Kids 3 0 R>>")
	}
	var f *Fault
	if _, err := Prepare(bytes.NewReader(makePDF("", shared...)), Limits{}); !errors.As(err, &f) || f.Code != Broken {
		t.Errorf("shared children: %v", err)
	}
}

func FuzzPrepare(f *testing.F) {
	for _, seed := range [][]byte{
		nil, []byte(webpPixel), plainPDF(2), withObject(objectStream("<</Type/Page>>")), bombPNG(9, 9),
		asJPEG(f, quadrants(32, 16)), withEXIF(asJPEG(f, quadrants(32, 16)), 6, binary.BigEndian, "MM\x00*"), asPNG(f, quadrants(32, 16)),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Prepare(bytes.NewReader(data), Limits{MaxPixels: 1 << 20})
		var fault *Fault
		switch {
		case err != nil && !errors.As(err, &fault):
			t.Fatalf("not a fault: %v", err)
		case err == nil && p.MediaType == JPEG && sniff(p.Data) != "jpg":
			t.Fatal("stored picture is no JPEG")
		case err == nil && p.MediaType == PDF && p.Pages < 1:
			t.Fatal("PDF without pages")
		}
	})
}
