// Package filing is the heart of Beian: what a filing (报备单) is, which states it
// passes through, who may move it, what its document must satisfy and how its
// number is written. It is pure: no I/O, no clock of its own, no sentences.
//
// The legal frame is the ministry's order No. 33 (非经营性互联网信息服务备案管理办法) and
// the kinds and codes of the ministry's enterprise interface V3.0.
package filing

//go:generate go run ./generate ../../docs/states.md
