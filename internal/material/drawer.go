package material

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// ErrUndrawable says that a page of a PDF cannot be shown as a picture, or is not there.
var ErrUndrawable = errors.New("material: page cannot be drawn")

// drawingTime bounds one page: a file can be made to keep whoever draws it busy.
const drawingTime = 20 * time.Second

// Drawer shows pages of PDFs as pictures, one page at a time. PDFium draws them inside WebAssembly, where a file made to
// break it reaches neither memory nor files of this process. It is got ready by the first page that is asked for.
type Drawer struct {
	cache string // folder for PDFium's machine code
	limit time.Duration

	turn chan struct{} // taken by whoever draws
	pool pdfium.Pool   // nil until the first page
}

// NewDrawer makes a drawer. cache is a folder of its own in which what takes seconds to get ready is kept from one start
// to the next: code of this process, so nobody else may write there. With an empty one it is done anew at every start.
func NewDrawer(cache string) *Drawer {
	return &Drawer{cache: cache, limit: drawingTime, turn: make(chan struct{}, 1)}
}

// Page draws a page, counted from 1, as a JPEG whose long side has so many pixels. Who gives up while others are drawn
// for is not drawn for.
func (d *Drawer) Page(ctx context.Context, pdf []byte, page, side int) ([]byte, error) {
	select {
	case d.turn <- struct{}{}:
		defer func() { <-d.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := d.ready(); err != nil {
		return nil, err
	}
	one, err := d.pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("material: drawer: %w", err)
	}
	defer func() { _ = one.Close() }()                         // one that was ended is closed already
	late := time.AfterFunc(d.limit, func() { _ = one.Kill() }) // what it was at ends with an error
	defer late.Stop()
	picture, err := drawPage(one, pdf, page-1, side)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUndrawable, err)
	}
	return picture, nil
}

func drawPage(one pdfium.Pdfium, pdf []byte, page, side int) (_ []byte, err error) {
	defer func() {
		if p := recover(); p != nil { // of one that was ended in the midst of its work
			err = fmt.Errorf("ended: %v", p)
		}
	}()
	doc, err := one.OpenDocument(&requests.OpenDocument{File: &pdf})
	if err != nil {
		return nil, err
	}
	drawn, err := one.RenderPageInPixels(&requests.RenderPageInPixels{Width: side, Height: side,
		Page: requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: page}}})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	return encodePage(drawn.Result.RenderedImage)
}

func encodePage(m image.Image) ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 80})
	return out.Bytes(), err
}

// ready translates PDFium for this machine, or finds that done by an earlier start.
func (d *Drawer) ready() (err error) {
	if d.pool != nil {
		return nil
	}
	config := wazero.NewRuntimeConfig().WithCloseOnContextDone(true).
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling)
	if d.cache != "" {
		if err := os.MkdirAll(d.cache, 0o700); err != nil {
			return err
		}
		kept, err := wazero.NewCompilationCacheWithDir(d.cache)
		if err != nil {
			return err
		}
		config = config.WithCompilationCache(kept)
	}
	d.pool, err = webassembly.Init(webassembly.Config{MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config, Stdout: io.Discard, Stderr: io.Discard,
		FSConfig: wazero.NewFSConfig()}) // no folder of this machine: letters whose font is not in the file are drawn in another
	return err
}

// Close gives back what the drawer holds; it draws no more.
func (d *Drawer) Close() error {
	d.turn <- struct{}{}
	defer func() { <-d.turn }()
	if d.pool == nil {
		return nil
	}
	return d.pool.Close()
}
