// Package page holds every page: one model on top, its drawing below. A page decides nothing; the door fills the model
// and the page puts it into words.
package page
